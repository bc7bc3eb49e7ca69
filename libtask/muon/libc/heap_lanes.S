/* The heap: malloc.c. */
#include "each_lane.inc"

each_lane neutrino_heap_take_each, neutrino_heap_take
each_lane neutrino_heap_give_each, neutrino_heap_give
