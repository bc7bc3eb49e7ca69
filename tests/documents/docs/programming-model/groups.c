/* RUN: muonc -O2 -Wall -Werror -c %s -o groups.o */
#include <neutrino/group.h>

FRAGMENT
