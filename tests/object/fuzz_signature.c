/* Any bytes as a kernel's signature: refused with a reason, or read to something that can be relied
 * on, and written again to what is read as the same. */
#include "neutrino/platform.h"
#include "object/signature.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
    if (!condition)
        abort();
}

static void require_consistent(const struct neutrino_kernel *kernel) {
    uint32_t end = 0;
    require(*kernel->name && *kernel->entry);
    require(kernel->argument_bytes <= NEUTRINO_ARGUMENT_BYTES);
    require(!kernel->local_size[0] == !kernel->local_size[1] &&
            !kernel->local_size[1] == !kernel->local_size[2]);
    for (size_t i = 0; i < kernel->parameter_count; i++) {
        const struct neutrino_parameter *parameter = &kernel->parameters[i];
        require(parameter->bytes && parameter->offset >= end);
        end = parameter->offset + parameter->bytes;
        require(end <= kernel->argument_bytes);
        require(parameter->kind == NEUTRINO_STRUCT || parameter->bytes <= 8);
        char *argument = signature_argument(kernel, i);
        require(strstr(argument, kernel->name));
        free(argument);
    }
}

static void require_equal(const struct neutrino_kernel *a, const struct neutrino_kernel *b) {
    require(!strcmp(a->name, b->name) && !strcmp(a->entry, b->entry));
    require(a->parameter_count == b->parameter_count && a->local_bytes == b->local_bytes);
    require(!memcmp(a->local_size, b->local_size, sizeof a->local_size));
    for (size_t i = 0; i < a->parameter_count; i++) {
        const struct neutrino_parameter *x = &a->parameters[i], *y = &b->parameters[i];
        require(!strcmp(x->name, y->name) && !strcmp(x->type, y->type));
        require(x->kind == y->kind && x->access == y->access);
        require(x->bytes == y->bytes && x->offset == y->offset);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct neutrino_kernel kernel, again;
    char *error, *written;
    size_t length;
    bool ok = signature_read(data, size, &kernel, &error);
    require(ok == !error);
    free(error);
    if (!ok)
        return 0;
    require_consistent(&kernel);
    written = signature_write(&kernel, &length);
    require(signature_read(written, length, &again, &error));
    require_equal(&kernel, &again);
    free(written);
    signature_free(&again);
    signature_free(&kernel);
    return 0;
}
