#include "musim/check/objects.h"

#include "neutrino/platform.h"
#include "support/array.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

/* ---- bits ---- */

static bool bit(const uint8_t *bits, uint32_t i) {
    return bits[i / 8] >> (i % 8) & 1;
}

static void clear_bits(uint8_t *bits, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        bits[i / 8] &= (uint8_t)~(1u << (i % 8));
}

/* ---- reading ---- */

/* Shared variables lie in sections that hold no global memory: those below global RAM's start that
 * are named so, or anything that a segment puts there. */
static bool is_shared_section(const char *name, const GElf_Shdr *section) {
    if (section->sh_type != SHT_NOBITS || section->sh_addr >= NEUTRINO_SHARED_BYTES)
        return false;
    return section->sh_flags & SHF_ALLOC || !strncmp(name, ".shared", strlen(".shared"));
}

static bool is_data(const GElf_Shdr *section, bool shared) {
    uint64_t flags = section->sh_flags;
    return section->sh_size && (flags & SHF_WRITE) && !(flags & SHF_EXECINSTR) &&
           (shared || ((flags & SHF_ALLOC) && section->sh_addr >= NEUTRINO_SHARED_BYTES));
}

struct reader {
    struct objects *objects;
    Elf *elf;
    size_t names;                      /* of sections */
    int *section_of;                   /* of an ELF section its data section, -1: none */
    uint64_t zeroed_begin, zeroed_end; /* what the start code clears of shared memory */
};

static void read_sections(struct reader *reader, size_t count) {
    for (size_t i = 0; i < count; i++) {
        GElf_Shdr header;
        reader->section_of[i] = -1;
        if (!gelf_getshdr(elf_getscn(reader->elf, i), &header))
            continue;
        const char *name = elf_strptr(reader->elf, reader->names, header.sh_name);
        bool shared = is_shared_section(name ? name : "", &header);
        /* The launch block is its user's to lay out. */
        if (!name || !is_data(&header, shared) || !strcmp(name, ".args"))
            continue;
        size_t bytes = (size_t)header.sh_size / 8 + 1;
        reader->section_of[i] = (int)reader->objects->section_count;
        struct data_section *section =
            ARRAY_ADD(reader->objects->sections, reader->objects->section_count);
        *section = (struct data_section){
            .address = (uint32_t)header.sh_addr,
            .size = (uint32_t)header.sh_size,
            .shared = shared,
            .gap = xmalloc(bytes),
            .edge = xmalloc(bytes),
        };
        memset(section->gap, 0xff, bytes);
        memset(section->edge, 0xff, bytes);
    }
}

static void read_filled(struct reader *reader) {
    size_t count = 0;
    elf_getphdrnum(reader->elf, &count);
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;
        if (gelf_getphdr(reader->elf, (int)i, &segment) && segment.p_type == PT_LOAD &&
            segment.p_vaddr < NEUTRINO_SHARED_BYTES)
            *ARRAY_ADD(reader->objects->filled, reader->objects->filled_count) =
                (struct filled){(uint32_t)segment.p_vaddr, (uint32_t)segment.p_memsz};
    }
}

static void add_symbol(struct reader *reader, const GElf_Sym *symbol, const char *name) {
    int number = symbol->st_shndx < SHN_LORESERVE ? reader->section_of[symbol->st_shndx] : -1;
    if (number < 0)
        return;
    struct data_section *section = &reader->objects->sections[number];
    uint64_t offset = symbol->st_value - section->address;
    if (offset >= section->size || symbol->st_size > section->size - offset || !symbol->st_size)
        return;
    uint32_t start = (uint32_t)offset, end = start + (uint32_t)symbol->st_size;
    clear_bits(section->gap, start, end);
    clear_bits(section->edge, start + 1, end);
    *ARRAY_ADD(reader->objects->items, reader->objects->count) = (struct object){
        (uint32_t)symbol->st_value, (uint32_t)symbol->st_size, xstrdup(name), section->shared};
    if (symbol->st_size > reader->objects->longest)
        reader->objects->longest = (uint32_t)symbol->st_size;
}

/* What follows a label that says no size may all belong to it, up to the next object: assembly has
 * such variables. Those that a linker script defines mark places instead; they stand at objects. */
static void spare_label(struct reader *reader, const GElf_Sym *symbol) {
    int number = symbol->st_shndx < SHN_LORESERVE ? reader->section_of[symbol->st_shndx] : -1;
    if (number < 0 || symbol->st_size || GELF_ST_TYPE(symbol->st_info) == STT_SECTION)
        return;
    struct data_section *section = &reader->objects->sections[number];
    uint64_t offset = symbol->st_value - section->address;
    for (uint32_t i = (uint32_t)offset; offset < section->size && i < section->size; i++) {
        if (!bit(section->gap, i))
            break;
        clear_bits(section->gap, i, i + 1);
        if (i > offset)
            clear_bits(section->edge, i, i + 1);
    }
}

static void note_zeroed(struct reader *reader, const GElf_Sym *symbol, const char *name) {
    if (!strcmp(name, "__neutrino_zeroed_start"))
        reader->zeroed_begin = symbol->st_value;
    else if (!strcmp(name, "__neutrino_zeroed_end"))
        reader->zeroed_end = symbol->st_value;
}

/* It clears what lies between the variables, too. */
static void spare_zeroed(struct reader *reader) {
    for (size_t i = 0; i < reader->objects->section_count; i++) {
        struct data_section *section = &reader->objects->sections[i];
        uint64_t begin = reader->zeroed_begin - section->address;
        uint64_t end = reader->zeroed_end - section->address;
        if (section->shared && begin < end && end <= section->size)
            clear_bits(section->gap, (uint32_t)begin, (uint32_t)end);
    }
}

