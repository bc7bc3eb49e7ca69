/* Which compilation of simt_exec.c runs on this host. The rows are listed by CMakeLists.txt, best
 * vector unit first. */
#include "musim/simt.h"

#include <stddef.h>
#include <string.h>

#if defined(__x86_64__)
#define HOST_HAS_baseline 1
#define HOST_HAS_v3                                                                                \
    (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&                            \
     __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("f16c"))
#define HOST_HAS_v4                                                                                \
    (HOST_HAS_v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&     \
     __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&                   \
     __builtin_cpu_supports("avx512vl"))
#else
#define HOST_HAS_baseline 1
#endif

#define UNIT(unit) simt_run_fn simt_run_8_##unit, simt_run_16_##unit, simt_run_32_##unit;
SIMT_UNITS
#undef UNIT

enum { MAX_UNITS = 4 };

static const char *names[MAX_UNITS + 1];
static simt_run_fn *functions[MAX_UNITS][3];

__attribute__((constructor)) static void list_units(void) {
    unsigned n = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
#define UNIT(unit)                                                                                 \
    if (HOST_HAS_##unit) {                                                                         \
        names[n] = #unit;                                                                          \
        functions[n][0] = simt_run_8_##unit;                                                       \
        functions[n][1] = simt_run_16_##unit;                                                      \
        functions[n][2] = simt_run_32_##unit;                                                      \
        n++;                                                                                       \
    }
    SIMT_UNITS
#undef UNIT
}

const char *const *simt_units(void) {
    return names;
}

simt_run_fn *simt_select(unsigned width, const char *unit) {
    for (unsigned i = 0; names[i]; i++)
        if (!unit || !*unit || !strcmp(unit, names[i]))
            return functions[i][width == 8 ? 0 : width == 16 ? 1 : 2];
    return NULL;
}
