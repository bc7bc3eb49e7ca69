/* What is dispatched, and when it runs.
 *
 * A dispatch is held until it is flushed, its semaphores are signalled and the dispatch before it
 * of the same command buffer is over. Then its steps run on the device's threads as their
 * predecessors end, and its end is published: the callback first, and then, all at once, that the
 * command buffer is free, semaphores and fence.
 *
 * One lock holds all that several dispatches have to do with each other. What happens between the
 * steps of one has no lock. */
#ifndef LIBTASK_HOST_ENGINE_ENGINE_H
#define LIBTASK_HOST_ENGINE_ENGINE_H

#include "libtask/host/clock.h"
#include "libtask/host/record/buffer.h"

enum { MESSAGE = 512 };

struct failure {
    enum tk_status status; /* TK_OK: none */
    uint32_t command;
    char message[MESSAGE];
};

struct semaphore {
    struct object object;
    bool signalled; /* or failed */
    struct failure failure;
    struct dispatch *signaller; /* that is dispatched and not over */
    struct wait *waiters;
    size_t named;  /* by how many that are not over */
    uint64_t mark; /* of a search for cycles */
};

/* A dispatch waits for a semaphore. */
struct wait {
    struct semaphore *semaphore;
    struct dispatch *dispatch;
    struct wait *previous, *next; /* of the semaphore's waiters, while it is open */
    bool open;
};

/* Time stamps of a dispatch, which its fence keeps. */
struct times {
    uint64_t recording;
    uint32_t count;
    struct tk_times commands[];
};

enum { FENCE_NEW, FENCE_IN_FLIGHT, FENCE_OVER };

struct fence {
    struct object object;
    atomic_uint state; /* changed with the lock */
    struct failure failure;
    struct times *times; /* NULL: not asked for */
    pthread_cond_t over;
};

struct queue {
    struct object object;
    struct device *device;
    struct dispatch *first, **last; /* that are not over */
    struct dispatch *first_held;    /* of those that nobody has flushed */
    pthread_cond_t empty;
    struct queue *next_queue, **this_queue; /* of all queues that have something */
    bool ended;                             /* its handle has */
};

/* A node of the graph as this dispatch runs it. */
struct run {
    struct step step; /* in the pool */
    struct dispatch *dispatch;
    atomic_uint before; /* predecessors that are not done */
    _Atomic uint64_t parts_left;
};

struct dispatch {
    struct queue *queue;
    struct device *device;
    struct command_buffer *commands;
    struct recording *recording;
    struct dispatch *next_of_queue, **this_of_queue;
    struct dispatch *after, *then; /* the ones before and behind of the same command buffer */
    /* What it waits for, with the lock; started: no more. */
    bool held, started, ending;
    size_t unsignalled, wait_count, signal_count;
    struct wait *waits;
    struct semaphore **signals;
    struct fence *fence;
    void (*done)(tk_command_buffer, const struct tk_failure *, void *);
    void *user;
    /* Running. */
    struct run *runs; /* of all nodes, and one more, which begins */
    atomic_uint left; /* that are not done */
    atomic_bool failed;
    struct failure failure;
    struct times *times;
    /* A list of those that are to be started, and of those that a search has reached. */
    struct dispatch *next_ready, *next_found, *via;
    uint64_t mark;
};

/* ---- the lock ---- */

void engine_lock(void);
/* Starts, after unlocking, what has become ready: lists made by dispatch_check. */
void engine_unlock(struct dispatch *ready);
/* With the lock; until a time of CLOCK_MONOTONIC, NULL: for ever. false: the time is up. */
bool engine_wait(pthread_cond_t *condition, const struct timespec *until);
void condition_init(pthread_cond_t *condition);
/* So many ns from now, NULL for ever. */
const struct timespec *deadline(uint64_t nanoseconds, struct timespec *until);

/* Whether anybody waits, for whom all is flushed. With the lock. */
bool engine_has_waiters(void);
void engine_add_waiter(int count);
/* In the child of a fork, with the lock: whoever waited is not there, nor what queues hold. */
void engine_forget_waiters(void);
void queues_forget(void);

/* ---- dispatches, with the lock ---- */

/* Puts one on a list if nothing keeps it any more. */
void dispatch_check(struct dispatch *dispatch, struct dispatch **ready);
void dispatch_release_hold(struct dispatch *dispatch, struct dispatch **ready);
/* It does not run: with its first failure. */
void dispatch_refuse(struct dispatch *dispatch, const struct failure *failure,
                     struct dispatch **ready);
void queue_flush(struct queue *queue, struct dispatch **ready);
void queue_refuse(struct queue *queue, bool running, const struct failure *failure,
                  struct dispatch **ready); /* those that have not begun, or all */
void flush_all(struct dispatch **ready);
/* What waits for a semaphore, which is signalled or has failed. */
void semaphore_settle(struct semaphore *semaphore, const struct failure *failure,
                      struct dispatch **ready);
/* Whether a new dispatch would wait for itself: then fails with the way. */
enum tk_status cycle_check(struct dispatch *dispatch);
/* The first queue that has something; then by next_queue. */
struct queue *first_queue(void);
void queue_link(struct queue *queue, struct dispatch *dispatch);
void queue_unlink(struct dispatch *dispatch);

/* ---- running, without it ---- */

void dispatch_start(struct dispatch *dispatch);
void step_run(struct step *step, uint64_t part);
/* The first failure counts; text of tk_message(). */
void dispatch_fail(struct dispatch *dispatch, uint32_t command, enum tk_status status,
                   const char *message);
/* All is done. */
void dispatch_end(struct dispatch *dispatch);
void dispatch_free(struct dispatch *dispatch);

/* ---- for others ---- */

bool engine_in_flight(struct command_buffer *commands);
void engine_flush_all(void);
void engine_lose(struct device *device);
/* From now on a child of this process has no objects of its parent's. */
void engine_attend_forks(void);
/* Its handle has ended: nothing new comes. */
void engine_close(struct device *device, enum tk_end end);

#endif
