/* What libtask on the host costs: ns a command to record, finalize and dispatch (run on one thread,
 * and waited for), for shapes of command buffers and numbers of commands; another buffer for a
 * launch among so many; and an empty launch
 * beside an empty task of a plain pool of threads. */
#include "neutrino/host.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { LARGEST = 1000000, WORD = 64, PLACES = 4096 };

#define TRY(call)                                                                                  \
    do {                                                                                           \
        if (call) {                                                                                \
            fprintf(stderr, "host: %s\n", tk_message());                                           \
            exit(EXIT_FAILURE);                                                                    \
        }                                                                                          \
    } while (0)

static tk_device device;
static tk_queue queue;
static tk_fence fence;
static tk_buffer buffer;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* ---- shapes ---- */

static struct tk_region chain(unsigned number) {
    return tk_stretch(0, 0, 8);
}

static struct tk_region independent(unsigned number) {
    return tk_stretch(0, number * (uint64_t)2654435761 % PLACES * WORD, 8);
}

/* Four rows in each of two planes. */
static struct tk_region boxes(unsigned number) {
    uint64_t at = number * (uint64_t)2654435761 % (PLACES - 16) * WORD;
    struct tk_region region = {8, 4, 2, {0, 0, 0}, {at, WORD, 8 * WORD}};
    return region;
}

static void measure(const char *name, struct tk_region (*shape)(unsigned), unsigned count) {
    tk_command_buffer commands;
    unsigned rounds = count < 10000 ? 20000 / count : 1;
    double recording = 0, finalizing = 0, running = 0;
    for (unsigned round = 0; round < rounds; round++) {
        TRY(tk_commands_create(device, &commands));
        double begin = now();
        for (unsigned i = 0; i < count; i++) {
            struct tk_region region = shape(i);
            TRY(tk_record_fill(commands, buffer, "", 1, 1, &region, NULL, NULL));
        }
        double recorded = now();
        TRY(tk_commands_finalize(commands));
        double finalized = now();
        TRY(tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence}));
        TRY(tk_fence_wait(fence, TK_FOREVER));
        running += now() - finalized;
        finalizing += finalized - recorded;
        recording += recorded - begin;
        TRY(tk_commands_destroy(commands));
    }
    double all = (double)rounds * count;
    printf("%-12s %8u %8.0f %8.0f %8.0f\n", name, count, recording / all, finalizing / all,
           running / all);
}

/* ---- an empty launch ---- */

enum { ROUNDS = 20000 };
static double times[ROUNDS];

static int compare(const void *a, const void *b) {
    const double *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

/* Others may have the processors in between. */
static double median(void) {
    qsort(times, ROUNDS, sizeof *times, compare);
    return times[ROUNDS / 2];
}

static int nothing(const struct tk_item *item, void *const *arguments) {
    return 0;
}

static double empty_launch(void) {
    static const struct tk_host_kernel kernel = {"nothing", nothing, NULL, 0, {0}, false};
    tk_program program;
    tk_command_buffer commands;
    struct tk_launch launch = {.kernel = "nothing", .dimensions = 1, .global = {1}, .local = {1}};
    TRY(tk_program_create(device, &kernel, 1, &program));
    launch.program = program;
    TRY(tk_commands_create(device, &commands));
    TRY(tk_record_launch(commands, &launch, NULL, NULL));
    TRY(tk_commands_finalize(commands));
    for (unsigned i = 0; i < ROUNDS; i++) {
        double begin = now();
        TRY(tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence}));
        TRY(tk_fence_wait(fence, TK_FOREVER));
        times[i] = now() - begin;
    }
    TRY(tk_commands_destroy(commands));
    TRY(tk_program_destroy(program));
    return median();
}

/* ---- other buffers ---- */

static double dispatch(tk_command_buffer commands) {
    double begin = now();
    TRY(tk_dispatch(queue, commands, &(struct tk_dispatch){.fence = fence}));
    TRY(tk_fence_wait(fence, TK_FOREVER));
    return now() - begin;
}

/* A launch in the middle of independent commands gets one buffer and the other in turn: what the
 * call takes, and a dispatch without and with one before it. */
