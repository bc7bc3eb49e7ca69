/* A Muon program as it came out of its file: plain data, checked, that no machine has touched.
 * Files come from anywhere: what does not hold together is refused with the reason. */
#ifndef MUSIM_PROGRAM_PROGRAM_H
#define MUSIM_PROGRAM_PROGRAM_H

#include "musim/program/assertions.h"
#include "musim/program/barriers.h"
#include "neutrino/platform.h"
#include "object/line_table.h"
#include "object/signature.h"
#include "object/source_map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of global memory that is set when the program is loaded; in RAM, all of it. What a
 * program has in shared memory is no piece: it has no contents, and shared memory is zero at the
 * start. */
struct program_piece {
    uint32_t address;
    size_t offset;                     /* in program.bytes */
    uint64_t file_bytes, memory_bytes; /* the rest is zero */
};

struct program {
    char *name;     /* for reports */
    uint8_t *bytes; /* the file */
    size_t size;
    uint32_t entry;
    struct program_piece *pieces;
    size_t piece_count;
    struct muon_note_shape shape; /* zeros: the program does not say */
    uint32_t grid[3], block[3];   /* of section .args; zeros without one */
    struct source_map *source;    /* NULL: none */
    char *names[UINT8_MAX + 1];   /* of tasks and sync points, by id; NULL if unknown */
    /* Where the tasks' functions start, by id; file NULL if unknown. */
    struct task_place {
        char *file;
        unsigned line;
    } places[NEUTRINO_MAX_TASK + 1];
    struct line_table task_lines; /* of the Neutrino's code; empty if not known */
    struct assertions assertions; /* what __uniform promises */
    struct group_barriers group_barriers;
    struct neutrino_kernel *kernels;
    size_t kernel_count;
};

/* bytes are copied. On failure returns NULL, and *error is the reason, which the caller frees. */
struct program *program_read(const void *bytes, size_t size, const char *name, char **error);
void program_free(struct program *program);

/* The kernel of a name, NULL if there is none. */
const struct neutrino_kernel *program_kernel(const struct program *program, const char *name);

/* Puts the pieces where they belong; global is the host address of global address 0. */
void program_place(const struct program *program, uint8_t *global);

#endif
