/* Which compilation of simt_exec.c runs on this host. The rows are listed by CMakeLists.txt, best
 * vector unit first. */
#include "musim/simt/simt.h"

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

#define TWINS(name) simt_run_fn name, name##_observed;
#define UNIT(unit) TWINS(simt_run_8_##unit) TWINS(simt_run_16_##unit) TWINS(simt_run_32_##unit)
SIMT_UNITS
#undef UNIT

enum { MAX_UNITS = 4 };

static const char *names[MAX_UNITS + 1];
static struct simt_interpreter interpreters[MAX_UNITS][3];

__attribute__((constructor)) static void list_units(void) {
    unsigned n = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
#define TWIN(name) ((struct simt_interpreter){name, name##_observed})
#define UNIT(unit)                                                                                 \
    if (HOST_HAS_##unit) {                                                                         \
        names[n] = #unit;                                                                          \
        interpreters[n][0] = TWIN(simt_run_8_##unit);                                              \
        interpreters[n][1] = TWIN(simt_run_16_##unit);                                             \
        interpreters[n][2] = TWIN(simt_run_32_##unit);                                             \
        n++;                                                                                       \
    }
    SIMT_UNITS
#undef UNIT
}

const char *const *simt_units(void) {
    return names;
}

bool simt_select(unsigned width, const char *unit, struct simt_interpreter *interpreter) {
    for (unsigned i = 0; names[i]; i++)
        if (!unit || !*unit || !strcmp(unit, names[i])) {
            *interpreter = interpreters[i][width == 8 ? 0 : width == 16 ? 1 : 2];
            return true;
        }
    return false;
}
