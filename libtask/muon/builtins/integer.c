/* 64-bit division, which clang calls for what RV32 has no instruction: schoolbook, one bit a step.
 * Every lane takes the same 64 steps whatever its operands, so no branch diverges. */
#include <stdint.h>

struct division {
    uint64_t quotient, remainder;
};

static struct division divide(uint64_t dividend, uint64_t divisor) {
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
