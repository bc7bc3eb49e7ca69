/* muobjdump's table of options. */
#ifndef MUOBJDUMP_OPTIONS_H
#define MUOBJDUMP_OPTIONS_H

#include "support/options.h"

enum {
    OPT_DISASSEMBLE = 1,
    OPT_DISASSEMBLE_ALL,
    OPT_LINES,
    OPT_DEMANGLE,
    OPT_HEADERS,
    OPT_SYMBOLS,
    OPT_NEUTRINO,
    OPT_SECTION,
    OPT_NO_ALIASES,
    OPT_NO_RAW,
    OPT_EXPLAIN,
    OPT_ASSEMBLY,
    OPT_START,
    OPT_STOP,
};

extern const struct option_set muobjdump_options;

#endif
