#include "muonc/link/alignment.h"

#include "support/alloc.h"
#include "support/output.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

/* The type is the low byte of r_info, the second word of an Elf32_Rela. */
enum { TYPE_OFFSET = 4 };

/* Returns the number of relocations neutralised in the table, which lies within file. */
static size_t neutralise_table(uint8_t *table, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i + sizeof(Elf32_Rela) <= size; i += sizeof(Elf32_Rela)) {
        uint8_t *info = table + i + TYPE_OFFSET;
        if (*info != R_RISCV_ALIGN)
            continue;
        memset(info, 0, sizeof(Elf32_Word));
        count++;
    }
    return count;
}

/* start: where the object lies in the file of size bytes. */
static size_t neutralise_object(Elf *elf, uint8_t *start, size_t size) {
    GElf_Ehdr header;
    size_t count = 0;
    if (!gelf_getehdr(elf, &header) || header.e_machine != EM_RISCV || header.e_type != ET_REL ||
        header.e_ident[EI_CLASS] != ELFCLASS32)
        return 0;
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
        GElf_Shdr section;
        if (gelf_getshdr(scn, &section) && section.sh_type == SHT_RELA &&
            section.sh_offset <= size && section.sh_size <= size - section.sh_offset)
            count += neutralise_table(start + section.sh_offset, section.sh_size);
    }
    return count;
}

static size_t neutralise_archive(Elf *archive, uint8_t *bytes, size_t size) {
    size_t count = 0;
    Elf_Cmd command = ELF_C_READ;
    for (Elf *member; (member = elf_begin(-1, command, archive));) {
        int64_t base = elf_getbase(member);
        if (elf_kind(member) == ELF_K_ELF && base > 0 && (size_t)base < size)
            count += neutralise_object(member, bytes + base, size - (size_t)base);
        command = elf_next(member);
        elf_end(member);
    }
    return count;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *alignment_neutral(const char *path, const char *directory, size_t number,
                        struct diag_engine *diag) {
    size_t size;
    char *bytes = input_read(path, &size, diag);
    if (!bytes)
        return NULL;
    elf_version(EV_CURRENT);
    Elf *elf = elf_memory(bytes, size);
    size_t count = 0;
    if (elf && elf_kind(elf) == ELF_K_AR)
        count = neutralise_archive(elf, (uint8_t *)bytes, size);
    else if (elf && elf_kind(elf) == ELF_K_ELF)
        count = neutralise_object(elf, (uint8_t *)bytes, size);
    elf_end(elf);
    char *result = xstrdup(path);
    if (count) {
        free(result);
        result = xasprintf("%s/%zu-%s", directory, number, base_name(path));
        if (!output_write(result, bytes, size, diag)) {
            free(result);
            result = NULL;
        }
    }
    free(bytes);
    return result;
}
