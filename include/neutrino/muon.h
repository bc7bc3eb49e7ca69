/* What every kernel sees: muonc includes this file before the first line of each C and C++ unit.
 * Valid C11 and C++17, for clang with --target=riscv32.
 *
 * neutrino_invoke, neutrino_payload and neutrino_complete are never called: muonc replaces each
 * call by instructions, and checks it while it does. The declarations here give them types. */
#ifndef NEUTRINO_MUON_H
#define NEUTRINO_MUON_H
#ifdef __NEUTRINO_HOST__
#error "this header is for Muon's cores: a kernel for the CPU (--target=host) has neutrino/kernel.h"
#endif
#pragma GCC system_header

#include <stdint.h>

/* ---- tasks and runs ---- */

typedef uint8_t task_id_t;
typedef uint32_t run_id_t; /* task << 24 | counter; 0 means no run */
typedef run_id_t run_t;

/* Participation: who must arrive. The count stands beside its complement, so that two different
 * counts or-ed together are found out; a whole number that is no 1 to 64 stays for the message.
 */
#define THREADS(n) (0x40 | NEUTRINO_COUNT_(n))
#define WARPS(n) (0x80 | NEUTRINO_COUNT_(n))
#define CORES(n) (0x100 | NEUTRINO_COUNT_(n))
#define NEUTRINO_COUNT_(n) (NEUTRINO_CLAMP_(n) << 9 | (NEUTRINO_CLAMP_(n) ^ 0x7ff) << 20)
#define NEUTRINO_CLAMP_(n) ((n) < 0 || (n) > 0x7ff || (n) != (int)(n) ? 0x7ff : (int)(n))

enum {
    SYNC = 0x1,  /* stalls the warp until the run has retired (MANUAL: issued) */
    ASYNC = 0x2, /* goes on at once; the default */

    IMMEDIATE = 0x4, /* retires at issue; the default of a dummy */
    SIGNAL = 0x8,    /* retires when the task is done; the default of a task */
    MANUAL = 0x10,   /* retires by neutrino_complete */

    DUMMY = 0x20, /* no task function: implied by task 0 and by sync points */

    SINGLE_THREAD = THREADS(1),
    ALL_WARPS = WARPS(__MUON_CORES__ * __MUON_WARPS__), /* of the cluster */
    CLUSTER = CORES(__MUON_CORES__),
};

/* Dependencies: up to three runs. */
typedef struct {
    run_t run[3];
} neutrino_deps_t;
#define NO_DEPS neutrino_deps()
#define DEPS(...) neutrino_deps(__VA_ARGS__)

/* What a task without parameters takes; as a payload, nothing. */
typedef struct {
    char neutrino_nothing_;
} neutrino_no_arguments;

/* Of the runtime's own headers. Inline at -O0, too: what is uniform shows where all are constants.
 */
#define NEUTRINO_INLINE_ __attribute__((always_inline, unused)) static inline
#ifdef __cplusplus
#define NEUTRINO_STATIC_ASSERT_(condition, text) static_assert(condition, text)
#else
#define NEUTRINO_STATIC_ASSERT_(condition, text) _Static_assert(condition, text)
#endif

#ifdef __cplusplus
#define NEUTRINO_BUILTIN_
#else
#define NEUTRINO_BUILTIN_ __attribute__((overloadable))
#endif

/* A sync point, the second form's first argument, is the function that NEUTRINO_SYNC makes. */
NEUTRINO_BUILTIN_ run_t neutrino_invoke(int task, neutrino_deps_t dependencies, int flags);
NEUTRINO_BUILTIN_ run_t neutrino_invoke(run_t (*sync_point)(uint32_t), neutrino_deps_t dependencies,
                                        int flags);
NEUTRINO_BUILTIN_ void neutrino_payload(...);
NEUTRINO_BUILTIN_ void neutrino_complete(run_t run, int participants);
NEUTRINO_BUILTIN_ neutrino_deps_t neutrino_deps(...);
#ifndef __cplusplus
static inline void neutrino_payload_open_(neutrino_no_arguments nothing) {
    (void)nothing;
}
#endif

