/* The musim command's table of options. */
#ifndef MUSIM_COMMAND_OPTIONS_H
#define MUSIM_COMMAND_OPTIONS_H

#include "support/options.h"

enum {
    OPT_CLUSTERS = 1,
    OPT_CORES,
    OPT_WARPS,
    OPT_LANES,
    OPT_SCOREBOARD,
    OPT_STATS,
    OPT_DUMP,
    OPT_INPUT,
    OPT_OUTPUT,
    OPT_KERNEL,
    OPT_GLOBAL,
    OPT_LOCAL,
    OPT_OFFSET,
    OPT_MAX_CYCLES,
    OPT_PERTURB,
    OPT_CHECK,
    OPT_THREADS,
    OPT_NEUTRINO,
};

extern const struct option_set musim_options;

#endif
