#include "tasks.h"

#include <neutrino/musim.h>

int main(void) {
    struct musim *machine = musim_create(&(struct musim_config){0});
    musim_free(machine);
    return !machine || sum_task != 1;
}
