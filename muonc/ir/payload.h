/* Loads that feed nu.payload move down to it. A payload's value is copied before its first
 * instruction, and a long one has more words than there are registers: loaded three by three, each
 * takes its place in the payload buffer without a detour over the stack. */
#ifndef MUONC_IR_PAYLOAD_H
#define MUONC_IR_PAYLOAD_H

#include "muonc/ir/unit.h"

void payload_sink_loads(struct ir_unit *unit);

#endif
