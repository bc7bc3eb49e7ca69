/* Reading a Muon ELF into a machine. Files come from anywhere: every offset is checked. */
#include "musim/machine.h"
#include "musim/memory.h"
#include "object/promises.h"
#include "support/alloc.h"

#include <gelf.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct contents {
    const uint8_t *bytes;
    size_t size;
};

struct loader {
    struct musim *machine;
    Elf *elf;
    const uint8_t *bytes;
    size_t size;
    size_t section_names; /* index of the string table */
    struct muon_note_shape shape;
    bool has_shape;
    struct contents assertions, assertion_files; /* .neutrino.uniform and .files */
};

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

/* What: "segment 2" or "section .text", for messages. */
static bool is_in_file(struct loader *loader, const char *what, uint64_t offset, uint64_t bytes) {
    if (bytes > loader->size || offset > loader->size - bytes)
        return machine_error(loader->machine, "%s reaches beyond the end of the file", what);
    return true;
}

static bool load_piece(struct loader *loader, const char *what, uint64_t address, uint64_t offset,
                       uint64_t file_bytes, uint64_t memory_bytes) {
    if (!is_in_file(loader, what, offset, file_bytes))
        return false;
    if (file_bytes > memory_bytes)
        return machine_error(loader->machine, "%s has more bytes in the file than in memory", what);
    if (!is_ram(address, memory_bytes))
        return machine_error(loader->machine,
                             "%s, 0x%llx bytes at 0x%llx, does not lie in global memory", what,
                             (unsigned long long)memory_bytes, (unsigned long long)address);
    memcpy(loader->machine->global + address, loader->bytes + offset, file_bytes);
    return true;
}

static bool load_segments(struct loader *loader, size_t count) {
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;
        if (!gelf_getphdr(loader->elf, (int)i, &segment))
            return machine_error(loader->machine, "program header %zu: %s", i, elf_errmsg(-1));
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
    memcpy(loader->machine->args_words, loader->machine->global + NEUTRINO_ARGS_BASE,
           sizeof loader->machine->args_words);
    return true;
}

static void read_notes(struct loader *loader, Elf_Scn *scn) {
    Elf_Data *data = elf_getdata(scn, NULL);
    GElf_Nhdr note;
    size_t name, description;
    for (size_t at = 0, next;
         data && (next = gelf_getnote(data, at, &note, &name, &description)) > 0; at = next) {
        const char *bytes = data->d_buf;
        bool muon = note.n_namesz == sizeof "Muon" && !memcmp(bytes + name, "Muon", sizeof "Muon");
        if (!muon || note.n_type != MUON_NOTE_SHAPE || note.n_descsz < sizeof loader->shape)
            continue;
        memcpy(&loader->shape, bytes + description, sizeof loader->shape);
        loader->has_shape = true;
    }
}

static void set_name(struct musim *machine, uint64_t id, const char *name) {
    free(machine->names[id]);
    machine->names[id] = xstrdup(name);
}

/* Task names, for reports only: a map that cannot be read gives none. */
static void read_task_names(struct musim *machine, const void *text, size_t size) {
    json_t *map = json_loadb(text, size, JSON_DISABLE_EOF_CHECK, NULL);
    size_t index;
    json_t *task;
    json_array_foreach(json_object_get(map, "tasks"), index, task) {
        json_int_t id = json_integer_value(json_object_get(task, "id"));
        const char *name = json_string_value(json_object_get(task, "name"));
        if (id < 1 || id > NEUTRINO_MAX_TASK || !name)
            continue;
        set_name(machine, (uint64_t)id, name);
    }
    json_decref(map);
}

/* Sync points are symbols whose value is the id. */
static void read_sync_point_names(struct loader *loader, Elf_Scn *scn, const GElf_Shdr *section) {
    static const char prefix[] = "__neutrino_sync_";
    Elf_Data *data = elf_getdata(scn, NULL);
    GElf_Sym symbol;
    for (int i = 0; data && gelf_getsym(data, i, &symbol); i++) {
        const char *name = elf_strptr(loader->elf, section->sh_link, symbol.st_name);
        if (name && !strncmp(name, prefix, strlen(prefix)) && symbol.st_shndx != SHN_UNDEF &&
            symbol.st_value >= NEUTRINO_FIRST_SYNC_POINT && symbol.st_value <= UINT8_MAX)
            set_name(loader->machine, symbol.st_value, name + strlen(prefix));
    }
}

/* ---- what __uniform asserts ---- */

static bool find_contents(struct loader *loader, const char *name, const GElf_Shdr *section,
                          struct contents *contents) {
    char what[64];
    snprintf(what, sizeof what, "section %s", name);
    if (section->sh_type == SHT_NOBITS)
        return machine_error(loader->machine, "section %s has no contents", name);
    if (!is_in_file(loader, what, section->sh_offset, section->sh_size))
        return false;
    *contents = (struct contents){loader->bytes + section->sh_offset, section->sh_size};
    return true;
}

