#include "libtask/overlay/lookup.h"

/* On a cluster this is the application's one lane (OVERLAY_LOOPS). */

static inline slots_t bit(unsigned slot) {
    return UINT64_C(1) << slot;
}

static inline uint32_t bucket_of(const overlay_t *overlay, index_t index) {
    return index_hash(index, overlay->index_words) / (UINT32_MAX / LOOKUP_BUCKETS + 1);
}

OVERLAY_LOOPS void lookup_begin(struct overlay_lookup *lookup, bool one_by_one) {
    lookup->one_by_one = one_by_one;
    lookup->count = 0;
    lookup->used = 0;
    for (unsigned i = 0; i < OVERLAY_QUEUES; i++)
        lookup->on_queue[i] = 0;
    for (unsigned i = 0; i < LOOKUP_BUCKETS; i++)
        lookup->present[i] = lookup->awaited[i] = 0;
}

OVERLAY_LOOPS void lookup_forget(struct overlay_lookup *lookup, const overlay_t *overlay,
                                 unsigned slot) {
    record_t old = record_at(overlay, slot);
    if (lookup->used & bit(slot)) {
        lookup->present[old->bucket_] &= ~bit(slot);
        lookup->on_queue[old->queue] &= ~bit(slot);
    }
    lookup->used |= bit(slot);
}

/* Those of some slots in which there is the task with that index: one at most. */
static inline slots_t find(const overlay_t *overlay, slots_t slots, index_t index) {
    for (; slots; slots &= slots - 1) {
        unsigned slot = (unsigned)__builtin_ctzll(slots);
        if (index_equal(record_index(record_at(overlay, slot)), index, overlay->index_words))
            return bit(slot);
    }
    return 0;
}

/* Does the task wait for this later one? It is there now; other later ones of the bucket may be
 * waited for still. */
static inline bool meets(struct overlay_lookup *lookup, const overlay_t *overlay, unsigned slot,
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

/* The parents that the scheduler is told, and one more. */
static inline slots_t add_parent(const struct overlay_lookup *lookup, slots_t parents,
                                 slots_t parent, unsigned queue) {
    slots_t rival = parents & lookup->on_queue[queue];
    if (!rival)
        return parents | parent;
    uint32_t number = lookup->number[__builtin_ctzll(parent)];
    bool is_last = (int32_t)(number - lookup->number[__builtin_ctzll(rival)]) > 0;
    return is_last ? (parents & ~rival) | parent : parents;
}

static inline void find_parents(struct overlay_lookup *lookup, const overlay_t *overlay,
                                unsigned slot, record_t task) {
    dep_t first = record_deps(overlay, task), dep = first;
    for (uint32_t i = 0; i < task->num_of_deps; i++, dep += overlay->dep_bytes) {
        OVERLAY_CHANNEL uint32_t *order = dep_order(overlay, dep);
        uint32_t bucket = bucket_of(overlay, dep_index(dep));
        slots_t parent = find(overlay, lookup->present[bucket], dep_index(dep));
        if (parent) {
            unsigned queue = record_at(overlay, (unsigned)__builtin_ctzll(parent))->queue;
            if (queue != task->queue || !lookup->one_by_one)
                task->parents_ = add_parent(lookup, task->parents_, parent, queue);
        }
        if (parent || !DEP_AFTER(*order)) {
            *order = OVERLAY_BEFORE;
            continue;
        }
        *order |= bucket << 8;
        lookup->awaited[bucket] |= bit(slot);
        task->missing_ += !is_repeated(overlay, first, dep);
    }
}

OVERLAY_LOOPS void lookup_complete(struct overlay_lookup *lookup, const overlay_t *overlay,
                                   unsigned slot) {
    record_t task = record_at(overlay, slot);
    index_t index = record_index(task);
    uint32_t bucket = bucket_of(overlay, index);
    task->bucket_ = (uint16_t)bucket;
    if (task->queue >= overlay->queues || !overlay->kernels[task->queue]) {
        task->error = "there is no kernel on queue";
        task->error_value = task->queue;
        task->queue = 0;
    }
    for (slots_t waits = lookup->awaited[bucket]; waits; waits &= waits - 1) {
        unsigned child = (unsigned)__builtin_ctzll(waits);
        if (meets(lookup, overlay, child, index, bucket))
            task->children_ |= bit(child);
    }
    find_parents(lookup, overlay, slot, task); /* not itself: for that it waits for ever */
    lookup->present[bucket] |= bit(slot);
    lookup->on_queue[task->queue] |= bit(slot);
    lookup->number[slot] = lookup->count++;
}
