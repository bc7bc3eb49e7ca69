/* The text outputs of nbc. Each caller frees what it gets. No output holds a time or a path of the
 * machine it was made on. */
#ifndef NBC_EMIT_H
#define NBC_EMIT_H

#include "nbc/tasks.h"

#include <jansson.h>
#include <stdio.h>

/* The generated header; file_name ("tasks.h") gives its include guard. */
char *emit_header(const struct task_table *table, const char *file_name);
/* What kernels are compiled with, object/nbin.h of it: the same only if kernels are. */
char *emit_interface(const struct task_table *table, const char *file_name);

/* C and C++ source of the argument conversions and the task table, to stand behind any source. */
char *emit_boilerplate(const struct task_table *table);
/* Renames all names that the boilerplate's text has, and takes macros of its words away. */
void emit_aliases(FILE *out, const char *text);
/* The task table; object/nbin.h of it. */
char *emit_map(const struct task_table *table);
/* What of it code depends on, in a line. */
char *emit_interface_table(const struct task_table *table);
/* Any such table as text. */
char *emit_map_text(const json_t *map);

/* A make rule: targets (as they shall stand in the rule) depend on the files that were read
 * (frontend_parse's list). phony: an empty rule for each header, so that a removed one is no error.
 */
struct depfile_request {
    const struct string_list *targets;
    const struct string_list *files;
    size_t source_count; /* the first files, which get no phony rule */
    bool system_headers;
    bool phony;
};
char *emit_depfile(const struct depfile_request *request);
/* The path of an item of frontend_parse's list. */
const char *depfile_path(const char *file);
/* text as a make target: blanks, # and $ quoted. */
char *depfile_quote(const char *text);

#endif
