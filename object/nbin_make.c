/* Adds the sections of an nbin to what lld has linked: behind it, with a new table of sections and
 * new names for it. No address and no other offset changes. */
#include "object/nbin.h"

#include "support/alloc.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

struct writer {
    FILE *out;
    char *bytes;
    size_t size;
    Elf64_Shdr *sections;
    uint16_t count; /* of all sections, the first ones lld's */
    char *names;    /* of all sections */
    size_t names_size;
};

/* Each section has its name there, which what is added behind does not change. */
static bool are_names(const struct writer *writer, const char *names, size_t size) {
    for (uint16_t i = 0; i < writer->count; i++)
        if (writer->sections[i].sh_name >= size)
            return false;
    return size && !names[size - 1];
}

/* Takes lld's table and names, with room for more sections. False if that is not how the bytes are.
 */
static bool take_sections(struct writer *writer, const char *linked, size_t size,
                          const Elf64_Ehdr *header, size_t more) {
    size_t room = header->e_shoff <= size ? (size - header->e_shoff) / sizeof *writer->sections : 0;
    if (header->e_shnum > room || header->e_shstrndx >= header->e_shnum ||
        header->e_shnum + more > UINT16_MAX)
        return false;
    writer->count = header->e_shnum;
    writer->sections = xcalloc(header->e_shnum + more, sizeof *writer->sections);
    memcpy(writer->sections, linked + header->e_shoff, header->e_shnum * sizeof *writer->sections);
    const Elf64_Shdr *names = &writer->sections[header->e_shstrndx];
    if (names->sh_offset > size || names->sh_size > size - names->sh_offset ||
        !are_names(writer, linked + names->sh_offset, names->sh_size))
        return false;
    writer->names_size = names->sh_size;
    writer->names = xmalloc(names->sh_size + 1);
    memcpy(writer->names, linked + names->sh_offset, names->sh_size);
    return true;
}

static void align(struct writer *writer) {
    while (ftell(writer->out) % 8)
        fputc(0, writer->out);
}

/* A section of text, or of a name, a zero and bytes. */
static void add_section(struct writer *writer, const char *section_name, const char *text,
                        const char *bytes, size_t size) {
    size_t length = strlen(text) + (bytes != NULL), name_bytes = strlen(section_name) + 1;
    writer->sections[writer->count++] = (Elf64_Shdr){.sh_name = (uint32_t)writer->names_size,
                                                     .sh_type = SHT_PROGBITS,
                                                     .sh_offset = (uint64_t)ftell(writer->out),
                                                     .sh_size = length + size,
                                                     .sh_addralign = 1};
    writer->names = xrealloc(writer->names, writer->names_size + name_bytes);
    memcpy(writer->names + writer->names_size, section_name, name_bytes);
    writer->names_size += name_bytes;
    fwrite(text, 1, length, writer->out);
    fwrite(bytes ? bytes : "", 1, size, writer->out);
}

static void add_sections(struct writer *writer, const struct nbin *contents) {
    add_section(writer, NBIN_HEADER_SECTION, contents->header, NULL, 0);
    add_section(writer, NBIN_MAP_SECTION, contents->map, NULL, 0);
    for (size_t i = 0; i < contents->input_count; i++) {
        const struct nbin_input *input = &contents->inputs[i];
        add_section(writer, NBIN_INPUT_SECTION, input->name, input->bytes ? input->bytes : "",
                    input->size);
    }
}

/* Names, table and header, in the places that are known now. */
static void finish(struct writer *writer, Elf64_Ehdr *header) {
    Elf64_Shdr *names = &writer->sections[header->e_shstrndx];
    names->sh_offset = (uint64_t)ftell(writer->out);
    names->sh_size = writer->names_size;
    fwrite(writer->names, 1, writer->names_size, writer->out);
    align(writer);
    header->e_shoff = (uint64_t)ftell(writer->out);
    header->e_shnum = writer->count;
    fwrite(writer->sections, sizeof *writer->sections, writer->count, writer->out);
    fclose(writer->out);
    memcpy(writer->bytes, header, sizeof *header);
}

/* lld's own table is the last thing in its file, and not wanted. */
static size_t size_without_table(const Elf64_Ehdr *header, size_t size) {
    uint64_t end = header->e_shoff + header->e_shnum * sizeof(Elf64_Shdr);
    return end == size ? header->e_shoff : size;
}

char *nbin_make(const char *linked, size_t linked_size, const struct nbin *contents, size_t *size) {
    Elf64_Ehdr header = {0};
    struct writer writer = {0};
    if (linked_size >= sizeof header)
        memcpy(&header, linked, sizeof header);
    if (!memcmp(header.e_ident, ELFMAG, SELFMAG) && header.e_ident[EI_CLASS] == ELFCLASS64 &&
        take_sections(&writer, linked, linked_size, &header, 2 + contents->input_count)) {
        writer.out = open_memstream(&writer.bytes, &writer.size);
        fwrite(linked, 1, size_without_table(&header, linked_size), writer.out);
        add_sections(&writer, contents);
        finish(&writer, &header);
    }
    free(writer.sections);
    free(writer.names);
    *size = writer.size;
    return writer.bytes;
}
