/* The lld step: objects to an RV32 executable that keeps its relocations. */
#ifndef MUONC_LINK_LLD_H
#define MUONC_LINK_LLD_H

#include "muonc/link/link.h"

/* Starts lld as request->lld, if that can be done unnoticed: it waits for a linker script with the
 * names of its inputs on its standard input. */
void lld_begin(const struct link_request *request, const char *output);

/* Writes the executable to output, with the lld that was begun with the same output or a new one.
 * lld's own messages go to standard error. In a dry run nothing is written. */
bool lld_link(const struct link_request *request, const char *output, struct diag_engine *diag);

#endif
