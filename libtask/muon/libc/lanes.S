/* The console. */
#include "each_lane.inc"

each_lane vprintf, console_vprintf
each_lane vsnprintf, console_vsnprintf
each_lane puts, console_puts
each_lane putchar, console_putchar
