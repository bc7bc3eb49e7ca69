/* The threads of a device. */
#include "libtask/host/pool.h"

#include "libtask/host/memory.h"

#include <stdlib.h>

static _Thread_local bool here;

bool pool_is_here(void) {
    return here;
}

/* The next part of the first step, which leaves the list with its last one. With the lock. */
static struct step *take(struct pool *pool, uint64_t *part) {
    struct step *step = pool->first;
    *part = step->next_part++;
    if (step->next_part == step->parts) {
        pool->first = step->next;
        if (!pool->first)
            pool->last = &pool->first;
    }
    return step;
}

static void *work(void *argument) {
    struct pool *pool = argument;
    here = true;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (!pool->first && !pool->stopping) {
            pool->sleeping++;
            pthread_cond_wait(&pool->work, &pool->lock);
            pool->sleeping--;
        }
        if (!pool->first)
            break;
        uint64_t part;
        struct step *step = take(pool, &part);
        pthread_mutex_unlock(&pool->lock);
        pool->run(step, part);
        pthread_mutex_lock(&pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

bool pool_start(struct pool *pool, unsigned threads,
                void (*run)(struct step *step, uint64_t part)) {
    *pool = (struct pool){.run = run, .threads = memory_get(threads * sizeof *pool->threads)};
    if (!pool->threads)
        return false;
    pool->last = &pool->first;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    while (pool->count < threads && !pthread_create(&pool->threads[pool->count], NULL, work, pool))
        pool->count++;
    if (pool->count == threads)
        return true;
    pool_stop(pool);
    return false;
}

void pool_add(struct pool *pool, struct step *steps) {
    if (!steps)
        return;
    uint64_t parts = 0;
    struct step *last = NULL;
    for (struct step *step = steps; step; step = step->next) {
        parts += step->parts;
        last = step;
    }
    pthread_mutex_lock(&pool->lock);
    *pool->last = steps;
    pool->last = &last->next;
    uint64_t wanted = parts < pool->sleeping ? parts : pool->sleeping;
    for (uint64_t i = 0; i < wanted; i++)
        pthread_cond_signal(&pool->work);
    pthread_mutex_unlock(&pool->lock);
}

void pool_stop(struct pool *pool) {
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->work);
    free(pool->threads);
}
