/* Runs in which no task can go on: cycles of tasks that wait for each other, and parents that come
 * too late for the slots. */
#ifndef NBC_OVERLAY_DEADLOCK_H
#define NBC_OVERLAY_DEADLOCK_H

#include "nbc/overlay/instances.h"

/* Tasks wait for their parents and for what is before them in their queue, and leave a slot when
 * they are done. What can go on does not hang on time: nothing that may run is ever kept from it by
 * something else that runs. So one order of execution finds every deadlock that there is, and
 * exactly those. Reports and returns false if there is one. */
bool deadlock_check(const struct overlay_program *program, const struct instances *instances);

/* The same where bounds are not known: cycles along which the distances add up to nothing, as
 * errors if they are of one iteration and else as warnings. False if one was found. */
bool deadlock_check_symbolic(const struct overlay_program *program, const struct group *group);

/* Whether all parents are enqueued before their children, so that there is none in any run. */
bool deadlock_impossible(const struct group *group);

#endif
