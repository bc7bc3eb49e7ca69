/* Values for operations.c, and what the model makes of them.
 *
 *   check_operations inputs DIRECTORY     writes x, y, z, numbers, floats, doubles
 *   check_operations outputs DIRECTORY    compares out */
#include "files.h"
#include "model.h"
#include "sizes.h"

static struct {
    uint16_t x[VALUES], y[VALUES], z[VALUES];
    uint64_t numbers[VALUES];
    float floats[VALUES];
    double doubles[VALUES];
} in;

/* Zeros, the smallest and largest of each kind, infinities, NaNs quiet and signalling, numbers
 * around 1 and at the ends of the integers. */
static const uint16_t special[] = {0x0000, 0x8000, 0x0001, 0x8001, 0x007f, 0x0080, 0x8080, 0x7f7f,
                                   0xff7f, 0x7f80, 0xff80, 0x7fc0, 0xffc0, 0x7f81, 0xffbf, 0x3f80,
                                   0xbf80, 0x3f81, 0x3f7f, 0x3f00, 0x4049, 0xc2c8, 0x4f00, 0xcf00,
                                   0x4f80, 0x5f00, 0x3b80, 0x4b80, 0x437f, 0x0100, 0x4020, 0xbfc0};
enum { SPECIAL = sizeof special / sizeof *special };

/* Every third one near the others, where sums cancel. */
static uint16_t random_bfloat(void) {
    uint64_t bits = random_bits();
    return (uint16_t)(bits % 3 ? bits >> 16 : (bits >> 16 & 0x83ff) + 0x3e00);
}

static uint64_t random_number(void) {
    uint64_t bits = random_bits(), shift = random_bits() & 63;
    /* Next to the middle of two bfloats, too. */
    return random_bits() & 1 ? bits >> shift : ((bits & 0xff) << 1 | 1) << (shift % 56) ^ (bits >> 63);
}

static double random_double(void) {
    uint16_t bits = random_bfloat();
    double middle = model_value(bits) * (1 + 0x1p-9);
    switch (random_bits() & 3) {
    case 0: return middle;
    case 1: return nextafter(middle, random_bits() & 1 ? INFINITY : -INFINITY);
    case 2: return model_value(bits) * (1 + (double)(random_bits() >> 12) * 0x1p-52);
    default: return ldexp((double)(int64_t)random_bits(), (int)(random_bits() % 400) - 260);
    }
}

static void make_inputs(void) {
    for (int i = 0; i < VALUES; i++) {
        bool pair = i < SPECIAL * SPECIAL;
        in.x[i] = pair ? special[i % SPECIAL] : random_bfloat();
        in.y[i] = pair ? special[i / SPECIAL] : random_bfloat();
        in.z[i] = i % 3 ? random_bfloat() : special[random_bits() % SPECIAL];
        in.numbers[i] = i < 64 ? UINT64_C(1) << i : i < 128 ? -(UINT64_C(1) << (i - 64))
                                                            : random_number();
        in.doubles[i] = random_double();
        in.floats[i] = (float)(i & 1 ? in.doubles[i] : model_value(in.x[i]) * (1 + 0x1p-9));
    }
}

static uint64_t float_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return isnan(value) ? 0x7fc00000 : bits;
}

static uint64_t double_bits(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return isnan(value) ? 0x7ff8000000000000 : bits;
}

static double host_clamp(uint16_t a, double low, double high) {
    double x = model_value(a);
    return isnan(x) ? 0 : x < low ? low : x > high ? high : x;
}

static uint16_t host_power(uint16_t base, unsigned exponent) {
    return exponent == 0 ? 0x3f80 : model_mul(base, host_power(base, exponent - 1));
}

static uint16_t host_loop(uint16_t a, uint16_t b, uint64_t n) {
    uint16_t sum = a;
    for (unsigned i = 0; i < (n & 15); i++)
        sum = model_fma(sum, b, a);
    return sum;
}

static uint64_t expected(enum operation operation, int i) {
    uint16_t a = in.x[i], b = in.y[i], c = in.z[i];
    uint64_t n = in.numbers[i];
    float f = in.floats[i];
    double d = in.doubles[i];
    switch (operation) {
#define OPERATION(name, device, host)                                                              \
    case OPERATION_##name: return (uint64_t)(host);
#include "operations.def"
#undef OPERATION
    default: return 0;
    }
}

static int compare_outputs(const char *directory) {
    static const char *const names[] = {
#define OPERATION(name, device, host) #name,
#include "operations.def"
#undef OPERATION
    };
    static uint64_t out[OPERATIONS][VALUES];
    int wrong = 0;
    get(directory, "out", out, sizeof out);
    for (int operation = 0; operation < OPERATIONS; operation++)
        for (int i = 0, of_it = 0; i < VALUES && of_it < 3; i++) {
            uint64_t right = expected((enum operation)operation, i);
            if (out[operation][i] == right)
                continue;
            of_it++;
            wrong++;
            printf("%s of %04x %04x %04x, %llx, %a, %a is %llx, not %llx\n", names[operation],
                   (unsigned)in.x[i], (unsigned)in.y[i], (unsigned)in.z[i],
                   (unsigned long long)in.numbers[i], (double)in.floats[i], in.doubles[i],
                   (unsigned long long)right, (unsigned long long)out[operation][i]);
        }
    return wrong > 0;
}

int main(int argc, char **argv) {
    if (argc != 3)
        return 2;
    make_inputs();
    if (!strcmp(argv[1], "outputs"))
        return compare_outputs(argv[2]);
    put(argv[2], "x", in.x, sizeof in.x);
    put(argv[2], "y", in.y, sizeof in.y);
    put(argv[2], "z", in.z, sizeof in.z);
    put(argv[2], "numbers", in.numbers, sizeof in.numbers);
    put(argv[2], "floats", in.floats, sizeof in.floats);
    put(argv[2], "doubles", in.doubles, sizeof in.doubles);
    return 0;
}
