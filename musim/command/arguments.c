#include "musim/command/arguments.h"

#include "object/signature.h"
#include "support/alloc.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct argument {
    struct musim *machine;
    const struct neutrino_kernel *kernel;
    const struct neutrino_parameter *parameter;
    size_t index;
    const char *text;
    uint8_t *bytes; /* its place */
    struct diag_engine *diag;
};

/* "argument 3 ('width') of kernel 'blur', uint32_t: '12x' is …" */
static bool __attribute__((format(printf, 2, 3))) refuse(const struct argument *argument,
                                                         const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *fault = xvasprintf(format, arguments);
    char *which = signature_argument(argument->kernel, argument->index);
    va_end(arguments);
    diag_error(argument->diag, "%s, %s: '%s' %s", which, argument->parameter->type, argument->text,
               fault);
    free(which);
    free(fault);
    return false;
}

static void put(const struct argument *argument, uint64_t value) {
    for (uint32_t i = 0; i < argument->parameter->bytes; i++)
        argument->bytes[i] = (uint8_t)(value >> 8 * i);
}

/* ---- numbers ---- */

static bool is_end(const char *text, const char *end) {
    return end != text && end[strspn(end, " \t\n")] == '\0';
}

static bool put_unsigned(const struct argument *argument, uint64_t least, uint64_t most) {
    char *end;
    errno = 0;
    uint64_t value = strtoull(argument->text, &end, 0);
    if (!is_end(argument->text, end))
        return refuse(argument, "is no whole number");
    bool negative = argument->text[strspn(argument->text, " \t\n")] == '-' && value;
    if (errno || negative || value < least || value > most)
        return refuse(argument, "is not from %" PRIu64 " to %" PRIu64, least, most);
    put(argument, value);
    return true;
}

static bool put_signed(const struct argument *argument) {
    char *end;
    unsigned bits = 8 * argument->parameter->bytes;
    int64_t most = (int64_t)(UINT64_MAX >> (65 - bits)), least = -most - 1;
    errno = 0;
    int64_t value = strtoll(argument->text, &end, 0);
    if (!is_end(argument->text, end))
        return refuse(argument, "is no whole number");
    if (errno || value < least || value > most)
        return refuse(argument, "is not from %" PRId64 " to %" PRId64, least, most);
    put(argument, (uint64_t)value);
    return true;
}

/* What is too small becomes a small number or zero, as in C. */
static bool put_float(const struct argument *argument) {
    char *end;
    uint32_t word;
    uint64_t bits;
    bool is_double = argument->parameter->bytes == sizeof(double);
    errno = 0;
    double wide = strtod(argument->text, &end);
    float value = strtof(argument->text, NULL);
    if (!is_end(argument->text, end))
        return refuse(argument, "is no number");
    bool overflows = errno == ERANGE && (is_double ? isinf(wide) : isinf(value));
    if (overflows)
        return refuse(argument, "is too large for the type");
    memcpy(&word, &value, sizeof word);
    memcpy(&bits, &wide, sizeof bits);
    put(argument, is_double ? bits : word);
    return true;
}

/* ---- objects ---- */

/* The object of a name, which must be one of global memory. */
static bool find_object(const struct argument *argument, const char *name, uint32_t *address,
                        uint32_t *size) {
    if (!musim_symbol(argument->machine, name, address, size))
        return refuse(argument, "names nothing: %s", musim_error(argument->machine));
    if (musim_symbol_is_shared(argument->machine, name))
        return refuse(argument, "is in shared memory, of which each cluster has its own");
    return true;
}

/* "&symbol" or "&symbol+offset" */
static bool put_address(const struct argument *argument) {
    uint32_t address, size;
    const char *text = argument->text + 1, *plus = strchr(text, '+');
    size_t length = plus ? (size_t)(plus - text) : strlen(text);
    while (length && isspace((unsigned char)text[length - 1]))
        length--;
    char *name = xstrndup(text, length), *end = NULL;
    bool found = find_object(argument, name, &address, &size);
    free(name);
    if (!found)
        return false;
    errno = 0;
    uint64_t offset = plus ? strtoull(plus + 1, &end, 0) : 0;
    if (plus && (errno || !is_end(plus + 1, end) || strchr(plus, '-')))
        return refuse(argument, "has no number of bytes behind '+'");
    if (offset > size)
        return refuse(argument, "lies beyond the object, which has %" PRIu32 " bytes", size);
    put(argument, address + offset);
    return true;
}

static bool put_pointer(const struct argument *argument) {
    if (argument->text[0] == '&')
        return put_address(argument);
    if (!isdigit((unsigned char)argument->text[0]))
        return refuse(argument, "is neither &symbol, &symbol+offset nor an address");
    return put_unsigned(argument, 0, UINT32_MAX);
}

static bool put_struct(const struct argument *argument) {
    uint32_t address, size;
    if (argument->text[0] != '*')
        return refuse(argument, "is not *symbol, an object with the struct's bytes");
    if (!find_object(argument, argument->text + 1, &address, &size))
        return false;
    if (size != argument->parameter->bytes)
        return refuse(argument, "has %" PRIu32 " bytes, but the struct %" PRIu32, size,
                      argument->parameter->bytes);
    return musim_read(argument->machine, address, argument->bytes, size) ||
           refuse(argument, "cannot be read: %s", musim_error(argument->machine));
}

bool argument_convert(struct musim *machine, const struct neutrino_kernel *kernel, size_t index,
                      const char *text, uint8_t *bytes, struct diag_engine *diag) {
    const struct neutrino_parameter *parameter = &kernel->parameters[index];
    const struct argument argument = {.machine = machine,
                                      .kernel = kernel,
                                      .parameter = parameter,
                                      .index = index,
                                      .text = text,
                                      .bytes = bytes + parameter->offset,
                                      .diag = diag};
    switch (parameter->kind) {
    case NEUTRINO_POINTER: return put_pointer(&argument);
    case NEUTRINO_LOCAL: return put_unsigned(&argument, 1, UINT32_MAX);
    case NEUTRINO_BOOL: return put_unsigned(&argument, 0, 1);
    case NEUTRINO_INT: return put_signed(&argument);
    case NEUTRINO_UINT:
        return put_unsigned(&argument, 0, UINT64_MAX >> (64 - 8 * parameter->bytes));
    case NEUTRINO_FLOAT: return put_float(&argument);
    case NEUTRINO_STRUCT: return put_struct(&argument);
    }
    return false;
}
