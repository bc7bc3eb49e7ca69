/* The lld step: objects to an RV32 executable that keeps its relocations. */
#ifndef MUONC_LINK_LLD_H
#define MUONC_LINK_LLD_H

#include "muonc/link/link.h"

/* Writes the executable to output; directory is for the files that only lld reads. lld's own
 * messages go to standard error. In a dry run nothing is written. */
bool lld_link(const struct link_request *request, const char *directory, const char *output,
              struct diag_engine *diag);

#endif
