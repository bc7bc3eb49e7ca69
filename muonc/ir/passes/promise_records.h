/* Tells the linker which functions the compiler made, for its proof (object/promises.h). */
#ifndef MUONC_IR_PASSES_PROMISE_RECORDS_H
#define MUONC_IR_PASSES_PROMISE_RECORDS_H

#include "muonc/ir/unit/unit.h"

/* The template of inline assembly with a record that it vouches for itself; the caller frees it. */
char *promises_vouch(const char *text);

#endif
