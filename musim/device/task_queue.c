#include "musim/device/task_queue.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

struct item {
    run_id run;
    unsigned bytes;
    uint8_t payload[NEUTRINO_PAYLOAD_BYTES]; /* zero after its bytes */
};

struct task_queue {
    const struct device_host *host;
    struct item *ring; /* grows: runs that retire at issue are not bounded by the scoreboard */
    unsigned capacity; /* a power of two */
    unsigned first, count;
};

void *task_queue_create(const struct device_host *host) {
    struct task_queue *queue = xcalloc(1, sizeof *queue);
    queue->host = host;
    queue->capacity = NEUTRINO_DEFAULT_SCOREBOARD;
    queue->ring = xcalloc(queue->capacity, sizeof *queue->ring);
    return queue;
}

void task_queue_reset(void *device) {
    struct task_queue *queue = device;
    queue->first = queue->count = 0;
}

void task_queue_free(void *device) {
    struct task_queue *queue = device;
    if (!queue)
        return;
    free(queue->ring);
    free(queue);
}

static void update_interrupt(const struct task_queue *queue) {
    queue->host->interrupt(queue->host->context, queue->count > 0);
}

static struct item *item_at(const struct task_queue *queue, unsigned n) {
    return &queue->ring[(queue->first + n) & (queue->capacity - 1)];
}

static void grow(struct task_queue *queue) {
    struct item *ring = xcalloc(2 * (size_t)queue->capacity, sizeof *ring);
    for (unsigned i = 0; i < queue->count; i++)
        ring[i] = *item_at(queue, i);
    free(queue->ring);
    queue->ring = ring;
    queue->capacity *= 2;
    queue->first = 0;
}

void task_queue_push(struct task_queue *queue, const struct sb_task_run *task_run) {
    if (queue->count == queue->capacity)
        grow(queue);
    struct item *item = item_at(queue, queue->count++);
    item->run = task_run->run;
    item->bytes = task_run->payload_words * 4;
    if (item->bytes)
        memcpy(item->payload, task_run->payload, item->bytes);
    memset(item->payload + item->bytes, 0, sizeof item->payload - item->bytes);
    update_interrupt(queue);
}

static void pop(struct task_queue *queue) {
    if (queue->count == 0)
        return;
    queue->first = (queue->first + 1) & (queue->capacity - 1);
    queue->count--;
}

static void pop_if_head(struct task_queue *queue, run_id run) {
    if (queue->count && item_at(queue, 0)->run == run)
        pop(queue);
}

unsigned task_queue_pending(const struct task_queue *queue) {
    return queue->count;
}

run_id task_queue_peek(const struct task_queue *queue, unsigned n) {
    return n < queue->count ? item_at(queue, n)->run : 0;
}

run_id task_queue_head(const struct task_queue *queue) {
    return task_queue_peek(queue, 0);
}

static bool load_payload(const struct task_queue *queue, uint64_t offset, unsigned size,
                         uint64_t *value) {
    if (offset >= NEUTRINO_PAYLOAD_BYTES || size > 8 || offset % size)
        return false;
    *value = 0;
    if (queue->count)
        memcpy(value, item_at(queue, 0)->payload + offset, size);
    return true;
}

/* Control registers are at multiples of 8; a 4-byte access is to the low half. */
static bool is_register_access(uint64_t offset, unsigned size) {
    return offset % 8 == 0 && (size == 4 || size == 8);
}

bool task_queue_load(void *device, uint64_t offset, unsigned size, uint64_t *value) {
    const struct task_queue *queue = device;
    if (offset >= NEUTRINO_QUEUE_PAYLOAD_WINDOW)
        return load_payload(queue, offset - NEUTRINO_QUEUE_PAYLOAD_WINDOW, size, value);
    if (!is_register_access(offset, size))
        return false;
    const struct item *head = queue->count ? item_at(queue, 0) : NULL;
    switch (offset) {
    case NEUTRINO_QUEUE_TASK: *value = head ? run_task(head->run) : 0; break;
    case NEUTRINO_QUEUE_RUN: *value = head ? head->run : 0; break;
    case NEUTRINO_QUEUE_PAYLOAD:
        *value = head ? NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_PAYLOAD_WINDOW : 0;
        break;
    case NEUTRINO_QUEUE_BYTES: *value = head ? head->bytes : 0; break;
    case NEUTRINO_QUEUE_PENDING: *value = queue->count; break;
    case NEUTRINO_QUEUE_CLUSTER: *value = queue->host->cluster; break;
    default: return false;
    }
    if (size == 4)
        *value = (uint32_t)*value;
    return true;
}

bool task_queue_store(void *device, unsigned who, uint64_t offset, unsigned size, uint64_t value) {
    struct task_queue *queue = device;
    const struct device_host *host = queue->host;
    run_id run = (run_id)value;
    (void)who;
    if (!is_register_access(offset, size))
        return false;
    switch (offset) {
    case NEUTRINO_QUEUE_DONE:
        pop_if_head(queue, run);
        host->signal(host->context, run);
        break;
    case NEUTRINO_QUEUE_COMPLETE: host->complete(host->context, run); break;
    case NEUTRINO_QUEUE_DEFER: pop_if_head(queue, run); break;
    case NEUTRINO_QUEUE_POP: pop(queue); break;
    default: return false;
    }
    update_interrupt(queue);
    return true;
}

const struct device_class device_task_queue = {
    .create = task_queue_create,
    .destroy = task_queue_free,
    .reset = task_queue_reset,
    .load = task_queue_load,
    .store = task_queue_store,
};
