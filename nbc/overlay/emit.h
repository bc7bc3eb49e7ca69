/* The texts that are made of a checked program. The caller frees each. */
#ifndef NBC_OVERLAY_EMIT_H
#define NBC_OVERLAY_EMIT_H

#include "nbc/overlay/model.h"

/* ---- the intermediate forms, one for each pass ---- */

/* Loops around overlay(task id, queue, buffers and scalars): what was written. */
char *emit_ir_enqueue(const struct overlay_program *program);
/* The same with what the scheduler needs: dependencies and the map of arguments; and
 * overlay_switch("after_main_body"). */
char *emit_ir_schedule(const struct overlay_program *program);
/* The kernels that never end, between overlay_switch("kernel_begin") and ("kernel_end"). */
char *emit_ir_autorun(const struct overlay_program *program);

/* ---- pictures ---- */

char *emit_dot(const struct overlay_program *program);
char *emit_svg(const struct overlay_program *program);

/* ---- C ---- */

/* name: of the program, as in int NAME_run(void). with_main: no C file has one. */
char *emit_c(const struct overlay_program *program, const char *name, bool with_main);

#endif
