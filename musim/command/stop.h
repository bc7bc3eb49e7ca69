/* Being asked to stop by SIGINT or SIGTERM: the first one interrupts the simulation, so that what
 * is known of it is printed; the second ends musim at once. One that is ignored, as under nohup,
 * stays so. */
#ifndef MUSIM_COMMAND_STOP_H
#define MUSIM_COMMAND_STOP_H

#include "neutrino/musim.h"

/* Between the two, a signal interrupts this machine. When none has come, signals end musim again.
 */
void stop_begin(struct musim *machine);
void stop_end(void);
/* The signal that did, 0: none. */
int stop_signal(void);

#endif
