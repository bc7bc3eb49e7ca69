/* Overlays: task graphs over kernels that never end, each with a command queue of its own. What the
 * code that nbc generates of an overlay program is made of (docs/overlay.md), on the host and on a
 * cluster; it may be written by hand, too (tests/libtask/overlay/).
 *
 *   application               scheduler                    kernels
 *   task = overlay_task()                                  task = overlay_kernel_begin(queue)
 *   …fill it in…           slots: which tasks are there,   a0(task->inputs…)
 *   overlay_enqueue(task) ──►     who waits for whom  ──►  overlay_kernel_end(queue, result)
 *                         ◄── a free slot             ◄── acknowledgement
 *
 * On the host the application is the thread that calls overlay_realize(), and the scheduler and
 * each queue have one of their own. On a cluster, warp 0 is the application, the other warps
 * execute the kernels, and the scheduler runs on the Neutrino.
 *
 * A task's *index* is its number in the overlay's table of names and its iteration variables. Its
 * *key* is a number by which it is looked for first: the same for equal indices, and the less often
 * for others the better. A task record lies in a *slot*, where the application fills it in and the
 * kernel finds it: so no more tasks are on their way than there are slots, and the application
 * waits for one.
 *
 * What a task waits for:
 *
 * - those before it in its queue: a queue executes its tasks one at a time, in the order in which
 *   they are enqueued;
 * - its parents, each either OVERLAY_BEFORE, enqueued before the task, so that it has finished if
 *   it is in no slot; or OVERLAY_AFTER, enqueued later, so that it is waited for until it comes.
 *   Parents that are never enqueued must not be listed.
 *
 * A task fails if its kernel returns a number other than 0, or if the application says so
 * (`error`). Who has it for a parent, or has such a one for a parent, is cancelled: it is not
 * executed, but holds its place in its queue until then.
 *
 * This file is the same for the host, the SIMT cores and the Neutrino. */
#ifndef NEUTRINO_OVERLAY_H
#define NEUTRINO_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OVERLAY_QUEUES 16 /* the most */
#define OVERLAY_SLOTS 64  /* the most */

/* ---- one layout for all sides ---- */

/* A channel's memory: shared memory of a cluster. */
#ifdef __MUON_LANES__
#define OVERLAY_CHANNEL __shared
#else
#define OVERLAY_CHANNEL
#endif
/* A pointer of the application's side. The Neutrino sees a number of 32 bits. */
#if defined(__riscv) && __riscv_xlen == 64
#define OVERLAY_POINTER(type) uint32_t
#else
#define OVERLAY_POINTER(type) type *
#endif

/* ---- tasks ---- */

enum { OVERLAY_BEFORE, OVERLAY_AFTER };

/* What every task record begins with. Names that end in _ are the runtime's. */
#define OVERLAY_HEAD_                                                                              \
    uint8_t parents_; /* how many are told below: the last one on each queue */                    \
    uint8_t queue;                                                                                 \
    bool last;     /* it is no task: there are no more */                                          \
    bool unusual_; /* it is the last, an error, missing_ is not 0, or children_ tells something */ \
    int32_t result; /* what the kernel returned */                                                 \
    uint32_t num_of_deps;                                                                          \
    uint32_t missing_; /* parents that had not been enqueued when it was */                        \
    uint32_t key;      /* of its index */                                                          \
    /* Not NULL: the task shall not run, because of this; it says "<error>: <error_value>". */     \
    OVERLAY_POINTER(const char) error;                                                             \
    int64_t error_value;                                                                           \
    uint64_t children_; /* tasks that have waited for it to be enqueued */                         \
    uint32_t parent_[OVERLAY_QUEUES];

typedef struct {
    OVERLAY_HEAD_
} overlay_head_t;

/* OVERLAY_TYPES(pipe, 2, 3, union pipe_inputs) declares the types of one overlay: pipe_index_t,
 * pipe_dep_t and pipe_task_t, for up to 2 iteration variables, 3 parents of a task, and the
 * arguments of its kernels. There is no limit; at least 1 each. Indices of tasks that have fewer
 * variables are filled up with 0. */
#define OVERLAY_TYPES(name, dimensions, parents, inputs_type)                                      \
    typedef struct {                                                                               \
        int64_t task, at[dimensions];                                                              \
    } name##_index_t;                                                                              \
    typedef struct {                                                                               \
        name##_index_t index;                                                                      \
        uint32_t order; /* OVERLAY_BEFORE or OVERLAY_AFTER */                                      \
        uint32_t key;                                                                              \
    } name##_dep_t;                                                                                \
    typedef struct {                                                                               \
        OVERLAY_HEAD_                                                                              \
        name##_index_t index;                                                                      \
        name##_dep_t deps[parents];                                                                \
        inputs_type inputs;                                                                        \
    } name##_task_t

