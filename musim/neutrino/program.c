#include "musim/neutrino/program.h"

#include <gelf.h>
#include <string.h>

#ifndef EF_RISCV_RVC
#define EF_RISCV_RVC 1
#endif

struct loader {
    const char *name;
    const char *image;
    size_t size;
    Elf *elf;
    uint8_t *memory;
    struct rv64_program *program;
    struct diag_engine *diag;
};

#define REJECT(loader, ...) (diag_file_error((loader)->diag, (loader)->name, __VA_ARGS__), false)

static bool check_header(struct loader *loader) {
    GElf_Ehdr header;
    if (elf_kind(loader->elf) != ELF_K_ELF || !gelf_getehdr(loader->elf, &header))
        return REJECT(loader, "not an ELF file");
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_RISCV)
        return REJECT(loader, "not a 64-bit RISC-V program");
    if (header.e_type != ET_EXEC)
        return REJECT(loader, "not an executable linked to fixed addresses");
    if (header.e_flags & EF_RISCV_RVC)
        return REJECT(loader, "has compressed instructions, which the Neutrino does not execute "
                              "(compile for rv64imafd)");
    if (header.e_entry % 4 || header.e_entry >= PROGRAM_MEMORY_BYTES)
        return REJECT(loader, "the entry 0x%llx is no address of an instruction",
                      (unsigned long long)header.e_entry);
    loader->program->entry = header.e_entry;
    return true;
}

static bool load_segment(struct loader *loader, size_t index, const GElf_Phdr *segment) {
    if (segment->p_filesz > loader->size || segment->p_offset > loader->size - segment->p_filesz)
        return REJECT(loader, "segment %zu goes beyond the end of the file", index);
    if (segment->p_filesz > segment->p_memsz)
        return REJECT(loader, "segment %zu is larger in the file than in memory", index);
    if (segment->p_memsz > PROGRAM_MEMORY_BYTES ||
        segment->p_paddr > PROGRAM_MEMORY_BYTES - segment->p_memsz)
        return REJECT(loader, "segment %zu is not below 4 GiB", index);
    if (segment->p_filesz)
        memcpy(loader->memory + segment->p_paddr, loader->image + segment->p_offset,
               segment->p_filesz);
    return true;
}

static bool load_segments(struct loader *loader) {
    size_t count;
    if (elf_getphdrnum(loader->elf, &count))
        return REJECT(loader, "bad program headers: %s", elf_errmsg(-1));
    size_t loaded = 0;
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;
        if (!gelf_getphdr(loader->elf, i, &segment))
            return REJECT(loader, "bad program header %zu: %s", i, elf_errmsg(-1));
        if (segment.p_type != PT_LOAD)
            continue;
        if (!load_segment(loader, i, &segment))
            return false;
        loaded++;
    }
    return loaded || REJECT(loader, "has no segment to load");
}

/* tohost and fromhost are 64-bit words that the machine looks at. */
static bool note_symbol(struct loader *loader, const char *name, uint64_t address) {
    bool to = !strcmp(name, "tohost");
    if (!to && strcmp(name, "fromhost"))
        return true;
    if (address % 8 || address >= PROGRAM_MEMORY_BYTES)
        return REJECT(loader, "the symbol %s at 0x%llx is not an aligned 64-bit word", name,
                      (unsigned long long)address);
    *(to ? &loader->program->tohost : &loader->program->fromhost) = address;
    return true;
}

static bool read_symbols(struct loader *loader, Elf_Scn *section, const GElf_Shdr *header) {
    Elf_Data *data = elf_getdata(section, NULL);
    size_t each = gelf_fsize(loader->elf, ELF_T_SYM, 1, EV_CURRENT);
    for (size_t i = 0; data && i < data->d_size / each; i++) {
        GElf_Sym symbol;
        if (!gelf_getsym(data, i, &symbol))
            break;
        const char *name = elf_strptr(loader->elf, header->sh_link, symbol.st_name);
        if (name && symbol.st_shndx != SHN_UNDEF && !note_symbol(loader, name, symbol.st_value))
            return false;
    }
    return true;
}

static bool find_symbols(struct loader *loader) {
    Elf_Scn *section = NULL;
    while ((section = elf_nextscn(loader->elf, section))) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB)
            return read_symbols(loader, section, &header);
    }
    return true;
}

bool rv64_program_load(const char *name, char *image, size_t size, uint8_t *memory,
                       struct rv64_program *program, struct diag_engine *diag) {
    *program = (struct rv64_program){0};
    elf_version(EV_CURRENT);
    struct loader loader = {name, image, size, elf_memory(image, size), memory, program, diag};
    if (!loader.elf)
        return REJECT(&loader, "not an ELF file");
    bool good = check_header(&loader) && load_segments(&loader) && find_symbols(&loader);
    elf_end(loader.elf);
    return good;
}
