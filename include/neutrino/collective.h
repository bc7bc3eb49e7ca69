/* Collective operations of the work-items of a group, and of a sub-group (kernel.h): each is called
 * by all of them, as a barrier is, which it also is.
 *
 *   uint32_t sum = tk_work_group_reduce_add(x);         of all x
 *   uint32_t place = tk_work_group_scan_exclusive_add(x);   of those before this work-item
 *   if (tk_work_group_any(x > limit)) …
 *
 * For T of int32_t, uint32_t and float, and op of add, min, max and, but for float, and, or, xor:
 *
 *   bool tk_…_any(bool), tk_…_all(bool)
 *   T tk_…_broadcast(T value, uint32_t id)      what work-item `id` has, counted through in the
 *                                               group or sub-group; the same id in all of it
 *   T tk_…_reduce_op(T)
 *   T tk_…_scan_op(T)                           of all up to this one
 *   T tk_…_scan_exclusive_op(T)                 without this one
 *
 * with work_group or sub_group for … . Work-items come in the order of their linear ids; in a
 * group, sub-groups are combined first by themselves, and then in their order. So the result is the
 * same wherever a kernel runs, also of floats. */
#ifndef NEUTRINO_COLLECTIVE_H
#define NEUTRINO_COLLECTIVE_H
#pragma GCC system_header

#include "neutrino/collective_operations.h"
#include "neutrino/kernel.h"

#ifdef __cplusplus
#define NEUTRINO_COLLECTIVE_ NEUTRINO_INLINE_
#else
#define NEUTRINO_COLLECTIVE_ __attribute__((overloadable)) NEUTRINO_INLINE_
#endif

/* ---- a word of each work-item ---- */

