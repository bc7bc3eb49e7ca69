/* What clang calls for operations on 64 bits that RV32 has no instruction for: division,
 * schoolbook, one bit a step (every lane takes the same 64 steps whatever its operands, so no
 * branch diverges); and shifts by a variable amount, for which it calls when it compiles for size.
 */
#include <stdint.h>

struct division {
    uint64_t quotient, remainder;
};

/* Inlined: a structure that comes back by way of memory would be different in each lane, as far as
 * the linker's proof knows. */
static inline __attribute__((always_inline)) struct division divide(uint64_t dividend,
                                                                    uint64_t divisor) {
    uint64_t remainder = 0;
    for (int step = 0; step < 64; step++) {
        uint64_t carried = remainder >> 63; /* the shift drops it, the subtraction needs it */
        remainder = remainder << 1 | dividend >> 63;
        uint64_t fits = carried | (remainder >= divisor);
        remainder -= divisor & (0 - fits);
        dividend = dividend << 1 | fits;
    }
    return (struct division){dividend, remainder};
}

static uint64_t negate_if(uint64_t value, uint64_t mask) {
    return (value ^ mask) - mask;
}

static uint64_t sign_mask(int64_t value) {
    return (uint64_t)(value >> 63);
}

uint64_t __udivdi3(uint64_t a, uint64_t b);
uint64_t __umoddi3(uint64_t a, uint64_t b);
int64_t __divdi3(int64_t a, int64_t b);
int64_t __moddi3(int64_t a, int64_t b);

uint64_t __udivdi3(uint64_t a, uint64_t b) {
    return divide(a, b).quotient;
}

uint64_t __umoddi3(uint64_t a, uint64_t b) {
    return divide(a, b).remainder;
}

int64_t __divdi3(int64_t a, int64_t b) {
    uint64_t sign_a = sign_mask(a), sign_b = sign_mask(b);
    struct division result = divide(negate_if((uint64_t)a, sign_a), negate_if((uint64_t)b, sign_b));
    return (int64_t)negate_if(result.quotient, sign_a ^ sign_b);
}

int64_t __moddi3(int64_t a, int64_t b) {
    uint64_t sign_a = sign_mask(a), sign_b = sign_mask(b);
    struct division result = divide(negate_if((uint64_t)a, sign_a), negate_if((uint64_t)b, sign_b));
    return (int64_t)negate_if(result.remainder, sign_a);
}

/* Not for size here, so these are instructions. */
uint64_t __ashldi3(uint64_t value, int places);
uint64_t __lshrdi3(uint64_t value, int places);
int64_t __ashrdi3(int64_t value, int places);

uint64_t __ashldi3(uint64_t value, int places) {
    return value << places;
}

uint64_t __lshrdi3(uint64_t value, int places) {
    return value >> places;
}

int64_t __ashrdi3(int64_t value, int places) {
    return value >> places;
}
