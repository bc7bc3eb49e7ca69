/* The text outputs of nbc. Each caller frees what it gets. No output holds a time or a path of the
 * machine it was made on. */
#ifndef NBC_EMIT_H
#define NBC_EMIT_H

#include "nbc/tasks.h"

/* The generated header; file_name ("tasks.h") gives its include guard. */
char *emit_header(const struct task_table *table, const char *file_name);

/* C source of the argument conversions and the task table; object/nbin.h of its map. */
char *emit_boilerplate(const struct task_table *table);
char *emit_map(const struct task_table *table);

/* Assembly that puts the two texts into the sections .neutrino.header and .neutrino.map. */
char *emit_sections(const char *header, const char *map);

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
