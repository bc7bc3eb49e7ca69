#include "libtask/overlay/lookup.h"

/* On a cluster this is the application's one lane (OVERLAY_LOOPS). */

static inline slots_t bit(int slot) {
    return UINT64_C(1) << slot;
}

static inline uint32_t bucket_of(const overlay_t *overlay, index_t index) {
    return index_hash(index, overlay->index_words) / (UINT32_MAX / LOOKUP_BUCKETS + 1);
}

OVERLAY_LOOPS void lookup_begin(struct overlay_lookup *lookup, bool one_by_one) {
    lookup->one_by_one = one_by_one;
    lookup->count = 0;
    for (unsigned i = 0; i < OVERLAY_SLOTS; i++)
        lookup->slot[i].bucket = LOOKUP_BUCKETS;
    for (unsigned i = 0; i < OVERLAY_QUEUES; i++)
        lookup->queue[i].child = 0;
    for (unsigned i = 0; i < LOOKUP_BUCKETS; i++) {
        lookup->present[i] = -1;
        lookup->awaited[i] = 0;
    }
}

OVERLAY_LOOPS void lookup_forget(struct overlay_lookup *lookup, int slot) {
    const struct lookup_slot *old = &lookup->slot[slot];
    if (old->bucket == LOOKUP_BUCKETS)
        return;
    int8_t *link = &lookup->present[old->bucket];
    while (*link != slot)
        link = &lookup->slot[*link].next;
    *link = old->next;
}

/* The slot of the task with that index, or -1. */
static inline int find(const struct overlay_lookup *lookup, const overlay_t *overlay,
                       uint32_t bucket, index_t index) {
    int slot = lookup->present[bucket];
    while (slot >= 0 &&
           !index_equal(record_index(record_at(overlay, slot)), index, overlay->index_words))
        slot = lookup->slot[slot].next;
    return slot;
}

/* Does the task wait for this later one? It is there now; other later ones of the bucket may be
 * waited for still. */
static inline bool meets(struct overlay_lookup *lookup, const overlay_t *overlay, int slot,
                         index_t index, uint32_t bucket) {
    record_t task = record_at(overlay, slot);
    dep_t dep = record_deps(overlay, task);
    bool found = false, waits = false;
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes) {
        OVERLAY_CHANNEL uint32_t *order = dep_order(overlay, dep);
        if (!DEP_AFTER(*order) || DEP_BUCKET(*order) != bucket)
            continue;
        if (index_equal(dep_index(dep), index, overlay->index_words)) {
            *order &= ~(uint32_t)OVERLAY_AFTER;
            found = true;
        } else {
            waits = true;
        }
    }
    if (!waits)
        lookup->awaited[bucket] &= ~bit(slot);
    return found;
}

/* Is there the same parent in front of this one? */
static inline bool is_repeated(const overlay_t *overlay, dep_t first, dep_t dep) {
    while (first != dep && !index_equal(dep_index(first), dep_index(dep), overlay->index_words))
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

static inline void find_parents(struct overlay_lookup *lookup, const overlay_t *overlay, int slot,
                                record_t task) {
    dep_t first = record_deps(overlay, task), dep = first;
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes) {
        OVERLAY_CHANNEL uint32_t *order = dep_order(overlay, dep);
        uint32_t bucket = bucket_of(overlay, dep_index(dep));
        int parent = find(lookup, overlay, bucket, dep_index(dep));
        if (parent >= 0)
            tell_parent(lookup, task, parent);
        if (parent >= 0 || !DEP_AFTER(*order)) {
            *order = OVERLAY_BEFORE;
            continue;
        }
        *order |= bucket << 8;
        lookup->awaited[bucket] |= bit(slot);
        task->missing_ += !is_repeated(overlay, first, dep);
    }
}

/* Tasks that have waited for this one. */
static inline void find_children(struct overlay_lookup *lookup, const overlay_t *overlay,
                                 record_t task, uint32_t bucket) {
    slots_t children = 0;
    for (slots_t waits = lookup->awaited[bucket]; waits; waits &= waits - 1) {
        int child = __builtin_ctzll(waits);
        if (meets(lookup, overlay, child, record_index(task), bucket))
            children |= bit(child);
    }
    task->children_ = children;
}

OVERLAY_LOOPS void lookup_complete(struct overlay_lookup *lookup, const overlay_t *overlay,
                                   int slot) {
    record_t task = record_at(overlay, slot);
    uint32_t bucket = bucket_of(overlay, record_index(task));
    if (task->queue >= overlay->queues || !overlay->kernels[task->queue]) {
        task->error = "there is no kernel on queue";
        task->error_value = task->queue;
        task->queue = 0;
    }
    if (lookup->awaited[bucket])
        find_children(lookup, overlay, task, bucket);
    find_parents(lookup, overlay, slot, task); /* not itself: for that it waits for ever */
    task->unusual_ = task->error || task->missing_ || task->children_;
    lookup->slot[slot] = (struct lookup_slot){.id = task_id(lookup->count++, slot),
                                              .queue = task->queue,
                                              .next = lookup->present[bucket],
                                              .bucket = (uint16_t)bucket};
    lookup->present[bucket] = (int8_t)slot;
}
