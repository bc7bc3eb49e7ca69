/* lld's executable of RV32 words to a program of Muon words: everything that muonc/link does but
 * linking and files. */
#ifndef MUONC_REENCODE_REENCODE_H
#define MUONC_REENCODE_REENCODE_H

#include "muonc/link/link.h"
#include "muonc/program/image.h"

/* The image was read from the executable, whose bytes are needed for its lines. After this it is
 * ready for muon_elf_write. Reports and returns false on any error. */
bool reencode(const struct link_request *request, struct image *image, const void *executable,
              size_t size, struct diag_engine *diag, struct link_statistics *statistics);

#endif
