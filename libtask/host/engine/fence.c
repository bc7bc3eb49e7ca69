/* Fences. */
#include "libtask/host/engine/engine.h"

#include "libtask/host/memory.h"

#include <inttypes.h>
#include <stdlib.h>

static void release(struct object *object) {
    struct fence *fence = (struct fence *)object;
    pthread_cond_destroy(&fence->over);
    free(fence->times);
    free(fence);
}

enum tk_status tk_fence_create(tk_fence *handle) {
    if (!handle)
        return fail(TK_ERROR_ARGUMENT, "no place for the fence: NULL");
    struct fence *fence = memory_zeroed(1, sizeof *fence);
    void *published = NULL;
    if (fence) {
        condition_init(&fence->over);
        published = object_publish(&fence->object, OBJECT_FENCE, release);
    }
    if (published) {
        *handle = published;
        return TK_OK;
    }
    free(fence);
    return fail_memory();
}

enum tk_status tk_fence_destroy(tk_fence handle) {
    if (!handle)
        return TK_OK;
    if (!object_destroy(OBJECT_FENCE, handle))
        return TK_ERROR_HANDLE;
    engine_flush_all();
    return TK_OK;
}

static enum tk_status never_dispatched(void) {
    return fail(TK_ERROR_STATE, "the fence was never dispatched: it would be waited for for ever");
}

/* With the lock. A dispatch of the fence anew is waited for, too. */
static enum tk_status wait_locked(struct fence *fence, uint64_t nanoseconds,
                                  const struct timespec *until) {
    bool in_time = true;
    while (fence->state == FENCE_IN_FLIGHT && in_time && nanoseconds)
        in_time = engine_wait(&fence->over, until);
    if (fence->state == FENCE_IN_FLIGHT)
        return fail(TK_TIMEOUT, "the dispatch is not over yet");
    return fence->failure.status ? fail(TK_ERROR_FAILED, "%s", fence->failure.message) : TK_OK;
}

static enum tk_status wait_for(struct fence *fence, uint64_t nanoseconds) {
    struct timespec time;
    struct dispatch *ready = NULL;
    const struct timespec *until = deadline(nanoseconds, &time);
    engine_lock();
    if (fence->state == FENCE_NEW) {
        engine_unlock(NULL);
        return never_dispatched();
    }
    flush_all(&ready);
    engine_add_waiter(1);
    engine_unlock(ready);
    if (nanoseconds >= LOOK_NANOSECONDS)
        look_at(&fence->state, FENCE_IN_FLIGHT);
    engine_lock();
    enum tk_status status = wait_locked(fence, nanoseconds, until);
    engine_add_waiter(-1);
    engine_unlock(NULL);
    return status;
}

enum tk_status tk_fence_wait(tk_fence handle, uint64_t nanoseconds) {
    if (nanoseconds && pool_is_here())
        return fail(TK_ERROR_WOULD_WAIT, "a callback or kernel waits for a fence");
    struct fence *fence = object_find(OBJECT_FENCE, handle);
    if (!fence)
        return TK_ERROR_HANDLE;
    enum tk_status status = wait_for(fence, nanoseconds);
    object_drop(fence);
    return status;
}

/* ---- what it keeps ---- */

/* With the lock. */
static enum tk_status check_over(const struct fence *fence) {
    if (fence->state == FENCE_NEW)
        return never_dispatched();
    return fence->state == FENCE_OVER ? TK_OK
                                      : fail(TK_ERROR_STATE, "the fence is in flight: wait for it");
}

enum tk_status tk_fence_failure(tk_fence handle, struct tk_failure *failure) {
    if (!failure)
        return fail(TK_ERROR_ARGUMENT, "no place for the failure: NULL");
    struct fence *fence = object_find(OBJECT_FENCE, handle);
    if (!fence)
        return TK_ERROR_HANDLE;
    engine_lock();
    enum tk_status status = check_over(fence);
    if (!status) {
        fail(TK_OK, "%s", fence->failure.message); /* a copy that is this thread's */
        *failure = (struct tk_failure){
            fence->failure.status,
            fence->failure.status ? fence->failure.command : TK_NO_COMMAND,
            tk_message(),
        };
    }
    engine_unlock(NULL);
    object_drop(fence);
    return status;
}

static enum tk_status find_times(const struct fence *fence, tk_sync_point command,
                                 struct tk_times *times) {
    enum tk_status status = check_over(fence);
    if (status)
        return status;
    if (!fence->times)
        return fail(TK_ERROR_STATE, "the dispatch was made without time stamps");
    if (command.recording != fence->times->recording || command.command >= fence->times->count)
        return fail(TK_ERROR_SYNC_POINT, "a sync point of another recording than was dispatched");
    const struct tk_times *found = &fence->times->commands[command.command];
    if (!found->started)
        return fail(TK_ERROR_STATE, "command %" PRIu32 " did not run", command.command);
    *times = *found;
    return TK_OK;
}

enum tk_status tk_fence_times(tk_fence handle, tk_sync_point command, struct tk_times *times) {
    if (!times)
        return fail(TK_ERROR_ARGUMENT, "no place for the times: NULL");
    struct fence *fence = object_find(OBJECT_FENCE, handle);
    if (!fence)
        return TK_ERROR_HANDLE;
    engine_lock();
    enum tk_status status = find_times(fence, command, times);
    engine_unlock(NULL);
    object_drop(fence);
    return status;
}
