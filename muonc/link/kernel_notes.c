#include "muonc/link/kernel_notes.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

static struct kernel_owner *find(const struct kernel_notes *kernels, const char *name) {
    for (size_t i = 0; i < kernels->count; i++)
        if (!strcmp(kernels->items[i].kernel.name, name))
            return &kernels->items[i];
    return NULL;
}

static bool read_kernel(const struct note *note, const char *file, struct neutrino_kernel *kernel,
                        struct diag_engine *diag) {
    char *error;
    bool ok = signature_read(note->bytes, note->bytes_size, kernel, &error);
    if (!ok)
        diag_file_error(diag, file, "the note of a kernel is damaged: %s", error);
    free(error);
    return ok;
}

static void add(struct kernel_notes *kernels, const struct neutrino_kernel *kernel,
                const char *file, bool linked) {
    *ARRAY_ADD(kernels->items, kernels->count) = (struct kernel_owner){*kernel, file, linked};
}

static bool refuse_second(struct neutrino_kernel *kernel, const char *file, const char *first,
                          struct diag_engine *diag) {
    diag_file_error(diag, file,
                    "kernel '%s' is defined here and in '%s': kernels are launched by name",
                    kernel->name, first);
    signature_free(kernel);
    return false;
}

bool kernel_notes_add(struct kernel_notes *kernels, const struct note *note, const char *file,
                      struct diag_engine *diag) {
    struct neutrino_kernel kernel;
    if (!read_kernel(note, file, &kernel, diag))
        return false;
    const struct kernel_owner *first = find(kernels, kernel.name);
    if (first)
        return refuse_second(&kernel, file, first->file, diag);
    add(kernels, &kernel, file, false);
    return true;
}

bool kernel_notes_link(struct kernel_notes *kernels, const struct note *note, const char *file,
                       struct diag_engine *diag) {
    struct neutrino_kernel kernel;
    if (!read_kernel(note, file, &kernel, diag))
        return false;
    struct kernel_owner *first = find(kernels, kernel.name);
    if (first && first->linked)
        return refuse_second(&kernel, file, first->file, diag);
    if (first) {
        first->linked = true;
        signature_free(&kernel);
    } else {
        add(kernels, &kernel, file, true);
    }
    return true;
}

void kernel_notes_write(const struct kernel_notes *kernels, uint32_t local_bytes, uint8_t **bytes,
                        size_t *size) {
    for (size_t i = 0; i < kernels->count; i++) {
        if (!kernels->items[i].linked)
            continue;
        size_t length;
        struct neutrino_kernel kernel = kernels->items[i].kernel;
        kernel.local_bytes = local_bytes;
        char *signature = signature_write(&kernel, &length);
        note_add_kernel(bytes, size, signature);
        free(signature);
    }
}

void kernel_notes_free(struct kernel_notes *kernels) {
    for (size_t i = 0; i < kernels->count; i++)
        signature_free(&kernels->items[i].kernel);
    free(kernels->items);
    *kernels = (struct kernel_notes){0};
}
