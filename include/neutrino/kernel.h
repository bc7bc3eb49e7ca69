/* Work-item kernels: a kernel is written for one *work-item* of a grid, as in OpenCL or CUDA.
 *
 *   __kernel void add(const float *a, const float *b, float *sum, uint32_t n) {
 *       uint32_t i = tk_global_id(0);
 *       if (i < n)
 *           sum[i] = a[i] + b[i];
 *   }
 *
 * Work-items form *work-groups* of one to three dimensions, of any size, which have barriers and
 * memory of their own; those of a group that are executed in step are a *sub-group*, on Muon the
 * lanes of a warp. docs/programming-model.md tells how, and how kernels are launched.
 *
 * In a program that begins with main, all lanes of a cluster are one group, and there are as many
 * groups as clusters. */
#ifndef NEUTRINO_KERNEL_H
#define NEUTRINO_KERNEL_H
#pragma GCC system_header

#ifdef __NEUTRINO_HOST__
#include "neutrino/kernel_host.h"
#else
#include "neutrino/kernel_muon.h"
#endif

#include <stdbool.h>
#include <stdint.h>

/* A kernel, which returns nothing. */
#define __kernel __attribute__((annotate("neutrino.kernel")))
/* Beside it: the size that its work-groups must have, which a launch is checked for. */
#define __kernel_size(x, y, z) __attribute__((annotate("neutrino.kernel_size", x, y, z)))

/* A variable of each work-group, in a function or outside: static, in shared memory, of which every
 * group has a copy while it is executed. What is in it when the group begins is undefined. Pointers
 * to it are pointers to __shared. */
#define __local static __shared __attribute__((section(".shared_local")))

/* ---- this work-item ---- */

/* In a dimension that there is not, ids are 0 and sizes 1. */
#define NEUTRINO_ITEM_FUNCTION_(name, read, member, otherwise)                                     \
    NEUTRINO_INLINE_ uint32_t name(uint32_t dimension) {                                           \
        return dimension == 0   ? read(member[0])                                                  \
               : dimension == 1 ? read(member[1])                                                  \
               : dimension == 2 ? read(member[2])                                                  \
                                : (otherwise);                                                     \
    }
NEUTRINO_ITEM_FUNCTION_(tk_global_id, NEUTRINO_OWN_ITEM_, global_id, 0)
NEUTRINO_ITEM_FUNCTION_(tk_local_id, NEUTRINO_OWN_ITEM_, local_id, 0)
NEUTRINO_ITEM_FUNCTION_(tk_group_id, NEUTRINO_ITEM_, group_id, 0)
NEUTRINO_ITEM_FUNCTION_(tk_global_offset, NEUTRINO_ITEM_, global_offset, 0)
NEUTRINO_ITEM_FUNCTION_(tk_global_size, NEUTRINO_ITEM_, global_size, 1)
NEUTRINO_ITEM_FUNCTION_(tk_local_size, NEUTRINO_ITEM_, local_size, 1) /* of this group */
NEUTRINO_ITEM_FUNCTION_(tk_enqueued_local_size, NEUTRINO_ITEM_, enqueued_local_size, 1)
NEUTRINO_ITEM_FUNCTION_(tk_num_groups, NEUTRINO_ITEM_, groups, 1)

NEUTRINO_INLINE_ uint32_t tk_work_dim(void) {
    return NEUTRINO_ITEM_(dimensions);
}

/* Counted through, x fastest; global ones without the offset. */
NEUTRINO_INLINE_ uint32_t tk_local_linear_id(void) {
    return NEUTRINO_OWN_ITEM_(local_linear_id);
}
NEUTRINO_INLINE_ uint32_t tk_global_linear_id(void) {
    return ((tk_global_id(2) - tk_global_offset(2)) * tk_global_size(1) + tk_global_id(1) -
            tk_global_offset(1)) *
               tk_global_size(0) +
           tk_global_id(0) - tk_global_offset(0);
}
NEUTRINO_INLINE_ uint32_t tk_group_linear_id(void) {
    return (tk_group_id(2) * tk_num_groups(1) + tk_group_id(1)) * tk_num_groups(0) + tk_group_id(0);
}

NEUTRINO_INLINE_ uint32_t tk_sub_group_id(void) { /* in its group */
    return NEUTRINO_SUB_GROUP_;
}
NEUTRINO_INLINE_ uint32_t tk_num_sub_groups(void) { /* of this group */
    return NEUTRINO_SUB_GROUPS_;
}
NEUTRINO_INLINE_ uint32_t tk_sub_group_size(void) { /* of this one: the last may be smaller */
    return NEUTRINO_SUB_GROUP_SIZE_;
}
NEUTRINO_INLINE_ uint32_t tk_max_sub_group_size(void) {
    return NEUTRINO_MOST_SUB_GROUP_SIZE_;
}
NEUTRINO_INLINE_ uint32_t tk_sub_group_local_id(void) { /* this work-item in its sub-group */
    return NEUTRINO_SUB_GROUP_ITEM_;
}

