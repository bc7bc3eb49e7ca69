#include "support/output.h"

#include "support/alloc.h"
#include "support/interrupt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_plain_or_new(const char *path) {
    struct stat status;
    return stat(path, &status) ? errno == ENOENT : S_ISREG(status.st_mode);
}

static bool open_temporary(struct output *output) {
    output->temporary = xasprintf("%s.XXXXXX", output->path);
    interrupt_hold();
    int descriptor = mkstemp(output->temporary);
    if (descriptor >= 0)
        interrupt_add_path(output->temporary);
    interrupt_release();
    if (descriptor < 0)
        return false;
    /* mkstemp makes private files; an output has the mode that the user's umask asks for. */
    mode_t mask = umask(0);
    umask(mask);
    fchmod(descriptor, 0666 & ~mask);
    output->stream = fdopen(descriptor, "w");
    return output->stream != NULL;
}

bool output_open(struct output *output, const char *path, struct diag_engine *diag) {
    *output = (struct output){.path = xstrdup(path)};
    if (!strcmp(path, "-"))
        output->stream = tmpfile();
    else if (is_plain_or_new(path))
        open_temporary(output);
    else
        output->stream = fopen(path, "w");
    if (output->stream)
        return true;
    diag_file_error(diag, path, "cannot write: %s", strerror(errno));
    output_abandon(output);
    return false;
}

static bool copy_to_stdout(FILE *from) {
    char block[1 << 14];
    rewind(from);
    for (size_t n; (n = fread(block, 1, sizeof block, from)) > 0;)
        if (fwrite(block, 1, n, stdout) != n)
            return false;
    return fflush(stdout) == 0;
}

static void forget_temporary(struct output *output) {
    interrupt_hold();
    interrupt_forget_path(output->temporary);
    interrupt_release();
    free(output->temporary);
    output->temporary = NULL;
}

static void remove_temporary(struct output *output) {
    unlink(output->temporary);
    forget_temporary(output);
}

static bool take_place(struct output *output) {
    if (rename(output->temporary, output->path))
        return false;
    forget_temporary(output);
    return true;
}

bool output_commit(struct output *output, struct diag_engine *diag) {
    bool ok = fflush(output->stream) == 0 && !ferror(output->stream);
    if (ok && !strcmp(output->path, "-"))
        ok = copy_to_stdout(output->stream);
    ok = fclose(output->stream) == 0 && ok;
    output->stream = NULL;
    if (ok && output->temporary)
        ok = take_place(output);
    if (!ok)
        diag_file_error(diag, output->path, "cannot write: %s", strerror(errno));
    output_abandon(output);
    return ok;
}

void output_abandon(struct output *output) {
    if (output->stream)
        fclose(output->stream);
    if (output->temporary)
        remove_temporary(output);
    free(output->path);
    *output = (struct output){0};
}

bool output_write(const char *path, const void *bytes, size_t size, struct diag_engine *diag) {
    struct output output;
    if (!output_open(&output, path, diag))
        return false;
    fwrite(bytes, 1, size, output.stream);
    return output_commit(&output, diag);
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
