/* Pipes: items that one group of warps (group.h) makes and another uses, in stages of shared
 * memory.
 *
 *   MUON_GROUP(loaders, 0, 2);
 *   MUON_GROUP(workers, 2, 6);
 *   MUON_PIPE(tiles, float[1024], 3, loaders, workers);      three stages of 4 KiB
 *
 * at file scope. Each warp of the two groups holds an end of the pipe, or both:
 *
 *   tiles_t pipe = tiles_init();                    all warps of both groups, once before each use
 *
 *   if (loaders_mine())                             if (workers_mine())
 *       for (…) {                                       for (…) {
 *           tiles_produce_wait(&pipe);                      tiles_consume_wait(&pipe);
 *           fill(*tiles_produce_buf(&pipe));                use(*tiles_consume_buf(&pipe));
 *           tiles_produce_complete(&pipe);                  tiles_consume_complete(&pipe);
 *       }                                               }
 *
 * A side waits in one run of the scoreboard for all its warps: it sleeps, executes nothing and
 * needs one entry, however many they are. Where an item is made, or used, by a task:
 *
 *   pipe_invoke(tiles, &pipe, PRODUCE, load_task, from, *tiles_produce_buf(&pipe), 4096);
 *
 * is a job of the side's group (job.h) whose end completes the item, and goes on at once.
 * tiles_produce_complete_on(&pipe, run) does that for a run of any kind.
 *
 * A side that does not know how many items there will be asks with tiles_consume_next, or
 * tiles_produce_next, which wait and are false once the other side has said tiles_produce_close or
 * tiles_consume_close instead of its next item.
 *
 * In C++ `tiles` is a type with the same as methods, `pipe_type` names the pipe of init_pipe():
 *
 *   using pipe_type = tiles;
 *   tiles pipe = init_pipe();
 *   pipe.invoke(PRODUCE, MATMUL, a, b, pipe.produce_buf());
 *   pipe.consume_wait();
 *   use(pipe.consume_buf());
 *   pipe.complete(CONSUME);
 *
 * Both sides may be the same group (and no group may have some warps of the other): then a warp
 * must not be stages or more items ahead of itself at produce_wait, which is asserted.
 *
 * Where both sides are groups of each core (MUON_CORE_GROUP), each core has a pipe of its own, with
 * its own stages.
 *
 * A pipe takes four sync points, for each core if there is one of each. Costs: wait and complete
 * are one instruction each, and the id of what is waited for two or three. */
#ifndef NEUTRINO_PIPE_H
#define NEUTRINO_PIPE_H
#pragma GCC system_header

#include "neutrino/job.h"

#include <assert.h>

#ifdef __cplusplus
constexpr struct muon_produce_t {
} PRODUCE = {};
constexpr struct muon_consume_t {
} CONSUME = {};
#endif

/* The task id of one of its sync points, and its i-th run: of this core's, where there are several.
 */
#define NEUTRINO_PIPE_ID_(name, what, group) NEUTRINO_SYNC_ID(name##_##what, group##_which_())
#define NEUTRINO_PIPE_RUN_(name, what, group, i) name##_##what(group##_which_(), i)