static void read_symbols(struct reader *reader, Elf_Scn *scn, const GElf_Shdr *header,
                         size_t section_count) {
    Elf_Data *data = elf_getdata(scn, NULL);
    GElf_Sym symbol;
    for (int pass = 0; data && pass < 2; pass++)
        for (int i = 0; gelf_getsym(data, i, &symbol); i++) {
            const char *name = elf_strptr(reader->elf, header->sh_link, symbol.st_name);
            if (!name || symbol.st_shndx == SHN_UNDEF ||
                (symbol.st_shndx < SHN_LORESERVE && symbol.st_shndx >= section_count))
                continue;
            if (pass)
                spare_label(reader, &symbol);
            else
                add_symbol(reader, &symbol, name);
            note_zeroed(reader, &symbol, name);
        }
    spare_zeroed(reader);
}

static int by_address(const void *a, const void *b) {
    const struct object *left = a, *right = b;
    if (left->shared != right->shared)
        return left->shared ? 1 : -1;
    if (left->address != right->address)
        return left->address < right->address ? -1 : 1;
    return left->size > right->size ? -1 : left->size < right->size;
}

/* Bytes of sections without any object are nobody's to tell. */
static void forget_unknown_sections(struct objects *objects) {
    for (size_t i = 0; i < objects->section_count; i++) {
        struct data_section *section = &objects->sections[i];
        bool any = false;
        for (size_t n = 0; n < objects->count && !any; n++)
            any = objects->items[n].shared == section->shared &&
                  objects->items[n].address - section->address < section->size;
        if (!any)
            section->size = 0;
    }
}

void objects_read(struct objects *objects, const void *elf, size_t size) {
    struct reader reader = {.objects = objects};
    size_t count = 0;
    *objects = (struct objects){0};
    elf_version(EV_CURRENT);
    char *copy = xmalloc(size + 1); /* libelf may write to it */
    memcpy(copy, elf, size);
    reader.elf = elf_memory(copy, size);
    if (reader.elf && !elf_getshdrnum(reader.elf, &count) &&
        !elf_getshdrstrndx(reader.elf, &reader.names)) {
        reader.section_of = xcalloc(count + 1, sizeof *reader.section_of);
        read_sections(&reader, count);
        for (Elf_Scn *scn = NULL; (scn = elf_nextscn(reader.elf, scn));) {
            GElf_Shdr header;
            if (gelf_getshdr(scn, &header) && header.sh_type == SHT_SYMTAB)
                read_symbols(&reader, scn, &header, count);
        }
        free(reader.section_of);
    }
    if (reader.elf)
        read_filled(&reader);
    elf_end(reader.elf);
    free(copy);
    if (objects->count)
        qsort(objects->items, objects->count, sizeof *objects->items, by_address);
    forget_unknown_sections(objects);
}

void objects_free(struct objects *objects) {
    for (size_t i = 0; i < objects->section_count; i++) {
        free(objects->sections[i].gap);
        free(objects->sections[i].edge);
    }
    for (size_t i = 0; i < objects->count; i++)
        free(objects->items[i].name);
    free(objects->sections);
    free(objects->items);
    free(objects->filled);
    *objects = (struct objects){0};
}

/* ---- asking ---- */

/* How many start at an address or before it. */
static size_t up_to(const struct objects *objects, bool shared, uint32_t address) {
    size_t low = 0, high = objects->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct object *object = &objects->items[middle];
        bool before = object->shared == shared ? object->address <= address : shared;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct object *objects_before(const struct objects *objects, bool shared, uint32_t address) {
    size_t end = up_to(objects, shared, address);
    return end && objects->items[end - 1].shared == shared ? &objects->items[end - 1] : NULL;
}

const struct object *objects_find(const struct objects *objects, bool shared, uint32_t address) {
    for (size_t i = up_to(objects, shared, address); i-- > 0;) {
        const struct object *object = &objects->items[i];
        if (object->shared != shared || address - object->address >= objects->longest)
            return NULL;
        if (address - object->address < object->size)
            return object;
    }
    return NULL;
}

static bool has(const struct object *object, uint32_t address, unsigned size) {
    return object && address - object->address < object->size &&
           size <= object->size - (address - object->address);
}

static bool is_data_at(const struct objects *objects, bool shared, uint32_t address,
                       unsigned size) {
    for (size_t i = 0; i < objects->section_count; i++) {
        const struct data_section *section = &objects->sections[i];
        if (section->shared == shared &&
            (address - section->address < section->size || section->address - address < size))
            return section->size != 0;
    }
    return false;
}

bool objects_have(struct objects *objects, bool shared, uint32_t address, unsigned size) {
    const struct object **last = &objects->last[shared];
    if (has(*last, address, size))
        return true;
    if (!is_data_at(objects, shared, address, size))
        return true;
    const struct object *object = objects_find(objects, shared, address);
    if (!has(object, address, size))
        return false;
    *last = object;
    return true;
}

enum bounds objects_check(const struct objects *objects, bool shared, uint32_t address,
                          unsigned size) {
    for (size_t i = 0; i < objects->section_count; i++) {
        const struct data_section *section = &objects->sections[i];
        uint32_t offset = address - section->address;
        if (offset >= section->size || section->shared != shared)
            continue;
        if (bit(section->gap, offset))
            return BOUNDS_GAP;
        for (unsigned byte = 1; byte < size && offset + byte < section->size; byte++)
            if (bit(section->edge, offset + byte))
                return BOUNDS_EDGE;
        return BOUNDS_KEPT;
    }
    return BOUNDS_KEPT;
}
