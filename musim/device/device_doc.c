/* Prints docs/devices.md: the registers of all devices, from the table that the tools use. */
#include "neutrino/platform.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void print_device(const char *name, const char *id, uint64_t base, const char *who,
                         const char *text) {
    printf("\n## %s\n\n`NEUTRINO_%s…`, %s at `0x%" PRIx64 "`.\n", text, name, who, base);
    printf("In the simulator: `device_%s`.\n", id);
}

/* The head of a table comes with its first row. */
static void print_register(const char *device, const char *name, unsigned offset,
                           const char *access, const char *text) {
    static const char *last = "";
    if (strcmp(last, device))
        puts("\n| offset | name | access | |\n|---|---|---|---|");
    last = device;
    printf("| 0x%02x | `%s` | %s | %s |\n", offset, name, access, text);
}

static void print_rows(void) {
#define SIMT_DEVICE(id, NAME, base, bytes, text)                                                   \
    print_device(#NAME, #id, base, "in global memory", text);
#define NEUTRINO_DEVICE(id, NAME, base, bytes, text)                                               \
    print_device(#NAME, #id, base, "in the Neutrino's space", text);
#define DEVICE_REGISTER(NAME, REGISTER, access, text)                                              \
    print_register(#NAME, #REGISTER, NEUTRINO_##NAME##_##REGISTER, #access, text);
#include "neutrino/devices.def"
}

int main(void) {
    puts("# Devices\n\n"
         "Printed from `include/neutrino/devices.def`, where each device has its rows;\n"
         "[platform.md](platform.md#memory-as-the-neutrino-sees-it) tells what they do. Access is the\n"
         "Neutrino's: R can be read, W written. Offsets are bytes from the device's base.");
    print_rows();
    return 0;
}