NEUTRINO_INLINE_ void neutrino_meet_group_(void) {
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
}
NEUTRINO_INLINE_ void neutrino_meet_sub_group_(void) {
    tk_sub_group_barrier(0, TK_SCOPE_SUB_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
}

/* The first of this sub-group's. */
NEUTRINO_INLINE_ __shared uint32_t *neutrino_sub_group_words_(void) {
    return neutrino_exchange_words_() + tk_local_linear_id() - tk_sub_group_local_id();
}
NEUTRINO_INLINE_ uint32_t neutrino_items_in_group_(void) {
    return tk_local_size(0) * tk_local_size(1) * tk_local_size(2);
}

/* ---- broadcasts and votes ---- */

#define NEUTRINO_BROADCASTS_(type)                                                                 \
    NEUTRINO_COLLECTIVE_ type tk_work_group_broadcast(type value, uint32_t id) {                   \
        __shared uint32_t *words = neutrino_exchange_words_();                                     \
        words[tk_local_linear_id()] = __builtin_bit_cast(uint32_t, value);                         \
        neutrino_meet_group_();                                                                    \
        type got = __builtin_bit_cast(type, words[id]);                                            \
        neutrino_meet_group_();                                                                    \
        return got;                                                                                \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type tk_sub_group_broadcast(type value, uint32_t id) {                    \
        __shared uint32_t *words = neutrino_sub_group_words_();                                    \
        words[tk_sub_group_local_id()] = __builtin_bit_cast(uint32_t, value);                      \
        neutrino_meet_sub_group_();                                                                \
        type got = __builtin_bit_cast(type, words[id]);                                            \
        neutrino_meet_sub_group_();                                                                \
        return got;                                                                                \
    }
NEUTRINO_BROADCASTS_(int32_t)
NEUTRINO_BROADCASTS_(uint32_t)
NEUTRINO_BROADCASTS_(float)

/* ---- reductions and scans ---- */

/* fold: the first work-item of a sub-group leaves at each place what all up to it make. parts: what
 * so many sub-groups before make together. */
#define NEUTRINO_COLLECTIVE_OPERATION_(name, type, none, operation)                                \
    NEUTRINO_COLLECTIVE_ type neutrino_combine_##name##_(type a, type b) {                         \
        return operation;                                                                          \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ void neutrino_fold_##name##_(type value) {                                \
        __shared uint32_t *words = neutrino_sub_group_words_();                                    \
        words[tk_sub_group_local_id()] = __builtin_bit_cast(uint32_t, value);                      \
        neutrino_meet_sub_group_();                                                                \
        if (tk_sub_group_local_id() == 0)                                                          \
            for (uint32_t i = 1; i < tk_sub_group_size(); i++) {                                   \
                value = neutrino_combine_##name##_(value, __builtin_bit_cast(type, words[i]));     \
                words[i] = __builtin_bit_cast(uint32_t, value);                                    \
            }                                                                                      \
        neutrino_meet_sub_group_();                                                                \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type tk_sub_group_reduce_##name(type value) {                             \
        neutrino_fold_##name##_(value);                                                            \
        value = __builtin_bit_cast(type, neutrino_sub_group_words_()[tk_sub_group_size() - 1]);    \
        neutrino_meet_sub_group_();                                                                \
        return value;                                                                              \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type tk_sub_group_scan_##name(type value) {                               \
        neutrino_fold_##name##_(value);                                                            \
        value = __builtin_bit_cast(type, neutrino_sub_group_words_()[tk_sub_group_local_id()]);    \
        neutrino_meet_sub_group_();                                                                \
        return value;                                                                              \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type tk_sub_group_scan_exclusive_##name(type value) {                     \
        uint32_t me = tk_sub_group_local_id();                                                     \
        neutrino_fold_##name##_(value);                                                            \
        type before = __builtin_bit_cast(type, neutrino_sub_group_words_()[me ? me - 1 : 0]);      \
        neutrino_meet_sub_group_();                                                                \
        return me ? before : (type)(none);                                                         \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type neutrino_parts_##name##_(type first, uint32_t parts) {               \
        const __shared uint32_t *words = neutrino_exchange_words_();                               \
        uint32_t size = tk_max_sub_group_size(), count = neutrino_items_in_group_();               \
        parts = __uniform(parts);                                                                  \
        for (uint32_t part = 1; part < parts; part++) {                                            \
            uint32_t end = (part + 1) * size < count ? (part + 1) * size : count;                  \
            first = neutrino_combine_##name##_(first, __builtin_bit_cast(type, words[end - 1]));   \
        }                                                                                          \
        return first;                                                                              \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type neutrino_first_##name##_(type of_this_type) {                        \
        uint32_t size = tk_max_sub_group_size(), count = neutrino_items_in_group_();               \
        (void)of_this_type;                                                                        \
        return __builtin_bit_cast(type,                                                            \
                                  neutrino_exchange_words_()[(size < count ? size : count) - 1]);  \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type tk_work_group_reduce_##name(type value) {                            \
        neutrino_fold_##name##_(value);                                                            \
        neutrino_meet_group_();                                                                    \
        value = neutrino_first_##name##_(value);                                                   \
        value = neutrino_parts_##name##_(value, tk_num_sub_groups());                              \
        neutrino_meet_group_();                                                                    \
        return value;                                                                              \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type tk_work_group_scan_##name(type value) {                              \
        uint32_t before = tk_sub_group_id();                                                       \
        neutrino_fold_##name##_(value);                                                            \
        neutrino_meet_group_();                                                                    \
        value = __builtin_bit_cast(type, neutrino_exchange_words_()[tk_local_linear_id()]);        \
        type parts = neutrino_parts_##name##_(neutrino_first_##name##_(value), before);            \
        neutrino_meet_group_();                                                                    \
        return before ? neutrino_combine_##name##_(parts, value) : value;                          \
    }                                                                                              \
    NEUTRINO_COLLECTIVE_ type tk_work_group_scan_exclusive_##name(type value) {                    \
        uint32_t me = tk_local_linear_id(), before = tk_sub_group_id();                            \
        neutrino_fold_##name##_(value);                                                            \
        neutrino_meet_group_();                                                                    \
        value = __builtin_bit_cast(type, neutrino_exchange_words_()[me ? me - 1 : 0]);             \
        type parts = neutrino_parts_##name##_(neutrino_first_##name##_(value), before);            \
        neutrino_meet_group_();                                                                    \
        if (before && tk_sub_group_local_id() == 0)                                                \
            return parts;                                                                          \
        value = before ? neutrino_combine_##name##_(parts, value) : value;                         \
        return me ? value : (type)(none);                                                          \
    }
NEUTRINO_COLLECTIVE_OPERATIONS_(NEUTRINO_COLLECTIVE_OPERATION_)

#define NEUTRINO_VOTES_(group)                                                                     \
    NEUTRINO_INLINE_ bool tk_##group##_any(bool x) {                                               \
        return tk_##group##_reduce_or((uint32_t)x) != 0;                                           \
    }                                                                                              \
    NEUTRINO_INLINE_ bool tk_##group##_all(bool x) {                                               \
        return tk_##group##_reduce_and((uint32_t)x) != 0;                                          \
    }
NEUTRINO_VOTES_(work_group)
NEUTRINO_VOTES_(sub_group)

#endif
