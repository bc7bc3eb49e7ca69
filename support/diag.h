/* Diagnostics in clang's form, the only way a tool speaks to its user:
 *
 *   kernel.c:12:31: error: participants must be 1 to 64, not 65 [nu-participants]
 *       neutrino_invoke(0, NO_DEPS, SYNC | WARPS(65) | IMMEDIATE);
 *                                          ^~~~~~~~~
 *   kernel.c:4:9: note: expanded from here
 *
 * or, with --diagnostics-format=json, one JSON object a line with the same fields; or all together
 * in one log when the tool ends (sarif.h). One engine per tool run; it counts errors so that the
 * tool can go on and report several. Not thread-safe. */
#ifndef SUPPORT_DIAG_H
#define SUPPORT_DIAG_H

#include "support/diagnostics.h"

#include <stdbool.h>
#include <stdio.h>

/* Where: file NULL is the tool itself (printed as "nbc: error: …"), line 0 the file as a whole,
 * column 0 the line as a whole. Columns count bytes from 1. length: bytes to underline, 0 = 1. */
struct diag_location {
    const char *file;
    unsigned line;
    unsigned column;
    unsigned length;
};

#define DIAG_NOWHERE ((struct diag_location){0})
#define DIAG_FILE(path) ((struct diag_location){.file = (path)})

struct diag_engine {
    const char *tool; /* program name for diagnostics without a file */
    FILE *stream;     /* where to, stderr if NULL */
    bool json;
    FILE *sarif; /* where the log will be printed; json is set, too */
    bool color;
    bool warnings_are_errors;
    bool no_warnings;
    struct diag_switch {
        bool off;
        bool error;
        bool remark;
    } switches[DIAGNOSTIC_COUNT]; /* by diagnostic->row */
    unsigned errors;
    unsigned warnings;
    unsigned unplaced;        /* errors and warnings of a file that had no line */
    bool wrong_usage;         /* an error was the command line's, which was found out late */
    bool last_was_suppressed; /* the notes of a silenced report are silent too */
};

void diag_init(struct diag_engine *diag, const char *tool);
void diag_free(struct diag_engine *diag);

enum diag_option_result {
    DIAG_OPTION_OTHER, /* not for the engine */
    DIAG_OPTION_TAKEN,
    DIAG_OPTION_WRONG, /* reported: wrong usage */
};

/* Takes -R<name>, -W<name>, -Wno-<name>, -W[no-]error=<name>, -Werror, -w,
 * -f[no-]color-diagnostics, --diagnostics-format=text|json|sarif. Only names that start with "nu-"
 * or "overlay-" are ours, the others are clang's (-Werror and -w are for both). Wrong are an
 * unknown name of ours, and what a diagnostic does not do: errors are not switched off. */
enum diag_option_result diag_option(struct diag_engine *diag, const char *argument);

/* Whether remarks of a diagnostic are printed; what they say may take long to find out. */
static inline bool diag_wants_remarks(const struct diag_engine *diag,
                                      const struct diagnostic *diagnostic) {
    return diag->switches[diagnostic->row].remark;
}

/* Reports a diagnostic of the registry, with its severity there unless an option changed it. */
void diag_raise(struct diag_engine *diag, const struct diagnostic *diagnostic,
                struct diag_location where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* As above with a fix-it: text that replaces the location's length bytes (inserted if 0). */
void diag_raise_fix(struct diag_engine *diag, const struct diagnostic *diagnostic,
                    struct diag_location where, const char *fixit, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same with a severity: for remarks, and for notes and others that have no name, NULL. */
void diag_report(struct diag_engine *diag, enum diag_severity severity,
                 const struct diagnostic *diagnostic, struct diag_location where,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Hands on what clang has found, which has made of -w and -Werror what it should; option is what it
 * calls it, "-Wunused", or NULL; fixit is as in diag_raise_fix, or NULL. */
void diag_forward(struct diag_engine *diag, enum diag_severity severity, const char *option,
                  struct diag_location where, const char *fixit, const char *message);

/* More of what clang has found with the message before, for which text has no room: what its fix-it
 * is to replace elsewhere, and other ranges that it is about, up to a place that does not belong to
 * them. */
void diag_forward_part(struct diag_engine *diag, struct diag_location where, const char *fixit);
void diag_forward_range(struct diag_engine *diag, struct diag_location where,
                        struct diag_location end);

/* Prints a line that is no message, such as a command that is run: as it is, or as a note. */
void diag_print(struct diag_engine *diag, const char *line);

/* The text of one line of a file without its end, or NULL; the caller frees it. */
char *diag_source_line(const char *path, unsigned line);

/* Prints a line of source, without its newline, and "^~~~" below the place's columns in it. */
void diag_underline(FILE *out, const char *line, struct diag_location where, bool color);

/* "tool: error: …" and "path: error: …", for what has no place in a source. */
void diag_error(struct diag_engine *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void diag_file_error(struct diag_engine *diag, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
