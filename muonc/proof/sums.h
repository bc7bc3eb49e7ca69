/* Values as sums of products: what the files that number values share.
 *
 * A sum is a number and, each with a factor, up to MAX_TERMS terms. Those of a uniform sum are
 * uniform. Of a divergent one they are divergent, and its number is a uniform sum. A term may be a
 * product: what an induction variable is ahead of its beginning (inductions.h) has the count of
 * rounds as a factor, so that variables of one loop can be told in terms of each other. */
#ifndef MUONC_PROOF_SUMS_H
#define MUONC_PROOF_SUMS_H

#include "muonc/proof/values.h"

enum value_kind {
    KIND_CONSTANT,
    KIND_ADDRESS,
    KIND_MADE,
    KIND_MERGED,
    KIND_ZEROED,
    KIND_OUTSIDE,
    KIND_COMPUTED,
    /* key[1] is the number, a constant or a uniform value; key[2…] pairs of a term and its factor.
     */
    KIND_UNIFORM_SUM,
    KIND_SUM,
};

enum { MAX_TERMS = (VALUE_KEY_WORDS - 2) / 2 };

struct sum {
    struct {
        value_id value;
        uint32_t factor;
    } terms[2 * MAX_TERMS];
    unsigned count;
    value_id uniform; /* of a uniform sum a constant */
    bool failed;      /* it had more terms than there is room for */
};

/* The number of a value that is like this one but for what is not in its key. */
value_id value_intern(struct values *values, const struct value *value);

/* What a value computes like: zero, where it is known to be zero. */
value_id value_as_operand(const struct values *values, value_id id);

struct sum sum_of(const struct values *values, value_id id);
/* at: the instruction that computes it. The sum has not failed. */
value_id sum_value(struct values *values, const struct sum *sum, uint32_t at);
bool sum_is_representable(const struct sum *sum);

/* left + factor · right */
struct sum sum_add(struct values *values, value_id left, value_id right, uint32_t factor);
/* left + right · by, a uniform value. */
struct sum sum_add_product(struct values *values, value_id left, value_id right, value_id by);

/* An operation on values, which is none that a sum can tell. */
value_id value_opaque(struct values *values, const struct muon_insn *insn, uint32_t at,
                      const value_id *operands, int count);

#endif
