/* The kernels of a program: each unit's object tells of its own (object/signature.h). */
#ifndef MUONC_LINK_KERNEL_NOTES_H
#define MUONC_LINK_KERNEL_NOTES_H

#include "muonc/link/note.h"
#include "object/signature.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

struct kernel_notes {
    struct kernel_owner {
        struct neutrino_kernel kernel;
        const char *file; /* that defines it */
        bool linked;      /* it has been met in the program, too */
    } *items;
    size_t count;
};

/* Adds the kernel of an input's note. Reports and returns false if the note is damaged, or another
 * file has a kernel of that name. */
bool kernel_notes_add(struct kernel_notes *kernels, const struct note *note, const char *file,
                      struct diag_engine *diag);
/* The same for a note of the program: an input's, or that of an archive's member, called file. */
bool kernel_notes_link(struct kernel_notes *kernels, const struct note *note, const char *file,
                       struct diag_engine *diag);

/* Adds the notes of those that are linked to a section's contents. local_bytes: of group memory
 * that the program has. */
void kernel_notes_write(const struct kernel_notes *kernels, uint32_t local_bytes, uint8_t **bytes,
                        size_t *size);
void kernel_notes_free(struct kernel_notes *kernels);

#endif
