#include "support/diag.h"

#include "support/alloc.h"
#include "support/json_text.h"
#include "support/sarif.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const severity_names[] = {"note", "remark", "warning", "error"};
static const char *const severity_colors[] = {"\033[1;36m", "\033[1;34m", "\033[1;35m",
                                              "\033[1;31m"};

void diag_init(struct diag_engine *diag, const char *tool) {
    *diag = (struct diag_engine){.tool = tool, .stream = stderr};
    diag->color = isatty(STDERR_FILENO) && !getenv("NO_COLOR");
}

void diag_free(struct diag_engine *diag) {
    if (diag->sarif)
        sarif_end(diag->sarif, diag->tool);
    *diag = (struct diag_engine){0};
}

/* ---- options ---- */

static const char *after(const char *argument, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(argument, prefix, length) ? NULL : argument + length;
}

/* The registered name that follows a prefix; NULL after a diagnostic. */
static const struct diagnostic *named(struct diag_engine *diag, const char *name) {
    const struct diagnostic *found = diagnostics_find(name);
    if (!found) {
        char *hint = diagnostics_hint(name);
        diag_error(diag, "unknown diagnostic '%s'%s", name, hint);
        free(hint);
    }
    return found;
}

static bool switch_off(struct diag_engine *diag, const struct diagnostic *diagnostic,
                       const char *argument, struct diag_switch *control) {
    if (diagnostic->severity == DIAG_ERROR) {
        diag_error(diag, "'%s': %s is always an error", argument, diagnostic->name);
        return false;
    }
    if (after(argument, "-Wno-error="))
        control->error = false;
    else
        control->off = true;
    return true;
}

static bool switch_remark(struct diag_engine *diag, const struct diagnostic *diagnostic,
                          const char *argument, struct diag_switch *control) {
    if (!diagnostic->remarks)
        diag_error(diag, "'%s': %s makes no remarks", argument, diagnostic->name);
    return control->remark = diagnostic->remarks;
}

static enum diag_option_result named_option(struct diag_engine *diag, const char *argument) {
    static const char *const prefixes[] = {"-Wno-error=", "-Werror=", "-Wno-", "-W", "-R"};
    const char *name = NULL;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes && !name; i++)
        if ((name = after(argument, prefixes[i])) && !after(name, "nu-") &&
            !after(name, "overlay-"))
            name = NULL;
    if (!name)
        return DIAG_OPTION_OTHER;
    const struct diagnostic *diagnostic = named(diag, name);
    if (!diagnostic)
        return DIAG_OPTION_WRONG;
    struct diag_switch *control = &diag->switches[diagnostic->row];
    bool ok = true;
    if (after(argument, "-Wno-"))
        ok = switch_off(diag, diagnostic, argument, control);
    else if (after(argument, "-R"))
        ok = switch_remark(diag, diagnostic, argument, control);
    else if (after(argument, "-Werror="))
        control->error = true;
    else
        control->off = false;
    return ok ? DIAG_OPTION_TAKEN : DIAG_OPTION_WRONG;
}

static void choose_format(struct diag_engine *diag, const char *format) {
    diag->json = strcmp(format, "text") != 0;
    if (!strcmp(format, "sarif") && !(diag->sarif = sarif_begin()))
        diag_error(diag, "cannot keep messages: %s", strerror(errno));
}

enum diag_option_result diag_option(struct diag_engine *diag, const char *argument) {
    if (!strcmp(argument, "-Werror"))
        diag->warnings_are_errors = true;
    else if (!strcmp(argument, "-w"))
        diag->no_warnings = true;
    else if (!strcmp(argument, "-fcolor-diagnostics"))
        diag->color = true;
    else if (!strcmp(argument, "-fno-color-diagnostics"))
        diag->color = false;
    else if (!strcmp(argument, "--diagnostics-format=text") ||
             !strcmp(argument, "--diagnostics-format=json") ||
             !strcmp(argument, "--diagnostics-format=sarif"))
        choose_format(diag, after(argument, "--diagnostics-format="));
    else
        return named_option(diag, argument);
    return DIAG_OPTION_TAKEN;
}

