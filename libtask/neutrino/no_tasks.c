/* The table of an image that has the runtime's tasks alone. */
#include "runtime.h"

const struct neutrino_task neutrino_tasks[] = {{0}};
const uint32_t neutrino_task_rows = 0;
