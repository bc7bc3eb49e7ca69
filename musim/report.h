/* Pieces of the reports that report.c and deadlock.c share. */
#ifndef MUSIM_REPORT_H
#define MUSIM_REPORT_H

#include "musim/machine.h"

/* Call before the first line of a report. */
void report_begin(struct musim *machine);
/* "run 3 of matmul_task"; the caller frees it. */
char *report_run_name(const struct musim *machine, run_id run);
/* "cluster 0, core 1, warp 2, lane 3, pc 0x10000040 in main+0x40"; lane -1: without one. The
 * caller frees it. */
char *report_place(const struct warp *warp, int lane, uint32_t pc);
/* The source position of pc, else the program as a file. */
struct diag_location report_location(const struct musim *machine, uint32_t pc);

#endif