/* ---- an overlay ---- */

/* The application's side of a run, and a kernel's side of its queue. */
typedef struct overlay_run overlay_run_t;
typedef struct overlay_queue overlay_queue_t;

/* A kernel that never ends: while overlay_kernel_begin(queue) has a task, executes it and says
 * overlay_kernel_end(queue, result). */
typedef void overlay_autorun_t(overlay_queue_t *queue);

/* For reports: a task's name in the program, where that is written (file:line:column, or NULL), the
 * number of its iteration variables, and its kernel's name. */
typedef struct {
    OVERLAY_POINTER(const char) name;
    OVERLAY_POINTER(const char) place;
    OVERLAY_POINTER(const char) kernel;
    uint32_t dimensions;
} overlay_name_t;

/* The scheduler instance. One with OVERLAY_RECORDS(pipe, pipe_slots) has the records' layout and
 * place; where no queue is, kernels are NULL. */
typedef struct {
    OVERLAY_POINTER(const char) name;
    uint32_t slots;  /* 1 to OVERLAY_SLOTS */
    uint32_t queues; /* the highest number in use, and 1 */
    uint32_t tasks;  /* rows of names */
    OVERLAY_POINTER(const overlay_name_t) names;
    OVERLAY_POINTER(overlay_autorun_t *const) kernels;
    OVERLAY_POINTER(OVERLAY_CHANNEL void) records;
    uint32_t record_bytes, index_words, dep_bytes, deps_offset;
    bool exact_keys; /* no two tasks of a run have the same */
} overlay_t;

#define OVERLAY_RECORDS(name, array)                                                               \
    .slots = sizeof(array) / sizeof(array)[0], .records = (array),                                 \
    .record_bytes = sizeof(name##_task_t),                                                         \
    .index_words = sizeof(name##_index_t) / sizeof(int64_t), .dep_bytes = sizeof(name##_dep_t),    \
    .deps_offset = offsetof(name##_task_t, deps)

/* ---- a run ---- */

/* What became of a run's tasks. All 0 but tasks: all of them have run. */
typedef struct {
    int64_t tasks;  /* that were enqueued */
    int64_t failed; /* kernels that returned another number than 0, and errors */
    int64_t cancelled;
    int64_t blocked; /* no task could run: so many were waiting, and the run has stopped */
} overlay_outcome_t;

/* The task loops: enqueue every task, then a record with `last`. On a cluster one lane executes
 * them, and OVERLAY_LOOPS in front of the definition promises that. */
typedef void overlay_loops_t(overlay_run_t *run, const void *symbols);
#ifdef __MUON_LANES__
#define OVERLAY_LOOPS __single_lane
#else
#define OVERLAY_LOOPS
#endif

/* Runs an overlay and returns after the end signal. What the tasks have stored is visible then.
 * Failed, cancelled and blocked tasks are reported, with a graph of what has not run. On a cluster
 * all lanes of all warps of cluster 0 call it, and all have the outcome; those of other clusters
 * return at once. */
overlay_outcome_t overlay_realize(const overlay_t *overlay, overlay_loops_t *loops,
                                  const void *symbols);

/* In the task loops: waits for a slot. The record in it has everything 0 up to its index. NULL if
 * the run has stopped: then the loops shall return. */
OVERLAY_CHANNEL void *overlay_task(overlay_run_t *run);
void overlay_enqueue(overlay_run_t *run, OVERLAY_CHANNEL void *task);
/* The loops cannot go on: no more tasks come, and the run's report says "<error>: <value>". */
void overlay_stop(overlay_run_t *run, const char *error, int64_t value);

/* In a kernel: waits for the queue's next task. NULL: this function shall return. */
OVERLAY_CHANNEL void *overlay_kernel_begin(overlay_queue_t *queue);
#ifdef __MUON_LANES__ /* the same in all lanes */
#define overlay_kernel_begin(queue) __uniform(overlay_kernel_begin(queue))
#endif
/* The task has run. Sends the acknowledgement. */
void overlay_kernel_end(overlay_queue_t *queue, int result);

/* Is this the lane that executes a kernel that has one? */
#ifdef __MUON_LANES__
#define OVERLAY_ONE_LANE (muon_lane_id() == 0)
#else
#define OVERLAY_ONE_LANE 1
#endif

#ifdef __cplusplus
}
#endif

#endif
