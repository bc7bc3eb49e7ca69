/* The Neutrino's task queue device (docs/platform.md): issued runs wait here in order, the core
 * reads the head. Register numbers are NEUTRINO_QUEUE_* of neutrino/platform.h. */
#ifndef MUSIM_TASK_QUEUE_H
#define MUSIM_TASK_QUEUE_H

#include "musim/device/device.h"
#include "musim/device/scoreboard.h"

struct task_queue;

/* Signals and completes go to the host, and the level of the interrupt: raised while runs wait. */
void *task_queue_create(const struct device_host *host);
void task_queue_free(void *device);
void task_queue_reset(void *device);

void task_queue_push(struct task_queue *queue, const struct sb_task_run *task_run);
unsigned task_queue_pending(const struct task_queue *queue);
run_id task_queue_head(const struct task_queue *queue); /* 0 if empty */
/* The n-th waiting run, for reports. */
run_id task_queue_peek(const struct task_queue *queue, unsigned n);

/* offset from NEUTRINO_QUEUE_BASE. false = no such register, or a width it does not take: the
 * control registers take aligned 4 and 8 byte accesses, the payload window any aligned read. */
bool task_queue_load(void *queue, uint64_t offset, unsigned size, uint64_t *value);
bool task_queue_store(void *queue, unsigned who, uint64_t offset, unsigned size, uint64_t value);

#endif
