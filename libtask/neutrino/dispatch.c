/* The external-interrupt handler: takes runs from the task queue until it is empty. */
#include "runtime.h"

/* The run whose task function is executing. */
static struct running {
    run_id_t id; /* 0: there is none */
    bool popped; /* deferred or signalled: the queue's head is another run already */
} current;

static uint64_t queue_read(unsigned reg) {
    return device_read(NEUTRINO_QUEUE_BASE + reg);
}

static void queue_write(unsigned reg, uint64_t value) {
    device_write(NEUTRINO_QUEUE_BASE + reg, value);
}

run_id_t neutrino_run_self(void) {
    return current.id;
}

uint32_t neutrino_cluster_id(void) {
    return (uint32_t)queue_read(NEUTRINO_QUEUE_CLUSTER);
}

run_id_t neutrino_defer(void) {
    if (!current.popped) {
        current.popped = true;
        queue_write(NEUTRINO_QUEUE_DEFER, current.id);
    }
    return current.id;
}

void neutrino_signal(run_id_t run) {
    if (run == current.id)
        current.popped = true;
    queue_write(NEUTRINO_QUEUE_DONE, run);
}

void neutrino_complete(run_id_t run) {
    queue_write(NEUTRINO_QUEUE_COMPLETE, run);
}

/* Not inlined, so that other tasks take as long as without. */
__attribute__((noinline)) static const struct neutrino_task *find_library_task(uint64_t id) {
    const struct neutrino_library_task *row = neutrino_library_start;
    while (row < neutrino_library_end && row->id != id)
        row++;
    if (row < neutrino_library_end)
        return &row->task;
    neutrino_printf("neutrino: run %#x is of task %u, which the binary does not have\n", current.id,
                    (unsigned)id);
    abort();
}

static const struct neutrino_task *find_task(uint64_t id) {
    bool is_users = id < neutrino_task_rows && neutrino_tasks[id].function;
    return is_users ? &neutrino_tasks[id] : find_library_task(id);
}

/* The payload as the task wants it: what was not sent is zero. */
static void copy_payload(void *to, size_t wanted) {
    const void *from = (const void *)queue_read(NEUTRINO_QUEUE_PAYLOAD);
    size_t sent = queue_read(NEUTRINO_QUEUE_BYTES);
    size_t bytes = sent < wanted ? sent : wanted;
    /* By words: the payload window is a device. */
    volatile const uint32_t *words = from;
    uint32_t *copy = to;
    for (size_t i = 0; i < bytes / 4; i++)
        copy[i] = words[i];
    memset((char *)to + bytes, 0, wanted - bytes);
}

/* A task that stays (overlay_tasks.c) executes others meanwhile, so there may be one already. */
void neutrino_run_head(void) {
    struct running outer = current;
    char *heap = neutrino_heap_enter();
    current.id = (run_id_t)queue_read(NEUTRINO_QUEUE_RUN);
    current.popped = false;
    const struct neutrino_task *task = find_task(queue_read(NEUTRINO_QUEUE_TASK));
    {
        _Alignas(16) unsigned char payload[NEUTRINO_PAYLOAD_BYTES];
        copy_payload(payload, task->bytes);
        task->function(payload);
    }
    neutrino_heap_leave(heap);
    if (!current.popped)
        queue_write(NEUTRINO_QUEUE_DONE, current.id);
    current = outer;
}

void neutrino_dispatch(void) {
    while (queue_read(NEUTRINO_QUEUE_PENDING)) {
        __asm__ volatile("fscsr zero"); /* rounding and flags do not leak into the next task */
        neutrino_run_head();
    }
}