#ifdef __cplusplus
/* What a task takes, of a constant that is the task's id and has its type: the header that nbc
 * generates has neutrino_signature<decltype(matmul_task)>, with arguments(…), which makes the
 * arguments_t that neutrino_payload takes; and neutrino_task_of<matmul_args_t>, with the task's id.
 */
template <class task_t> struct neutrino_signature;
template <class task_t> struct neutrino_signature<const task_t> : neutrino_signature<task_t> {};
template <class arguments_t> struct neutrino_task_of {
    static constexpr int id = -1;
};
template <> struct neutrino_task_of<neutrino_no_arguments> {
    static constexpr int id = 0;
};

/* A task or a payload whose type a template parameter decides. */
constexpr int neutrino_task_id_(int task) {
    return task;
}
static inline int neutrino_task_id_(run_t (*sync_point)(uint32_t)) {
    return (int)(sync_point(0) >> 24);
}
template <unsigned first, unsigned words>
inline void neutrino_payload_words_(int task, const uint32_t *word) {
    if constexpr (first < words) {
        __asm__ volatile("nu.payload %0, %1, %2, %3, %c4"
                         :
                         : "r"(task), "r"(word[first]),
                           "r"(first + 1 < words ? word[first + 1] : 0),
                           "r"(first + 2 < words ? word[first + 2] : 0), "i"(first / 3)
                         : "memory");
        neutrino_payload_words_<first + 3, words>(task, word);
    }
}
template <class arguments_t> inline void neutrino_payload_open_(const arguments_t &arguments) {
    constexpr unsigned words = (sizeof arguments + 3) / 4;
    uint32_t word[words] = {};
    __builtin_memcpy(word, &arguments, sizeof arguments);
    neutrino_payload_words_<0, words>(neutrino_task_of<arguments_t>::id, word);
}
inline void neutrino_payload_open_(neutrino_no_arguments) {
}

/* Flags that a template parameter decides are checked and taken apart where the template is used.
 */
constexpr int neutrino_count_(int flags) {
    return flags >> 9 & 0x7ff;
}
constexpr int neutrino_part_(int flags) {
    return flags & 0x40 ? 0 : flags & 0x80 ? 1 : 2;
}
constexpr int neutrino_retire_(int flags, bool dummy) {
    return flags & MANUAL ? 2 : flags & SIGNAL ? 1 : flags & IMMEDIATE || dummy ? 0 : 1;
}
constexpr int neutrino_modifiers_(int flags, bool dummy) {
    return neutrino_retire_(flags, dummy || flags & DUMMY) | neutrino_part_(flags) << 2 |
           (flags & SYNC) << 4;
}
constexpr bool neutrino_one_at_most_(int bits) {
    return (bits & (bits - 1)) == 0;
}
constexpr bool neutrino_agree_(int flags) {
    return neutrino_one_at_most_(flags & (SYNC | ASYNC)) &&
           neutrino_one_at_most_(flags & (IMMEDIATE | SIGNAL | MANUAL)) && (flags & 0x1c0) != 0 &&
           neutrino_one_at_most_(flags & 0x1c0) && (neutrino_count_(flags) ^ flags >> 20) == 0x7ff;
}
constexpr bool neutrino_counted_(int flags) {
    return !(flags & 0x1c0) || (neutrino_count_(flags) >= 1 && neutrino_count_(flags) <= 64);
}
constexpr bool neutrino_only_participants_(int flags) {
    return (flags & 0x3f) == 0;
}
#endif

/* Says, without an instruction, that the program knows how many runs there have been since its
 * launch began, so that who launches it begins each launch on a machine that has been reset. With
 * several launches in one (docs/host-runtime.md) counts go on from one to the next. Computed ids
 * say it; who takes the count out of an id, and compares it with something else, must. */
