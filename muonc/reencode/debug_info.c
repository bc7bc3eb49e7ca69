#include "muonc/reencode/debug_info.h"

#include "muonc/program/code.h"
#include "muonc/program/layout.h"
#include "muonc/spill/locations.h"
#include "support/alloc.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

enum { ADDRESS_BYTES = 4, MAX_DEPTH = 1000 };

struct adjuster {
    struct image *image;
    const struct function_list *functions;
    const struct spills *spills;
    const uint8_t *info; /* libdw's .debug_info, to tell an attribute's offset in it */
    /* For each byte of these sections, whether a list that starts there is done. */
    bool *locations_done, *ranges_done;
};

/* ---- fields of a section ---- */

static bool is_relocated(const struct image_section *section, uint32_t offset) {
    size_t low = 0, high = section->relocation_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (section->relocations[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < section->relocation_count && section->relocations[low].offset == offset;
}

static uint64_t load(const struct image_section *section, uint32_t offset, unsigned bytes) {
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes; i++)
        value |= (uint64_t)section->bytes[offset + i] << 8 * i;
    return value;
}

static bool fits(const struct image_section *section, uint64_t offset, uint64_t bytes) {
    return offset <= section->size && bytes <= section->size - offset;
}

/* The code section an address lies in, or ends; SHN_ABS if none. */
static struct image_place code_place(const struct image *image, uint32_t address) {
    for (uint32_t i = 1; i < image->section_count; i++) {
        const struct image_section *section = &image->sections[i];
        if (section->code && address - section->address < section->size)
            return (struct image_place){i, address};
    }
    return (struct image_place){SHN_ABS, address};
}

/* A field that holds a distance from base becomes the distance between the same two places now,
 * unless it has a relocation or does not fit. */
static void adjust_distance(const struct image *image, struct image_section *section,
                            uint32_t offset, unsigned bytes, uint32_t base) {
    struct image_place start = code_place(image, base);
    if (start.section == SHN_ABS || is_relocated(section, offset))
        return;
    struct image_place end = start;
    end.address += (uint32_t)load(section, offset, bytes);
    uint64_t distance = layout_address(image, end) - layout_address(image, start);
    if (bytes < 8 && distance >> 8 * bytes)
        return;
    for (unsigned i = 0; i < bytes; i++)
        section->bytes[offset + i] = (uint8_t)(distance >> 8 * i);
}

/* What an entry is in. */
struct scope {
    uint32_t base;                   /* of the unit */
    const struct spill_frame *frame; /* of the function; NULL if all is where it was */
    unsigned frame_base;             /* the register, 0 if it is none */
};

/* ---- lists ---- */

/* .debug_loc (with an expression after each pair of addresses) and .debug_ranges. */
static void adjust_list(const struct image *image, const char *name, bool *done, uint64_t offset,
                        const struct scope *scope, bool expressions) {
    uint32_t base = scope->base;
    struct image_section *section = image_find_section(image, name);
    if (!section || !section->bytes || offset >= section->size || done[offset])
        return;
    done[offset] = true;
    while (fits(section, offset, 2 * ADDRESS_BYTES)) {
        uint32_t at = (uint32_t)offset;
        uint32_t begin = (uint32_t)load(section, at, ADDRESS_BYTES);
        uint32_t end = (uint32_t)load(section, at + ADDRESS_BYTES, ADDRESS_BYTES);
        offset += 2 * ADDRESS_BYTES;
        if (begin == 0 && end == 0 && !is_relocated(section, at))
            return;
        if (begin == UINT32_MAX) {
            base = end;
            continue;
        }
        adjust_distance(image, section, at, ADDRESS_BYTES, base);
        adjust_distance(image, section, at + ADDRESS_BYTES, ADDRESS_BYTES, base);
        if (!expressions)
            continue;
        uint64_t size = fits(section, offset, 2) ? load(section, (uint32_t)offset, 2) : 0;
        offset += 2;
        if (scope->frame && fits(section, offset, size))
            locations_adjust(scope->frame, scope->frame_base, section->bytes + offset, size);
        offset += size;
    }
}

/* .debug_aranges: per unit a header, padded to the size of a tuple, and tuples address, length. */
static void adjust_aranges(const struct image *image) {
    enum { HEADER = 12, TUPLE = 2 * ADDRESS_BYTES, FIRST_TUPLE = 16 };
    struct image_section *section = image_find_section(image, ".debug_aranges");
    uint64_t offset = 0;
    while (section && section->bytes && fits(section, offset, HEADER)) {
        uint64_t end = offset + 4 + load(section, (uint32_t)offset, 4);
        if (end > section->size || end < offset + HEADER)
            return;
        for (uint64_t at = offset + FIRST_TUPLE; at + TUPLE <= end; at += TUPLE) {
            uint32_t address = (uint32_t)load(section, (uint32_t)at, ADDRESS_BYTES);
            adjust_distance(image, section, (uint32_t)at + ADDRESS_BYTES, ADDRESS_BYTES, address);
        }
        offset = end;
    }
}

/* ---- entries ---- */

static unsigned constant_bytes(unsigned form) {
    switch (form) {
    case DW_FORM_data1: return 1;
    case DW_FORM_data2: return 2;
    case DW_FORM_data4: return 4;
    case DW_FORM_data8: return 8;
    default: return 0;
    }
}

static void adjust_high_pc(const struct adjuster *adjuster, Dwarf_Die *die) {
    struct image_section *section = image_find_section(adjuster->image, ".debug_info");
    Dwarf_Attribute attribute;
    Dwarf_Addr low;
    if (!dwarf_attr(die, DW_AT_high_pc, &attribute) || dwarf_lowpc(die, &low))
        return;
    unsigned bytes = constant_bytes(dwarf_whatform(&attribute));
    uint64_t offset = (uint64_t)(attribute.valp - adjuster->info);
    if (bytes && fits(section, offset, bytes))
        adjust_distance(adjuster->image, section, (uint32_t)offset, bytes, (uint32_t)low);
}

struct attribute_context {
    const struct adjuster *adjuster;
    struct scope scope;
};

/* A variable that is in one place as long as it is. */
static void adjust_expression(const struct adjuster *adjuster, const struct scope *scope,
                              Dwarf_Attribute *attribute) {
    struct image_section *section = image_find_section(adjuster->image, ".debug_info");
    Dwarf_Block block;
    if (!scope->frame || dwarf_whatform(attribute) != DW_FORM_exprloc ||
        dwarf_whatattr(attribute) != DW_AT_location || dwarf_formblock(attribute, &block))
        return;
    uint64_t offset = (uint64_t)(block.data - adjuster->info);
    if (fits(section, offset, block.length))
        locations_adjust(scope->frame, scope->frame_base, section->bytes + offset, block.length);
}

static int adjust_attribute(Dwarf_Attribute *attribute, void *argument) {
    const struct attribute_context *context = argument;
    const struct adjuster *adjuster = context->adjuster;
    Dwarf_Word offset;
    adjust_expression(adjuster, &context->scope, attribute);
    if (dwarf_whatform(attribute) != DW_FORM_sec_offset || dwarf_formudata(attribute, &offset))
        return DWARF_CB_OK;
    switch (dwarf_whatattr(attribute)) {
    case DW_AT_ranges:
        adjust_list(adjuster->image, ".debug_ranges", adjuster->ranges_done, offset,
                    &context->scope, false);
        break;
    case DW_AT_location:
    case DW_AT_frame_base:
    case DW_AT_static_link:
    case DW_AT_return_addr:
        adjust_list(adjuster->image, ".debug_loc", adjuster->locations_done, offset,
                    &context->scope, true);
        break;
    default: break;
    }
    return DWARF_CB_OK;
}

static unsigned frame_base_of(Dwarf_Die *die) {
    Dwarf_Attribute attribute;
    Dwarf_Block block;
    bool is_register = dwarf_attr(die, DW_AT_frame_base, &attribute) &&
                       !dwarf_formblock(&attribute, &block) && block.length == 1 &&
                       block.data[0] >= DW_OP_reg0 && block.data[0] <= DW_OP_reg31;
    return is_register ? block.data[0] - DW_OP_reg0 : 0;
}

/* A function's entry begins the scope of the function. */
static struct scope scope_of(const struct adjuster *adjuster, Dwarf_Die *die, struct scope scope) {
    Dwarf_Addr low;
    if (!adjuster->spills || dwarf_tag(die) != DW_TAG_subprogram || dwarf_lowpc(die, &low))
        return scope;
    const struct function *function = functions_at(adjuster->functions, adjuster->image,
                                                   code_place(adjuster->image, (uint32_t)low));
    scope.frame =
        function ? spills_frame(adjuster->spills, function - adjuster->functions->items) : NULL;
    scope.frame_base = frame_base_of(die);
    return scope;
}

/* The entry and all below and after it. No compiler nests scopes deeper than the limit. */
static void adjust_entries(const struct adjuster *adjuster, Dwarf_Die *first, struct scope scope,
                           unsigned depth) {
    Dwarf_Die die = *first, child;
    do {
        struct attribute_context context = {adjuster, scope_of(adjuster, &die, scope)};
        adjust_high_pc(adjuster, &die);
        dwarf_getattrs(&die, adjust_attribute, &context, 0);
        if (depth < MAX_DEPTH && dwarf_child(&die, &child) == 0)
            adjust_entries(adjuster, &child, context.scope, depth + 1);
    } while (dwarf_siblingof(&die, &die) == 0);
}

static void adjust_units(const struct adjuster *adjuster, Dwarf *dwarf) {
    Dwarf_Off offset = 0, next;
    size_t header;
    while (dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
        Dwarf_Die unit;
        Dwarf_Addr low = 0;
        if (dwarf_offdie(dwarf, offset + header, &unit)) {
            if (dwarf_lowpc(&unit, &low))
                low = 0;
            adjust_entries(adjuster, &unit, (struct scope){(uint32_t)low, NULL, 0}, 0);
        }
        offset = next;
    }
}

static const uint8_t *libdw_section(Elf *elf, const char *wanted) {
    size_t names;
    if (elf_getshdrstrndx(elf, &names))
        return NULL;
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
        GElf_Shdr header;
        const char *name =
            gelf_getshdr(scn, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;
        Elf_Data *data = name && !strcmp(name, wanted) ? elf_rawdata(scn, NULL) : NULL;
        if (data)
            return data->d_buf;
    }
    return NULL;
}

static bool *flags_for(const struct image *image, const char *name) {
    const struct image_section *section = image_find_section(image, name);
    return xcalloc(section ? section->size + 1 : 1, sizeof(bool));
}

void debug_info_adjust(struct image *image, const void *bytes, size_t size,
                       const struct function_list *functions, const struct spills *spills) {
    const struct image_section *info = image_find_section(image, ".debug_info");
    if (!info || info->dropped || !info->bytes)
        return;
    Elf *elf = elf_memory((char *)bytes, size);
    Dwarf *dwarf = elf ? dwarf_begin_elf(elf, DWARF_C_READ, NULL) : NULL;
    struct adjuster adjuster = {
        .image = image,
        .functions = functions,
        .spills = spills,
        .info = elf ? libdw_section(elf, ".debug_info") : NULL,
        .locations_done = flags_for(image, ".debug_loc"),
        .ranges_done = flags_for(image, ".debug_ranges"),
    };
    if (dwarf && adjuster.info)
        adjust_units(&adjuster, dwarf);
    adjust_aranges(image);
    dwarf_end(dwarf);
    elf_end(elf);
    free(adjuster.locations_done);
    free(adjuster.ranges_done);
}
