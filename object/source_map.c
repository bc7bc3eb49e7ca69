#include "object/source_map.h"

#include "object/symbols.h"
#include "support/alloc.h"
#include "support/demangle.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

/* The code from an address up to the next row's comes from this line. */
struct line_row {
    uint64_t address;
    const char *file; /* NULL: the end of a sequence, no line from here on */
    unsigned line;
    unsigned column;
    size_t order; /* in which the DWARF lists it */
};

/* A function, or code between two labels of an assembly file. */
struct function {
    const char *name;
    uint64_t start;
    uint64_t end;
};

/* File and symbol names stay where libdw and libelf keep them, so both live as long as the map. */
struct source_map {
    char *bytes;
    Elf *elf;
    Dwarf *dwarf;
    struct symbol_table symbols;
    struct function *functions; /* by start */
    size_t function_count;
    struct string_list readable; /* names that source_map_demangle made */
    struct line_row *rows;       /* by address */
    size_t row_count;
};

static uint64_t section_end(Elf *elf, size_t index) {
    GElf_Shdr header;
    Elf_Scn *section = elf_getscn(elf, index);
    return section && gelf_getshdr(section, &header) ? header.sh_addr + header.sh_size : 0;
}

/* Labels inside a function with a size are part of it. A symbol without size, from an assembly
 * file, reaches up to the next one. */
static void collect_functions(struct source_map *map) {
    const struct symbol_table *table = &map->symbols;
    struct function *previous = NULL;
    uint64_t covered = 0;
    bool open = false; /* whether previous ends where the next one starts */
    map->functions = xcalloc(table->count + 1, sizeof *map->functions);
    for (size_t i = 0; i < table->count; i++) {
        const struct symbol *symbol = &table->symbols[i];
        bool is_label = symbol->type != STT_FUNC;
        if (!symbol->is_code || symbol->type == STT_OBJECT ||
            (is_label && symbol->address < covered))
            continue;
        if (open && symbol->address < previous->end)
            previous->end = symbol->address;
        previous = &map->functions[map->function_count++];
        open = symbol->size == 0;
        *previous = (struct function){
            .name = symbol->name,
            .start = symbol->address,
            .end = open ? section_end(map->elf, symbol->section) : symbol->address + symbol->size,
        };
        if (!open && previous->end > covered)
            covered = previous->end;
    }
}

static const char *plain_path(const char *path) {
    while (!strncmp(path, "./", 2))
        path += 2;
    return path;
}

/* Rows for line 0 (code of no line of its own) are left out: it counts to the line before. */
static void add_row(struct source_map *map, Dwarf_Line *line) {
    struct line_row row = {.order = map->row_count};
    Dwarf_Addr address;
    bool ends = false;
    int number = 0, column = 0;
    if (dwarf_lineaddr(line, &address) || dwarf_lineendsequence(line, &ends) ||
        dwarf_lineno(line, &number) || dwarf_linecol(line, &column))
        return;
    row.address = address;
    const char *file = ends ? NULL : dwarf_linesrc(line, NULL, NULL);
    if (!ends && (!file || number <= 0))
        return;
    if (!ends) {
        row.file = plain_path(file);
        row.line = (unsigned)number;
        row.column = column > 0 ? (unsigned)column : 0;
    }
    map->rows[map->row_count++] = row;
}

/* Bytes of the line tables, after decompression. Each row takes one or more. */
static size_t line_table_bytes(Elf *elf) {
    size_t strings, total = 0;
    if (elf_getshdrstrndx(elf, &strings))
        return 0;
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        const char *name =
            gelf_getshdr(section, &header) ? elf_strptr(elf, strings, header.sh_name) : NULL;
        Elf_Data *data = name && !strcmp(name, ".debug_line") ? elf_getdata(section, NULL) : NULL;
        total += data ? data->d_size : 0;
    }
    return total;
}

/* A damaged file may have many units that name the same table: it must take neither much time nor
 * much memory, so there is a limit that no sound file reaches. */
static void collect_rows(struct source_map *map) {
    size_t limit = line_table_bytes(map->elf);
    Dwarf_CU *unit = NULL;
    Dwarf_Die die;
    uint8_t type;
    while (dwarf_get_units(map->dwarf, unit, &unit, NULL, &type, &die, NULL) == 0) {
        Dwarf_Lines *lines;
        size_t count;
        if (type == DW_UT_type || type == DW_UT_split_type ||
            dwarf_getsrclines(&die, &lines, &count) != 0)
            continue;
        if (count > limit - map->row_count)
            return;
        map->rows = xrealloc(map->rows, (map->row_count + count + 1) * sizeof *map->rows);
        for (size_t i = 0; i < count; i++)
            add_row(map, dwarf_onesrcline(lines, i));
    }
}

/* At the same address the last row counts, and a sequence's end comes before the next's start. */
static int compare_rows(const void *a, const void *b) {
    const struct line_row *left = a, *right = b;
    if (left->address != right->address)
        return left->address < right->address ? -1 : 1;
    if (!left->file != !right->file)
        return left->file ? 1 : -1;
    return left->order < right->order ? -1 : 1;
}

struct source_map *source_map_create(const void *bytes, size_t size) {
    if (size < EI_NIDENT || elf_version(EV_CURRENT) == EV_NONE)
        return NULL;
    struct source_map *map = xcalloc(1, sizeof *map);
    /* A copy that libelf may change: it decompresses sections in place. */
    map->bytes = xmalloc(size);
    memcpy(map->bytes, bytes, size);
    map->elf = elf_memory(map->bytes, size);
    if (!map->elf || elf_kind(map->elf) != ELF_K_ELF) {
        source_map_free(map);
        return NULL;
    }
    symbol_table_read(&map->symbols, map->elf);
    collect_functions(map);
    map->dwarf = dwarf_begin_elf(map->elf, DWARF_C_READ, NULL);
    if (map->dwarf)
        collect_rows(map);
    if (map->row_count)
        qsort(map->rows, map->row_count, sizeof *map->rows, compare_rows);
    return map;
}

