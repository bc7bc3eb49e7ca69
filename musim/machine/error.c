#include "musim/machine/machine.h"

#include "support/alloc.h"

#include <stdarg.h>
#include <stdlib.h>

bool machine_error(struct musim *machine, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *message = xvasprintf(format, arguments);
    va_end(arguments);
    free(machine->error);
    machine->error = message;
    return false;
}

const char *musim_error(const struct musim *machine) {
    return machine->error ? machine->error : "";
}
