/* What an arithmetic instruction must give, one lane at a time: written from the RISC-V manual for
 * integers, by way of software floating point for the rest. */
#ifndef TESTS_MUSIM_REFERENCE_H
#define TESTS_MUSIM_REFERENCE_H

#include "isa/isa.h"

#include <stdbool.h>

/* Of ALU, MUL, DIV, FLOAT and BF16 operations. frm is the dynamic rounding mode; flags are ORed
 * into *flags. Returns false for an operation that is not arithmetic. */
bool reference_lane(const struct muon_insn *insn, uint32_t a, uint32_t b, uint32_t c, unsigned frm,
                    uint32_t *result, unsigned *flags);

/* Operands that matter: zeros, ones, extremes, infinities, NaNs, subnormals, and any others. */
uint32_t reference_operand(uint64_t *seed);
uint64_t reference_random(uint64_t *seed);

#endif
