/* Queues: dispatches that are not over, held until somebody flushes them. */
#include "libtask/host/engine/engine.h"

#include "libtask/host/memory.h"

#include <stdlib.h>

static struct queue *queues;

struct queue *first_queue(void) {
    return queues;
}

void queues_forget(void) {
    queues = NULL;
}

void queue_link(struct queue *queue, struct dispatch *dispatch) {
    if (!queue->first) {
        queue->next_queue = queues;
        queue->this_queue = &queues;
        if (queues)
            queues->this_queue = &queue->next_queue;
        queues = queue;
    }
    dispatch->next_of_queue = NULL;
    dispatch->this_of_queue = queue->last;
    *queue->last = dispatch;
    queue->last = &dispatch->next_of_queue;
    if (!queue->first_held)
        queue->first_held = dispatch;
}

void queue_unlink(struct dispatch *dispatch) {
    struct queue *queue = dispatch->queue;
    *dispatch->this_of_queue = dispatch->next_of_queue;
    if (dispatch->next_of_queue)
        dispatch->next_of_queue->this_of_queue = dispatch->this_of_queue;
    else
        queue->last = dispatch->this_of_queue;
    if (queue->first_held == dispatch) /* refused before anyone flushed it */
        queue->first_held = dispatch->next_of_queue;
    if (queue->first)
        return;
    *queue->this_queue = queue->next_queue;
    if (queue->next_queue)
        queue->next_queue->this_queue = queue->this_queue;
    pthread_cond_broadcast(&queue->empty);
}

void queue_flush(struct queue *queue, struct dispatch **ready) {
    for (struct dispatch *dispatch = queue->first_held; dispatch;
         dispatch = dispatch->next_of_queue)
        dispatch_release_hold(dispatch, ready);
    queue->first_held = NULL;
}

void queue_refuse(struct queue *queue, bool running, const struct failure *failure,
                  struct dispatch **ready) {
    for (struct dispatch *dispatch = queue->first; dispatch; dispatch = dispatch->next_of_queue)
        if (running || !dispatch->started)
            dispatch_refuse(dispatch, failure, ready);
}

void flush_all(struct dispatch **ready) {
    for (struct queue *queue = queues; queue; queue = queue->next_queue)
        queue_flush(queue, ready);
}

/* ---- calls ---- */

static void release(struct object *object) {
    struct queue *queue = (struct queue *)object;
    pthread_cond_destroy(&queue->empty);
    object_drop(queue->device);
    free(queue);
}

enum tk_status tk_queue_create(tk_device on, tk_queue *handle) {
    if (!handle)
        return fail(TK_ERROR_ARGUMENT, "no place for the queue: NULL");
    struct device *device = object_find(OBJECT_DEVICE, on);
    if (!device)
        return TK_ERROR_HANDLE;
    struct queue *queue = memory_zeroed(1, sizeof *queue);
    void *published = NULL;
    if (queue) {
        queue->device = device;
        queue->last = &queue->first;
        condition_init(&queue->empty);
        published = object_publish(&queue->object, OBJECT_QUEUE, release);
    }
    if (published) {
        *handle = published;
        return TK_OK;
    }
    free(queue);
    object_drop(device);
    return fail_memory();
}

enum tk_status tk_flush(tk_queue handle) {
    struct dispatch *ready = NULL;
    struct queue *queue = object_find(OBJECT_QUEUE, handle);
    if (!queue)
        return TK_ERROR_HANDLE;
    engine_lock();
    queue_flush(queue, &ready);
    engine_unlock(ready);
    object_drop(queue);
    return TK_OK;
}

/* Flushes all, and what others dispatch meanwhile is not held. */
static enum tk_status wait_until_empty(struct queue *queue, uint64_t nanoseconds) {
    struct timespec time;
    struct dispatch *ready = NULL;
    const struct timespec *until = deadline(nanoseconds, &time);
    bool in_time = true;
    engine_lock();
    flush_all(&ready);
    engine_add_waiter(1);
    engine_unlock(ready);
    engine_lock();
    while (queue->first && in_time && nanoseconds)
        in_time = engine_wait(&queue->empty, until);
    bool empty = !queue->first;
    engine_add_waiter(-1);
    engine_unlock(NULL);
    return empty ? TK_OK : fail(TK_TIMEOUT, "the queue is not done yet");
}

enum tk_status tk_wait_all(tk_queue handle, uint64_t nanoseconds) {
    if (nanoseconds && pool_is_here())
        return fail(TK_ERROR_WOULD_WAIT, "a callback or kernel waits for a queue");
    struct queue *queue = object_find(OBJECT_QUEUE, handle);
    if (!queue)
        return TK_ERROR_HANDLE;
    enum tk_status status = wait_until_empty(queue, nanoseconds);
    object_drop(queue);
    return status;
}

static void end_queue(struct queue *queue, enum tk_end end) {
    static const struct failure abandoned = {TK_ERROR_ABANDONED, TK_NO_COMMAND,
                                             "the queue was destroyed before it began"};
    struct dispatch *ready = NULL;
    engine_lock();
    queue->ended = true;
    if (end == TK_END_ABANDON)
        queue_refuse(queue, false, &abandoned, &ready);
    engine_unlock(ready);
}

enum tk_status tk_queue_destroy(tk_queue handle, enum tk_end end) {
    if (!handle)
        return TK_OK;
    if (pool_is_here())
        return fail(TK_ERROR_WOULD_WAIT, "a queue is destroyed by a callback or kernel");
    struct queue *queue = object_find(OBJECT_QUEUE, handle);
    if (!queue)
        return TK_ERROR_HANDLE;
    if (!object_destroy(OBJECT_QUEUE, handle)) {
        object_drop(queue);
        return TK_ERROR_HANDLE;
    }
    end_queue(queue, end);
    wait_until_empty(queue, TK_FOREVER);
    object_drop(queue);
    return TK_OK;
}
