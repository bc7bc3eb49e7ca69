#include "muonc/link/elf32.h"

#include "support/alloc.h"

#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct writer {
    const struct elf32_file *file;
    FILE *stream;
    long offset;         /* written so far */
    Elf32_Shdr *headers; /* null, sections, .symtab, .strtab, .shstrtab */
    size_t header_count;
};

struct buffer {
    FILE *stream;
    char *bytes;
    size_t size;
};

static void buffer_open(struct buffer *buffer) {
    *buffer = (struct buffer){0};
    buffer->stream = open_memstream(&buffer->bytes, &buffer->size);
    fputc('\0', buffer->stream); /* string tables start with the empty string */
}

static uint32_t buffer_add_string(struct buffer *buffer, const char *text) {
    if (!*text)
        return 0;
    uint32_t offset = (uint32_t)ftell(buffer->stream);
    fwrite(text, 1, strlen(text) + 1, buffer->stream);
    return offset;
}

static void put(struct writer *writer, const void *bytes, size_t size) {
    fwrite(bytes, 1, size, writer->stream);
    writer->offset += (long)size;
}

/* Structures in the file's byte order. */
static void put_structures(struct writer *writer, Elf_Type type, const void *structures,
                           size_t size) {
    char *bytes = xmalloc(size + 1);
    Elf_Data from = {
        .d_buf = (void *)structures, .d_type = type, .d_version = EV_CURRENT, .d_size = size};
    Elf_Data to = {.d_buf = bytes, .d_version = EV_CURRENT, .d_size = size};
    if (elf32_xlatetof(&to, &from, ELFDATA2LSB))
        put(writer, bytes, size);
    free(bytes);
}

/* Alignment of memory beyond a page need not show in the file: no loader maps smaller pieces, and
 * an object's alignment may be anything. */
static uint32_t file_alignment(uint32_t alignment) {
    enum { PAGE = 4096 };
    return alignment < 1 ? 1 : alignment < PAGE ? alignment : PAGE;
}

static void align(struct writer *writer, uint32_t alignment) {
    while ((uint32_t)writer->offset & (alignment - 1)) {
        fputc('\0', writer->stream);
        writer->offset++;
    }
}

static void put_section(struct writer *writer, size_t index, const struct elf32_section *section,
                        struct buffer *names) {
    align(writer, file_alignment(section->alignment));
    writer->headers[index] = (Elf32_Shdr){
        .sh_name = buffer_add_string(names, section->name),
        .sh_type = section->bytes ? section->type : SHT_NOBITS,
        .sh_flags = section->flags,
        .sh_addr = section->address,
        .sh_offset = (Elf32_Off)writer->offset,
        .sh_size = section->size,
        .sh_addralign = section->alignment ? section->alignment : 1,
        .sh_entsize = section->entry_size,
    };
    if (section->bytes)
        put(writer, section->bytes, section->size);
}

static size_t collect_symbols(const struct elf32_file *file, int local, struct buffer *strings,
                              Elf32_Sym *symbols) {
    size_t count = 0;
    for (size_t i = 0; i < file->symbol_count; i++) {
        const struct elf32_symbol *symbol = &file->symbols[i];
        if ((ELF32_ST_BIND(symbol->info) == STB_LOCAL) != local)
            continue;
        symbols[count++] = (Elf32_Sym){
            .st_name = buffer_add_string(strings, symbol->name),
            .st_value = symbol->value,
            .st_size = symbol->size,
            .st_info = symbol->info,
            .st_other = symbol->other,
            .st_shndx = symbol->section,
        };
    }
    return count;
}

static void put_string_table(struct writer *writer, size_t index, const char *name,
                             struct buffer *strings, struct buffer *names) {
    uint32_t name_offset = buffer_add_string(names, name);
    fclose(strings->stream);
    writer->headers[index] = (Elf32_Shdr){
        .sh_name = name_offset,
        .sh_type = SHT_STRTAB,
        .sh_offset = (Elf32_Off)writer->offset,
        .sh_size = (Elf32_Word)strings->size,
        .sh_addralign = 1,
    };
    put(writer, strings->bytes, strings->size);
    free(strings->bytes);
}

