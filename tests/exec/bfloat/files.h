/* The files by which host and machine hand over arrays. */
#ifndef TESTS_EXEC_BFLOAT_FILES_H
#define TESTS_EXEC_BFLOAT_FILES_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static inline FILE *open_in(const char *directory, const char *name, const char *mode) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, mode);
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static inline void put(const char *directory, const char *name, const void *bytes, size_t size) {
    FILE *file = open_in(directory, name, "wb");
    if (fwrite(bytes, 1, size, file) != size || fclose(file))
        exit(1);
}

static inline void get(const char *directory, const char *name, void *bytes, size_t size) {
    FILE *file = open_in(directory, name, "rb");
    if (fread(bytes, 1, size, file) != size) {
        fprintf(stderr, "%s/%s: too short\n", directory, name);
        exit(1);
    }
    fclose(file);
}

/* The same numbers in each run. */
static inline uint64_t random_bits(void) {
    static uint64_t state = 1;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

#endif
