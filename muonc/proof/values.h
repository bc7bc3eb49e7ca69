/* Values of registers and stack slots, as far as the proof of uniformity tells them apart.
 *
 * A value is *uniform* if the active lanes have the same one, else *divergent*. Each has an
 * identity: two registers with one value hold, in each lane, the same. Values are numbered, equal
 * ones once, so identity is equality of numbers. An identity names what the instruction or block
 * that made it produced when the lane last came there.
 *
 * A divergent value may be a sum of divergent ones and a uniform one. So the difference of two
 * pointers into one array is known to be uniform, also where code generation compares them instead
 * of the counter that the source had. */
#ifndef MUONC_PROOF_VALUES_H
#define MUONC_PROOF_VALUES_H

#include "muonc/proof/flow.h"

typedef uint32_t value_id;
enum { VALUE_ZERO = 0 }; /* the constant */

enum value_reason {
    VALUE_UNIFORM,
    VALUE_ENTRY,     /* comes from the caller */
    VALUE_LANE,      /* a CSR of the lane */
    VALUE_STACK,     /* an address of the lane's stack */
    VALUE_ADDRESS,   /* loaded from a divergent address: cause */
    VALUE_FRAME,     /* stack memory that code at insn may have written through a pointer */
    VALUE_RESULT,    /* the result of the call at insn */
    VALUE_CLOBBERED, /* what the call at insn left in a register */
    VALUE_OPERAND,   /* computed from cause */
    VALUE_MERGED,    /* one of several, of which cause is divergent */
    VALUE_JOINED,    /* lanes bring it from different sides of the vx_split at insn */
    VALUE_LEFT,      /* lanes bring it out of the loop of the vx_pred at insn in other rounds */
};

enum { VALUE_KEY_WORDS = 12 };

struct value {
    uint32_t key[VALUE_KEY_WORDS];
    enum value_reason reason;
    bool promised;  /* uniform by the author's word, or computed from something that is */
    uint32_t scope; /* of a uniform one: the innermost of the scopes in which it was made */
    uint32_t insn;
    value_id cause;
    int32_t lowest; /* of one that came from several: the lowest offset in the frame among them */
};

struct values {
    const struct flow *flow;
    struct value *items;
    size_t count, capacity;
    uint32_t *table; /* by hash: number + 1 */
    size_t table_size;
};

void values_begin(struct values *values, const struct flow *flow);
void values_free(struct values *values);

static inline const struct value *value_of(const struct values *values, value_id id) {
    return &values->items[id];
}
static inline bool value_is_divergent(const struct values *values, value_id id) {
    return values->items[id].reason != VALUE_UNIFORM;
}

value_id value_constant(struct values *values, int32_t number);
value_id value_address(struct values *values, struct image_place place);
bool value_is_constant(const struct values *values, value_id id, int32_t *number);

/* Whether a uniform value is an address plus something that is none: place is the address. */
bool value_points_near(const struct values *values, value_id id, struct image_place *place);

/* A value without operands that an instruction makes in a register or slot. */
struct value_origin {
    uint32_t insn, location, scope;
    enum value_reason reason;
    value_id cause;
    bool promised;
};
value_id value_made(struct values *values, const struct value_origin *origin);
bool value_is_made(const struct values *values, value_id id, uint32_t *insn);

/* One of several values, that come to a block by different edges. */
value_id value_merged(struct values *values, uint32_t block, const struct value_origin *origin);

/* Whether a value is what was merged at a block before: what comes back there unchanged. */
bool value_is_merged_at(const struct values *values, value_id id, uint32_t block,
                        uint32_t location);

/* What it is one of. frame: the value's offset in the frame, if it is an address there, else
 * VALUE_NO_OFFSET. */
enum { VALUE_NO_OFFSET = INT32_MAX };
void value_add_source(struct values *values, value_id merged, value_id source, int32_t frame);
/* The lowest offset in the frame that went into a value by merging; VALUE_NO_OFFSET for none. */
int32_t value_lowest(const struct values *values, value_id id);

/* A value where it is known to be zero, as behind a branch that compares it with zero: it computes
 * like the constant, but is still the same as the value elsewhere. */
value_id value_zeroed(struct values *values, value_id id);

/* Whether two different ones are one value, one of them where it is zero; if so, common is set. */
bool value_reconcile(const struct values *values, value_id a, value_id b, value_id *common);

/* What a value is outside of a scope that it was made in: divergent if lanes part in the scope. */
value_id value_outside(struct values *values, value_id id, uint32_t scope, bool parts);

/* The result of arithmetic; of a load, from memory that nobody writes. */
value_id value_computed(struct values *values, const struct muon_insn *insn, uint32_t at,
                        const value_id *operands, int count);

/* The divergent part, 0 if there is none but for a uniform value, and what is added to it. */
struct value_parts {
    value_id base; /* a divergent value, or VALUE_ZERO */
    value_id offset;
};
struct value_parts value_parts(struct values *values, value_id id);

/* Whether all active lanes decide a branch alike. */
bool value_decides(struct values *values, enum muon_op branch, value_id left, value_id right);

#endif
