/* The Neutrino's task queue device (docs/platform.md): issued runs wait here in order, the core
 * reads the head. Register numbers are NEUTRINO_QUEUE_* of neutrino/platform.h. */
#ifndef MUSIM_TASK_QUEUE_H
#define MUSIM_TASK_QUEUE_H

#include "musim/scoreboard.h"

struct task_queue;

/* Signals and completes go to the scoreboard. cluster is what NEUTRINO_QUEUE_CLUSTER reads. */
struct task_queue *task_queue_create(struct scoreboard *sb, unsigned cluster);
void task_queue_free(struct task_queue *queue);

void task_queue_push(struct task_queue *queue, const struct sb_task_run *task_run);
unsigned task_queue_pending(const struct task_queue *queue); /* > 0 raises the interrupt */
run_id task_queue_head(const struct task_queue *queue);      /* 0 if empty */
/* The n-th waiting run, for reports. */
run_id task_queue_peek(const struct task_queue *queue, unsigned n);

/* offset from NEUTRINO_QUEUE_BASE. false = no such register, or a width it does not take: the
 * control registers take aligned 4 and 8 byte accesses, the payload window any aligned read. */
bool task_queue_load(struct task_queue *queue, uint64_t offset, unsigned size, uint64_t *value);
bool task_queue_store(struct task_queue *queue, uint64_t offset, unsigned size, uint64_t value);

#endif
