#include "tasks.h"

#include <neutrino/musim.h>

int main(int argc, char **argv) {
    struct musim *machine = musim_create(&(struct musim_config){0});
    bool ok = argc == 2 && sum_task == 5 && musim_load_file(machine, argv[1]) &&
              musim_run(machine) == MUSIM_DONE && musim_result(machine) == 0;
    musim_free(machine);
    return !ok;
}
