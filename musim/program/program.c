/* Reading a Muon ELF. Every offset is checked. */
#include "musim/program/program.h"

#include "isa/isa.h"
#include "musim/memory.h"
#include "object/promises.h"
#include "support/array.h"

#include <gelf.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct contents {
    const uint8_t *bytes;
    size_t size;
};

struct loader {
    struct program *program;
    char *error;
    Elf *elf;
    size_t size;                                 /* of the file, program->bytes */
    size_t section_names;                        /* index of the string table */
    struct contents assertions, assertion_files; /* .neutrino.uniform and .files */
    struct contents barriers;                    /* .neutrino.barriers */
    struct contents lines, line_files;           /* .neutrino.lines and .files */
};

/* Notes the reason and returns false. */
static bool __attribute__((format(printf, 2, 3))) refuse(struct loader *loader, const char *format,
                                                         ...) {
    va_list arguments;
    va_start(arguments, format);
    free(loader->error);
    loader->error = xvasprintf(format, arguments);
    va_end(arguments);
    return false;
}

/* Those of segments, "program", or of sections. */
static bool refuse_headers(struct loader *loader, const char *kind) {
    return refuse(loader, "the %s headers reach beyond the end of the file", kind);
}

/* Whether all of [address, address + size) is RAM. */
static bool is_ram(uint64_t address, uint64_t size) {
    if (address > UINT32_MAX || size > (UINT64_C(1) << 32) - address)
        return false;
    for (uint64_t at = address; at < address + size;) {
        struct memory_region region = memory_region((uint32_t)at);
        if (region.kind != MEMORY_RAM)
            return false;
        at = region.end;
    }
    return true;
}

/* Whether all of it is shared memory, which is zero at the start. */
static bool is_shared(uint64_t address, uint64_t size) {
    return address < NEUTRINO_SHARED_BYTES && size <= NEUTRINO_SHARED_BYTES - address;
}

/* What: "segment 2" or "section .text", for messages. */
static bool is_in_file(struct loader *loader, const char *what, uint64_t offset, uint64_t bytes) {
    if (bytes > loader->size || offset > loader->size - bytes)
        return refuse(loader, "%s reaches beyond the end of the file", what);
    return true;
}

static bool load_piece(struct loader *loader, const char *what, uint64_t address, uint64_t offset,
                       uint64_t file_bytes, uint64_t memory_bytes) {
    if (!is_in_file(loader, what, offset, file_bytes))
        return false;
    if (file_bytes > memory_bytes)
        return refuse(loader, "%s has more bytes in the file than in memory", what);
    if (!is_ram(address, memory_bytes)) {
        bool shared = is_shared(address, memory_bytes);
        if (shared && !file_bytes)
            return true;
        return refuse(loader, "%s, 0x%llx bytes at 0x%llx, does not lie in global memory%s", what,
                      (unsigned long long)memory_bytes, (unsigned long long)address,
                      shared ? ", and shared memory has no contents at the start" : "");
    }
    struct program *program = loader->program;
    *ARRAY_ADD(program->pieces, program->piece_count) =
        (struct program_piece){.address = (uint32_t)address,
                               .offset = offset,
                               .file_bytes = file_bytes,
                               .memory_bytes = memory_bytes};
    return true;
}

static bool load_segments(struct loader *loader, size_t count) {
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;
        if (!gelf_getphdr(loader->elf, (int)i, &segment))
            return refuse_headers(loader, "program");
        if (segment.p_type != PT_LOAD || !segment.p_memsz)
            continue;
        char what[32];
        snprintf(what, sizeof what, "segment %zu", i);
        if (!load_piece(loader, what, segment.p_vaddr, segment.p_offset, segment.p_filesz,
                        segment.p_memsz))
            return false;
    }
    return true;
}

static bool load_section(struct loader *loader, const char *name, const GElf_Shdr *section,
                         uint64_t address) {
    char what[64];
    snprintf(what, sizeof what, "section %s", name);
    bool in_file = section->sh_type != SHT_NOBITS;
    return !section->sh_size || load_piece(loader, what, address, section->sh_offset,
                                           in_file ? section->sh_size : 0, section->sh_size);
}

