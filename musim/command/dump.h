/* What the musim command prints after a run: objects and statistics, on standard output. */
#ifndef MUSIM_DUMP_H
#define MUSIM_DUMP_H

#include "neutrino/musim.h"
#include "support/diag.h"

/* what: "symbol" or "symbol:type". Each reports and returns false if there is no such symbol or
 * type, or (print) if the object cannot be read. */
bool dump_check(struct musim *machine, const char *what, struct diag_engine *diag);
bool dump_print(struct musim *machine, const char *what, struct diag_engine *diag);

void dump_stats(const struct musim *machine, bool json);

#endif