#define NEUTRINO_COUNTS_RUNS()                                                                     \
    __asm__(".weak __neutrino_counts_runs\n\t.set __neutrino_counts_runs, 1")

/* The id of run 0, which there is none of, is asked for to know the task's. */
#define NEUTRINO_COUNTED_(i)                                                                       \
    do {                                                                                           \
        if (!(__builtin_constant_p(i) && (i) == 0))                                                \
            NEUTRINO_COUNTS_RUNS();                                                                \
    } while (0)

/* The run id of a task's or sync point's i-th run (i from 1), whoever creates it. */
NEUTRINO_BUILTIN_ static inline run_t task_run(int task, uint32_t i) {
    NEUTRINO_COUNTS_RUNS();
    return (run_t)task << 24 | (i & 0xffffff);
}
NEUTRINO_BUILTIN_ static inline run_t task_run(run_t (*sync_point)(uint32_t), uint32_t i) {
    return sync_point(i);
}

/* NEUTRINO_SYNC(name); at file scope declares a sync point: a dummy task with an id of its own, and
 * name(i), the id of its i-th run. NEUTRINO_SYNCS(name, n); declares n with consecutive ids, and
 * name(k, i), the id of the i-th run of the k-th, k from 0. NEUTRINO_SYNC_ID(name, k) is the task
 * id of the k-th, for neutrino_invoke(NEUTRINO_SYNC_ID(name, k), …, … | DUMMY).
 *
 * The linker lays the objects, a byte for each sync point, out from address 128, so that a byte's
 * address is its task id; units that declare the same name share the ids. */
#ifdef __cplusplus
#define NEUTRINO_SYNC_OBJECT_(name, n, alignment)                                                  \
    extern "C" {                                                                                   \
    NEUTRINO_SYNC_ATTRIBUTES_(name, alignment) char NEUTRINO_ID_(name)[n];                         \
    }
#else
#define NEUTRINO_SYNC_OBJECT_(name, n, alignment)                                                  \
    NEUTRINO_SYNC_ATTRIBUTES_(name, alignment) char NEUTRINO_ID_(name)[n];
