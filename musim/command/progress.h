/* How far a simulation is, for somebody who waits at a terminal: one line on standard error, after
 * two seconds and then twice a second, that is erased before anything else is printed:
 *
 *   1234.5 M instructions, 210.3 M/s, 3 runs live, at most 0:42 left
 */
#ifndef MUSIM_COMMAND_PROGRESS_H
#define MUSIM_COMMAND_PROGRESS_H

#include "neutrino/musim.h"

/* Between the two, the line is shown. most_cycles is the limit, 0: none. */
void progress_begin(struct musim *machine, uint64_t most_cycles);
void progress_end(void);
/* Erases the line if it is there; a signal handler may call it. */
void progress_hide(void);

#endif
