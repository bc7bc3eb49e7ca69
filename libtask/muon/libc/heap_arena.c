/* The heap's memory, unless the program has an arena of its own. */
#include <neutrino/heap.h>

MUON_HEAP(NEUTRINO_HEAP_BYTES);
