#include "muonc/link/object_check.h"

#include "muonc/program/image.h"

#include <gelf.h>
#include <stdbool.h>

/* The fewest bytes that a relocation changes. */
static uint64_t width_of(uint32_t type) {
    switch (type) {
    case R_RISCV_NONE:
    case R_RISCV_RELAX:
    case R_RISCV_ALIGN: return 0;
    case R_RISCV_ADD8:
    case R_RISCV_SUB8:
    case R_RISCV_SET8:
    case R_RISCV_SET6:
    case R_RISCV_SUB6:
    case R_RISCV_SET_ULEB128:
    case R_RISCV_SUB_ULEB128: return 1;
    case R_RISCV_ADD16:
    case R_RISCV_SUB16:
    case R_RISCV_SET16:
    case R_RISCV_RVC_BRANCH:
    case R_RISCV_RVC_JUMP: return 2;
    case R_RISCV_64:
    case R_RISCV_ADD64:
    case R_RISCV_SUB64:
    case R_RISCV_CALL:
    case R_RISCV_CALL_PLT: return 8;
    default: return 4;
    }
}

/* Whether all relocations of the table are within that many bytes; *offset is of one that is not.
 */
static bool table_fits(Elf_Data *table, uint64_t bytes, uint64_t *offset) {
    GElf_Rela rela;
    for (int i = 0; table && gelf_getrela(table, i, &rela); i++) {
        uint64_t width = width_of((uint32_t)GELF_R_TYPE(rela.r_info));
        *offset = rela.r_offset;
        if (rela.r_offset > bytes || width > bytes - rela.r_offset)
            return false;
    }
    return true;
}

static bool check_sections(Elf *elf, const char *path, const char *member,
                           struct diag_engine *diag) {
    size_t names;
    uint64_t offset;
    if (elf_getshdrstrndx(elf, &names))
        return true; /* lld says what is wrong */
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
        GElf_Shdr header, target;
        Elf_Scn *section = NULL;
        if (gelf_getshdr(scn, &header) && header.sh_type == SHT_RELA)
            section = elf_getscn(elf, header.sh_info);
        if (!section || !gelf_getshdr(section, &target) ||
            table_fits(elf_getdata(scn, NULL), target.sh_size, &offset))
            continue;
        const char *name = elf_strptr(elf, names, target.sh_name);
        diag_file_error(diag, path,
                        "%sdamaged: a relocation of section '%s' is at 0x%llx, which "
                        "is not in it",
                        member, name ? name : "", (unsigned long long)offset);
        return false;
    }
    return true;
}

bool object_check(const char *path, const char *member, const char *bytes, size_t size,
                  struct diag_engine *diag) {
    GElf_Ehdr header;
    Elf *elf = elf_memory((char *)bytes, size);
    bool object = elf && elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, &header) &&
                  header.e_type == ET_REL && header.e_machine == EM_RISCV;
    bool good = !object || check_sections(elf, path, member, diag);
    elf_end(elf);
    return good;
}
