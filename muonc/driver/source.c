#include "muonc/driver/source.h"

#include "muonc/driver/results.h"
#include "muonc/lower/half.h"
#include "support/output.h"
#include "support/overlay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_stdin(const struct source *source) {
    return !strcmp(source->input->path, "-");
}

/* Whether clang gets the text itself on standard input. For preprocessed text it has no overlays,
 * and nothing is looked for beside it. */
static bool is_piped(const struct source *source) {
    return is_stdin(source) || language_is_preprocessed(source_language(source));
}

enum language source_language(const struct source *source) {
    enum language language = source->input->language;
    if (!source->preprocessed)
        return language;
    return language_is_cxx(language) ? LANGUAGE_CXX_PREPROCESSED : LANGUAGE_C_PREPROCESSED;
}

const char *source_path(const struct source *source) {
    return is_stdin(source) ? "<stdin>" : source->input->path;
}

/* ---- the overlay ---- */

/* Of a file system in which the source reads as the text. A clang that was started ahead of its
 * source waits for one. */
static bool make_overlay(struct source *source) {
    char *text = xasprintf("%s/source", source->session->directory);
    free(source->overlay);
    source->overlay = overlay_text(source->input->path, OVERLAY_AS_GIVEN, text);
    if (!source->overlay)
        diag_file_error(source->session->diag, source->input->path, "the file's name is no UTF-8");
    bool ok = source->overlay &&
              output_write(text, source->text.bytes, source->text.size, source->session->diag);
    free(text);
    return ok;
}

/* ---- texts ---- */

/* Line 1 of a text that is piped has the file's name. */
static void name_text(struct source *source) {
    struct buffer named = {0};
    FILE *out = open_memstream(&named.bytes, &named.size);
    fputs("# 1 \"", out);
    for (const char *p = source->input->path; *p; p++)
        fprintf(out, "%s%c", *p == '"' || *p == '\\' ? "\\" : "", *p);
    fputs("\"\n", out);
    fwrite(source->text.bytes, 1, source->text.size, out);
    fclose(out);
    free(source->text.bytes);
    source->text = named;
}

static void keep_original(struct source *source) {
    free(source->original.bytes);
    source->original.bytes = xmalloc(source->text.size + 1);
    source->original.size = source->text.size;
    memcpy(source->original.bytes, source->text.bytes, source->text.size + 1);
}

bool source_open(struct source *source, struct session *session, const struct input *input) {
    *source = (struct source){.session = session, .input = input};
    source->text.bytes = input_read(input->path, &source->text.size, session->diag);
    if (!source->text.bytes)
        return false;
    if (is_piped(source) && !is_stdin(source))
        name_text(source);
    if (is_piped(source))
        keep_original(source);
    return true;
}

struct source source_original(const struct source *source) {
    return (struct source){.session = source->session,
                           .input = source->input,
                           .text = source->original,
                           .preprocessed = source->preprocessed};
}

void source_close(struct source *source) {
    free(source->text.bytes);
    free(source->original.bytes);
    free(source->expanded.items);
    free(source->overlay);
    *source = (struct source){0};
}

bool source_replace(struct source *source, char *text, size_t size) {
    free(source->text.bytes);
    source->text = (struct buffer){text, size};
    source->changed = true;
    return is_piped(source) || make_overlay(source);
}

/* ---- clang ---- */

struct string_list source_clang(const struct source *source) {
    return session_clang(source->session, source_language(source),
                         source->flat ? PREPROCESS_FLAT : PREPROCESS);
}

void source_add(const struct source *source, struct string_list *clang) {
    if (is_piped(source)) {
        const struct input text = {"-", source_language(source)};
        preprocess_add_input(clang, &text);
        return;
    }
    string_list_add(clang, "-ivfsoverlay");
    string_list_add(clang, "/dev/stdin");
    preprocess_add_input(clang, source->input);
}

const char *source_stdin(const struct source *source, size_t *size) {
    static const char no_overlay[] = "{\"version\": 0, \"roots\": []}";
    const char *overlay = source->changed ? source->overlay : no_overlay;
    *size = is_piped(source) ? source->text.size : strlen(overlay);
    return is_piped(source) ? source->text.bytes : overlay;
}

bool source_run(const struct source *source, const struct string_list *clang,
                struct buffer *output) {
    size_t size;
    const char *text = source_stdin(source, &size);
    return session_run(source->session, clang, text, size, output ? &output->bytes : NULL,
                       output ? &output->size : NULL) == 0;
}

/* ---- the preprocessor ---- */

bool source_preprocess(const struct source *source, const char *option, bool note_dependencies,
                       struct buffer *text) {
    struct string_list clang = source_clang(source);
    if (note_dependencies)
        preprocess_ask_for_dependencies(source->session, &clang);
    string_list_add(&clang, "-w");
    string_list_add(&clang, "-E");
    if (option)
        string_list_add(&clang, option);
    source_add(source, &clang);
    bool ok = source_run(source, &clang, text);
    string_list_free(&clang);
    if (note_dependencies)
        preprocess_note_dependencies(source->session);
    return ok;
}

