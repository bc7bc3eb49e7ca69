/* nbc's table of options. */
#ifndef NBC_OPTIONS_H
#define NBC_OPTIONS_H

#include "support/options.h"

enum {
    OPT_OUTPUT = 1,
    OPT_HEADER,
    OPT_MAP,
    OPT_INTERFACE,
    OPT_FIRST_ID,
    OPT_EMIT,
    OPT_LIBRARY_TASK,
    OPT_RELINK,
    OPT_MD,
    OPT_MMD,
    OPT_MF,
    OPT_MT,
    OPT_MQ,
    OPT_MP,
    OPT_SAVE_TEMPS,
    OPT_PREFIX_MAP,
    OPT_COMPILE,
    OPT_OVERLAY_TARGET,
    OPT_CLANG_PAIR,
};

extern const struct option_set nbc_options;

#endif