static bool load_args(struct loader *loader, const GElf_Shdr *section) {
    if (!load_section(loader, ".args", section, NEUTRINO_ARGS_BASE))
        return false;
    uint32_t words[6] = {0};
    size_t bytes = section->sh_type == SHT_NOBITS ? 0 : section->sh_size;
    memcpy(words, loader->program->bytes + section->sh_offset,
           bytes < sizeof words ? bytes : sizeof words);
    memcpy(loader->program->grid, words, sizeof loader->program->grid);
    memcpy(loader->program->block, words + 3, sizeof loader->program->block);
    return true;
}

static bool read_kernel(struct loader *loader, const void *bytes, size_t size) {
    struct program *program = loader->program;
    struct neutrino_kernel kernel;
    char *error;
    if (!signature_read(bytes, size, &kernel, &error)) {
        refuse(loader, "the note of a kernel is damaged: %s", error);
        free(error);
        return false;
    }
    bool known = program_kernel(program, kernel.name);
    *ARRAY_ADD(program->kernels, program->kernel_count) = kernel;
    return !known || refuse(loader, "there are two kernels '%s'", kernel.name);
}

static bool read_note(struct loader *loader, const GElf_Nhdr *note, const char *description) {
    struct muon_note_shape *shape = &loader->program->shape;
    if (note->n_type == MUON_NOTE_KERNEL)
        return read_kernel(loader, description, note->n_descsz);
    if (note->n_type == MUON_NOTE_SHAPE && note->n_descsz >= sizeof *shape)
        memcpy(shape, description, sizeof *shape);
    return true;
}

static bool read_notes(struct loader *loader, Elf_Scn *scn) {
    Elf_Data *data = elf_getdata(scn, NULL);
    GElf_Nhdr note;
    size_t name, description;
    for (size_t at = 0, next;
         data && (next = gelf_getnote(data, at, &note, &name, &description)) > 0; at = next) {
        const char *bytes = data->d_buf;
        bool muon = note.n_namesz == sizeof "Muon" && !memcmp(bytes + name, "Muon", sizeof "Muon");
        if (muon && !read_note(loader, &note, bytes + description))
            return false;
    }
    return true;
}

static void set_name(struct program *program, uint64_t id, const char *name) {
    free(program->names[id]);
    program->names[id] = xstrdup(name);
}

static void set_place(struct task_place *place, json_t *task) {
    const char *file = json_string_value(json_object_get(task, "file"));
    json_int_t line = json_integer_value(json_object_get(task, "line"));
    free(place->file);
    place->file = file && line > 0 && line <= INT32_MAX ? xstrdup(file) : NULL;
    place->line = (unsigned)line;
}

/* Tasks' names and places, for reports only: a map that cannot be read gives none. */
static void read_task_names(struct program *program, const void *text, size_t size) {
    json_t *map = json_loadb(text, size, JSON_DISABLE_EOF_CHECK, NULL);
    size_t index;
    json_t *task;
    json_array_foreach(json_object_get(map, "tasks"), index, task) {
        json_int_t id = json_integer_value(json_object_get(task, "id"));
        const char *name = json_string_value(json_object_get(task, "name"));
        if (id < 1 || id > NEUTRINO_MAX_TASK || !name)
            continue;
        set_name(program, (uint64_t)id, name);
        set_place(&program->places[id], task);
    }
    json_decref(map);
}

/* Sync points are symbols whose value is the id: that of the first, of several. */
static void name_sync_points(struct program *program, const GElf_Sym *symbol, const char *name) {
    uint64_t count = symbol->st_size ? symbol->st_size : 1;
    for (uint64_t k = 0; k < count && symbol->st_value + k <= UINT8_MAX; k++) {
        char *one = count == 1 ? xstrdup(name) : xasprintf("%s[%u]", name, (unsigned)k);
        set_name(program, symbol->st_value + k, one);
        free(one);
    }
}