/* True in one sub-group of each group, for what is done once for all of it. */
NEUTRINO_INLINE_ bool tk_group_leader_(void) {
    return tk_sub_group_id() == 0;
}

/* ---- barriers ---- */

/* Whose accesses a barrier orders against those of this work-item, … */
enum {
    TK_SCOPE_CROSS_DEVICE = 0,
    TK_SCOPE_DEVICE = 1,
    TK_SCOPE_WORK_GROUP = 2,
    TK_SCOPE_SUB_GROUP = 3,
    TK_SCOPE_WORK_ITEM = 4,
};
/* … how, and to which memories: one of the first group | any of the second. */
enum {
    TK_RELAXED = 0,
    TK_ACQUIRE = 0x2,
    TK_RELEASE = 0x4,
    TK_ACQUIRE_RELEASE = 0x8,
    TK_SEQUENTIALLY_CONSISTENT = 0x10,

    TK_MEMORY_SUB_GROUP = 0x80,
    TK_MEMORY_WORK_GROUP = 0x100,
    TK_MEMORY_CROSS_WORK_GROUP = 0x200,
};

#define NEUTRINO_ORDER_ 0x1e
#define NEUTRINO_MEMORY_ 0x380
#define NEUTRINO_IS_SCOPE_(scope) ((uint32_t)(scope) <= TK_SCOPE_WORK_ITEM)
#define NEUTRINO_IS_SEMANTICS_(semantics)                                                          \
    (!((semantics) & ~(NEUTRINO_ORDER_ | NEUTRINO_MEMORY_)) &&                                     \
     !((semantics) & NEUTRINO_ORDER_ & (((semantics) & NEUTRINO_ORDER_) - 1)))
/* What is wrong with constants is an error where they are written, with other values an assertion.
 */
#define NEUTRINO_CHECKED_ORDER_                                                                    \
    __attribute__((diagnose_if(!NEUTRINO_IS_SCOPE_(scope), "the scope is no TK_SCOPE_…", "error"), \
                   diagnose_if(!NEUTRINO_IS_SEMANTICS_(semantics),                                 \
                               "the semantics are one order (TK_RELAXED to "                       \
                               "TK_SEQUENTIALLY_CONSISTENT) and memories (TK_MEMORY_…)",           \
                               "error")))
#ifdef NDEBUG
#define NEUTRINO_ASSERT_ORDER_(scope, semantics) ((void)0)
#else
#include <assert.h>
#define NEUTRINO_ASSERT_ORDER_(scope, semantics)                                                   \
    assert(NEUTRINO_IS_SCOPE_(scope) && NEUTRINO_IS_SEMANTICS_(semantics))
#endif

/* Between what this work-item did before and does after, as others of the scope see it. A warp's
 * accesses come to its own lanes in order without more. */
NEUTRINO_INLINE_ void tk_mem_barrier(int scope, int semantics) NEUTRINO_CHECKED_ORDER_;
NEUTRINO_INLINE_ void tk_mem_barrier(int scope, int semantics) {
    NEUTRINO_ASSERT_ORDER_(scope, semantics);
    NEUTRINO_KEEP_ORDER_();
    if (scope > TK_SCOPE_WORK_GROUP || !(semantics & NEUTRINO_ORDER_))
        return;
    if (semantics & TK_MEMORY_CROSS_WORK_GROUP)
        NEUTRINO_FENCE_();
    else if (semantics & TK_MEMORY_WORK_GROUP)
        NEUTRINO_LOCAL_FENCE_();
}

/* All work-items of the group wait here for each other, and none of them has to have another place
 * for it: the call must be reached by all of the group, in the same round of all loops. The id is
 * for the reader. All that a work-item of the group did before is seen by all of it after; other
 * groups need a scope and a memory that name them. */
NEUTRINO_INLINE_ void tk_work_group_barrier(int id, int scope,
                                            int semantics) NEUTRINO_CHECKED_ORDER_;
NEUTRINO_INLINE_ void tk_work_group_barrier(int id, int scope, int semantics) {
    (void)id;
    if (scope < TK_SCOPE_WORK_GROUP && semantics & TK_MEMORY_CROSS_WORK_GROUP)
        tk_mem_barrier(scope, semantics);
    else
        NEUTRINO_ASSERT_ORDER_(scope, semantics);
    NEUTRINO_MEET_();
}

/* The same for a sub-group, which executes in step anyway. */
NEUTRINO_INLINE_ void tk_sub_group_barrier(int id, int scope,
                                           int semantics) NEUTRINO_CHECKED_ORDER_;
NEUTRINO_INLINE_ void tk_sub_group_barrier(int id, int scope, int semantics) {
    (void)id;
    tk_mem_barrier(scope, semantics);
    NEUTRINO_MEET_SUB_GROUP_();
}

#endif
