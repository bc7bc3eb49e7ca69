/* What the kernels of this folder share: each takes words, leaves words, and has some of its group's
 * memory. */
#ifndef TESTS_EXEC_SPLIT_CASES_H
#define TESTS_EXEC_SPLIT_CASES_H

#include <neutrino/kernel.h>

#define HERE()                                                                                     \
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)

enum { MOST = 1024 };

#define KERNEL(name)                                                                               \
    __kernel void name(const uint32_t *in, uint32_t *out, uint32_t n, __shared uint32_t *extra,    \
                       __shared uint32_t *second, __shared uint32_t *third,                        \
                       __shared uint32_t *fourth)

static inline uint32_t here(void) {
    return tk_global_linear_id();
}
static inline uint32_t me(void) {
    return tk_local_linear_id();
}
static inline uint32_t volume(void) {
    return tk_local_size(0) * tk_local_size(1) * tk_local_size(2);
}
static inline uint32_t next(void) {
    return (me() + 1) % volume();
}

#endif
