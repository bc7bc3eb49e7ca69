/* Semaphores. */
#include "libtask/host/engine/engine.h"

#include "libtask/host/memory.h"

#include <stdlib.h>

static void release(struct object *object) {
    free(object);
}

enum tk_status tk_semaphore_create(tk_semaphore *handle) {
    if (!handle)
        return fail(TK_ERROR_ARGUMENT, "no place for the semaphore: NULL");
    struct semaphore *semaphore = memory_zeroed(1, sizeof *semaphore);
    void *published =
        semaphore ? object_publish(&semaphore->object, OBJECT_SEMAPHORE, release) : NULL;
    if (published) {
        *handle = published;
        return TK_OK;
    }
    free(semaphore);
    return fail_memory();
}

enum tk_status tk_semaphore_destroy(tk_semaphore handle) {
    static const struct failure destroyed = {
        TK_ERROR_FAILED, TK_NO_COMMAND, "a semaphore has failed: it was destroyed unsignalled"};
    struct dispatch *ready = NULL;
    if (!handle)
        return TK_OK;
    struct semaphore *semaphore = object_find(OBJECT_SEMAPHORE, handle);
    if (!semaphore)
        return TK_ERROR_HANDLE;
    bool mine = object_destroy(OBJECT_SEMAPHORE, handle);
    engine_lock();
    if (mine && !semaphore->signalled && !semaphore->signaller)
        semaphore_settle(semaphore, &destroyed, &ready);
    flush_all(&ready);
    engine_unlock(ready);
    object_drop(semaphore);
    return mine ? TK_OK : TK_ERROR_HANDLE;
}

enum tk_status tk_semaphore_reset(tk_semaphore handle) {
    struct semaphore *semaphore = object_find(OBJECT_SEMAPHORE, handle);
    if (!semaphore)
        return TK_ERROR_HANDLE;
    enum tk_status status = TK_OK;
    engine_lock();
    if (semaphore->named) {
        status = fail(TK_ERROR_STATE, "semaphore %u is named by %zu dispatches that are not over",
                      OBJECT_NUMBER(semaphore), semaphore->named);
    } else {
        semaphore->signalled = false;
        semaphore->failure = (struct failure){0};
    }
    engine_unlock(NULL);
    object_drop(semaphore);
    return status;
}
