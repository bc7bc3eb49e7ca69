/* Any bytes are loaded or refused with a reason, and what is loaded runs to one of its ends; in parts
 * and again, to the same one. */
#include "neutrino/musim.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run_twice(struct musim *machine) {
    enum musim_status first = musim_run(machine), second;
    uint32_t result = musim_result(machine);
    if (!musim_reset(machine))
        abort();
    while ((second = musim_run_until(machine, &(struct musim_until){.instructions = 97})) ==
           MUSIM_BUDGET)
        ;
    if (second != first || musim_result(machine) != result)
        abort();
}

/* A kernel that can be launched ends, too. */
static void launch_all(struct musim *machine) {
    static const uint8_t arguments[65512];
    const struct neutrino_kernel *kernels;
    size_t count = musim_kernels(machine, &kernels);
    for (size_t i = 0; i < count && i < 4; i++) {
        struct musim_kernel launch = {.name = kernels[i].name,
                                      .dimensions = 1,
                                      .global = {20},
                                      .local = {kernels[i].local_size[0] ? kernels[i].local_size[0] : 8},
                                      .arguments = arguments,
                                      .argument_bytes = kernels[i].argument_bytes};
        if (musim_launch(machine, &launch))
            musim_run(machine);
        else if (!*musim_error(machine))
            abort();
    }
}

static void run_all(struct musim *machine) {
    run_twice(machine);
    launch_all(machine);
}

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
        run_all(machine);
    else if (!*musim_error(machine))
        abort();
    musim_free(machine);
    return 0;
}
