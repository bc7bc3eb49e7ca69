/* The launch that --kernel and its companions ask for. */
#ifndef MUSIM_COMMAND_LAUNCH_H
#define MUSIM_COMMAND_LAUNCH_H

#include "neutrino/musim.h"
#include "support/diag.h"

#include <stdbool.h>

/* The options' values, NULL: not given. */
struct launch_options {
    const char *kernel; /* "blur(&in, 640)" */
    const char *global, *local, *offset;
};

/* Whether they go together, and what they say has a meaning. Each function reports what is wrong,
 * and returns false. */
bool launch_check(const struct launch_options *options, struct diag_engine *diag);

/* Prepares the launch on a machine with a program. Without a local size it is the one that the
 * kernel requires, else a warp's lanes. */
bool launch_prepare(struct musim *machine, const struct launch_options *options,
                    struct diag_engine *diag);

#endif