/* ---- printing ---- */

char *diag_source_line(const char *path, unsigned line) {
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    char *text = NULL;
    size_t capacity = 0;
    ssize_t length = 0;
    for (unsigned i = 0; i < line && length >= 0; i++)
        length = getline(&text, &capacity, file);
    fclose(file);
    if (length < 0) {
        free(text);
        return NULL;
    }
    text[strcspn(text, "\r\n")] = '\0';
    return text;
}

/* Up to a column of the line above. Tabs stay tabs, whatever the terminal's width of them. */
static void indent(FILE *out, const char *text, unsigned column) {
    for (unsigned i = 0; i + 1 < column; i++)
        fputc(text[i] == '\t' ? '\t' : ' ', out);
}

void diag_underline(FILE *out, const char *line, struct diag_location where, bool color) {
    fprintf(out, "%s\n", line);
    indent(out, line, where.column);
    fputs(color ? "\033[1;32m^" : "^", out);
    size_t rest = strlen(line) - (where.column - 1);
    for (unsigned i = 1; i < where.length && i < rest; i++)
        fputc('~', out);
    fputs(color ? "\033[0m\n" : "\n", out);
}

static void print_caret(struct diag_engine *diag, struct diag_location where, const char *fixit) {
    char *text =
        where.file && where.line && where.column ? diag_source_line(where.file, where.line) : NULL;
    if (!text || where.column > strlen(text) + 1) {
        free(text);
        return;
    }
    diag_underline(diag->stream, text, where, diag->color);
    if (fixit) {
        indent(diag->stream, text, where.column);
        fprintf(diag->stream, "%s\n", fixit);
    }
    free(text);
}

static void print_text(struct diag_engine *diag, enum diag_severity severity, const char *name,
                       struct diag_location where, const char *fixit, const char *message) {
    FILE *out = diag->stream;
    const char *bold = diag->color ? "\033[1m" : "", *plain = diag->color ? "\033[0m" : "";
    fprintf(out, "%s%s:", bold, where.file ? where.file : diag->tool);
    if (where.line)
        fprintf(out, "%u:", where.line);
    if (where.line && where.column)
        fprintf(out, "%u:", where.column);
    fprintf(out, " %s%s:%s %s%s", diag->color ? severity_colors[severity] : "",
            severity_names[severity], plain, bold, message);
    if (name)
        fprintf(out, " [%s]", name);
    fprintf(out, "%s\n", plain);
    print_caret(diag, where, fixit);
}

static void add_place(json_t *object, struct diag_location where) {
    if (where.file)
        json_object_set_new(object, "file", json_text(where.file));
    if (where.line)
        json_object_set_new(object, "line", json_integer(where.line));
    if (where.line && where.column)
        json_object_set_new(object, "column", json_integer(where.column));
    if (where.line && where.length)
        json_object_set_new(object, "length", json_integer(where.length));
}

static void dump(struct diag_engine *diag, json_t *object) {
    json_dumpf(object, diag->stream, JSON_COMPACT | JSON_PRESERVE_ORDER);
    fputc('\n', diag->stream);
    json_decref(object);
}

static void print_json(struct diag_engine *diag, enum diag_severity severity, const char *name,
                       struct diag_location where, const char *fixit, const char *message) {
    json_t *object = json_object();
    json_object_set_new(object, "tool", json_string(diag->tool));
    json_object_set_new(object, "severity", json_string(severity_names[severity]));
    json_object_set_new(object, "message", json_text(message));
    if (name)
        json_object_set_new(object, "name", json_string(name));
    add_place(object, where);
    if (fixit)
        json_object_set_new(object, "fixit", json_text(fixit));
    dump(diag, object);
}

