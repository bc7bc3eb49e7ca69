#include "muonc/link/neutrino_image.h"

#include "muonc/link/elf32.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { IMAGE_ALIGNMENT = 64 };

char *neutrino_image_object(const struct nbin *nbin, size_t *size) {
    size_t image_bytes = nbin->image_header.image_bytes;
    size_t bytes = sizeof nbin->image_header + image_bytes;
    uint8_t *contents = xmalloc(bytes);
    memcpy(contents, &nbin->image_header, sizeof nbin->image_header);
    if (image_bytes)
        memcpy(contents + sizeof nbin->image_header, nbin->image, image_bytes);
    const struct elf32_section sections[] = {
        {.name = ".neutrino",
         .type = SHT_PROGBITS,
         .flags = SHF_ALLOC | SHF_GNU_RETAIN,
         .size = (uint32_t)bytes,
         .alignment = IMAGE_ALIGNMENT,
         .bytes = contents},
        {.name = ".neutrino.map",
         .type = SHT_PROGBITS,
         .size = (uint32_t)strlen(nbin->map),
         .alignment = 1,
         .bytes = nbin->map},
    };
    const struct elf32_symbol symbol = {
        .name = "__neutrino_image",
        .size = (uint32_t)bytes,
        .info = ELF32_ST_INFO(STB_GLOBAL, STT_OBJECT),
        .other = STV_HIDDEN,
        .section = 1,
    };
    const struct elf32_file file = {
        .type = ET_REL,
        .sections = sections,
        .section_count = sizeof sections / sizeof *sections,
        .symbols = &symbol,
        .symbol_count = 1,
    };
    char *object = elf32_write(&file, size);
    free(contents);
    return object;
}
