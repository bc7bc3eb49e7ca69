/* One program run to its end. */
#ifndef RANDOM_PROCESS_H
#define RANDOM_PROCESS_H

#include <stdbool.h>

struct process {
    const char *const *arguments; /* ends with NULL */
    const char *output;           /* files for the standard streams; NULL: thrown away */
    const char *errors;
    unsigned seconds; /* of processor time, however busy the machine is */
};

enum { PROCESS_OUT_OF_TIME = 1000 };

/* The exit status, 128 + n for a signal, or PROCESS_OUT_OF_TIME. Adds to *milliseconds, if it is
 * not NULL, what processor time it took. */
int process_run(const struct process *process, unsigned *milliseconds);

/* Set by Ctrl-C, after process_catch_interrupt; what process_run waits for is stopped. */
extern volatile bool process_interrupted;
void process_catch_interrupt(void);

#endif
