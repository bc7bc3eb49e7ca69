/* Running the passes that a target lists. */
#ifndef MUONC_IR_PIPELINE_H
#define MUONC_IR_PIPELINE_H

#include "muonc/ir/unit/unit.h"

/* Runs a list of the target's. False after diagnostics. */
bool pipeline_run(struct ir_unit *unit, const enum ir_pass *passes);

#endif
