#include "muonc/program/layout.h"

#include "muonc/program/code.h"
#include "support/alloc.h"
#include "support/demangle.h"

#include <stdio.h>
#include <stdlib.h>

static void place_insns(struct image_section *section) {
    struct code *code = section->code;
    uint32_t offset = 0, last = 0;
    code->new_offset = xcalloc(code->count + 1, sizeof *code->new_offset);
    for (size_t i = 0; i < code->count; i++) {
        const struct code_insn *insn = &code->insns[i];
        if (insn->word_count)
            last = offset;
        code->new_offset[i] = insn->removed ? offset : last;
        offset += insn->word_count * MUON_WORD_BYTES;
    }
    code->new_offset[code->count] = offset;
    section->new_size = offset;
    if (section->alignment < MUON_WORD_BYTES)
        section->alignment = MUON_WORD_BYTES;
}

static int by_address(const void *a, const void *b) {
    const struct image_section *left = *(struct image_section *const *)a;
    const struct image_section *right = *(struct image_section *const *)b;
    if (left->address != right->address)
        return left->address < right->address ? -1 : 1;
    return left < right ? -1 : left > right;
}

static bool assign_addresses(struct image *image, struct image_section **sections, size_t count,
                             struct diag_engine *diag) {
    uint64_t end = 0;
    for (size_t i = 0; i < count; i++) {
        struct image_section *section = sections[i];
        uint64_t mask = section->alignment - 1;
        uint64_t start = section->address > end ? section->address : end;
        start = (start + mask) & ~mask;
        if (start + section->new_size > UINT32_MAX) {
            diag_file_error(diag, image->path, "section %s does not fit the address space",
                            section->name);
            return false;
        }
        section->new_address = (uint32_t)start;
        if (section->new_size)
            end = start + section->new_size;
    }
    return true;
}

bool layout_assign(struct image *image, struct diag_engine *diag) {
    struct image_section **loaded = xcalloc(image->section_count, sizeof *loaded);
    size_t count = 0;
    for (size_t i = 1; i < image->section_count; i++) {
        struct image_section *section = &image->sections[i];
        section->new_address = section->address;
        section->new_size = section->size;
        if (section->code)
            place_insns(section);
        if (image_is_loaded(section))
            loaded[count++] = section;
    }
    qsort(loaded, count, sizeof(struct image_section *), by_address);
    image->placed = assign_addresses(image, loaded, count, diag);
    free(loaded);
    return image->placed;
}

/* Within data in code every byte has its address, within an instruction there is but one. */
static uint32_t new_offset(const struct code *code, uint32_t offset) {
    uint32_t index = code->insn_at[offset / CODE_RV32_BYTES];
    const struct code_insn *insn = &code->insns[index];
    return code->new_offset[index] + (insn->kind == CODE_DATA ? offset - insn->offset : 0);
}

uint32_t layout_address(const struct image *image, struct image_place place) {
    if (place.section >= image->section_count)
        return place.address;
    const struct image_section *section = &image->sections[place.section];
    const struct code *code = section->code;
    uint32_t offset = place.address - section->address;
    if (code && offset < section->size)
        offset = new_offset(code, offset);
    else if (place.address >= section->address && offset >= section->size)
        offset += section->new_size - section->size;
    return section->new_address + offset;
}

static uint32_t shown_address(const struct image *image, struct image_place place) {
    return image->placed ? layout_address(image, place) : place.address;
}

const char *layout_describe(const struct image *image, struct image_place place,
                            char text[LAYOUT_ADDRESS_TEXT]) {
    const struct image_symbol *best = NULL;
    for (size_t i = 1; i < image->symbol_count; i++) {
        const struct image_symbol *symbol = &image->symbols[i];
        if (symbol->section == place.section && symbol->name[0] && symbol->value <= place.address &&
            !image_symbol_is_temporary(symbol) && ELF32_ST_TYPE(symbol->info) != STT_SECTION &&
            (!best || symbol->value >= best->value))
            best = symbol;
    }
    uint32_t address = shown_address(image, place);
    if (!best) {
        snprintf(text, LAYOUT_ADDRESS_TEXT, "0x%x", address);
        return text;
    }
    char *name = demangle(best->name);
    uint32_t start = shown_address(image, (struct image_place){place.section, best->value});
    snprintf(text, LAYOUT_ADDRESS_TEXT, "0x%x <%.100s+0x%x>", address, name, address - start);
    free(name);
    return text;
}
