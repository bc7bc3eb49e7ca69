/* Tasks of the runtime that a program uses (neutrino/library_tasks.def), in its Neutrino image. */
#ifndef MUONC_LINK_LIBRARY_TASKS_H
#define MUONC_LINK_LIBRARY_TASKS_H

#include "muonc/link/link.h"

/* The names of those that the linked program uses and the image, which may be NULL, does not have.
 */
struct string_list library_tasks_missing(char *program, size_t size, const struct nbin *image);

/* Has nbc make an image of the request's and these tasks. Reports and returns false if it cannot;
 * nbin_free else. */
bool library_tasks_add(const struct link_request *request, const struct string_list *tasks,
                       struct nbin *image, struct diag_engine *diag);

#endif
