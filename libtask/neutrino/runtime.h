/* Between the runtime's parts and the boilerplate that nbc generates. Not for task sources. */
#ifndef LIBTASK_NEUTRINO_RUNTIME_H
#define LIBTASK_NEUTRINO_RUNTIME_H

#include "neutrino/platform.h"
#include "neutrino/task.h"

/* The table that nbc generates has a row for each task id from 0 to the last; function is NULL
 * where there is no task. payload: bytes of the task's arguments in the layout of the SIMT side,
 * 8-aligned. */
struct neutrino_task {
    void (*function)(const void *payload);
    uint32_t bytes;
};
extern const struct neutrino_task neutrino_tasks[];
extern const uint32_t neutrino_task_rows;

/* Of the runtime's own tasks (neutrino/library_tasks.def) those that the image is linked with: nbc
 * names them neutrino_library_<name> to the linker, whose script puts them between two symbols. */
struct neutrino_library_task {
    struct neutrino_task task;
    uint64_t id;
};
extern const struct neutrino_library_task neutrino_library_start[], neutrino_library_end[];

/* Makes all variables but those of dispatcher, heap and graphs (neutrino.ld) as they are at the
 * start, from the image as it was loaded from (with its header), and calls constructors. */
void neutrino_begin_anew(const struct neutrino_image_header *image);

/* Executes the head of the task queue. */
void neutrino_run_head(void);

/* Around a task: a heap of its own behind what is in use, which is given back whole. */
char *neutrino_heap_enter(void);
void neutrino_heap_leave(char *outer);

static inline uint64_t device_read(uint64_t address) {
    return *(volatile uint64_t *)address;
}

static inline void device_write(uint64_t address, uint64_t value) {
    /* What the device will see in memory is written before. */
    __asm__ volatile("fence rw, o" ::: "memory");
    *(volatile uint64_t *)address = value;
}

#endif
