#include "support/output.h"

#include "support/alloc.h"
#include "support/array.h"
#include "support/interrupt.h"
#include "support/path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct output {
    char *path;
    char *bytes;
    size_t size;
    bool program;    /* it can be executed */
    char *file;      /* where it goes in the end; NULL: what is no file of its own */
    char *temporary; /* NULL until it is written, and once it has its place for good */
    enum { STAGED, NEW, EXCHANGED } state; /* EXCHANGED: temporary is the file that was there */
};

/* ---- where an output goes ---- */

bool output_is_stdout(const char *path) {
    return !strcmp(path, "-") || !strcmp(path, "/dev/stdout");
}

/* What is there is a way to an open file, which must not be replaced by a file of that name. */
static bool is_descriptor(const char *path) {
    return !strncmp(path, "/proc/", 6) || !strncmp(path, "/dev/fd/", 8);
}

/* The path with a link at its end followed once; NULL if there is none. */
static char *follow_link(const char *path) {
    char text[PATH_MAX];
    ssize_t length = readlink(path, text, sizeof text - 1);
    if (length <= 0)
        return NULL;
    text[length] = '\0';
    char *directory = xstrndup(path, path_directory_length(path));
    char *target = path_join(directory, text);
    free(directory);
    return target;
}

char *output_file(const char *path) {
    enum { MOST_LINKS = 40 }; /* as the kernel has it */
    struct stat status;
    if (output_is_stdout(path))
        return NULL;
    char *file = xstrdup(path);
    bool ok = !is_descriptor(file);
    for (int links = 0; ok && links < MOST_LINKS; links++) {
        char *target = follow_link(file);
        if (!target)
            break;
        free(file);
        file = target;
        ok = !is_descriptor(file);
    }
    if (ok && (stat(file, &status) ? errno == ENOENT : S_ISREG(status.st_mode)))
        return file;
    free(file);
    return NULL;
}

