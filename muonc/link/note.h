/* The ELF notes of neutrino/platform.h: machine shape and ABI hash. */
#ifndef MUONC_LINK_NOTE_H
#define MUONC_LINK_NOTE_H

#include "neutrino/platform.h"

#include <stdbool.h>

/* Assembly text (directives) of a unit's .note.muon; the caller frees it. has_abi: the unit was
 * compiled with a generated header whose hash is abi_hash. */
char *note_assembly(const struct muon_note_shape *shape, bool has_abi, uint64_t abi_hash);

#endif
