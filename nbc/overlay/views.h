/* The views of a run's tasks, where the compiler knows them. */
#ifndef NBC_OVERLAY_VIEWS_H
#define NBC_OVERLAY_VIEWS_H

#include "nbc/overlay/instances.h"

/* Reports views outside of their buffers, values outside of their types, arguments of one task that
 * overlap though one is written, and pointers to views that are not dense. */
void views_check(const struct overlay_program *program, const struct instances *instances);

/* Warns of tasks that no dependency orders and that access the same elements, one writing. */
void views_check_races(const struct overlay_program *program, const struct instances *instances);

#endif
