/* The threads of a device, and what they have to do. */
#ifndef LIBTASK_HOST_POOL_H
#define LIBTASK_HOST_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* A piece of work in parts, which any threads do, each part once. */
struct step {
    struct step *next;
    uint64_t parts, next_part; /* one at least; the next one is the pool's */
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct step *first, **last; /* in the order in which they came */
    void (*run)(struct step *step, uint64_t part);
    pthread_t *threads;
    unsigned count, sleeping;
    bool looking;      /* one looks for work before it sleeps, and nobody has counted on it yet */
    atomic_uint added; /* how many times there was something to find */
    bool stopping;
};

/* false: there is no memory, or no thread to be had. */
bool pool_start(struct pool *pool, unsigned threads, void (*run)(struct step *step, uint64_t part));
/* A list of steps. */
void pool_add(struct pool *pool, struct step *steps);
/* The same by one of its threads, which then does the next step. */
void pool_go_on(struct pool *pool, struct step *steps);
/* When there is nothing to do, and by no thread of its own. */
void pool_stop(struct pool *pool);

/* Whether this thread is one of a pool. */
bool pool_is_here(void);
/* It is none any more: it is the one thread of a child. */
void pool_leave(void);

/* Looks at a word until it is not some value any more, or for a short time: going to sleep and
 * being woken takes longer than most of what is waited for here. */
enum { LOOK_NANOSECONDS = 10000 };
void look_at(atomic_uint *word, unsigned value);

#endif
