/* The loops by hand on all CPUs: threads that wait between runs, as a device's do. */
#ifndef BENCH_CPU_KERNELS_THREADS_H
#define BENCH_CPU_KERNELS_THREADS_H

void threads_start(unsigned count);
void threads_stop(void);
/* Calls it for each of so many parts, of which the caller's thread has the first. */
void threads_run(void (*part)(void *context, unsigned number, unsigned parts), void *context);

#endif
