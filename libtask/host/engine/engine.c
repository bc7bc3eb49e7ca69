/* The engine's lock, and who waits. */
#include "libtask/host/engine/engine.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned waiters;

void engine_lock(void) {
    pthread_mutex_lock(&lock);
}

void engine_unlock(struct dispatch *ready) {
    pthread_mutex_unlock(&lock);
    while (ready) {
        struct dispatch *next = ready->next_ready;
        dispatch_start(ready);
        ready = next;
    }
}

/* ---- time ---- */

void condition_init(pthread_cond_t *condition) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

const struct timespec *deadline(uint64_t nanoseconds, struct timespec *until) {
    clock_gettime(CLOCK_MONOTONIC, until);
    uint64_t seconds = nanoseconds / SECOND + (until->tv_nsec + nanoseconds % SECOND) / SECOND;
    if (seconds > INT32_MAX) /* longer than the machine runs */
        return NULL;
    until->tv_nsec = (long)((until->tv_nsec + nanoseconds % SECOND) % SECOND);
    until->tv_sec += (time_t)seconds;
    return until;
}

bool engine_wait(pthread_cond_t *condition, const struct timespec *until) {
    return !(until ? pthread_cond_timedwait(condition, &lock, until)
                   : pthread_cond_wait(condition, &lock));
}

bool engine_has_waiters(void) {
    return waiters;
}

void engine_add_waiter(int count) {
    waiters += (unsigned)count;
}

void engine_forget_waiters(void) {
    waiters = 0;
}

/* ---- for others ---- */

bool engine_in_flight(struct command_buffer *commands) {
    engine_lock();
    bool in_flight = commands->last;
    engine_unlock(NULL);
    return in_flight;
}

void engine_flush_all(void) {
    struct dispatch *ready = NULL;
    engine_lock();
    flush_all(&ready);
    engine_unlock(ready);
}

/* ---- what becomes of a device's dispatches ---- */

static void refuse_all(struct device *device, bool running, const struct failure *failure,
                       struct dispatch **ready) {
    for (struct queue *queue = first_queue(); queue; queue = queue->next_queue)
        if (queue->device == device)
            queue_refuse(queue, running, failure, ready);
}

void engine_lose(struct device *device) {
    static const struct failure lost = {TK_ERROR_DEVICE_LOST, TK_NO_COMMAND, "the device was lost"};
    struct dispatch *ready = NULL;
    engine_lock();
    bool first = !device->lost;
    device->lost = true;
    if (first)
        refuse_all(device, true, &lost, &ready);
    engine_unlock(ready);
    if (first)
        device->class->stop(device);
}

static struct queue *busy_queue(const struct device *device) {
    struct queue *queue = first_queue();
    while (queue && queue->device != device)
        queue = queue->next_queue;
    return queue;
}

void engine_close(struct device *device, enum tk_end end) {
    static const struct failure closed = {TK_ERROR_ABANDONED, TK_NO_COMMAND,
                                          "the device was closed before it began"};
    struct dispatch *ready = NULL;
    engine_lock();
    device->closed = true;
    if (end == TK_END_ABANDON)
        refuse_all(device, false, &closed, &ready);
    flush_all(&ready);
    engine_add_waiter(1);
    engine_unlock(ready);
    engine_lock();
    for (struct queue *queue; (queue = busy_queue(device));)
        engine_wait(&queue->empty, NULL);
    engine_add_waiter(-1);
    engine_unlock(NULL);
}
