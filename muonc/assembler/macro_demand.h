/* Which uses and repetitions bring in what RV32 has not: registers above x31, and immediates of
 * more than 12 bits. */
#ifndef MUONC_ASSEMBLER_MACRO_DEMAND_H
#define MUONC_ASSEMBLER_MACRO_DEMAND_H

#include "muonc/assembler/macro_definition.h"

/* Whether a use of the macro with that list of arguments does; the list stands in the table's text,
 * and the table is of what is defined there. */
bool macro_use_demands(const struct macro_table *table, const struct macro *macro,
                       struct span list);
bool macro_repetition_demands(const struct macro_table *table, const struct macro *repetition);

#endif
