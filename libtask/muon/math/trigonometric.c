/* Sine, cosine and tangent, of arguments of any size. */
#include "libtask/muon/math/pair.h"

/* x = quadrant · π/2 + angle, |angle| <= π/4. */
struct reduced {
    uint32_t quadrant;
    struct pair angle;
};

/* The bits of 2/π after the binary point, behind 32 zeros. */
static const uint32_t two_over_pi[] = {0,          0xa2f9836e, 0x4e441529, 0xfc2757d1,
                                       0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab};

/* |x| · 2/π modulo 4, in units of 2^-62, for |x| >= 1/2. Bits of 2/π whose product with x is a
 * multiple of 4 are left out: 96 bits from there are multiplied. (Payne and Hanek.) */
static uint64_t quadrants(uint32_t bits) {
    uint32_t exponent = bits >> FLOAT_FRACTION & FLOAT_EXPONENT_MAX;
    uint64_t significand = (bits & 0x7fffff) | 0x800000;
    uint32_t first = exponent - 120; /* 6 to 134, place of the first bit in the table */
    const uint32_t *word = two_over_pi + first / 32;
    uint32_t shift = first % 32;
    uint32_t window[3];
    for (int i = 0; i < 3; i++)
        window[i] = word[i] << shift | word[i + 1] >> 1 >> (31 - shift);
    return ((significand * window[0]) << 32) + significand * window[1] +
           (significand * window[2] >> 32);
}

static struct reduced reduce(float x) {
    uint32_t bits = float_bits(x);
    uint32_t large = (bits & 0x7fffffff) > 0x3f490fda; /* |x| > π/4 */
    uint32_t usable = choose(large & (x - x == 0), bits, 0x3f800000);
    uint64_t product_bits = quadrants(usable);
    uint32_t quadrant = (uint32_t)((product_bits + (UINT64_C(1) << 61)) >> 62);
    uint64_t fraction = product_bits - ((uint64_t)quadrant << 62);
    /* The fraction as a pair, then times π/2. */
    int32_t upper = (int32_t)(fraction >> 32);
    float high = (float)upper;
    float low = (float)(upper - (int32_t)high) + (float)(uint32_t)fraction * 0x1p-32f;
    struct pair turn = ordered_sum(high * 0x1p-30f, low * 0x1p-30f);
    turn = pair_product(turn, (struct pair){0x1.921fb6p+0f, -0x1.777a5cp-25f});
    float sign = pick(x < 0, -1, 1);
    uint32_t signed_quadrant = choose(x < 0, 0 - quadrant, quadrant);
    return (struct reduced){
        choose(large, signed_quadrant, 0),
        {pick((int)large, sign * turn.high, x), pick((int)large, sign * turn.low, 0)},
    };
}

/* sin and cos of |angle| <= π/4. */
static struct pair sine(struct pair angle) {
    float x = angle.high, z = x * x;
    float p = fused(z, 2.8375141e-06f, -0.000198535112f);
    p = fused(z, p, 0.00833338033f);
    p = fused(z, p, -0.166666672f);
    return ordered_sum(x, fused(x * z, p, fused(-0.5f * z, angle.low, angle.low)));
}

static struct pair cosine(struct pair angle) {
    float x = angle.high, z = x * x;
    float p = fused(z, 2.44306702e-05f, -0.00138873013f);
    p = fused(z, p, 0.0416666456f);
    struct pair half_square = product(0.5f * x, x);
    struct pair result = ordered_sum(1, -half_square.high);
    float low = result.low - half_square.low;
    return ordered_sum(result.high, fused(z * z, p, fused(-x, angle.low, low)));
}

/* The sine of a turn by so many more quadrants. */
static float turned(struct reduced x, struct pair sin, struct pair cos, uint32_t quadrants) {
    uint32_t quadrant = x.quadrant + quadrants;
    float value = pick(quadrant & 1, cos.high, sin.high);
    return float_from(float_bits(value) ^ (quadrant & 2) << 30);
}

/* Always inlined: the linker does not know that what comes through memory is the same for lanes
 * with the same x. */
EVERYWHERE void both(float x, float *sin, float *cos) {
    struct reduced reduced = reduce(x);
    struct pair s = sine(reduced.angle), c = cosine(reduced.angle);
    float value = pick(x == 0, x, turned(reduced, s, c, 0)); /* -0 */
    *sin = pick(x - x == 0, value, NAN);
    *cos = pick(x - x == 0, turned(reduced, s, c, 1), NAN);
}

void sincosf(float x, float *sin, float *cos) {
    both(x, sin, cos);
}

float sinf(float x) {
    float sin, cos;
    both(x, &sin, &cos);
    return sin;
}

float cosf(float x) {
    float sin, cos;
    both(x, &sin, &cos);
    return cos;
}

float tanf(float x) {
    struct reduced reduced = reduce(x);
    struct pair s = sine(reduced.angle), c = cosine(reduced.angle);
    int odd = reduced.quadrant & 1;
    struct pair top = {pick(odd, -c.high, s.high), pick(odd, -c.low, s.low)};
    struct pair bottom = {pick(odd, s.high, c.high), pick(odd, s.low, c.low)};
    float result = pair_quotient(top, bottom).high;
    return pick(x - x == 0, pick(x == 0, x, result), NAN);
}
