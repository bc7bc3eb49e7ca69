/* The host's side of rounding.ll. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

float test_floor(float), test_ceil(float), test_trunc(float), test_round(float), test_rint(float);
float test_minimum(float, float), test_maximum(float, float), test_select(int, float, float);
void test_floor2(float *);
uint32_t test_ctlz(uint32_t), test_cttz(uint32_t);

static int failures;

static uint32_t bits(float x) {
    uint32_t word;
    memcpy(&word, &x, sizeof word);
    return word;
}

static void expect(const char *name, float x, float got, float wanted) {
    int same = bits(got) == bits(wanted) || (isnan(got) && isnan(wanted));
    if (!same && ++failures < 20)
        printf("%s(%a) is %a, not %a\n", name, x, got, wanted);
}

int main(void) {
    unsigned tested = 0;
    for (uint64_t step = 0; step <= UINT32_MAX; step += 7919, tested++) {
        uint32_t word = (uint32_t)step;
        float x, pair[2];
        memcpy(&x, &word, sizeof x);
        pair[0] = x;
        pair[1] = -x;
        test_floor2(pair);
        expect("floor", x, test_floor(x), floorf(x));
        expect("floor2", x, pair[0], floorf(x));
        expect("floor2", -x, pair[1], floorf(-x));
        expect("ceil", x, test_ceil(x), ceilf(x));
        expect("trunc", x, test_trunc(x), truncf(x));
        expect("round", x, test_round(x), roundf(x));
        expect("rint", x, test_rint(x), rintf(x));
        expect("minimum", x, test_minimum(x, 1), isnan(x) ? x : fminf(x, 1));
        expect("maximum", x, test_maximum(1, x), isnan(x) ? x : fmaxf(x, 1));
    }
    for (float x = -4; x <= 4; x += 0.25f) {
        expect("floor", x, test_floor(x), floorf(x));
        expect("round", x, test_round(x), roundf(x));
        expect("rint", x, test_rint(x), rintf(x));
        expect("select", x, test_select(x > 0, x, 9), x > 0 ? x : 9);
    }
    if (test_ctlz(0) != 32 || test_cttz(0) != 32 || test_ctlz(1) != 31 || test_cttz(8) != 3)
        printf("wrong count of zeros %d\n", ++failures);
    printf("%u values, %d failures\n", tested, failures);
    return failures != 0;
}