bool source_flatten(struct source *source) {
    struct buffer flat = {0};
    if (!source_preprocess(source, "-frewrite-includes", true, &flat)) {
        free(flat.bytes);
        return false;
    }
    source->flat = true;
    return source_replace(source, flat.bytes, flat.size);
}

/* What the preprocessor makes of the text with its uses marked. */
static bool preprocess_marked(const struct source *source, const struct use *uses, size_t count,
                              bool counting, struct buffer *preprocessed) {
    struct source marked = {.session = source->session,
                            .input = source->input,
                            .flat = source->flat,
                            .preprocessed = source->preprocessed};
    char *text = expand_mark(source->text.bytes, uses, count, counting);
    bool ok = source_replace(&marked, text, strlen(text)) &&
              source_preprocess(&marked, counting ? NULL : "-dD", false, preprocessed);
    source_close(&marked);
    return ok;
}

bool source_expand(struct source *source, const struct use *uses, size_t count) {
    struct buffer text = {0}, counted = {0};
    bool ok = preprocess_marked(source, uses, count, false, &text);
    if (ok && expand_counts(source->text.bytes, text.bytes))
        ok = preprocess_marked(source, uses, count, true, &counted);
    const struct preprocessed preprocessed = {text.bytes, counted.bytes};
    char *expanded =
        ok ? expand_uses(source->text.bytes, uses, count, &preprocessed, &source->expanded) : NULL;
    free(text.bytes);
    free(counted.bytes);
    if (expanded)
        return source_replace(source, expanded, strlen(expanded));
    if (ok)
        diag_file_error(source->session->diag, source_path(source),
                        "a macro with a call cannot be expanded");
    return false;
}

/* ---- literals of _Float16 ---- */

/* Clang's preprocessor as the only one that is to see the source, so that it puts the values of
 * macros into pragmas, too. What it says is for others to say. */
static bool preprocess_quietly(const struct source *source, struct buffer *text) {
    struct buffer messages = {0};
    struct string_list clang = source_clang(source);
    string_list_add(&clang, "-fms-extensions");
    string_list_add(&clang, "-w");
    string_list_add(&clang, "-E");
    source_add(source, &clang);
    struct program_run run = {.arguments = &clang,
                              .echo = source->session->command->echo,
                              .captured = &text->bytes,
                              .captured_size = &text->size,
                              .messages = &messages.bytes,
                              .messages_size = &messages.size};
    run.input = source_stdin(source, &run.input_size);
    int status = program_execute(&run, source->session->diag);
    string_list_free(&clang);
    free(messages.bytes);
    return status == 0;
}

/* What the preprocessor has to say of a source that it will not see again, and its dependencies. */
static bool let_preprocessor_tell(const struct source *source) {
    struct buffer text = {0};
    struct string_list clang = source_clang(source);
    preprocess_ask_for_dependencies(source->session, &clang);
    string_list_add(&clang, "-E");
    source_add(source, &clang);
    bool ok = source_run(source, &clang, &text);
    string_list_free(&clang);
    free(text.bytes);
    preprocess_note_dependencies(source->session);
    return ok;
}

static void set_bfloat_text(struct source *source, const struct buffer *text) {
    size_t size = text->size;
    char *rewritten = half_as_bfloat(text->bytes, &size);
    if (!rewritten)
        return;
    free(source->text.bytes);
    source->text = (struct buffer){rewritten, size};
    keep_original(source);
}

bool source_take_bfloat(struct source *source) {
    struct buffer text = {0};
    bool ok = true;
    if (language_is_preprocessed(source->input->language)) {
        set_bfloat_text(source, &source->text);
        return true;
    }
    /* Where it fails, it fails once more, aloud. */
    if (preprocess_quietly(source, &text) && half_is_mentioned(text.bytes, text.size)) {
        ok = let_preprocessor_tell(source);
        source->flat = source->preprocessed = true;
        set_bfloat_text(source, &text);
    }
    free(text.bytes);
    return ok;
}

/* ---- the result ---- */

/* Where the last of the forced headers ends in a flat text and the file itself begins. */
static const char *own_text(const struct source *source) {
    static const char marker[] = " \"<built-in>\" 2\n";
    const char *own = source->text.bytes;
    for (const char *at = own; source->flat && (at = strstr(at, marker));)
        own = at += strlen(marker);
    return own;
}

void source_print(const struct source *source, const char *output) {
    struct session *session = source->session;
    char *printed = NULL;
    size_t size;
    FILE *out = open_memstream(&printed, &size);
    if (!language_is_preprocessed(source->input->language)) {
        fprintf(out, "#include <%s>\n", session->target->header);
        if (session->has_nbin) {
            char *tasks = result_name(session->command->nbin_path, ".h");
            fprintf(out, "#include \"%s\"\n", tasks);
            free(tasks);
        }
        if (!source->flat)
            fprintf(out, "# 1 \"%s\"\n", source_path(source));
    }
    fputs(own_text(source), out);
    fclose(out);
    outputs_add(&session->outputs, output, printed, size);
    free(printed);
}
