/* The threads of a device, and what they have to do. */
#ifndef LIBTASK_HOST_POOL_H
#define LIBTASK_HOST_POOL_H

#include <pthread.h>
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
    bool stopping;
};

/* false: there is no memory, or no thread to be had. */
bool pool_start(struct pool *pool, unsigned threads, void (*run)(struct step *step, uint64_t part));
/* A list of steps. */
void pool_add(struct pool *pool, struct step *steps);
/* When there is nothing to do, and by no thread of its own. */
void pool_stop(struct pool *pool);

/* Whether this thread is one of a pool. */
bool pool_is_here(void);

#endif
