/* The ELF notes of neutrino/platform.h: machine shape, ABI hash, kernels. */
#ifndef MUONC_LINK_NOTE_H
#define MUONC_LINK_NOTE_H

#include "neutrino/platform.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOTE_SECTION ".note.muon"

/* Assembly text (directives) of a unit's .note.muon; the caller frees it. has_abi: the unit was
 * compiled with a generated header whose hash is abi_hash. */
char *note_assembly(const struct muon_note_shape *shape, bool has_abi, uint64_t abi_hash);

/* The same for what a unit's _Float16 is. */
char *note_half_assembly(bool is_bfloat);

/* The same for the bytes of its facts, which objects alone have (facts/facts.h). */
char *note_facts_assembly(const uint8_t *facts, size_t facts_size);
enum { NOTE_FACTS = 16 }; /* of this type */

/* The same for the signature of one of its kernels (object/signature.h). */
char *note_kernel_assembly(const char *signature);

/* The notes of a program as a section's contents; the caller frees them. */
uint8_t *note_bytes(const struct muon_note_shape *shape, bool has_abi, uint64_t abi_hash,
                    size_t *size);
/* Adds the note of a kernel to such contents. */
void note_add_kernel(uint8_t **bytes, size_t *size, const char *signature);

/* One note of a section. */
struct note {
    uint32_t type; /* MUON_NOTE_…, NOTE_FACTS; others are not for us */
    struct muon_note_shape shape;
    uint64_t abi_hash;
    bool half_is_bfloat;
    const uint8_t *bytes; /* of NOTE_FACTS and MUON_NOTE_KERNEL, in the section */
    size_t bytes_size;
};

/* Reads the note at *offset and advances it. Returns false at the end; notes of other names or of
 * an unexpected size are skipped, a note that is cut off ends the section. */
bool note_next(const uint8_t *bytes, size_t size, size_t *offset, struct note *note);

#endif
