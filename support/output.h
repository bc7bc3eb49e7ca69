/* Output files that appear only whole: written beside their final place under a temporary name,
 * renamed on commit, removed on abandon. Path "-" is standard output (buffered until commit). */
#ifndef SUPPORT_OUTPUT_H
#define SUPPORT_OUTPUT_H

#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct output {
    FILE *stream; /* write here */
    char *path;
    char *temporary; /* NULL for standard output and for devices, which cannot be renamed over */
};

/* Opens path for writing; on failure reports with the file's name and the reason. */
bool output_open(struct output *output, const char *path, struct diag_engine *diag);
/* Flushes, closes and renames. On failure reports and leaves nothing behind. */
bool output_commit(struct output *output, struct diag_engine *diag);
/* Closes and removes what was written. Does nothing after a commit. */
void output_abandon(struct output *output);

/* All three at once for bytes in memory. */
bool output_write(const char *path, const void *bytes, size_t size, struct diag_engine *diag);

/* A whole file in memory with a zero byte after its end; the caller frees it. "-" is standard
 * input. NULL after a diagnostic. */
char *input_read(const char *path, size_t *size, struct diag_engine *diag);

#endif
