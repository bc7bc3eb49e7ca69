/* Loops over what lanes share, each a part of it: docs/divergence.md tells what becomes of them. */
#ifndef MUONC_IR_PASSES_STRIDES_H
#define MUONC_IR_PASSES_STRIDES_H

#include "muonc/ir/analysis/uniformity.h"

/* Before divergent branches are lowered. Whether anything was changed: then the analysis is void,
 * and with a new one there may be more to change. */
bool strides_join(struct ir_unit *unit, const struct uniformity *uniformity);

#endif
