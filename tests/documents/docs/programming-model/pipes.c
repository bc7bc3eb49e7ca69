/* RUN: muonc -O2 -Wall -Werror -c %s -o pipes.o */
#include <neutrino/pipe.h>

MUON_GROUP(loaders, 0, 4);
MUON_GROUP(workers, 4, 4);
FRAGMENT
