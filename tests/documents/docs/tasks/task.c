/* RUN: nbc -O2 -Wall -Werror %s -o task.nbin */
#include <neutrino/task.h>

FRAGMENT
