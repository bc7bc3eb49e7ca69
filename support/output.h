/* Output files that appear only whole, and those of a command together or not at all.
 *
 * Each is written beside its place under a temporary name, and all are renamed once all are
 * written. Symbolic links are followed: the link stays and its target is replaced. Path "-" (or
 * /dev/stdout) is standard output; it, devices and pipes are written once the files are, before any
 * is renamed. */
#ifndef SUPPORT_OUTPUT_H
#define SUPPORT_OUTPUT_H

#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

/* What a command is to write; zero at first. */
struct outputs {
    struct output *items;
    size_t count;
};

/* Takes a copy of the bytes; no file is touched. Paths may repeat only for standard output. */
void outputs_add(struct outputs *outputs, const char *path, const void *bytes, size_t size);
/* The same of a program: a file that can be executed. */
void outputs_add_program(struct outputs *outputs, const char *path, const void *bytes, size_t size);
/* Writes all. On failure reports the first that cannot be written, and why, and leaves every file
 * as it was. The set is empty afterwards. */
bool outputs_commit(struct outputs *outputs, struct diag_engine *diag);
/* Empties the set without writing. Does nothing after a commit. */
void outputs_abandon(struct outputs *outputs);

/* A single one. */
bool output_write(const char *path, const void *bytes, size_t size, struct diag_engine *diag);

/* Whether a path stands for standard output. */
bool output_is_stdout(const char *path);
/* Whether it stands for a device or a pipe: nothing that could have neighbours. */
bool output_is_device(const char *path);
/* The file, there or not, that a path leads to when its links are followed, as an output's name;
 * the caller frees it. NULL for what is no file of its own: standard output, devices, pipes. */
char *output_file(const char *path);

/* A whole file in memory with a zero byte after its end; the caller frees it. "-" is standard
 * input. NULL after a diagnostic. */
char *input_read(const char *path, size_t *size, struct diag_engine *diag);

#endif
