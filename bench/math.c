/* What the mathematical functions cost: warp instructions of a call, all 16 lanes with arguments of
 * their own, of float and of double (bench/math.sh). */
#include <math.h>
#include <stdio.h>

static volatile float single_result;
static volatile double double_result;

/* What reading the counter costs is left out. */
#define MEASURED(statement)                                                                        \
    ({                                                                                             \
        uint32_t begin = muon_instructions_low(), between = muon_instructions_low();               \
        statement;                                                                                 \
        muon_instructions_low() - between - (between - begin);                                     \
    })
#define UNARY(name)                                                                                \
    {                                                                                              \
        uint32_t single = MEASURED(single_result = name##f(x));                                    \
        uint32_t wide = MEASURED(double_result = name(y));                                         \
        if (muon_lane_id() == 0)                                                                   \
            printf("%s %u %u\n", #name, (unsigned)single, (unsigned)wide);                         \
    }
#define BINARY(name)                                                                               \
    {                                                                                              \
        uint32_t single = MEASURED(single_result = name##f(x, x + 0.25f));                         \
        uint32_t wide = MEASURED(double_result = name(y, z));                                      \
        if (muon_lane_id() == 0)                                                                   \
            printf("%s %u %u\n", #name, (unsigned)single, (unsigned)wide);                         \
    }

int main(void) {
    volatile double kept = 1.01 + 0.05 * muon_lane_id();
    float x = (float)kept;
    double y = kept, z = y + 0.25;
#define FUNCTION(kind, name) kind(name)
#include FUNCTIONS
    uint32_t sum = MEASURED(double_result = y + z), product = MEASURED(double_result = y * z),
             quotient = MEASURED(double_result = y / z),
             fused = MEASURED(double_result = fma(y, z, y));
    if (muon_lane_id() == 0)
        printf("+ 1 %u\n* 1 %u\n/ 1 %u\nfma 1 %u\n", (unsigned)sum, (unsigned)product,
               (unsigned)quotient, (unsigned)fused);
    return 0;
}