static void measure_update(unsigned count) {
    enum { UPDATES = 8 };
    static const struct tk_host_parameter parameter = {"out", NEUTRINO_POINTER, NEUTRINO_READ_WRITE,
                                                       0};
    static const struct tk_host_kernel kernel = {"nothing", nothing, &parameter, 1, {0}, false};
    struct tk_launch launch = {.kernel = "nothing", .dimensions = 1, .global = {1}, .local = {1}};
    const size_t index = 0;
    double calling = 0, running = 0, anew = 0;
    tk_command_buffer commands;
    tk_sync_point point;
    tk_buffer parts[2];
    for (unsigned i = 0; i < 2; i++)
        TRY(tk_buffer_part(buffer, i * WORD, WORD, &parts[i]));
    TRY(tk_program_create(device, &kernel, 1, &launch.program));
    TRY(tk_commands_create(device, &commands));
    launch.argument_count = 1;
    launch.arguments = &(struct tk_argument){parts[0]};
    for (unsigned i = 0; i < count; i++) {
        struct tk_region region = independent(i);
        if (i == count / 2)
            TRY(tk_record_launch(commands, &launch, NULL, &point));
        TRY(tk_record_fill(commands, buffer, "", 1, 1, &region, NULL, NULL));
    }
    TRY(tk_commands_finalize(commands));
    for (unsigned i = 0; i < 2; i++) { /* the first time, all others are looked at */
        TRY(tk_commands_update(commands, point, 1, &index, &(struct tk_argument){parts[1 - i]}));
        dispatch(commands);
    }
    for (unsigned i = 1; i <= UPDATES; i++) {
        running += dispatch(commands);
        double begin = now();
        TRY(tk_commands_update(commands, point, 1, &index, &(struct tk_argument){parts[i % 2]}));
        calling += now() - begin;
        anew += dispatch(commands);
    }
    printf("%-12s %8u %8.0f %8.0f %8.0f\n", "another", count, calling / UPDATES,
           running / UPDATES / count, anew / UPDATES / count);
    TRY(tk_commands_destroy(commands));
    TRY(tk_program_destroy(launch.program));
    for (unsigned i = 0; i < 2; i++)
        TRY(tk_buffer_destroy(parts[i]));
}

/* ---- a plain pool ---- */

/* One thread that is given a task, and gives word when it is done. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t given, done;
    unsigned asked, answered;
    bool end;
} plain = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};

static void *serve(void *unused) {
    pthread_mutex_lock(&plain.lock);
    while (!plain.end) {
        while (plain.asked == plain.answered && !plain.end)
            pthread_cond_wait(&plain.given, &plain.lock);
        plain.answered = plain.asked;
        pthread_cond_signal(&plain.done);
    }
    pthread_mutex_unlock(&plain.lock);
    return NULL;
}

static double empty_task(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, NULL))
        exit(EXIT_FAILURE);
    pthread_mutex_lock(&plain.lock);
    for (unsigned i = 0; i < ROUNDS; i++) {
        double begin = now();
        plain.asked++;
        pthread_cond_signal(&plain.given);
        while (plain.answered != plain.asked)
            pthread_cond_wait(&plain.done, &plain.lock);
        times[i] = now() - begin;
    }
    plain.end = true;
    pthread_cond_signal(&plain.given);
    pthread_mutex_unlock(&plain.lock);
    pthread_join(thread, NULL);
    return median();
}

int main(void) {
    static const struct {
        const char *name;
        struct tk_region (*shape)(unsigned);
    } shapes[] = {{"chain", chain}, {"independent", independent}, {"boxes", boxes}};
    TRY(tk_open_native(0, &device));
    TRY(tk_queue_create(device, &queue));
    TRY(tk_fence_create(&fence));
    TRY(tk_buffer_create(device, PLACES * WORD, 0, &buffer));
    printf("ns a command  commands   record finalize      run\n");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (unsigned count = 100; count <= LARGEST; count *= 10)
            measure(shapes[i].name, shapes[i].shape, count);
    printf("buffer        commands  ns a call  run   run anew, ns a command\n");
    for (unsigned count = 100; count <= LARGEST; count *= 10)
        measure_update(count);
    double ours = empty_launch(), least = empty_task();
    printf("an empty launch, dispatched and waited for: %.1f us; a thread asked and answering: "
           "%.1f us\n",
           ours / 1e3, least / 1e3);
    TRY(tk_buffer_destroy(buffer));
    TRY(tk_fence_destroy(fence));
    TRY(tk_queue_destroy(queue, TK_END_WAIT));
    TRY(tk_device_close(device, TK_END_WAIT));
    return 0;
}