bool output_is_device(const char *path) {
    struct stat status;
    return !stat(path, &status) && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/* ---- one output ---- */

static bool write_bytes(FILE *stream, const struct output *output) {
    return fwrite(output->bytes, 1, output->size, stream) == output->size && fflush(stream) == 0;
}

/* Beside its file, under a temporary name. */
static bool stage(struct output *output) {
    output->temporary = xasprintf("%s.XXXXXX", output->file);
    interrupt_hold();
    int descriptor = mkstemp(output->temporary);
    if (descriptor >= 0)
        interrupt_add_path(output->temporary);
    interrupt_release();
    if (descriptor < 0) {
        free(output->temporary);
        output->temporary = NULL;
        return false;
    }
    /* mkstemp makes private files; an output has the mode that the user's umask asks for. */
    mode_t mask = umask(0);
    umask(mask);
    fchmod(descriptor, (output->program ? 0777 : 0666) & ~mask);
    FILE *stream = fdopen(descriptor, "w");
    bool ok = write_bytes(stream, output);
    return fclose(stream) == 0 && ok;
}

/* On failure what has not been written is dropped, so that it is reported once. */
static bool write_to_stdout(const struct output *output) {
    bool ok = write_bytes(stdout, output);
    int reason = errno;
    if (!ok) {
        __fpurge(stdout);
        clearerr(stdout);
    }
    errno = reason;
    return ok;
}

/* Standard output, a device or a pipe. */
static bool write_in_place(const struct output *output) {
    if (output_is_stdout(output->path))
        return write_to_stdout(output);
    FILE *stream = fopen(output->path, "w");
    bool ok = stream && write_bytes(stream, output);
    return stream && fclose(stream) == 0 && ok;
}

/* Not every file system can exchange two names; those that can would exchange a directory, too. */
static bool take_place(struct output *output) {
    struct stat status;
    bool is_file = !lstat(output->file, &status) && S_ISREG(status.st_mode);
    bool exchanged =
        is_file && !renameat2(AT_FDCWD, output->temporary, AT_FDCWD, output->file, RENAME_EXCHANGE);
    output->state = exchanged ? EXCHANGED : NEW;
    return exchanged || !rename(output->temporary, output->file);
}

static void give_back_place(struct output *output) {
    if (output->state == EXCHANGED)
        rename(output->temporary, output->file);
    else
        unlink(output->file);
}

static void remove_temporary(struct output *output) {
    unlink(output->temporary);
    interrupt_hold();
    interrupt_forget_path(output->temporary);
    interrupt_release();
    free(output->temporary);
}

static void release(struct output *output) {
    if (output->temporary)
        remove_temporary(output);
    free(output->file);
    free(output->path);
    free(output->bytes);
}

/* ---- all of a command ---- */

void outputs_add(struct outputs *outputs, const char *path, const void *bytes, size_t size) {
    char *copy = xmalloc(size ? size : 1);
    memcpy(copy, bytes, size);
    *ARRAY_ADD(outputs->items, outputs->count) = (struct output){
        .path = xstrdup(path), .bytes = copy, .size = size, .file = output_file(path)};
}

void outputs_add_program(struct outputs *outputs, const char *path, const void *bytes,
                         size_t size) {
    outputs_add(outputs, path, bytes, size);
    outputs->items[outputs->count - 1].program = true;
}

/* The steps return how many outputs they have done; errno says why it is not all. */

static size_t stage_files(struct outputs *outputs) {
    size_t i = 0;
    while (i < outputs->count && (!outputs->items[i].file || stage(&outputs->items[i])))
        i++;
    return i;
}

static size_t write_others(const struct outputs *outputs) {
    size_t i = 0;
    while (i < outputs->count && (outputs->items[i].file || write_in_place(&outputs->items[i])))
        i++;
    return i;
}

static size_t place_files(struct outputs *outputs) {
    size_t i = 0;
    while (i < outputs->count && (!outputs->items[i].file || take_place(&outputs->items[i])))
        i++;
    int reason = errno;
    for (size_t placed = i < outputs->count ? i : 0; placed-- > 0;)
        if (outputs->items[placed].file)
            give_back_place(&outputs->items[placed]);
    errno = reason;
    return i;
}

/* A signal that asks to end waits while some files have their places and others have not. */
static size_t place_files_undisturbed(struct outputs *outputs) {
    interrupt_hold();
    size_t done = place_files(outputs);
    int reason = errno;
    interrupt_release();
    errno = reason;
    return done;
}

bool outputs_commit(struct outputs *outputs, struct diag_engine *diag) {
    size_t done = stage_files(outputs);
    if (done == outputs->count)
        done = write_others(outputs);
    if (done == outputs->count)
        done = place_files_undisturbed(outputs);
    bool ok = done == outputs->count;
    if (!ok) {
        const char *path = outputs->items[done].path;
        diag_file_error(diag, strcmp(path, "-") ? path : "<stdout>", "cannot write: %s",
                        strerror(errno));
    }
    outputs_abandon(outputs);
    return ok;
}

void outputs_abandon(struct outputs *outputs) {
    for (size_t i = 0; i < outputs->count; i++)
        release(&outputs->items[i]);
    free(outputs->items);
    *outputs = (struct outputs){0};
}

bool output_write(const char *path, const void *bytes, size_t size, struct diag_engine *diag) {
    struct outputs outputs = {0};
    outputs_add(&outputs, path, bytes, size);
    return outputs_commit(&outputs, diag);
}

char *input_read(const char *path, size_t *size, struct diag_engine *diag) {
    FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    char *bytes = NULL;
    size_t used = 0, capacity = 1 << 14;
    if (file) {
        bytes = xmalloc(capacity);
        for (size_t n; (n = fread(bytes + used, 1, capacity - used - 1, file)) > 0;) {
            used += n;
            if (used + 1 == capacity)
                bytes = xrealloc(bytes, capacity *= 2);
        }
    }
    if (!file || ferror(file)) {
        diag_file_error(diag, path, "cannot read: %s", strerror(errno));
        free(bytes);
        bytes = NULL;
    } else {
        bytes[used] = '\0';
        *size = used;
    }
    if (file && file != stdin)
        fclose(file);
    return bytes;
}
