/* Numbers of text. An object of its own, as heap_lanes.S: printf shall not bring them. */
#include "each_lane.inc"

each_lane strtod, console_strtod
each_lane strtof, console_strtof