static void read_sync_point_names(struct loader *loader, Elf_Scn *scn, const GElf_Shdr *section) {
    static const char prefix[] = "__neutrino_sync_";
    Elf_Data *data = elf_getdata(scn, NULL);
    GElf_Sym symbol;
    for (int i = 0; data && gelf_getsym(data, i, &symbol); i++) {
        const char *name = elf_strptr(loader->elf, section->sh_link, symbol.st_name);
        if (name && !strncmp(name, prefix, strlen(prefix)) && symbol.st_shndx != SHN_UNDEF &&
            symbol.st_value >= NEUTRINO_FIRST_SYNC_POINT)
            name_sync_points(loader->program, &symbol, name + strlen(prefix));
    }
}

/* ---- what __uniform asserts, and barriers of work-groups ---- */

static bool find_contents(struct loader *loader, const char *name, const GElf_Shdr *section,
                          struct contents *contents) {
    char what[64];
    snprintf(what, sizeof what, "section %s", name);
    if (section->sh_type == SHT_NOBITS)
        return refuse(loader, "section %s has no contents", name);
    if (!is_in_file(loader, what, section->sh_offset, section->sh_size))
        return false;
    *contents = (struct contents){loader->program->bytes + section->sh_offset, section->sh_size};
    return true;
}

static bool read_assertions(struct loader *loader) {
    size_t bad;
    if (!assertions_read(&loader->program->assertions, loader->assertions.bytes,
                         loader->assertions.size, (const char *)loader->assertion_files.bytes,
                         loader->assertion_files.size, &bad))
        return refuse(loader, "section %s: the record at 0x%zx is damaged", UNIFORM_SECTION, bad);
    return true;
}

static bool read_barriers(struct loader *loader) {
    size_t bad;
    if (!group_barriers_read(&loader->program->group_barriers, loader->barriers.bytes,
                             loader->barriers.size, (const char *)loader->assertion_files.bytes,
                             loader->assertion_files.size, &bad))
        return refuse(loader, "section %s: the record at 0x%zx is damaged", BARRIERS_SECTION, bad);
    return true;
}

static bool read_task_lines(struct loader *loader) {
    return line_table_read(&loader->program->task_lines, loader->lines.bytes, loader->lines.size,
                           (const char *)loader->line_files.bytes, loader->line_files.size) ||
           refuse(loader, "section %s is damaged", LINES_SECTION);
}

/* ---- sections ---- */

static bool read_sections(struct loader *loader, bool load_all) {
    Elf_Scn *scn = NULL;
    while ((scn = elf_nextscn(loader->elf, scn))) {
        GElf_Shdr section;
        if (!gelf_getshdr(scn, &section))
            return refuse_headers(loader, "section");
        const char *name = elf_strptr(loader->elf, loader->section_names, section.sh_name);
        if (!name)
            name = "";
        bool ok = true;
        if (!strcmp(name, ".args"))
            ok = load_args(loader, &section);
        else if (load_all && (section.sh_flags & SHF_ALLOC))
            ok = load_section(loader, name, &section, section.sh_addr);
        else if (!strcmp(name, UNIFORM_SECTION))
            ok = find_contents(loader, name, &section, &loader->assertions);
        else if (!strcmp(name, UNIFORM_FILES_SECTION))
            ok = find_contents(loader, name, &section, &loader->assertion_files);
        else if (!strcmp(name, BARRIERS_SECTION))
            ok = find_contents(loader, name, &section, &loader->barriers);
        else if (!strcmp(name, LINES_SECTION))
            ok = find_contents(loader, name, &section, &loader->lines);
        else if (!strcmp(name, LINES_FILES_SECTION))
            ok = find_contents(loader, name, &section, &loader->line_files);
        if (!ok)
            return false;
        if (section.sh_type == SHT_NOTE && !read_notes(loader, scn))
            return false;
        if (section.sh_type == SHT_SYMTAB)
            read_sync_point_names(loader, scn, &section);
        if (!strcmp(name, ".neutrino.map")) {
            Elf_Data *data = elf_getdata(scn, NULL);
            if (data && data->d_buf)
                read_task_names(loader->program, data->d_buf, data->d_size);
        }
    }
    return true;
}

