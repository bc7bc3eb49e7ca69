/* Dispatches: made, held, and over. */
#include "libtask/host/engine/engine.h"

#include "libtask/host/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- making one ---- */

void dispatch_free(struct dispatch *dispatch) {
    for (size_t i = 0; i < dispatch->wait_count; i++)
        object_drop(dispatch->waits[i].semaphore);
    for (size_t i = 0; i < dispatch->signal_count; i++)
        object_drop(dispatch->signals[i]);
    object_drop(dispatch->fence);
    object_drop(dispatch->commands);
    object_drop(dispatch->queue);
    recording_drop(dispatch->recording);
    free(dispatch->waits);
    free(dispatch->signals);
    free(dispatch->runs);
    free(dispatch->times);
    free(dispatch);
}

static enum tk_status find_semaphores(struct dispatch *dispatch, const struct tk_dispatch *from) {
    dispatch->waits = memory_zeroed(from->wait_count, sizeof *dispatch->waits);
    dispatch->signals = memory_zeroed(from->signal_count, sizeof *dispatch->signals);
    if (!dispatch->waits || !dispatch->signals)
        return fail_memory();
    for (size_t i = 0; i < from->wait_count; i++) {
        struct semaphore *semaphore = object_find(OBJECT_SEMAPHORE, from->waits[i]);
        if (!semaphore)
            return TK_ERROR_HANDLE;
        dispatch->waits[dispatch->wait_count++] =
            (struct wait){.semaphore = semaphore, .dispatch = dispatch};
    }
    for (size_t i = 0; i < from->signal_count; i++) {
        struct semaphore *semaphore = object_find(OBJECT_SEMAPHORE, from->signals[i]);
        if (!semaphore)
            return TK_ERROR_HANDLE;
        dispatch->signals[dispatch->signal_count++] = semaphore;
    }
    return TK_OK;
}

static enum tk_status make_runs(struct dispatch *dispatch) {
    const struct graph *graph = plan_steps(dispatch->recording->plan);
    dispatch->runs = memory_get((graph->nodes + (size_t)1) * sizeof *dispatch->runs);
    if (!dispatch->runs)
        return fail_memory();
    for (uint32_t i = 0; i <= graph->nodes; i++) {
        dispatch->runs[i].dispatch = dispatch;
        atomic_init(&dispatch->runs[i].before, i < graph->nodes ? graph->predecessors[i] : 0);
    }
    atomic_init(&dispatch->left, graph->nodes + 1);
    return TK_OK;
}

static enum tk_status make_times(struct dispatch *dispatch, uint64_t number) {
    uint32_t count = (uint32_t)dispatch->recording->count;
    dispatch->times = memory_zeroed(1, sizeof *dispatch->times + count * sizeof(struct tk_times));
    if (!dispatch->times)
        return fail_memory();
    dispatch->times->recording = number;
    dispatch->times->count = count;
    uint64_t queued = now();
    for (uint32_t i = 0; i < count; i++)
        dispatch->times->commands[i].queued = queued;
    return TK_OK;
}

static enum tk_status check_lists(const struct tk_dispatch *from) {
    if (!from->wait_count != !from->waits || !from->signal_count != !from->signals)
        return fail(TK_ERROR_ARGUMENT, "semaphores: a count without a list, or a list without one");
    if (from->profile && !from->fence)
        return fail(TK_ERROR_ARGUMENT, "time stamps need a fence, which keeps them");
    return TK_OK;
}

/* All that can be done without the engine's lock, with the command buffer's. */
static enum tk_status prepare(struct dispatch *dispatch, const struct tk_dispatch *from) {
    struct command_buffer *commands = dispatch->commands;
    if (!commands->finalized)
        return fail(TK_ERROR_STATE, "the command buffer is not finalized");
    if (commands->device != dispatch->device)
        return fail(TK_ERROR_MISMATCH, "a command buffer of another device than the queue's");
    if (!recording_deduce(commands->recording, commands->device)) /* after an update */
        return TK_ERROR_MEMORY;
    dispatch->recording = recording_keep(commands->recording);
    dispatch->done = from->done;
    dispatch->user = from->user;
    enum tk_status status = find_semaphores(dispatch, from);
    if (!status && from->fence && !(dispatch->fence = object_find(OBJECT_FENCE, from->fence)))
        status = TK_ERROR_HANDLE;
    if (!status && from->profile)
        status = make_times(dispatch, commands->number);
    return status ? status : make_runs(dispatch);
}

