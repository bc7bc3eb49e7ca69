/* Any bytes are loaded or refused with a reason, and what is loaded runs to one of its ends. */
#include "neutrino/musim.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    struct musim_config config = {
        .max_instructions = 2000, .check = true, .console = nowhere, .report = nowhere};
    struct musim *machine = musim_create(&config);
    if (!machine)
        abort();
    if (musim_load(machine, data, size, "fuzz.elf"))
        musim_run(machine);
    else if (!*musim_error(machine))
        abort();
    musim_free(machine);
    return 0;
}
