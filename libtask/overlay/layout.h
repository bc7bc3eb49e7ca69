/* Records of tasks as the runtime sees them, which does not know an overlay's types: a head, the
 * task's index, its parents, and its kernel's arguments, which are nobody's business here. */
#ifndef LIBTASK_OVERLAY_LAYOUT_H
#define LIBTASK_OVERLAY_LAYOUT_H

#include "neutrino/overlay.h"

#if defined(__riscv) && __riscv_xlen == 64
#include "neutrino/platform.h"
#define OVERLAY_NEUTRINO
#define OVERLAY_CHANNEL_BASE UINT64_C(NEUTRINO_SHARED_WINDOW)
#else
#define OVERLAY_CHANNEL_BASE 0
#endif

typedef OVERLAY_CHANNEL overlay_head_t *record_t;
/* The task's number and its iteration variables. */
typedef OVERLAY_CHANNEL const int64_t *index_t;
typedef OVERLAY_CHANNEL char *dep_t;

/* What a pointer of the application's side points to. */
#define OVERLAY_AT(type, pointer) ((type *)(uintptr_t)(pointer))

static inline record_t record_at(const overlay_t *overlay, int slot) {
    OVERLAY_CHANNEL char *records =
        (OVERLAY_CHANNEL char *)(OVERLAY_CHANNEL_BASE + (uintptr_t)overlay->records);
    return (record_t)(records + (uint32_t)slot * overlay->record_bytes);
}

/* Everything 0 that is not the application's to write. */
static inline void record_clear(record_t record) {
    record->parents_ = record->queue = 0;
    record->last = record->unusual_ = false;
    record->result = 0;
    record->num_of_deps = record->missing_ = record->key = 0;
    record->error = 0;
    record->children_ = 0;
}

static inline index_t record_index(record_t record) {
    return (index_t)(record + 1);
}

static inline dep_t record_deps(const overlay_t *overlay, record_t record) {
    return (dep_t)record + overlay->deps_offset;
}

static inline index_t dep_index(dep_t dep) {
    return (index_t)dep;
}

/* Behind the index. */
struct dep_tail {
    uint32_t order; /* OVERLAY_AFTER: it has not come yet */
    uint32_t key;
};

static inline OVERLAY_CHANNEL struct dep_tail *dep_tail(const overlay_t *overlay, dep_t dep) {
    return (OVERLAY_CHANNEL struct dep_tail *)(dep + overlay->index_words * sizeof(int64_t));
}

/* A task and its slot in one number: tasks are counted in the bits above. A child that has waited
 * while 67 million others have come may take one of these for its parent. */
static inline uint32_t task_id(uint32_t number, int slot) {
    return number * OVERLAY_SLOTS + (uint32_t)slot;
}
static inline int task_slot(uint32_t id) {
    return id % OVERLAY_SLOTS;
}

typedef uint64_t slots_t;  /* a bit for each slot */
typedef uint32_t queues_t; /* a bit for each queue */

static inline uint32_t index_hash(index_t index, uint32_t words) {
    uint32_t hash = 0;
    for (uint32_t i = 0; i < words; i++)
        hash = hash * 0x9e3779b1u + (uint32_t)index[i];
    return hash * 0x85ebca6bu;
}

static inline bool index_equal(index_t a, index_t b, uint32_t words) {
    uint32_t i = 0;
    while (i < words && a[i] == b[i])
        i++;
    return i == words;
}

#ifndef OVERLAY_NEUTRINO
/* The last record, unless the run is over or has had it. */
static inline void enqueue_last(overlay_run_t *run, const char *error, int64_t value) {
    record_t last = (record_t)overlay_task(run);
    if (!last)
        return;
    last->last = true;
    last->error = error;
    last->error_value = value;
    overlay_enqueue(run, last);
}
#endif

#endif