#endif
#define NEUTRINO_ID_(name) __neutrino_sync_##name
#define NEUTRINO_SYNC_ID(name, k) ((int)(uintptr_t)&NEUTRINO_ID_(name)[k])
#define NEUTRINO_SYNC_ATTRIBUTES_(name, alignment)                                                 \
    __attribute__((weak, selectany, used, aligned(alignment), section(".neutrino_sync." #name)))
#define NEUTRINO_SYNC(name) NEUTRINO_SYNC_WITH_(name, NEUTRINO_COUNTED_(i))
#define NEUTRINO_SYNCS(name, n) NEUTRINO_SYNCS_WITH_(name, n, 1, NEUTRINO_COUNTED_(i))
/* Of the runtime's own headers, which count from runs that they have made, or compare counts of
 * sync points: these are the same when a launch begins. The first of several ids is a multiple of
 * the alignment. */
#define NEUTRINO_RELATIVE_SYNC_(name) NEUTRINO_SYNC_WITH_(name, (void)0)
#define NEUTRINO_RELATIVE_SYNCS_(name, n, alignment)                                               \
    NEUTRINO_SYNCS_WITH_(name, n, alignment, (void)0)
#define NEUTRINO_SYNC_WITH_(name, mark)                                                            \
    NEUTRINO_SYNC_OBJECT_(name, 1, 1)                                                              \
    __attribute__((unused)) static inline run_t name(uint32_t i) {                                 \
        mark;                                                                                      \
        return (run_t)NEUTRINO_SYNC_ID(name, 0) << 24 | (i & 0xffffff);                            \
    }                                                                                              \
    struct neutrino_sync_##name##_needs_a_semicolon
#define NEUTRINO_SYNCS_WITH_(name, n, alignment, mark)                                             \
    NEUTRINO_SYNC_OBJECT_(name, n, alignment)                                                      \
    __attribute__((unused)) static inline run_t name(uint32_t k, uint32_t i) {                     \
        mark;                                                                                      \
        return (run_t)NEUTRINO_SYNC_ID(name, k) << 24 | (i & 0xffffff);                            \
    }                                                                                              \
    struct neutrino_sync_##name##_needs_a_semicolon

/* ---- the SIMT machine ---- */

#define __shared __attribute__((address_space(1)))
/* Global memory is where all else is; what is written for other compilers may say so. */
#ifndef __global
#define __global
#endif
/* The same for variables that are zero whenever a kernel begins; other shared memory is not
 * cleared. */
#define __shared_zeroed __shared __attribute__((section(".shared_zeroed")))

/* Of the runtime's own headers: room for items in shared memory, where C++ constructs no objects.
 * One for all units that declare it. */
#define NEUTRINO_SHARED_ITEMS_(name, type, count)                                                  \
    __attribute__((weak, selectany,                                                                \
                   aligned(__alignof__(type)))) __shared unsigned char name[count][sizeof(type)]

/* Promises that a single lane is active whenever the function runs: muonc then takes each of its
 * branches as uniform. */
#define __single_lane __attribute__((noinline, annotate("muon.single_lane")))

#ifdef __cplusplus
/* A whole object from and to shared memory, which C++, other than C, does not copy by assignment.
 */
template <class T> inline T muon_load(const __shared T *from) {
    static_assert(__is_trivially_copyable(T), "the object must be trivially copyable");
    T value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}
template <class T> inline void muon_store(__shared T *to, const T &value) {
    static_assert(__is_trivially_copyable(T), "the object must be trivially copyable");
    __builtin_memcpy(to, &value, sizeof value);
}
#endif

/* Asserts that x is the same in all active lanes, and is x: an integer, float or pointer. muonc
 * takes what depends on it as uniform; musim --check stops here if the lanes do not agree. */
#define NEUTRINO_UNIFORM_REGISTER_(value)                                                          \
    __asm__ volatile(".neutrino_uniform %0, %1" : "+r"(value) : "i"(sizeof(value)))
#define NEUTRINO_UNIFORM_WORDS_(value)                                                             \
    do {                                                                                           \
        uint32_t neutrino_words_[2];                                                               \
        __builtin_memcpy(neutrino_words_, &value, sizeof(value));                                  \
        NEUTRINO_UNIFORM_REGISTER_(neutrino_words_[0]);                                            \
        NEUTRINO_UNIFORM_REGISTER_(neutrino_words_[1]);                                            \
        __builtin_memcpy(&value, neutrino_words_, sizeof(value));                                  \
    } while (0)
#ifdef __cplusplus
template <typename neutrino_value_t>
__attribute__((always_inline)) static inline neutrino_value_t __uniform(neutrino_value_t x) {
    static_assert(sizeof x <= 4 || sizeof x == 8, "__uniform takes values of at most 8 bytes");
    if constexpr (sizeof x == 8)
        NEUTRINO_UNIFORM_WORDS_(x);
    else
        NEUTRINO_UNIFORM_REGISTER_(x);
    return x;
}
#else
/* The comma takes qualifiers off the type. */
#define __uniform(x)                                                                               \
    __extension__({                                                                                \
        __typeof__(((void)0, (x))) neutrino_value_ = (x);                                          \
        _Static_assert(sizeof neutrino_value_ <= 4 || sizeof neutrino_value_ == 8,                 \
                       "__uniform takes values of at most 8 bytes");                               \
        if (sizeof neutrino_value_ == 8)                                                           \
            NEUTRINO_UNIFORM_WORDS_(neutrino_value_);                                              \
        else                                                                                       \
            NEUTRINO_UNIFORM_REGISTER_(neutrino_value_);                                           \
        neutrino_value_;                                                                           \
    })
#endif

/* Numbers of CSRs. */
enum {
#define MUON_CSR(id, number, ...) NEUTRINO_CSR_##id##_ = number,
#define MUON_CSR_ALIAS(name, id)
#include "csr.def"
#undef MUON_CSR
#undef MUON_CSR_ALIAS
};
/* What a lane always reads the same is a value: muonc makes an instruction of the builtin, which
 * for clang is a pure function of the number and may be moved, found again and left out. */
#define NEUTRINO_VALUE_(name, id)                                                                  \
    static inline uint32_t name(void) {                                                            \
        return __builtin_riscv_sm3p0(NEUTRINO_CSR_##id##_);                                        \
    }
/* A number below a limit that the program was compiled for, so that the optimiser drops tests. */
#define NEUTRINO_VALUE_BELOW_(name, id, limit)                                                     \
    static inline uint32_t name(void) {                                                            \
        uint32_t value = __builtin_riscv_sm3p0(NEUTRINO_CSR_##id##_);                              \
        __builtin_assume(value < (limit));                                                         \
        return value;                                                                              \
    }
/* What changes is read where it stands. */
#define NEUTRINO_CSR_(name, csr)                                                                   \
    static inline uint32_t name(void) {                                                            \
        uint32_t value;                                                                            \
        __asm__ volatile("csrr %0, " #csr : "=r"(value));                                          \
        return value;                                                                              \
    }
NEUTRINO_VALUE_BELOW_(muon_lane_id, TID, __MUON_LANES__) /* in its warp */
NEUTRINO_VALUE_BELOW_(muon_warp_id, WID, __MUON_WARPS__) /* in its core */
NEUTRINO_VALUE_BELOW_(muon_core_id, CID, __MUON_CORES__) /* in its cluster */
NEUTRINO_VALUE_(muon_cluster_id, CLID)
NEUTRINO_VALUE_(muon_num_lanes, NT) /* per warp */
NEUTRINO_VALUE_(muon_num_warps, NW) /* per core */
NEUTRINO_VALUE_(muon_num_cores, NC) /* per cluster */
/* Lanes of all cores counted through. */
NEUTRINO_VALUE_BELOW_(muon_hart_id, MHARTID, __MUON_CORES__ *__MUON_WARPS__ *__MUON_LANES__)
NEUTRINO_VALUE_(muon_block_x, BLOCK_X)
NEUTRINO_VALUE_(muon_block_y, BLOCK_Y)
NEUTRINO_VALUE_(muon_block_z, BLOCK_Z)
NEUTRINO_VALUE_(muon_thread_x, THREAD_X)
NEUTRINO_VALUE_(muon_thread_y, THREAD_Y)
NEUTRINO_VALUE_(muon_thread_z, THREAD_Z)
NEUTRINO_VALUE_(muon_argument_base, ARG_BASE)
NEUTRINO_CSR_(muon_active_warps, amask) /* a bit per warp of the core */
NEUTRINO_CSR_(muon_thread_mask, tmask)  /* a bit per active lane */
NEUTRINO_CSR_(muon_cycles_low, mcycle)
NEUTRINO_CSR_(muon_cycles_high, mcycleh)
NEUTRINO_CSR_(muon_instructions_low, minstret)
NEUTRINO_CSR_(muon_instructions_high, minstreth)

#define MUON_CLUSTER_WARPS (__MUON_CORES__ * __MUON_WARPS__)
/* This warp's number in its cluster: those of each core counted through. */
static inline uint32_t muon_cluster_warp(void) {
    return muon_core_id() * __MUON_WARPS__ + muon_warp_id();
}

static inline uint64_t muon_cycles(void) {
    uint32_t high, low;
    do {
        high = muon_cycles_high();
        low = muon_cycles_low();
    } while (high != muon_cycles_high());
    return (uint64_t)high << 32 | low;
}

/* Every warp that names the barrier (0 to 15) waits until that many warps of the cluster are there.
 */
static inline void muon_barrier(uint32_t barrier, uint32_t warps) {
    __asm__ volatile("vx_bar %0, %1" : : "r"(barrier), "r"(warps) : "memory");
}

/* The active lanes become those of mask, as the lowest active lane sees it; 0 ends the warp. A lane
 * that was not active before has not executed what came before, and has no variable's value. */
static inline void muon_tmc(uint32_t mask) {
    __asm__ volatile("vx_tmc %0" : : "r"(mask) : "memory");
}

/* Starts every inactive warp below count at entry, all lanes active. Registers are what the warp
 * left in them, zero the first time: then it has no stack. */
static inline void muon_wspawn(uint32_t count, void (*entry)(void)) {
    __asm__ volatile("vx_wspawn %0, %1" : : "r"(count), "r"(entry) : "memory");
}

/* Ends the warp; a result other than 0 is the program's failure. */
__attribute__((noreturn)) static inline void muon_exit(uint32_t result) {
    __asm__ volatile("tohost %0" : : "r"(result) : "memory");
    __builtin_unreachable();
}

/* The lanes that execute this do so together, and each sees what the others have stored before.
 * Needed between a store and a load, or another store, by which lanes of a warp tell each other
 * something: to the optimiser a lane is alone, so it may copy the store onto the sides of a branch
 * that comes before or after it, where the lanes execute it one side after the other. No
 * instruction. */
static inline void muon_warp_sync(void) {
    __asm__ volatile("" : : : "memory");
}

/* Orders all memory accesses of the lane, or those to shared memory. */
static inline void muon_fence(void) {
    __asm__ volatile("fence" : : : "memory");
}
static inline void muon_fence_shared(void) {
    __asm__ volatile("fence.s" : : : "memory");
}

/* ---- bfloat16 ---- */

/* The bits of a __bf16, the upper half of a binary32. They are for programs that keep them as an
 * integer; __bf16 has operators and needs none of these functions. */
typedef int16_t bf16_t;

static inline __bf16 muon_bf16_value(bf16_t bits) {
    __bf16 value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}
static inline bf16_t muon_bf16_bits(__bf16 value) {
    bf16_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

#define NEUTRINO_BF16_BINARY_(name, result)                                                        \
    static inline bf16_t name(bf16_t a, bf16_t b) {                                                \
        __bf16 x = muon_bf16_value(a), y = muon_bf16_value(b);                                     \
        return muon_bf16_bits(result);                                                             \
    }
#define NEUTRINO_BF16_UNARY_(name, result)                                                         \
    static inline bf16_t name(bf16_t a) {                                                          \
        __bf16 x = muon_bf16_value(a);                                                             \
        return muon_bf16_bits(result);                                                             \
    }
NEUTRINO_BF16_BINARY_(bf16_add, x + y)
NEUTRINO_BF16_BINARY_(bf16_sub, x - y)
NEUTRINO_BF16_BINARY_(bf16_mul, x *y)
NEUTRINO_BF16_BINARY_(bf16_div, x / y)
NEUTRINO_BF16_BINARY_(bf16_min, __builtin_elementwise_min(x, y))
NEUTRINO_BF16_BINARY_(bf16_max, __builtin_elementwise_max(x, y))
NEUTRINO_BF16_UNARY_(bf16_sqrt, __builtin_elementwise_sqrt(x))
NEUTRINO_BF16_UNARY_(bf16_exp, __builtin_elementwise_exp(x))           /* e^a */
NEUTRINO_BF16_UNARY_(bf16_exp_negative, __builtin_elementwise_exp(-x)) /* e^-a */

static inline bf16_t bf16_from_float(float a) {
    return muon_bf16_bits((__bf16)a);
}
static inline float bf16_to_float(bf16_t a) {
    return (float)muon_bf16_value(a);
}
/* a · b + c, rounded once. */
static inline bf16_t bf16_fma(bf16_t a, bf16_t b, bf16_t c) {
    return muon_bf16_bits(
        __builtin_elementwise_fma(muon_bf16_value(a), muon_bf16_value(b), muon_bf16_value(c)));
}

#endif
