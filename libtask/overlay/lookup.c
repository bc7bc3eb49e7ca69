#include "libtask/overlay/lookup.h"

/* On a cluster this is the application's one lane (OVERLAY_LOOPS). */
#define RARE OVERLAY_LOOPS __attribute__((noinline, cold))

static inline slots_t bit(int slot) {
    return UINT64_C(1) << slot;
}

static inline uint32_t bucket_of(uint32_t key) {
    return key % LOOKUP_BUCKETS;
}

OVERLAY_LOOPS void lookup_begin(struct overlay_lookup *lookup, const overlay_t *overlay,
                                bool one_by_one) {
    lookup->one_by_one = one_by_one;
    lookup->count = 0;
    lookup->kernels = 0;
    for (unsigned i = 0; i < overlay->queues && i < OVERLAY_QUEUES; i++)
        lookup->kernels |= (queues_t)(overlay->kernels[i] != NULL) << i;
    for (unsigned i = 0; i < OVERLAY_SLOTS; i++)
        lookup->slot[i] = (struct lookup_slot){.record = record_at(overlay, (int)i)};
    for (unsigned i = 0; i < OVERLAY_QUEUES; i++)
        lookup->queue[i].child = 0;
    for (unsigned i = 0; i < LOOKUP_BUCKETS; i++) {
        lookup->present[i] = -1;
        lookup->awaited[i] = 0;
    }
}

static inline void forget(struct overlay_lookup *lookup, int slot) {
    int8_t *link = &lookup->present[bucket_of(lookup->slot[slot].key)];
    while (*link != slot)
        link = &lookup->slot[*link].next;
    *link = lookup->slot[slot].next;
}

OVERLAY_LOOPS record_t lookup_clear(struct overlay_lookup *lookup, int slot) {
    record_t record = lookup->slot[slot].record;
    if (lookup->slot[slot].is_used)
        forget(lookup, slot);
    record_clear(record);
    return record;
}

static inline bool is_dep(const overlay_t *overlay, dep_t dep, uint32_t key, index_t index) {
    return dep_tail(overlay, dep)->key == key &&
           (overlay->exact_keys || index_equal(dep_index(dep), index, overlay->index_words));
}

/* The slot of a task, or -1. */
static inline int find(const struct overlay_lookup *lookup, const overlay_t *overlay, dep_t dep) {
    int slot = lookup->present[bucket_of(dep_tail(overlay, dep)->key)];
    while (slot >= 0 &&
           !is_dep(overlay, dep, lookup->slot[slot].key, record_index(record_at(overlay, slot))))
        slot = lookup->slot[slot].next;
    return slot;
}

/* Does the task wait for this later one? It is there now; other later ones of the bucket may be
 * waited for still. */
static inline bool meets(struct overlay_lookup *lookup, const overlay_t *overlay, int slot,
                         record_t later) {
    record_t task = record_at(overlay, slot);
    dep_t dep = record_deps(overlay, task);
    bool found = false, waits = false;
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes) {
        OVERLAY_CHANNEL struct dep_tail *tail = dep_tail(overlay, dep);
        if (!tail->order)
            continue;
        if (is_dep(overlay, dep, later->key, record_index(later))) {
            tail->order = OVERLAY_BEFORE;
            found = true;
        } else {
            waits |= bucket_of(tail->key) == bucket_of(later->key);
        }
    }
    if (!waits)
        lookup->awaited[bucket_of(later->key)] &= ~bit(slot);
    return found;
}

/* Is there the same parent in front of this one? */
static inline bool is_repeated(const overlay_t *overlay, dep_t first, dep_t dep) {
    while (first != dep && !is_dep(overlay, first, dep_tail(overlay, dep)->key, dep_index(dep)))
        first += overlay->dep_bytes;
    return first != dep;
}

/* Tells the scheduler of a parent, unless a later one on its queue is told. */
static inline void tell_parent(struct overlay_lookup *lookup, record_t task, int slot) {
    const struct lookup_slot *parent = &lookup->slot[slot];
    struct lookup_queue *queue = &lookup->queue[parent->queue];
    if (parent->queue == task->queue && lookup->one_by_one)
        return;
    if (queue->child != lookup->count + 1) {
        queue->child = lookup->count + 1;
        queue->place = task->parents_++;
    } else if ((int32_t)(parent->id - task->parent_[queue->place]) < 0) {
        return;
    }
    task->parent_[queue->place] = parent->id;
}

/* The parent has not come: then the task waits for it. */
static RARE void await_parent(struct overlay_lookup *lookup, const overlay_t *overlay, int slot,
                              record_t task, dep_t dep) {
    lookup->awaited[bucket_of(dep_tail(overlay, dep)->key)] |= bit(slot);
    task->missing_ += !is_repeated(overlay, record_deps(overlay, task), dep);
    task->unusual_ = true;
}

static inline void find_parents(struct overlay_lookup *lookup, const overlay_t *overlay, int slot,
                                record_t task) {
    dep_t dep = record_deps(overlay, task);
    for (uint32_t left = task->num_of_deps; left; left--, dep += overlay->dep_bytes) {
        OVERLAY_CHANNEL struct dep_tail *tail = dep_tail(overlay, dep);
        int parent = find(lookup, overlay, dep);
        if (parent >= 0) {
            tail->order = OVERLAY_BEFORE;
            tell_parent(lookup, task, parent);
        } else if (tail->order) {
            await_parent(lookup, overlay, slot, task, dep);
        }
    }
}

/* Tasks that have waited for this one. */
static RARE void find_children(struct overlay_lookup *lookup, const overlay_t *overlay,
                               record_t task) {
    slots_t children = 0;
    for (slots_t waits = lookup->awaited[bucket_of(task->key)]; waits; waits &= waits - 1) {
        int child = __builtin_ctzll(waits);
        if (meets(lookup, overlay, child, task))
            children |= bit(child);
    }
    task->children_ = children;
    task->unusual_ |= children != 0;
}

/* There is no kernel on its queue: it fails in another one. */
static RARE void refuse_queue(const struct overlay_lookup *lookup, record_t task) {
    task->error = "there is no kernel on queue";
    task->error_value = task->queue;
    task->queue = lookup->kernels ? (uint8_t)__builtin_ctz(lookup->kernels) : 0;
}

OVERLAY_LOOPS void lookup_complete(struct overlay_lookup *lookup, const overlay_t *overlay,
                                   int slot, record_t task) {
    struct lookup_slot *added = &lookup->slot[slot];
    int8_t *bucket = &lookup->present[bucket_of(task->key)];
    if (task->queue >= OVERLAY_QUEUES || !(lookup->kernels >> task->queue & 1))
        refuse_queue(lookup, task);
    task->unusual_ = task->error != 0;
    if (lookup->awaited[bucket_of(task->key)])
        find_children(lookup, overlay, task);
    if (task->num_of_deps)
        find_parents(lookup, overlay, slot, task); /* not itself: for that it waits for ever */
    added->id = task_id(lookup->count++, slot);
    added->key = task->key;
    added->queue = task->queue;
    added->is_used = true;
    added->next = *bucket;
    *bucket = (int8_t)slot;
}
