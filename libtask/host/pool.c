/* The threads of a device. */
#include "libtask/host/pool.h"

#include "libtask/host/clock.h"
#include "libtask/host/memory.h"

#include <stdlib.h>
#include <unistd.h>

static _Thread_local bool here;

bool pool_is_here(void) {
    return here;
}

void pool_leave(void) {
    here = false;
}

/* ---- waiting ---- */

static bool is_alone(void) {
    static _Atomic long processors;
    long count = atomic_load_explicit(&processors, memory_order_relaxed);
    if (!count) {
        count = sysconf(_SC_NPROCESSORS_ONLN);
        atomic_store_explicit(&processors, count, memory_order_relaxed);
    }
    return count == 1;
}

static void pause_processor(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/* Whether it is worth a try: where it has often been in vain, because the processors are busy or
 * what is waited for takes long, rarely. */
static atomic_uint in_vain, passed_over;

static bool is_worth_it(void) {
    enum { OFTEN = 4, RARELY = 64 };
    return !is_alone() &&
           (atomic_load_explicit(&in_vain, memory_order_relaxed) < OFTEN ||
            atomic_fetch_add_explicit(&passed_over, 1, memory_order_relaxed) % RARELY == 0);
}

void look_at(atomic_uint *word, unsigned value) {
    enum { BETWEEN = 16 };
    if (!is_worth_it())
        return;
    uint64_t end = now() + LOOK_NANOSECONDS;
    do
        for (int i = 0; i < BETWEEN; i++) {
            if (atomic_load_explicit(word, memory_order_acquire) != value) {
                atomic_store_explicit(&in_vain, 0, memory_order_relaxed);
                return;
            }
            pause_processor();
        }
    while (now() < end);
    atomic_fetch_add_explicit(&in_vain, 1, memory_order_relaxed);
}

/* false: nobody has counted on this one meanwhile. With the lock, as what follows. */
static bool look_for_work(struct pool *pool) {
    unsigned before = atomic_load_explicit(&pool->added, memory_order_relaxed);
    pool->looking = true;
    pthread_mutex_unlock(&pool->lock);
    look_at(&pool->added, before);
    pthread_mutex_lock(&pool->lock);
    if (atomic_load_explicit(&pool->added, memory_order_relaxed) != before)
        return true;
    pool->looking = false;
    return pool->stopping;
}

/* One looks, all others sleep. */
static void wait_for_work(struct pool *pool) {
    if (!pool->looking && look_for_work(pool))
        return;
    pool->sleeping++;
    pthread_cond_wait(&pool->work, &pool->lock);
    pool->sleeping--;
}

/* ---- work ---- */

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
        while (!pool->first && !pool->stopping)
            wait_for_work(pool);
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

/* takers: threads that come for work without being woken. Each part needs one of its own: it may
 * wait for what another one does. */
static void add(struct pool *pool, struct step *steps, unsigned takers) {
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
    atomic_fetch_add_explicit(&pool->added, 1, memory_order_release);
    takers += pool->looking;
    pool->looking = false;
    uint64_t more = parts > takers ? parts - takers : 0;
    uint64_t wanted = more < pool->sleeping ? more : pool->sleeping;
    for (uint64_t i = 0; i < wanted; i++)
        pthread_cond_signal(&pool->work);
    pthread_mutex_unlock(&pool->lock);
}

void pool_add(struct pool *pool, struct step *steps) {
    add(pool, steps, 0);
}

void pool_go_on(struct pool *pool, struct step *steps) {
    add(pool, steps, 1);
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
