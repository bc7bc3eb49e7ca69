#include "threads.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

static unsigned count;
static pthread_t *threads;
static pthread_barrier_t begin, end;
static void (*work)(void *context, unsigned number, unsigned parts); /* NULL: no more */
static void *work_context;

static void *serve(void *number) {
    for (;;) {
        pthread_barrier_wait(&begin);
        if (!work)
            return NULL;
        work(work_context, (unsigned)(uintptr_t)number, count);
        pthread_barrier_wait(&end);
    }
}

void threads_start(unsigned wanted) {
    count = wanted;
    threads = calloc(count, sizeof *threads);
    pthread_barrier_init(&begin, NULL, count);
    pthread_barrier_init(&end, NULL, count);
    for (unsigned i = 1; i < count; i++)
        if (!threads || pthread_create(&threads[i], NULL, serve, (void *)(uintptr_t)i))
            exit(EXIT_FAILURE);
}

void threads_run(void (*part)(void *context, unsigned number, unsigned parts), void *context) {
    work = part;
    work_context = context;
    pthread_barrier_wait(&begin);
    part(context, 0, count);
    pthread_barrier_wait(&end);
}

void threads_stop(void) {
    work = NULL;
    pthread_barrier_wait(&begin);
    for (unsigned i = 1; i < count; i++)
        pthread_join(threads[i], NULL);
    free(threads);
}