static void put_symbols(struct writer *writer, struct buffer *names) {
    const struct elf32_file *file = writer->file;
    size_t index = file->section_count + 1;
    struct buffer strings;
    buffer_open(&strings);
    Elf32_Sym *symbols = xcalloc(file->symbol_count + 1, sizeof *symbols);
    size_t locals = 1 + collect_symbols(file, 1, &strings, symbols + 1);
    size_t count = locals + collect_symbols(file, 0, &strings, symbols + locals);
    align(writer, sizeof(Elf32_Word));
    writer->headers[index] = (Elf32_Shdr){
        .sh_name = buffer_add_string(names, ".symtab"),
        .sh_type = SHT_SYMTAB,
        .sh_offset = (Elf32_Off)writer->offset,
        .sh_size = (Elf32_Word)(count * sizeof *symbols),
        .sh_link = (Elf32_Word)index + 1,
        .sh_info = (Elf32_Word)locals,
        .sh_addralign = sizeof(Elf32_Word),
        .sh_entsize = sizeof *symbols,
    };
    put_structures(writer, ELF_T_SYM, symbols, count * sizeof *symbols);
    free(symbols);
    put_string_table(writer, index + 1, ".strtab", &strings, names);
}

static size_t collect_segments(const struct writer *writer, Elf32_Phdr *segments) {
    size_t count = 0;
    for (size_t i = 1; writer->file->type == ET_EXEC && i < writer->header_count; i++) {
        const Elf32_Shdr *section = &writer->headers[i];
        if (!(section->sh_flags & SHF_ALLOC) || !section->sh_size)
            continue;
        segments[count++] = (Elf32_Phdr){
            .p_type = PT_LOAD,
            .p_offset = section->sh_offset,
            .p_vaddr = section->sh_addr,
            .p_paddr = section->sh_addr,
            .p_filesz = section->sh_type == SHT_NOBITS ? 0 : section->sh_size,
            .p_memsz = section->sh_size,
            .p_flags = PF_R | (section->sh_flags & SHF_WRITE ? PF_W : 0) |
                       (section->sh_flags & SHF_EXECINSTR ? PF_X : 0),
            .p_align = file_alignment(section->sh_addralign),
        };
    }
    return count;
}

static Elf32_Ehdr elf_header(const struct writer *writer, size_t segment_count) {
    return (Elf32_Ehdr){
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
        .e_type = writer->file->type,
        .e_machine = EM_RISCV,
        .e_version = EV_CURRENT,
        .e_entry = writer->file->entry,
        .e_phoff = segment_count ? sizeof(Elf32_Ehdr) : 0,
        .e_shoff = (Elf32_Off)writer->offset,
        .e_flags = writer->file->flags,
        .e_ehsize = sizeof(Elf32_Ehdr),
        .e_phentsize = segment_count ? sizeof(Elf32_Phdr) : 0,
        .e_phnum = (Elf32_Half)segment_count,
        .e_shentsize = sizeof(Elf32_Shdr),
        .e_shnum = (Elf32_Half)writer->header_count,
        .e_shstrndx = (Elf32_Half)(writer->header_count - 1),
    };
}

/* Contents first, behind room for the headers; they are filled in when all offsets are known. */
static void write_file(struct writer *writer, Elf32_Phdr *segments) {
    const struct elf32_file *file = writer->file;
    struct buffer names;
    buffer_open(&names);
    writer->offset = (long)(sizeof(Elf32_Ehdr) + file->section_count * sizeof *segments);
    fseek(writer->stream, writer->offset, SEEK_SET);
    for (size_t i = 0; i < file->section_count; i++)
        put_section(writer, i + 1, &file->sections[i], &names);
    put_symbols(writer, &names);
    put_string_table(writer, writer->header_count - 1, ".shstrtab", &names, &names);
    align(writer, sizeof(Elf32_Word));
    size_t segment_count = collect_segments(writer, segments);
    Elf32_Ehdr header = elf_header(writer, segment_count);
    put_structures(writer, ELF_T_SHDR, writer->headers,
                   writer->header_count * sizeof *writer->headers);
    long end = writer->offset;
    fseek(writer->stream, 0, SEEK_SET);
    put_structures(writer, ELF_T_EHDR, &header, sizeof header);
    if (segment_count)
        put_structures(writer, ELF_T_PHDR, segments, segment_count * sizeof *segments);
    fseek(writer->stream, end, SEEK_SET);
}

char *elf32_write(const struct elf32_file *file, size_t *size) {
    char *bytes = NULL;
    struct writer writer = {.file = file, .header_count = file->section_count + 4};
    writer.headers = xcalloc(writer.header_count, sizeof *writer.headers);
    writer.stream = open_memstream(&bytes, size);
    Elf32_Phdr *segments = xcalloc(file->section_count + 1, sizeof *segments);
    elf_version(EV_CURRENT);
    write_file(&writer, segments);
    fclose(writer.stream);
    free(segments);
    free(writer.headers);
    return bytes;
}