/* ---- dispatching, with the lock ---- */

static enum tk_status check_semaphores(const struct dispatch *dispatch) {
    for (size_t i = 0; i < dispatch->signal_count; i++) {
        struct semaphore *signal = dispatch->signals[i];
        if (signal->signalled || signal->signaller)
            return fail(TK_ERROR_STATE, "semaphore %u %s", OBJECT_NUMBER(signal),
                        signal->signalled ? "is signalled already: reset it first"
                                          : "is going to be signalled by another dispatch");
        for (size_t j = 0; j < i; j++)
            if (dispatch->signals[j] == signal)
                return fail(TK_ERROR_ARGUMENT, "semaphore %u is signalled twice",
                            OBJECT_NUMBER(signal));
        for (size_t j = 0; j < dispatch->wait_count; j++)
            if (dispatch->waits[j].semaphore == signal)
                return fail(TK_ERROR_ARGUMENT, "semaphore %u is waited for and signalled",
                            OBJECT_NUMBER(signal));
    }
    return cycle_check((struct dispatch *)dispatch);
}

static enum tk_status check(const struct dispatch *dispatch) {
    if (dispatch->device->lost)
        return fail(TK_ERROR_DEVICE_LOST, "the device was lost");
    if (dispatch->device->closed || dispatch->queue->ended)
        return fail(TK_ERROR_HANDLE, "the %s",
                    dispatch->device->closed ? "device is closed" : "queue is destroyed");
    if (dispatch->fence && dispatch->fence->state == FENCE_IN_FLIGHT)
        return fail(TK_ERROR_STATE, "the fence is in flight with another dispatch");
    return check_semaphores(dispatch);
}

static void open_waits(struct dispatch *dispatch, struct dispatch **ready) {
    for (size_t i = 0; i < dispatch->wait_count; i++) {
        struct wait *wait = &dispatch->waits[i];
        struct semaphore *semaphore = wait->semaphore;
        semaphore->named++;
        if (semaphore->signalled)
            continue;
        wait->open = true;
        wait->next = semaphore->waiters;
        if (wait->next)
            wait->next->previous = wait;
        semaphore->waiters = wait;
        dispatch->unsignalled++;
    }
    for (size_t i = 0; i < dispatch->wait_count; i++)
        if (dispatch->waits[i].semaphore->failure.status)
            dispatch_refuse(dispatch, &dispatch->waits[i].semaphore->failure, ready);
}

static void enter(struct dispatch *dispatch, struct dispatch **ready) {
    dispatch->held = true;
    queue_link(dispatch->queue, dispatch);
    dispatch->after = dispatch->commands->last;
    if (dispatch->after)
        dispatch->after->then = dispatch;
    dispatch->commands->last = dispatch;
    for (size_t i = 0; i < dispatch->signal_count; i++) {
        dispatch->signals[i]->named++;
        dispatch->signals[i]->signaller = dispatch;
    }
    if (dispatch->fence) {
        dispatch->fence->state = FENCE_IN_FLIGHT;
        free(dispatch->fence->times);
        dispatch->fence->times = NULL;
    }
    open_waits(dispatch, ready);
    if (engine_has_waiters()) /* who has flushed all that there was */
        dispatch_release_hold(dispatch, ready);
}

static enum tk_status dispatch_locked(struct dispatch *dispatch, const struct tk_dispatch *from) {
    struct dispatch *ready = NULL;
    struct command_buffer *commands = dispatch->commands;
    if (!commands_lock(commands))
        return TK_ERROR_HANDLE;
    enum tk_status status = prepare(dispatch, from);
    if (!status) {
        engine_lock();
        status = check(dispatch);
        if (!status)
            enter(dispatch, &ready);
        object_keep(commands); /* the dispatch may be over before this is unlocked */
        engine_unlock(ready);
        pthread_mutex_unlock(&commands->lock);
        object_drop(commands);
        return status;
    }
    pthread_mutex_unlock(&commands->lock);
    return status;
}

enum tk_status tk_dispatch(tk_queue queue, tk_command_buffer commands,
                           const struct tk_dispatch *from) {
    static const struct tk_dispatch plain;
    from = from ? from : &plain;
    enum tk_status status = check_lists(from);
    if (status)
        return status;
    struct dispatch *dispatch = memory_zeroed(1, sizeof *dispatch);
    if (!dispatch)
        return fail_memory();
    dispatch->queue = object_find(OBJECT_QUEUE, queue);
    dispatch->commands = dispatch->queue ? object_find(OBJECT_COMMANDS, commands) : NULL;
    status = TK_ERROR_HANDLE;
    if (dispatch->commands) {
        dispatch->device = dispatch->queue->device;
        status = dispatch_locked(dispatch, from);
    }
    if (status)
        dispatch_free(dispatch);
    return status;
}

