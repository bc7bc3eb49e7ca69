/* --check: faults where the lanes of a warp do not agree on a branch, an indirect jump or what
 * __uniform asserts. */
#ifndef MUSIM_SIMT_CHECK_H
#define MUSIM_SIMT_CHECK_H

#include "musim/program/assertions.h"
#include "musim/simt/look.h"

/* assertions outlives it. */
struct looker check_looker(const struct assertions *assertions);

#endif
