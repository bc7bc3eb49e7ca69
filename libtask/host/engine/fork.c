/* A process that forks has one thread in its child, and none of a device's. So what there was
 * before the fork has ended there: handles are those of the destroyed, and nothing waits for ever.
 * The child may open devices of its own. */
#include "libtask/host/engine/engine.h"

static void before(void) {
    engine_lock();
    objects_lock();
}

static void in_parent(void) {
    objects_unlock();
    engine_unlock(NULL);
}

static void in_child(void) {
    objects_end_all();
    objects_unlock();
    queues_forget();
    engine_forget_waiters();
    pool_leave();
    engine_unlock(NULL);
}

static void attend(void) {
    pthread_atfork(before, in_parent, in_child);
}

void engine_attend_forks(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, attend);
}
