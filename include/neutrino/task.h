/* What a task function may call: the runtime on the Neutrino core (libtask/neutrino).
 *
 *   #include <neutrino/task.h>
 *
 *   void matmul_task(__shared float *a, __shared float *b, __shared float *c, int n) {
 *       struct neutrino_matmul product = {.a = a, .b = b, .c = c, .m = n, .n = n, .k = n};
 *       neutrino_matmul_deferred(&product);
 *   }
 *
 * Tasks run one at a time, each to its end, with interrupts disabled. Pointers are ordinary 64-bit
 * ones: a global address of the SIMT side is the same number here, a __shared pointer parameter
 * arrives as an address in the window of the cluster's shared memory. */
#ifndef NEUTRINO_TASK_H
#define NEUTRINO_TASK_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- marks for nbc, which also knows them without this header ---- */

/* This function is a task whatever its name, __task_id(n): with task id n (1 to 111). */
#ifndef __task
#define __task __attribute__((annotate("neutrino.task")))
#endif
#ifndef __task_id
#define __task_id(n) __task_id_text(n)
#define __task_id_text(n) __attribute__((annotate("neutrino.task_id." #n)))
#endif
/* A pointer parameter into the cluster's shared memory. */
#ifndef __shared
#define __shared __attribute__((annotate("neutrino.shared")))
#endif

#ifndef NEUTRINO_RUN_TYPES
#define NEUTRINO_RUN_TYPES
typedef uint32_t run_id_t, run_t; /* task id << 24 | counter; 0 is no run */
typedef uint8_t task_id_t;
#endif

/* ---- runs ---- */

/* The run that this function call executes. */
run_id_t neutrino_run_self(void);

/* The return of this task function shall not signal its run: something started here will, which is
 * given the returned run id (neutrino_run_self()) as its tag, or a later neutrino_signal. The core
 * takes the next run as soon as the function returns. Call it before starting what signals. */
run_id_t neutrino_defer(void);

/* Signals a run of retire mode SIGNAL: its own (then returning does not signal again) or a deferred
 * one. A run that is not live is a program error, which the machine reports. */
void neutrino_signal(run_id_t run);

/* Completes a live run of retire mode MANUAL, as neutrino_complete on the SIMT side does. */
void neutrino_complete(run_id_t run);

/* This cluster's number, from 0. */
uint32_t neutrino_cluster_id(void);

/* ---- DMA engine ---- */

/* Copies planes × rows × bytes between any two of global and shared memory. Strides are in bytes
 * and may be negative; rows and planes of 0 count as 1, and then their strides are not used. */
struct neutrino_dma {
    const void *source;
    void *destination;
    size_t bytes;
    size_t rows;
    size_t planes;
    ptrdiff_t source_row_stride, source_plane_stride;
    ptrdiff_t destination_row_stride, destination_plane_stride;
};

/* Returns when the copy, and all that was started before it, is done. */
void neutrino_dma(const struct neutrino_dma *copy);
/* Defers this run and starts the copy, whose end signals the run. */
void neutrino_dma_deferred(const struct neutrino_dma *copy);
/* Starts the copy, which signals run `signal` at its end unless that is 0. The engine holds 16
 * commands and does them in order; this waits while it is full. The descriptor may be reused at
 * once. Memory from malloc is gone when the task returns: no source or destination of a copy that
 * goes on longer. */
void neutrino_dma_start(const struct neutrino_dma *copy, run_id_t signal);
/* Waits until all copies are done. */
void neutrino_dma_wait(void);

/* One contiguous copy, blocking. */
static inline void neutrino_dma_copy(void *destination, const void *source, size_t bytes) {
    struct neutrino_dma copy = {source, destination, bytes, 1, 1, 0, 0, 0, 0};
    neutrino_dma(&copy);
}

/* ---- matrix unit ---- */

/* C[m×n] = A[m×k] · B[k×n], or C += with accumulate: row-major, all in shared memory. C is float; A
 * and B are float or, with bf16, bfloat16. Leading dimensions are in elements; 0 stands for a dense
 * matrix (lda = k, ldb = ldc = n). */
struct neutrino_matmul {
    const void *a, *b;
    float *c;
    size_t m, n, k;
    size_t lda, ldb, ldc;
    bool accumulate;
    bool bf16;
};

/* As the four of DMA. The two engines run side by side: wait for one before the other reads what it
 * wrote. */
void neutrino_matmul(const struct neutrino_matmul *product);
void neutrino_matmul_deferred(const struct neutrino_matmul *product);
void neutrino_matmul_start(const struct neutrino_matmul *product, run_id_t signal);
void neutrino_matmul_wait(void);

/* ---- console ---- */

/* To the machine's standard output, with the conversions and flags of neutrino/console.h. Returns
 * the bytes written. */
int neutrino_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int neutrino_vprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* ---- of the standard library ---- */

/* The heap is what the image and the stack leave of the core's 4 MiB; malloc returns NULL when it
 * is exhausted. Everything is freed when the task function returns. 16-byte aligned. */
void *malloc(size_t bytes);
void *calloc(size_t count, size_t bytes);
void *realloc(void *memory, size_t bytes);
void free(void *memory);
/* The end of the heap, moved; (void *)-1 if there is no room. */
void *sbrk(ptrdiff_t increment);

/* Stops the core with a breakpoint exception: the machine reports a fault with its place. */
void abort(void) __attribute__((noreturn));

int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
int puts(const char *text);
int putchar(int c);

/* Into a buffer of size bytes, always terminated if size is not 0; the length that the whole text
 * has. */
int snprintf(char *buffer, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int vsnprintf(char *buffer, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
/* The same into a buffer that has room for all of it. */
int sprintf(char *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
int vsprintf(char *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

void *memcpy(void *__restrict to, const void *__restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);

#ifdef __cplusplus
}
#endif

#endif
