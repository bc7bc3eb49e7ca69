#include "support/diagnostics.h"

#include "support/nearest.h"

#include <ctype.h>
#include <string.h>

#define DIAGNOSTIC(identifier, text, ...)                                                          \
    const struct diagnostic DIAG_##identifier[1] = {                                               \
        {.name = text, .row = DIAGNOSTIC_ROW_##identifier, __VA_ARGS__}};
#include "support/diagnostics.def"
#undef DIAGNOSTIC

const struct diagnostic *const diagnostics[DIAGNOSTIC_COUNT] = {
#define DIAGNOSTIC(identifier, ...) DIAG_##identifier,
#include "support/diagnostics.def"
#undef DIAGNOSTIC
};

const struct diagnostic *diagnostics_find(const char *name) {
    for (size_t i = 0; i < DIAGNOSTIC_COUNT; i++)
        if (!strcmp(diagnostics[i]->name, name))
            return diagnostics[i];
    return NULL;
}

char *diagnostics_hint(const char *name) {
    struct nearest search = nearest_to(name);
    for (size_t i = 0; i < DIAGNOSTIC_COUNT; i++)
        nearest_offer(&search, diagnostics[i]->name);
    return nearest_hint(&search, "");
}

static const char *severity_text(const struct diagnostic *diagnostic) {
    if (diagnostic->severity == DIAG_WARNING)
        return "warning";
    return diagnostic->remarks ? "error, or remark" : "error";
}

static void print_example(const char *title, const char *source, FILE *out) {
    fprintf(out, "\n%s:\n\n", title);
    while (*source) {
        int length = (int)strcspn(source, "\n");
        fprintf(out, "    %.*s\n", length, source);
        source += length + (source[length] == '\n');
    }
}

void diagnostics_explain(const struct diagnostic *diagnostic, FILE *out) {
    fprintf(out, "%s (%s, %s)\n%s.\n\n%s\n", diagnostic->name, diagnostic->tool,
            severity_text(diagnostic), diagnostic->text, diagnostic->explanation);
    if (diagnostic->severity == DIAG_WARNING)
        fprintf(out, "\n-Wno-%s switches it off, -Werror=%s makes it an error.\n", diagnostic->name,
                diagnostic->name);
    print_example("Wrong", diagnostic->wrong, out);
    print_example("Right", diagnostic->right, out);
}

static void print_item(const struct diagnostic *diagnostic, FILE *out) {
    fprintf(out, ".It Bq %s\n", diagnostic->name);
    if (diagnostic->severity == DIAG_WARNING)
        fprintf(out, "Warning: %s.\n", diagnostic->text);
    else
        fprintf(out, "%s%c%s.\n", diagnostic->text[0] == '\'' ? "\\&" : "", /* begins a macro */
                toupper(diagnostic->text[0]), diagnostic->text + 1);
}

void diagnostics_print_manual(const char *tool, FILE *out) {
    fputs(".Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < DIAGNOSTIC_COUNT; i++)
        if (!strcmp(diagnostics[i]->tool, tool))
            print_item(diagnostics[i], out);
    fputs(".El\n", out);
}
