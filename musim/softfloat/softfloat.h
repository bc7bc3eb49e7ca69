/* IEEE 754 arithmetic in software, RISC-V's rules (rounding modes, accrued flags, tininess detected
 * after rounding, canonical NaNs), for what the host's unit cannot do: round to nearest with ties
 * to maximum magnitude, any rounding mode other than the fast path's, and operands that it leaves.
 * Formats are bfloat16 (8, 7), binary32 (8, 23) and binary64 (11, 52): (exponent, fraction) bits.
 * Values are bit patterns, right-aligned. */
#ifndef MUSIM_SOFTFLOAT_SOFTFLOAT_H
#define MUSIM_SOFTFLOAT_SOFTFLOAT_H

#include <stdbool.h>
#include <stdint.h>

enum sf_format { SF_BF16, SF_F32, SF_F64 };
enum sf_rounding { SF_RNE, SF_RTZ, SF_RDN, SF_RUP, SF_RMM };
enum { SF_NX = 1, SF_UF = 2, SF_OF = 4, SF_DZ = 8, SF_NV = 16 }; /* RISC-V's fflags */

/* Each ORs the flags it raises into *flags. */
uint64_t sf_add(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags);
uint64_t sf_sub(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags);
uint64_t sf_mul(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags);
uint64_t sf_div(enum sf_format f, uint64_t a, uint64_t b, enum sf_rounding rm, unsigned *flags);
uint64_t sf_sqrt(enum sf_format f, uint64_t a, enum sf_rounding rm, unsigned *flags);
/* a * b + c with one rounding. Negate a or c for the other three. */
uint64_t sf_fma(enum sf_format f, uint64_t a, uint64_t b, uint64_t c, enum sf_rounding rm,
                unsigned *flags);
uint64_t sf_min(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags);
uint64_t sf_max(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags);
/* Quiet and signalling comparisons, as feq, flt, fle. */
bool sf_eq(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags);
bool sf_lt(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags);
bool sf_le(enum sf_format f, uint64_t a, uint64_t b, unsigned *flags);
unsigned sf_class(enum sf_format f, uint64_t a); /* fclass's ten bits */
uint64_t sf_convert(enum sf_format to, enum sf_format from, uint64_t a, enum sf_rounding rm,
                    unsigned *flags);
/* To integers of 32 or 64 bits, saturating as fcvt does; the result is sign-extended to 64 bits
 * (also that of unsigned 32, as fcvt.wu does on RV64). */
uint64_t sf_to_integer(enum sf_format f, uint64_t a, unsigned bits, bool is_signed,
                       enum sf_rounding rm, unsigned *flags);
uint64_t sf_from_integer(enum sf_format f, uint64_t value, unsigned bits, bool is_signed,
                         enum sf_rounding rm, unsigned *flags);
/* e^a and e^-a of a bfloat16, correctly rounded: fexp.h, fnexp.h, which raise no flags. */
uint64_t sf_exp_bf16(uint64_t a, bool negate, enum sf_rounding rm);

#endif
