/* The hottest functions and lines of a run, for --stats. */
#ifndef MUSIM_HOT_H
#define MUSIM_HOT_H

#include "neutrino/musim.h"

/* Prints a table of bounded length on standard output; nothing without a profile. */
void hot_print(const struct musim_profile *profile);

#endif