/* What the options make of a severity. Sets last_was_suppressed. */
static enum diag_severity switched(struct diag_engine *diag, enum diag_severity severity,
                                   const struct diagnostic *diagnostic) {
    static const struct diag_switch none;
    const struct diag_switch *control = diagnostic ? &diag->switches[diagnostic->row] : &none;
    switch (severity) {
    case DIAG_NOTE: return severity;
    case DIAG_REMARK: diag->last_was_suppressed = !control->remark; return severity;
    case DIAG_WARNING:
        diag->last_was_suppressed = diag->no_warnings || control->off;
        return diag->warnings_are_errors || control->error ? DIAG_ERROR : DIAG_WARNING;
    case DIAG_ERROR: diag->last_was_suppressed = false; return severity;
    }
    return severity;
}

static void print(struct diag_engine *diag, enum diag_severity severity, const char *name,
                  struct diag_location where, const char *fixit, const char *message) {
    diag->errors += severity == DIAG_ERROR;
    diag->warnings += severity == DIAG_WARNING;
    diag->unplaced += severity >= DIAG_WARNING && where.file && !where.line;
    fflush(stdout);
    (diag->json ? print_json : print_text)(diag, severity, name, where, fixit, message);
}

static void report(struct diag_engine *diag, enum diag_severity severity,
                   const struct diagnostic *diagnostic, struct diag_location where,
                   const char *fixit, const char *format, va_list arguments) {
    severity = switched(diag, severity, diagnostic);
    if (diag->last_was_suppressed)
        return;
    char *message = xvasprintf(format, arguments);
    print(diag, severity, diagnostic ? diagnostic->name : NULL, where, fixit, message);
    free(message);
}

void diag_raise(struct diag_engine *diag, const struct diagnostic *diagnostic,
                struct diag_location where, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(diag, diagnostic->severity, diagnostic, where, NULL, format, arguments);
    va_end(arguments);
}

void diag_raise_fix(struct diag_engine *diag, const struct diagnostic *diagnostic,
                    struct diag_location where, const char *fixit, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(diag, diagnostic->severity, diagnostic, where, fixit, format, arguments);
    va_end(arguments);
}

void diag_report(struct diag_engine *diag, enum diag_severity severity,
                 const struct diagnostic *diagnostic, struct diag_location where,
                 const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(diag, severity, diagnostic, where, NULL, format, arguments);
    va_end(arguments);
}

void diag_forward(struct diag_engine *diag, enum diag_severity severity, const char *option,
                  struct diag_location where, const char *fixit, const char *message) {
    diag->last_was_suppressed = false;
    print(diag, severity, option, where, fixit, message);
}

void diag_forward_part(struct diag_engine *diag, struct diag_location where, const char *fixit) {
    if (diag->sarif) {
        json_t *object = json_pack("{s:b, s:o}", "part", true, "fixit", json_text(fixit));
        add_place(object, where);
        dump(diag, object);
    } else if (diag->json) {
        diag_forward(diag, DIAG_NOTE, NULL, where, fixit,
                     where.length ? "replace this" : "insert this");
    }
}

void diag_forward_range(struct diag_engine *diag, struct diag_location where,
                        struct diag_location end) {
    if (diag->sarif) {
        json_t *object = json_pack("{s:b, s:i, s:i}", "range", true, "end_line", end.line,
                                   "end_column", end.column);
        add_place(object, where);
        dump(diag, object);
    }
}

void diag_print(struct diag_engine *diag, const char *line) {
    if (diag->sarif)
        dump(diag, json_pack("{s:o}", "printed", json_text(line)));
    else if (diag->json)
        print(diag, DIAG_NOTE, NULL, DIAG_NOWHERE, NULL, line);
    else
        fprintf(diag->stream, "%s\n", line);
}

void diag_error(struct diag_engine *diag, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(diag, DIAG_ERROR, NULL, DIAG_NOWHERE, NULL, format, arguments);
    va_end(arguments);
}

void diag_file_error(struct diag_engine *diag, const char *path, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(diag, DIAG_ERROR, NULL, DIAG_FILE(path), NULL, format, arguments);
    va_end(arguments);
}
