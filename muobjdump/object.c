#include "muobjdump/muobjdump.h"

#include "support/output.h"

#include <stdlib.h>
#include <string.h>

/* libelf shows a file that was cut off as one without sections. */
static bool check_section_headers(const struct object_file *file, struct diag_engine *diag) {
    size_t count;
    const GElf_Ehdr *header = &file->header;
    uint64_t bytes = (uint64_t)header->e_shnum * header->e_shentsize;
    if (elf_getshdrnum(file->elf, &count) ||
        (header->e_shoff &&
         (header->e_shoff > file->size || bytes > file->size - header->e_shoff))) {
        diag_file_error(diag, file->path, "the section headers reach past the end of the file");
        return false;
    }
    return true;
}

bool object_parse(struct object_file *file, const char *path, char *bytes, size_t size,
                  struct diag_engine *diag) {
    *file = (struct object_file){.path = path, .bytes = bytes, .size = size};
    elf_version(EV_CURRENT);
    file->elf = size >= EI_NIDENT ? elf_memory(bytes, size) : NULL;
    if (!file->elf || elf_kind(file->elf) != ELF_K_ELF || !gelf_getehdr(file->elf, &file->header)) {
        diag_file_error(diag, path, "not an ELF file");
        object_close(file);
        return false;
    }
    if (!check_section_headers(file, diag)) {
        object_close(file);
        return false;
    }
    symbol_table_read(&file->symbols, file->elf);
    return true;
}

bool object_open(struct object_file *file, const char *path, struct diag_engine *diag) {
    size_t size;
    char *bytes = input_read(path, &size, diag);
    return bytes && object_parse(file, path, bytes, size, diag);
}

void object_close(struct object_file *file) {
    symbol_table_free(&file->symbols);
    elf_end(file->elf);
    free(file->bytes);
    *file = (struct object_file){0};
}

bool object_next_section(const struct object_file *file, struct object_section *section) {
    size_t strings;
    section->scn = elf_nextscn(file->elf, section->scn);
    if (!section->scn || !gelf_getshdr(section->scn, &section->header))
        return false;
    section->index = elf_ndxscn(section->scn);
    bool has_names = elf_getshdrstrndx(file->elf, &strings) == 0;
    const char *name = has_names ? elf_strptr(file->elf, strings, section->header.sh_name) : NULL;
    section->name = name ? name : "?";
    return true;
}

bool object_find_section(const struct object_file *file, const char *name,
                         struct object_section *section) {
    *section = (struct object_section){0};
    while (object_next_section(file, section))
        if (!strcmp(section->name, name))
            return true;
    return false;
}

bool object_section_bytes(const struct object_file *file, const struct object_section *section,
                          const uint8_t **bytes, size_t *size, struct diag_engine *diag) {
    *bytes = NULL;
    *size = 0;
    if (section->header.sh_type == SHT_NOBITS || section->header.sh_size == 0)
        return true;
    Elf_Data *data = elf_rawdata(section->scn, NULL);
    if (!data || !data->d_buf || data->d_size != section->header.sh_size) {
        diag_file_error(diag, file->path, "section '%s' reaches past the end of the file",
                        section->name);
        return false;
    }
    *bytes = data->d_buf;
    *size = data->d_size;
    return true;
}
