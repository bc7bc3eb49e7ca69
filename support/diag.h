/* Diagnostics in clang's form, the only way a tool speaks to its user:
 *
 *   kernel.c:12:31: error: participants must be 1 to 64, not 65 [nu-participants]
 *       neutrino_invoke(0, NO_DEPS, SYNC | WARPS(65) | IMMEDIATE);
 *                                          ^~~~~~~~~
 *   kernel.c:4:9: note: expanded from here
 *
 * or, with --diagnostics-format=json, one JSON object a line with the same fields. One engine per
 * tool run; it counts errors so that the tool can go on and report several. Not thread-safe. */
#ifndef SUPPORT_DIAG_H
#define SUPPORT_DIAG_H

#include <stdbool.h>
#include <stdio.h>

/* Remarks are told only if asked for, by -R<name>. */
enum diag_severity { DIAG_NOTE, DIAG_REMARK, DIAG_WARNING, DIAG_ERROR };

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
    bool color;
    bool warnings_are_errors;
    bool no_warnings;
    struct diag_switch {
        char *name; /* "nu-unused-run" */
        bool off;
        bool error;
        bool remark;
    } *switches;
    size_t switch_count;
    unsigned errors;
    unsigned warnings;
    bool last_was_suppressed; /* the notes of a silenced report are silent too */
};

void diag_init(struct diag_engine *diag, const char *tool);
void diag_free(struct diag_engine *diag);

/* Takes -R<name>, -W<name>, -Wno-<name>, -Werror[=<name>], -w, -fcolor-diagnostics,
 * -fno-color-diagnostics,
 * --diagnostics-format=text|json. Returns whether the engine understood the argument; only names
 * that start with "nu-" are ours, the others are clang's (-Werror and -w are for both). */
bool diag_option(struct diag_engine *diag, const char *argument);

/* name: the stable name of the check without brackets, "nu-flags", or NULL. */
void diag_report(struct diag_engine *diag, enum diag_severity severity, const char *name,
                 struct diag_location where, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* As above with a fix-it: text that replaces the location's length bytes (inserted if 0). */
void diag_report_fix(struct diag_engine *diag, enum diag_severity severity, const char *name,
                     struct diag_location where, const char *fixit, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* "tool: error: …" and "path: error: …", for what has no place in a source. */
void diag_error(struct diag_engine *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void diag_file_error(struct diag_engine *diag, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
