/* Tasks of the runtime (neutrino/library_tasks.def) in an image. */
#ifndef NBC_LIBRARY_H
#define NBC_LIBRARY_H

#include "object/nbin.h"
#include "support/alloc.h"
#include "support/diag.h"

/* A bit for each row of the table. */
typedef uint32_t library_set;

/* Adds the task of that name. Reports and returns false if there is none. */
bool library_add(library_set *set, const char *name, struct diag_engine *diag);
/* Adds those that the binary has. Reports and returns false if it has one that is not known. */
bool library_add_present(library_set *set, const struct nbin *nbin, const char *path,
                         struct diag_engine *diag);

/* Makes lld take them from the runtime's archive. */
void library_add_to_link(library_set set, struct string_list *lld);
/* The task table with those of the tasks that it does not have; the caller frees it. */
char *library_map(library_set set, const char *map);

#endif
