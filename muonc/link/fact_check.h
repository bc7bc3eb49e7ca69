/* The checks that speak of a program, with what its units tell: those that were linked. */
#ifndef MUONC_LINK_FACT_CHECK_H
#define MUONC_LINK_FACT_CHECK_H

#include "muonc/program/image.h"

/* Before note_check_program, which leaves none of the units' notes. Returns false if there was an
 * error. */
bool fact_check_program(const struct image *image, struct diag_engine *diag);

#endif
