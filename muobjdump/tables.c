#include "muobjdump/muobjdump.h"

#include <inttypes.h>
#include <stdio.h>

void print_file_format(const struct object_file *file) {
    bool is_64 = gelf_getclass(file->elf) == ELFCLASS64;
    bool is_muon = !is_64 && file->header.e_machine == EM_RISCV && file->header.e_type != ET_REL;
    printf("\n%s:\tfile format %s\n", file->path,
           is_muon ? "elf32-muon"
           : is_64 ? "elf64"
                   : "elf32");
}

static int address_digits(const struct object_file *file) {
    return gelf_getclass(file->elf) == ELFCLASS64 ? 16 : 8;
}

static const char *section_kind(const GElf_Shdr *header) {
    if (header->sh_flags & SHF_EXECINSTR)
        return "TEXT";
    if (!(header->sh_flags & SHF_ALLOC))
        return "";
    return header->sh_type == SHT_NOBITS ? "BSS" : "DATA";
}

void print_section_headers(const struct object_file *file) {
    int digits = address_digits(file);
    printf("\nSections:\nIdx %-20s %-8s %-*s Type\n", "Name", "Size", digits, "VMA");
    for (struct object_section section = {0}; object_next_section(file, &section);)
        printf("%3zu %-20s %08" PRIx64 " %0*" PRIx64 " %s\n", section.index, section.name,
               (uint64_t)section.header.sh_size, digits, (uint64_t)section.header.sh_addr,
               section_kind(&section.header));
}

static char binding_letter(const struct symbol *symbol) {
    switch (symbol->binding) {
    case STB_LOCAL: return 'l';
    case STB_WEAK: return 'w';
    default: return 'g';
    }
}

static char type_letter(const struct symbol *symbol) {
    switch (symbol->type) {
    case STT_FUNC: return 'F';
    case STT_OBJECT: return 'O';
    default: return ' ';
    }
}

static const char *place_name(const struct object_file *file, size_t index) {
    if (index == SHN_UNDEF)
        return "*UND*";
    if (index == SHN_ABS)
        return "*ABS*";
    struct object_section section = {.scn = index > 1 ? elf_getscn(file->elf, index - 1) : NULL};
    return object_next_section(file, &section) && section.index == index ? section.name : "?";
}

void print_symbols(const struct object_file *file) {
    int digits = address_digits(file);
    printf("\nSYMBOL TABLE:\n");
    for (size_t i = 0; i < file->symbols.count; i++) {
        const struct symbol *symbol = &file->symbols.symbols[i];
        printf("%0*" PRIx64 " %c     %c %s\t%08" PRIx64 " %s\n", digits, symbol->address,
               symbol->section == SHN_UNDEF ? ' ' : binding_letter(symbol), type_letter(symbol),
               place_name(file, symbol->section), symbol->size, symbol->name);
    }
}
