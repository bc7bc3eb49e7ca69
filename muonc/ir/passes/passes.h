/* The passes of target/passes.def. */
#ifndef MUONC_IR_PASSES_PASSES_H
#define MUONC_IR_PASSES_PASSES_H

#include "muonc/ir/unit/unit.h"

#define PASS(id, function) bool function(struct ir_unit *unit);
#define CHECK PASS
#include "muonc/target/passes.def"
#undef PASS
#undef CHECK

#endif
