/* logf and its relatives. */
#include "libtask/muon/math/logarithm.h"

/* y, the logarithm of x if x is positive and finite, or the logarithm of what else x may be. */
static float any_logarithm(float x, float y) {
    float special = pick(x == 0, -INFINITY, pick(x > 0, x, NAN));
    return pick((x > 0) & (x < INFINITY), y, special);
}

float logf(float x) {
    return any_logarithm(x, logarithm_value(logarithm_of(x)));
}

float log2f(float x) {
    return any_logarithm(x, logarithm_2(logarithm_of(x)).high);
}

float log10f(float x) {
    struct logarithm l = logarithm_of(x);
    l.rest = pair_product(l.rest, (struct pair){0x1.bcb7b2p-2f, -0x1.5b235ep-27f});
    return any_logarithm(x, logarithm_combined(l, 0x1.344p-2f, 0x1.3509f8p-18f));
}

/* ln (u + v) = ln u + v / u, with u + v exactly 1 + x. */
float log1pf(float x) {
    struct pair u = sum(1, x);
    float y = logarithm_value(logarithm_of_pair(u));
    return pick(x == 0, x, any_logarithm(u.high, y));
}