/* Damage is told also where nothing is checked. */
static bool read_assertions(struct loader *loader) {
    struct musim *machine = loader->machine;
    size_t bad;
    if (!assertions_read(&machine->code.assertions, loader->assertions.bytes,
                         loader->assertions.size, (const char *)loader->assertion_files.bytes,
                         loader->assertion_files.size, &bad))
        return machine_error(machine, "section %s: the record at 0x%zx is damaged", UNIFORM_SECTION,
                             bad);
    if (!machine->config.check)
        assertions_free(&machine->code.assertions);
    return true;
}

/* ---- sections ---- */

static bool read_sections(struct loader *loader, bool load_all) {
    Elf_Scn *scn = NULL;
    while ((scn = elf_nextscn(loader->elf, scn))) {
        GElf_Shdr section;
        if (!gelf_getshdr(scn, &section))
            return machine_error(loader->machine, "section header: %s", elf_errmsg(-1));
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
        if (!ok)
            return false;
        if (section.sh_type == SHT_NOTE)
            read_notes(loader, scn);
        if (section.sh_type == SHT_SYMTAB)
            read_sync_point_names(loader, scn, &section);
        if (!strcmp(name, ".neutrino.map")) {
            Elf_Data *data = elf_getdata(scn, NULL);
            if (data && data->d_buf)
                read_task_names(loader->machine, data->d_buf, data->d_size);
        }
    }
    return true;
}

/* ---- shape ---- */

/* One number of the shape: what was asked for, else what the program says, else the default. */
static bool settle(struct musim *machine, const char *what, unsigned *asked, unsigned built_for,
                   unsigned fallback, unsigned most) {
    if (*asked && built_for && *asked != built_for)
        return machine_error(machine, "the program is built for %u %s, not %u", built_for, what,
                             *asked);
    if (!*asked)
        *asked = built_for ? built_for : fallback;
    if (*asked > most)
        return machine_error(machine, "%u %s: at most %u", *asked, what, most);
    return true;
}

static bool settle_shape(struct loader *loader) {
    struct musim *machine = loader->machine;
    struct musim_config *config = &machine->config;
    const struct muon_note_shape *note = &loader->shape;
    if (!config->scoreboard)
        config->scoreboard = NEUTRINO_DEFAULT_SCOREBOARD;
    return settle(machine, "clusters", &config->clusters, 0, NEUTRINO_DEFAULT_CLUSTERS,
                  NEUTRINO_MAX_CLUSTERS) &&
           settle(machine, "cores per cluster", &config->cores, note->cores, NEUTRINO_DEFAULT_CORES,
                  NEUTRINO_MAX_CORES) &&
           settle(machine, "warps per core", &config->warps, note->warps, NEUTRINO_DEFAULT_WARPS,
                  NEUTRINO_MAX_WARPS) &&
           settle(machine, "lanes per warp", &config->lanes, note->lanes, NEUTRINO_DEFAULT_LANES,
                  NEUTRINO_MAX_LANES);
}

/* ---- the file ---- */

static bool check_header(struct loader *loader) {
    struct musim *machine = loader->machine;
    GElf_Ehdr header;
    if (!loader->elf || elf_kind(loader->elf) != ELF_K_ELF || !gelf_getehdr(loader->elf, &header))
        return machine_error(machine, "not an ELF file");
    if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_RISCV)
        return machine_error(machine, "not a program for Muon: an ELF32 little-endian RISC-V "
                                      "executable is needed");
    if (header.e_type != ET_EXEC)
        return machine_error(machine, header.e_type == ET_REL
                                          ? "an object file: it must be linked first"
                                          : "not an executable");
    if (!header.e_entry || header.e_entry % MUON_WORD_BYTES || !is_ram(header.e_entry, 8))
        return machine_error(machine, "entry 0x%llx is no address of an instruction",
                             (unsigned long long)header.e_entry);
    if (header.e_shnum &&
        header.e_shoff + (uint64_t)header.e_shnum * header.e_shentsize > loader->size)
        return machine_error(machine, "the section headers reach beyond the end of the file");
    machine->entry = (uint32_t)header.e_entry;
    return true;
}

static bool load(struct loader *loader) {
    size_t segments = 0;
    if (!check_header(loader))
        return false;
    if (elf_getphdrnum(loader->elf, &segments) || (segments && !load_segments(loader, segments)))
        return *musim_error(loader->machine)
                   ? false
                   : machine_error(loader->machine, "program headers: %s", elf_errmsg(-1));
    elf_getshdrstrndx(loader->elf, &loader->section_names);
    if (!read_sections(loader, segments == 0) || !read_assertions(loader) || !settle_shape(loader))
        return false;
    loader->machine->stack_bytes = loader->shape.stack_bytes;
    loader->machine->code.check_stack = loader->shape.stack_bytes != 0;
    return true;
}

bool elf_load(struct musim *machine, const void *elf, size_t size) {
    elf_version(EV_CURRENT);
    char *copy = xmalloc(size + 1); /* libelf may write to it */
    memcpy(copy, elf, size);
    struct loader loader = {
        .machine = machine,
        .elf = elf_memory(copy, size),
        .bytes = elf,
        .size = size,
    };
    bool ok = load(&loader);
    elf_end(loader.elf);
    free(copy);
    if (ok)
        machine->source = source_map_create(elf, size);
    if (machine->source)
        source_map_demangle(machine->source);
    return ok;
}