/* ---- starting ---- */

void dispatch_check(struct dispatch *dispatch, struct dispatch **ready) {
    if (dispatch->started || dispatch->held || dispatch->unsignalled || dispatch->after)
        return;
    dispatch->started = true;
    dispatch->next_ready = *ready;
    *ready = dispatch;
}

void dispatch_release_hold(struct dispatch *dispatch, struct dispatch **ready) {
    if (!dispatch->held)
        return;
    dispatch->held = false;
    dispatch_check(dispatch, ready);
}

static void close_wait(struct wait *wait) {
    if (!wait->open)
        return;
    wait->open = false;
    if (wait->previous)
        wait->previous->next = wait->next;
    else
        wait->semaphore->waiters = wait->next;
    if (wait->next)
        wait->next->previous = wait->previous;
    wait->dispatch->unsignalled--;
}

void dispatch_refuse(struct dispatch *dispatch, const struct failure *failure,
                     struct dispatch **ready) {
    if (dispatch->ending)
        return;
    dispatch_fail(dispatch, TK_NO_COMMAND, failure->status, failure->message);
    for (size_t i = 0; i < dispatch->wait_count; i++)
        close_wait(&dispatch->waits[i]);
    dispatch->held = false;
    dispatch_check(dispatch, ready);
}

void semaphore_settle(struct semaphore *semaphore, const struct failure *failure,
                      struct dispatch **ready) {
    semaphore->signalled = true;
    semaphore->signaller = NULL;
    if (failure)
        semaphore->failure = *failure;
    while (semaphore->waiters) {
        struct wait *wait = semaphore->waiters;
        close_wait(wait);
        if (failure)
            dispatch_refuse(wait->dispatch, failure, ready);
        else
            dispatch_check(wait->dispatch, ready);
    }
}

/* ---- the end ---- */

/* What others are told of a failure. */
static void pass_on(const struct failure *failure, struct failure *passed) {
    static const char before[] = "a semaphore has failed: ";
    passed->status = TK_ERROR_FAILED;
    passed->command = TK_NO_COMMAND;
    bool told = !strncmp(failure->message, before, strlen(before));
    snprintf(passed->message, MESSAGE, "%s%.*s", told ? "" : before, (int)(MESSAGE - sizeof before),
             failure->message);
}

static void publish(struct dispatch *dispatch, struct dispatch **ready) {
    const struct failure *failure = dispatch->failure.status ? &dispatch->failure : NULL;
    struct failure passed;
    if (failure)
        pass_on(failure, &passed);
    if (dispatch->commands->last == dispatch)
        dispatch->commands->last = NULL;
    if (dispatch->then) {
        dispatch->then->after = NULL;
        dispatch_check(dispatch->then, ready);
    }
    for (size_t i = 0; i < dispatch->wait_count; i++)
        dispatch->waits[i].semaphore->named--;
    for (size_t i = 0; i < dispatch->signal_count; i++) {
        dispatch->signals[i]->named--;
        semaphore_settle(dispatch->signals[i], failure ? &passed : NULL, ready);
    }
    struct fence *fence = dispatch->fence;
    if (fence) {
        fence->failure = dispatch->failure;
        fence->times = dispatch->times;
        dispatch->times = NULL;
        fence->state = FENCE_OVER;
        pthread_cond_broadcast(&fence->over);
    }
    queue_unlink(dispatch);
}

void dispatch_end(struct dispatch *dispatch) {
    struct dispatch *ready = NULL;
    engine_lock();
    dispatch->ending = true; /* nobody else makes it fail any more */
    engine_unlock(NULL);
    const struct tk_failure told = {dispatch->failure.status, dispatch->failure.command,
                                    dispatch->failure.message};
    if (dispatch->done)
        dispatch->done(object_handle(dispatch->commands), told.status ? &told : NULL,
                       dispatch->user);
    /* Who updates the command buffer when this is over need not leave a copy here. */
    recording_drop(dispatch->recording);
    dispatch->recording = NULL;
    engine_lock();
    publish(dispatch, &ready);
    engine_unlock(ready);
    dispatch_free(dispatch);
}