#define MUON_PIPE(name, type, count, producers, consumers)                                          \
    NEUTRINO_STATIC_ASSERT_((count) >= 1, "pipe " #name ": at least one stage");                    \
    NEUTRINO_STATIC_ASSERT_(+producers##_groups_ == +consumers##_groups_,                           \
                            "pipe " #name                                                           \
                            ": one side is a group of each core (MUON_CORE_GROUP), so the other "   \
                            "must be, too");                                                        \
    NEUTRINO_STATIC_ASSERT_(NEUTRINO_SAME_GROUP_(producers, consumers) ||                           \
                                !NEUTRINO_GROUPS_OVERLAP_(producers, consumers),                    \
                            "pipe " #name                                                           \
                            ": both sides are the same group, or have no warp in common");          \
    NEUTRINO_STATIC_ASSERT_(NEUTRINO_PARTIES_(producers, consumers) <= 64,                          \
                            "pipe " #name ": more than 64 warps");                                  \
    /* Run i of filled: item i is in its stage. Of freed: it has been used. */                      \
    NEUTRINO_RELATIVE_SYNCS_(name##_filled, producers##_groups_, 1);                                \
    NEUTRINO_RELATIVE_SYNCS_(name##_freed, producers##_groups_, 1);                                 \
    NEUTRINO_RELATIVE_SYNCS_(name##_produce, producers##_groups_, 1);                               \
    NEUTRINO_RELATIVE_SYNCS_(name##_consume, producers##_groups_, 1);                               \
    typedef __typeof__(type) name##_item_t;                                                         \
    enum { name##_stages = (count) };                                                               \
    NEUTRINO_SHARED_ITEMS_(name##_buffers, name##_item_t, (count) * producers##_groups_);           \
    /* A mark for each of the last 2 · count items: that there is none, since that side has ended. \
     * So many because who makes item i has waited for what became of item i - count; it may not    \
     * set what somebody still looks at. */                                                         \
    __attribute__((weak, selectany)) __shared volatile uint32_t                                     \
        name##_made_ends[2 * (count) * producers##_groups_];                                        \
    __attribute__((weak, selectany)) __shared volatile uint32_t                                     \
        name##_used_ends[2 * (count) * producers##_groups_];                                        \
    typedef struct {                                                                                \
        uint32_t produced, consumed;           /* items of this side that are complete */           \
        uint32_t produce_stage, consume_stage; /* of the next ones */                               \
        uint32_t produce_turn, consume_turn;   /* and in which half of the marks: 0 or count */     \
        run_t filled, freed;                   /* the runs before the first item's */               \
    } name##_t;                                                                                     \
    /* Of this core's pipe, where there are several: its first stage, its first mark. */            \
    NEUTRINO_INLINE_ uint32_t name##_first_stage_(void) {                                           \
        return producers##_which_() * (count);                                                      \
    }                                                                                               \
    NEUTRINO_INLINE_ uint32_t name##_first_mark_(void) {                                            \
        return producers##_which_() * 2 * (count);                                                  \
    }                                                                                               \
    NEUTRINO_INLINE_ name##_t name##_init(void) {                                                   \
        name##_t pipe = {0, 0, 0, 0, 0, 0, 0, 0};                                                   \
        /* Who still has to do with the use before is through with it here. */                      \
        neutrino_invoke(NEUTRINO_PIPE_ID_(name, produce, producers), NO_DEPS,                       \
                        SYNC | WARPS(NEUTRINO_PARTIES_(producers, consumers)) | IMMEDIATE |         \
                            DUMMY);                                                                 \
        for (uint32_t k = 0; k < 2 * (count); k++) {                                                \
            if (producers##_leader())                                                               \
                name##_made_ends[name##_first_mark_() + k] = 0;                                     \
            if (consumers##_leader())                                                               \
                name##_used_ends[name##_first_mark_() + k] = 0;                                     \
        }                                                                                           \
        pipe.filled = neutrino_invoke(NEUTRINO_PIPE_ID_(name, filled, producers), NO_DEPS,          \
                                      ASYNC | WARPS(NEUTRINO_PARTIES_(producers, consumers)) |      \
                                          IMMEDIATE | DUMMY);                                       \
        pipe.freed = neutrino_invoke(NEUTRINO_PIPE_ID_(name, freed, producers), NO_DEPS,            \
                                     ASYNC | WARPS(NEUTRINO_PARTIES_(producers, consumers)) |       \
                                         IMMEDIATE | DUMMY);                                        \
        /* Jobs of the use before may still be at its last items. */                                \
        for (uint32_t k = 1; k <= (count); k++)                                                     \
            neutrino_invoke(NEUTRINO_PIPE_ID_(name, produce, producers),                            \
                            DEPS(NEUTRINO_PIPE_RUN_(name, filled, producers, pipe.filled - k),      \
                                 NEUTRINO_PIPE_RUN_(name, freed, producers, pipe.freed - k)),       \
                            SYNC | WARPS(NEUTRINO_PARTIES_(producers, consumers)) | IMMEDIATE |     \
                                DUMMY);                                                             \
        return pipe;                                                                                \
    }                                                                                               \
    /* What the next item waits for: that the one before it in its stage is used; that it is made.  \
     */                                                                                             \
    NEUTRINO_INLINE_ run_t name##_produce_ready(const name##_t *pipe) {                             \
        return NEUTRINO_PIPE_RUN_(name, freed, producers,                                           \
                                  pipe->freed + pipe->produced + 1 - (count));                      \
    }                                                                                               \
    NEUTRINO_INLINE_ run_t name##_consume_ready(const name##_t *pipe) {                             \
        return NEUTRINO_PIPE_RUN_(name, filled, producers, pipe->filled + pipe->consumed + 1);      \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_produce_wait(const name##_t *pipe) {                               \
        if (NEUTRINO_SAME_GROUP_(producers, consumers))                                             \
            assert(pipe->produced - pipe->consumed < (count) &&                                     \
                   "pipe " #name ": these warps would wait for themselves to use an item");         \
        neutrino_invoke(NEUTRINO_PIPE_ID_(name, produce, producers),                                \
                        DEPS(name##_produce_ready(pipe)),                                           \
                        SYNC | WARPS(producers##_size) | IMMEDIATE | DUMMY);                        \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_consume_wait(const name##_t *pipe) {                               \
        neutrino_invoke(NEUTRINO_PIPE_ID_(name, consume, producers),                                \
                        DEPS(name##_consume_ready(pipe)),                                           \
                        SYNC | WARPS(consumers##_size) | IMMEDIATE | DUMMY);                        \
    }                                                                                               \
    NEUTRINO_INLINE_ __shared name##_item_t *name##_produce_buf(const name##_t *pipe) {             \
        return (                                                                                    \
            __shared name##_item_t *)name##_buffers[name##_first_stage_() + pipe->produce_stage];   \
    }                                                                                               \
    NEUTRINO_INLINE_ __shared name##_item_t *name##_consume_buf(const name##_t *pipe) {             \
        return (                                                                                    \
            __shared name##_item_t *)name##_buffers[name##_first_stage_() + pipe->consume_stage];   \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_produce_complete_on(name##_t *pipe, run_t run) {                   \
        neutrino_invoke(NEUTRINO_PIPE_ID_(name, filled, producers), DEPS(run),                      \
                        ASYNC | WARPS(producers##_size) | IMMEDIATE | DUMMY);                       \
        pipe->produced++;                                                                           \
        bool last = ++pipe->produce_stage == (count);                                               \
        pipe->produce_turn = last ? (count) - pipe->produce_turn : pipe->produce_turn;              \
        pipe->produce_stage = last ? 0 : pipe->produce_stage;                                       \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_consume_complete_on(name##_t *pipe, run_t run) {                   \
        neutrino_invoke(NEUTRINO_PIPE_ID_(name, freed, producers), DEPS(run),                       \
                        ASYNC | WARPS(consumers##_size) | IMMEDIATE | DUMMY);                       \
        pipe->consumed++;                                                                           \
        bool last = ++pipe->consume_stage == (count);                                               \
        pipe->consume_turn = last ? (count) - pipe->consume_turn : pipe->consume_turn;              \
        pipe->consume_stage = last ? 0 : pipe->consume_stage;                                       \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_produce_complete(name##_t *pipe) {                                 \
        name##_produce_complete_on(pipe, 0);                                                        \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_consume_complete(name##_t *pipe) {                                 \
        name##_consume_complete_on(pipe, 0);                                                        \
    }                                                                                               \
    NEUTRINO_INLINE_ bool name##_produce_next(const name##_t *pipe) {                               \
        name##_produce_wait(pipe);                                                                  \
        if (pipe->produced < (count)) /* nothing of the other side's is waited for */               \
            return true;                                                                            \
        /* Of the item before it in its stage. */                                                   \
        return !__uniform(name##_used_ends[name##_first_mark_() + pipe->produce_stage + (count) -   \
                                           pipe->produce_turn]);                                    \
    }                                                                                               \
    NEUTRINO_INLINE_ bool name##_consume_next(const name##_t *pipe) {                               \
        name##_consume_wait(pipe);                                                                  \
        return !__uniform(                                                                          \
            name##_made_ends[name##_first_mark_() + pipe->consume_stage + pipe->consume_turn]);     \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_produce_close(name##_t *pipe) {                                    \
        if (producers##_leader())                                                                   \
            name##_made_ends[name##_first_mark_() + pipe->produce_stage + pipe->produce_turn] = 1;  \
        name##_produce_complete(pipe);                                                              \
    }                                                                                               \
    NEUTRINO_INLINE_ void name##_consume_close(name##_t *pipe) {                                    \
        if (consumers##_leader())                                                                   \
            name##_used_ends[name##_first_mark_() + pipe->consume_stage + pipe->consume_turn] = 1;  \
        name##_consume_complete(pipe);                                                              \
    }                                                                                               \
    NEUTRINO_PIPE_TYPE_(name, producers, consumers)                                                 \
    struct neutrino_pipe_##name##_needs_a_semicolon

/* Two groups, by the constants that each has; as numbers, since C++ warns of enumerators of two
 * types. */
#define NEUTRINO_SAME_GROUP_(a, b)                                                                 \
    (+a##_first_ == +b##_first_ && +a##_mask_low_ == +b##_mask_low_ &&                             \
     +a##_mask_high_ == +b##_mask_high_)
#define NEUTRINO_GROUPS_OVERLAP_(a, b)                                                             \
    (NEUTRINO_OVERLAP_(a, b, +a##_first_ - +b##_first_) ||                                         \
     NEUTRINO_OVERLAP_(b, a, +b##_first_ - +a##_first_))
/* a begins `ahead` warps behind b. */
#define NEUTRINO_OVERLAP_(a, b, ahead)                                                             \
    ((ahead) >= 0 && (ahead) < 64 && (NEUTRINO_MASK_(b) >> ((ahead) & 63) & NEUTRINO_MASK_(a)) != 0)
#define NEUTRINO_MASK_(a) ((uint64_t)(uint32_t)a##_mask_high_ << 32 | (uint32_t)a##_mask_low_)
#define NEUTRINO_PARTIES_(a, b) (NEUTRINO_SAME_GROUP_(a, b) ? +a##_size : +a##_size + +b##_size)

/* The item's job: whoever makes it, the side's item is complete when it has retired. */
#ifdef __cplusplus
#define NEUTRINO_PIPE_TYPE_(name, producers, consumers)                                            \
    struct name : name##_t {                                                                       \
        using item_t = name##_item_t;                                                              \
        static constexpr unsigned stages = name##_stages;                                          \
        name() : name##_t() {                                                                      \
        }                                                                                          \
        name(const name##_t &begun) : name##_t(begun) {                                            \
        }                                                                                          \
        static name init() {                                                                       \
            return name##_init();                                                                  \
        }                                                                                          \
        void produce_wait() const {                                                                \
            name##_produce_wait(this);                                                             \
        }                                                                                          \
        void consume_wait() const {                                                                \
            name##_consume_wait(this);                                                             \
        }                                                                                          \
        bool produce_next() const {                                                                \
            return name##_produce_next(this);                                                      \
        }                                                                                          \
        bool consume_next() const {                                                                \
            return name##_consume_next(this);                                                      \
        }                                                                                          \
        run_t produce_ready() const {                                                              \
            return name##_produce_ready(this);                                                     \
        }                                                                                          \
        run_t consume_ready() const {                                                              \
            return name##_consume_ready(this);                                                     \
        }                                                                                          \
        __shared item_t &produce_buf() const {                                                     \
            return *name##_produce_buf(this);                                                      \
        }                                                                                          \
        __shared item_t &consume_buf() const {                                                     \
            return *name##_consume_buf(this);                                                      \
        }                                                                                          \
        void produce_complete() {                                                                  \
            name##_produce_complete(this);                                                         \
        }                                                                                          \
        void consume_complete() {                                                                  \
            name##_consume_complete(this);                                                         \
        }                                                                                          \
        void produce_complete_on(run_t run) {                                                      \
            name##_produce_complete_on(this, run);                                                 \
        }                                                                                          \
        void consume_complete_on(run_t run) {                                                      \
            name##_consume_complete_on(this, run);                                                 \
        }                                                                                          \
        void produce_close() {                                                                     \
            name##_produce_close(this);                                                            \
        }                                                                                          \
        void consume_close() {                                                                     \
            name##_consume_close(this);                                                            \
        }                                                                                          \
        void complete(muon_produce_t) {                                                            \
            produce_complete();                                                                    \
        }                                                                                          \
        void complete(muon_consume_t) {                                                            \
            consume_complete();                                                                    \
        }                                                                                          \
        void complete_on(muon_produce_t, run_t run) {                                              \
            produce_complete_on(run);                                                              \
        }                                                                                          \
        void complete_on(muon_consume_t, run_t run) {                                              \
            consume_complete_on(run);                                                              \
        }                                                                                          \
        /* A job of the side's group, whose end completes the side's item. */                      \
        template <class task_t, class... arguments_t>                                              \
        muon::job<producers> invoke(muon_produce_t, task_t task, arguments_t... arguments) {       \
            auto job = muon::invoke<producers>(task, arguments...);                                \
            produce_complete_on(job);                                                              \
            return job;                                                                            \
        }                                                                                          \
        template <class task_t, class... arguments_t>                                              \
        muon::job<consumers> invoke(muon_consume_t, task_t task, arguments_t... arguments) {       \
            auto job = muon::invoke<consumers>(task, arguments...);                                \
            consume_complete_on(job);                                                              \
            return job;                                                                            \
        }                                                                                          \
    };
#define init_pipe() pipe_type::init()
#else
/* The sides under the pipe's own name, for pipe_invoke: as groups of job.h. */
#define NEUTRINO_PIPE_TYPE_(name, producers, consumers)                                            \
    NEUTRINO_PIPE_SIDE_(name##_produce, producers)                                                 \
    NEUTRINO_PIPE_SIDE_(name##_consume, consumers)
#define NEUTRINO_PIPE_SIDE_(side, group)                                                           \
    enum { side##_size = group##_size };                                                           \
    NEUTRINO_INLINE_ bool side##_leader(void) {                                                    \
        return group##_leader();                                                                   \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t side##_arrive_(void) {                                                  \
        return group##_arrive_();                                                                  \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t side##_job_(run_t met) {                                                \
        return group##_job_(met);                                                                  \
    }                                                                                              \
    NEUTRINO_INLINE_ run_t side##_end_job_(run_t task) {                                           \
        return group##_end_job_(task);                                                             \
    }
#define pipe_invoke(name, pipe, side, ...) NEUTRINO_PIPE_INVOKE_##side(name, pipe, __VA_ARGS__)
#define NEUTRINO_PIPE_INVOKE_PRODUCE(name, pipe, ...)                                              \
    NEUTRINO_PIPE_INVOKE_(name##_produce, pipe, __VA_ARGS__)
#define NEUTRINO_PIPE_INVOKE_CONSUME(name, pipe, ...)                                              \
    NEUTRINO_PIPE_INVOKE_(name##_consume, pipe, __VA_ARGS__)
#define NEUTRINO_PIPE_INVOKE_(side, pipe, ...)                                                     \
    __extension__({                                                                                \
        job_t neutrino_job_ = job_invoke(side, __VA_ARGS__);                                       \
        side##_complete_on(pipe, neutrino_job_);                                                   \
        neutrino_job_;                                                                             \
    })
#endif

#endif
