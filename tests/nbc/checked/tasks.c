#include "shape.h"
#include <neutrino/task.h>

void draw_task(struct shape shape, unit_t scale) {
}
void name_task(const struct corner *corners, names_t names) {
}