void source_map_demangle(struct source_map *map) {
    for (size_t i = 0; i < map->function_count; i++)
        map->functions[i].name = demangle_into(&map->readable, map->functions[i].name);
}

void source_map_free(struct source_map *map) {
    if (!map)
        return;
    dwarf_end(map->dwarf);
    elf_end(map->elf);
    symbol_table_free(&map->symbols);
    free(map->functions);
    string_list_free(&map->readable);
    free(map->rows);
    free(map->bytes);
    free(map);
}

/* The last one that does not start above the address, if it reaches that far. */
static const struct function *find_function(const struct source_map *map, uint64_t address) {
    size_t low = 0, high = map->function_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->functions[middle].start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low && address < map->functions[low - 1].end ? &map->functions[low - 1] : NULL;
}

static const struct line_row *find_row(const struct source_map *map, uint64_t address) {
    size_t low = 0, high = map->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->rows[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low && map->rows[low - 1].file ? &map->rows[low - 1] : NULL;
}

bool source_map_lookup(const struct source_map *map, uint64_t address,
                       struct source_position *position) {
    *position = (struct source_position){0};
    const struct function *function = find_function(map, address);
    const struct line_row *row = find_row(map, address);
    if (function) {
        position->function = function->name;
        position->function_offset = address - function->start;
    }
    if (row) {
        position->file = row->file;
        position->line = row->line;
        position->column = row->column;
    }
    return function || row;
}

bool source_map_row(const struct source_map *map, size_t n, uint64_t *address,
                    struct source_position *position) {
    if (n >= map->row_count)
        return false;
    const struct line_row *row = &map->rows[n];
    *address = row->address;
    *position =
        (struct source_position){.file = row->file, .line = row->line, .column = row->column};
    return true;
}

static const struct symbol *find_symbol(const struct source_map *map, const char *name) {
    const struct symbol *found = NULL;
    for (size_t i = 0; i < map->symbols.count; i++) {
        const struct symbol *symbol = &map->symbols.symbols[i];
        bool is_better = !found || (found->binding == STB_LOCAL && symbol->binding != STB_LOCAL);
        if (symbol->section != SHN_UNDEF && is_better && !strcmp(symbol->name, name))
            found = symbol;
    }
    return found;
}

bool source_map_symbol(const struct source_map *map, const char *name, uint64_t *address,
                       uint64_t *size) {
    const struct symbol *found = find_symbol(map, name);
    if (!found)
        return false;
    *address = found->address;
    *size = found->size;
    return true;
}

bool source_map_symbol_is_empty(const struct source_map *map, const char *name) {
    GElf_Shdr header;
    const struct symbol *found = find_symbol(map, name);
    Elf_Scn *section = found ? elf_getscn(map->elf, found->section) : NULL;
    return section && gelf_getshdr(section, &header) && header.sh_type == SHT_NOBITS;
}

/* ---- inlined functions ---- */

static unsigned number_of(Dwarf_Die *die, unsigned attribute) {
    Dwarf_Attribute found;
    Dwarf_Word value = 0;
    return dwarf_attr(die, attribute, &found) && !dwarf_formudata(&found, &value) &&
                   value <= UINT32_MAX
               ? (unsigned)value
               : 0;
}

static struct source_call call_of(Dwarf_Die *unit, Dwarf_Die *inlined) {
    struct source_call call = {
        .function = dwarf_diename(inlined),
        .line = number_of(inlined, DW_AT_call_line),
        .column = number_of(inlined, DW_AT_call_column),
    };
    Dwarf_Files *files;
    size_t count;
    unsigned file = number_of(inlined, DW_AT_call_file);
    if (dwarf_getsrcfiles(unit, &files, &count) == 0 && file < count)
        call.file = dwarf_filesrc(files, file, NULL, NULL);
    if (call.file)
        call.file = plain_path(call.file);
    return call;
}

/* The unit that an address belongs to. */
static bool find_unit(const struct source_map *map, uint64_t address, Dwarf_Die *die) {
    Dwarf_CU *unit = NULL;
    uint8_t type;
    while (map->dwarf && dwarf_get_units(map->dwarf, unit, &unit, NULL, &type, die, NULL) == 0)
        if (type == DW_UT_compile && dwarf_haspc(die, address) == 1)
            return true;
    return false;
}

/* The scopes around an address as they are nested in the code, the innermost first. (libdw follows
 * an inlined function to where it was defined; from a DIE it goes up the way that is wanted.)
 * Returns their number; the caller frees them. */
static int find_scopes(Dwarf_Die *unit, uint64_t address, Dwarf_Die **scopes) {
    Dwarf_Die *defined = NULL;
    int count = dwarf_getscopes(unit, address, &defined);
    count = count > 0 ? dwarf_getscopes_die(&defined[0], scopes) : 0;
    free(defined);
    return count;
}

size_t source_map_inlined(const struct source_map *map, uint64_t address, struct source_call *calls,
                          size_t count) {
    Dwarf_Die unit, *scopes = NULL;
    size_t found = 0;
    int scope_count = find_unit(map, address, &unit) ? find_scopes(&unit, address, &scopes) : 0;
    for (int i = 0; i < scope_count; i++) {
        if (dwarf_tag(&scopes[i]) != DW_TAG_inlined_subroutine)
            continue;
        struct source_call call = call_of(&unit, &scopes[i]);
        if (found < count && call.function)
            calls[found] = call;
        found += call.function != NULL;
    }
    free(scopes);
    return found;
}
