/* The registry of named diagnostics. diagnostics.def has a row for each; DIAG_NU_FLAGS and the like
 * refer to them, so that a misspelt name does not compile. Switches, --explain and the lists in the
 * man pages all read these rows. */
#ifndef SUPPORT_DIAGNOSTICS_H
#define SUPPORT_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Remarks are told only if asked for, by -R<name>. */
enum diag_severity { DIAG_NOTE, DIAG_REMARK, DIAG_WARNING, DIAG_ERROR };

enum diagnostic_row {
#define DIAGNOSTIC(identifier, ...) DIAGNOSTIC_ROW_##identifier,
#include "support/diagnostics.def"
#undef DIAGNOSTIC
    DIAGNOSTIC_COUNT
};

struct diagnostic {
    const char *name; /* "nu-flags" */
    enum diagnostic_row row;
    const char *tool;            /* "nbc", "muonc" */
    enum diag_severity severity; /* unless switched */
    bool remarks;                /* is reported as a remark, too, with -R<name> */
    const char *text;            /* what it is about, without a full stop */
    const char *explanation;     /* why, and what to do; sentences in lines of 88 columns */
    const char *wrong, *right;   /* sources with and without it */
};

/* Arrays of one, so that the name alone is a pointer. */
#define DIAGNOSTIC(identifier, ...) extern const struct diagnostic DIAG_##identifier[1];
#include "support/diagnostics.def"
#undef DIAGNOSTIC

extern const struct diagnostic *const diagnostics[DIAGNOSTIC_COUNT];

/* The row of a name, or NULL. */
const struct diagnostic *diagnostics_find(const char *name);
/* The end of a message about an unknown name: "; did you mean 'nu-flags'?", or nothing. The caller
 * frees it. */
char *diagnostics_hint(const char *name);

/* For --explain: severity, explanation and examples. */
void diagnostics_explain(const struct diagnostic *diagnostic, FILE *out);
/* For a tool's man page: an item of an mdoc list for each that the tool reports. */
void diagnostics_print_manual(const char *tool, FILE *out);

#endif