/* ---- the file ---- */

static bool check_header(struct loader *loader) {
    GElf_Ehdr header;
    if (!loader->elf || elf_kind(loader->elf) != ELF_K_ELF || !gelf_getehdr(loader->elf, &header))
        return refuse(loader, "not an ELF file");
    if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_RISCV)
        return refuse(loader, "not a program for Muon: an ELF32 little-endian RISC-V "
                              "executable is needed");
    if (header.e_type != ET_EXEC)
        return refuse(loader, header.e_type == ET_REL ? "an object file: it must be linked first"
                                                      : "not an executable");
    if (!header.e_entry || header.e_entry % MUON_WORD_BYTES || !is_ram(header.e_entry, 8))
        return refuse(loader, "entry 0x%llx is no address of an instruction",
                      (unsigned long long)header.e_entry);
    if (header.e_phnum &&
        header.e_phoff + (uint64_t)header.e_phnum * header.e_phentsize > loader->size)
        return refuse_headers(loader, "program");
    if (header.e_shnum &&
        header.e_shoff + (uint64_t)header.e_shnum * header.e_shentsize > loader->size)
        return refuse_headers(loader, "section");
    loader->program->entry = (uint32_t)header.e_entry;
    return true;
}

static bool read_all(struct loader *loader) {
    size_t segments = 0;
    if (!check_header(loader))
        return false;
    if (elf_getphdrnum(loader->elf, &segments))
        return refuse_headers(loader, "program");
    if (segments && !load_segments(loader, segments))
        return false;
    elf_getshdrstrndx(loader->elf, &loader->section_names);
    return read_sections(loader, segments == 0) && read_assertions(loader) &&
           read_barriers(loader) && read_task_lines(loader);
}

static struct program *make_program(const void *bytes, size_t size, const char *name) {
    struct program *program = xcalloc(1, sizeof *program);
    program->name = xstrdup(name);
    program->bytes = xmalloc(size + 1);
    program->size = size;
    memcpy(program->bytes, bytes, size);
    return program;
}

struct program *program_read(const void *bytes, size_t size, const char *name, char **error) {
    elf_version(EV_CURRENT);
    char *copy = xmalloc(size + 1); /* libelf may write to it */
    memcpy(copy, bytes, size);
    struct loader loader = {
        .program = make_program(bytes, size, name),
        .elf = elf_memory(copy, size),
        .size = size,
    };
    if (read_all(&loader)) {
        loader.program->source = source_map_create(bytes, size);
    } else {
        program_free(loader.program);
        loader.program = NULL;
    }
    if (loader.program && loader.program->source)
        source_map_demangle(loader.program->source);
    *error = loader.error;
    elf_end(loader.elf);
    free(copy);
    return loader.program;
}

void program_free(struct program *program) {
    if (!program)
        return;
    source_map_free(program->source);
    assertions_free(&program->assertions);
    group_barriers_free(&program->group_barriers);
    for (size_t i = 0; i < program->kernel_count; i++)
        signature_free(&program->kernels[i]);
    free(program->kernels);
    line_table_free(&program->task_lines);
    for (unsigned i = 0; i <= UINT8_MAX; i++)
        free(program->names[i]);
    for (unsigned i = 0; i <= NEUTRINO_MAX_TASK; i++)
        free(program->places[i].file);
    free(program->pieces);
    free(program->bytes);
    free(program->name);
    free(program);
}

const struct neutrino_kernel *program_kernel(const struct program *program, const char *name) {
    for (size_t i = 0; i < program->kernel_count; i++)
        if (!strcmp(program->kernels[i].name, name))
            return &program->kernels[i];
    return NULL;
}

void program_place(const struct program *program, uint8_t *global) {
    for (size_t i = 0; i < program->piece_count; i++)
        memory_clear(global + program->pieces[i].address, program->pieces[i].memory_bytes);
    for (size_t i = 0; i < program->piece_count; i++) {
        const struct program_piece *piece = &program->pieces[i];
        memcpy(global + piece->address, program->bytes + piece->offset, piece->file_bytes);
    }
}
