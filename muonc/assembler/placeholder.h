/* The .insn directives for instructions that only Muon has. */
#ifndef MUONC_ASSEMBLER_PLACEHOLDER_H
#define MUONC_ASSEMBLER_PLACEHOLDER_H

#include "muonc/assembler/statement.h"

#include <stdio.h>

/* Registers above x31 are written as the one that has their low five bits. wide: the immediate is
 * written elsewhere. */
void put_placeholder(struct assembly *assembly, const struct statement *statement,
                     const struct binding *binding, bool wide, FILE *out);

void put_span(const struct assembly *assembly, struct span span, FILE *out);

#endif
