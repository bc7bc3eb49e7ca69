/* The kernels of a unit: functions that a launcher finds by their names (neutrino/kernel.h). */
#ifndef MUONC_LOWER_KERNELS_H
#define MUONC_LOWER_KERNELS_H

#include "muonc/lower/places.h"
#include "object/signature.h"

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

struct kernel {
    CXCursor function; /* its definition */
    struct neutrino_kernel signature;
    struct diag_location where; /* its name */
    bool overloaded;            /* which has been reported */
};

struct kernel_list {
    struct kernel *items;
    size_t count;
};

/* Those that the unit defines, each described. What is wrong with them is reported. */
void kernels_find(struct places *places, struct diag_engine *diag, struct kernel_list *kernels);
void kernels_free(struct kernel_list *kernels);

/* Adds the function's parameters to the signature; reports those that cannot be passed. */
void kernel_add_parameters(struct kernel *kernel, struct places *places, struct diag_engine *diag);

/* What is to stand behind the unit's text: the kernels' entries, or rows of a library for the host.
 * The caller frees it. */
char *kernels_entries(const struct kernel_list *kernels, bool cxx, bool host);

#endif
