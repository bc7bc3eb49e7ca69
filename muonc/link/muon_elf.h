/* The Muon program as an ELF file. */
#ifndef MUONC_LINK_MUON_ELF_H
#define MUONC_LINK_MUON_ELF_H

#include "muonc/program/image.h"

/* After relocate(); the caller frees the bytes. */
char *muon_elf_write(const struct image *image, size_t *size);

#endif
