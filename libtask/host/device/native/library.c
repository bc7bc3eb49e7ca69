#include "libtask/host/device/native/library.h"

#include "libtask/host/device/native/traps.h"

#include "libtask/host/memory.h"
#include "object/signature.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- the file ---- */

/* Whether the name is that of a file with these bytes, which then is what debuggers are told of. */
static bool is_file(const char *name, const void *file, size_t bytes) {
    FILE *stream = fopen(name, "rb");
    const char *rest = file;
    char block[4096];
    bool same = stream != NULL;
    for (size_t n; same && (n = fread(block, 1, sizeof block, stream)) > 0; rest += n, bytes -= n)
        same = n <= bytes && !memcmp(block, rest, n);
    if (stream)
        fclose(stream);
    return same && !bytes;
}

static void *open_file(const char *name) {
    char *path = realpath(name, NULL);
    void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    free(path);
    return library;
}

static bool write_all(int file, const char *bytes, size_t count) {
    for (ssize_t n; count; bytes += n, count -= (size_t)n)
        if ((n = write(file, bytes, count)) <= 0)
            return false;
    return true;
}

static void *open_memory(const void *file, size_t bytes, const char *name) {
    int copy = memfd_create(name, MFD_CLOEXEC);
    char path[64];
    void *library = NULL;
    snprintf(path, sizeof path, "/proc/self/fd/%d", copy);
    if (copy >= 0 && write_all(copy, file, bytes))
        library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (copy >= 0)
        close(copy);
    return library;
}

/* ---- kernels ---- */

static enum tk_status read_kernel(struct kernel *to, const struct tk_kernel_row *row,
                                  const char *name) {
    struct neutrino_kernel signature;
    char *error = NULL;
    enum tk_status status = TK_ERROR_KERNEL;
    if (signature_read(row->signature, strlen(row->signature), &signature, &error)) {
        to->row = row;
        to->everything = row->facts->everything;
        status = kernel_copy(to, &signature) ? TK_OK : fail_memory();
        signature_free(&signature);
    } else {
        fail(status, "%s: a kernel's signature is wrong: %s", name, error);
    }
    free(error);
    return status;
}

static enum tk_status read_kernels(struct program *program, const struct tk_kernel_library *library,
                                   const char *name) {
    size_t count = (size_t)(library->end - library->begin);
    program->kernels = memory_zeroed(count, sizeof *program->kernels);
    if (!program->kernels)
        return fail_memory();
    enum tk_status status = TK_OK;
    while (!status && program->kernel_count < count) {
        size_t i = program->kernel_count++;
        status = read_kernel(&program->kernels[i], &library->begin[i], name);
    }
    return status;
}

enum tk_status library_load(struct device *device, struct program *program, const void *file,
                            size_t bytes, const char *name) {
    void *opened = is_file(name, file, bytes) ? open_file(name) : open_memory(file, bytes, name);
    if (!opened)
        return fail(TK_ERROR_KERNEL, "%s: no library of kernels for the CPU: %s", name, dlerror());
    struct tk_kernel_library *library = dlsym(opened, TK_KERNEL_LIBRARY_SYMBOL);
    enum tk_status status = TK_ERROR_KERNEL;
    if (!library)
        fail(status, "%s: no library of kernels (muonc --target=host makes one)", name);
    else if (library->version != TK_KERNEL_LIBRARY_VERSION)
        fail(status, "%s: made by another version of muonc: compile it again", name);
    else
        status = read_kernels(program, library, name);
    if (status) {
        dlclose(opened);
        return status;
    }
    library->services = &library_services;
    traps_catch();
    program->library = opened;
    return TK_OK;
}

void library_unload(struct device *device, struct program *program) {
    if (program->library)
        dlclose(program->library);
    program->library = NULL;
}
