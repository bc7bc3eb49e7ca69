#include "muonc/reencode/relocate.h"

#include "muonc/program/code.h"
#include "muonc/program/layout.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

static void set_immediate(const struct image *image, struct code_insn *insn, uint32_t pc) {
    uint32_t address = layout_address(image, insn->to) + (uint32_t)insn->beyond;
    uint32_t low = ((address & 0xfff) ^ 0x800) - 0x800;
    uint32_t value = address;
    switch (insn->fix) {
    case CODE_FIX_NONE: return;
    case CODE_FIX_PC: value = address - pc; break;
    case CODE_FIX_HIGH: value = (address - low) >> 12; break;
    case CODE_FIX_LOW: value = low; break;
    case CODE_FIX_ABSOLUTE: break;
    case CODE_FIX_DISTANCE: value = address - layout_address(image, insn->from); break;
    }
    insn->words[0].imm = (int32_t)value;
}

static void store_word(uint8_t *bytes, uint64_t word) {
    for (unsigned i = 0; i < MUON_WORD_BYTES; i++)
        bytes[i] = (uint8_t)(word >> 8 * i);
}

static void copy_data(const struct image_section *section, const struct code_insn *insn,
                      uint8_t *bytes) {
    uint32_t left = section->size - insn->offset;
    memcpy(bytes, section->bytes + insn->offset, left < insn->bytes ? left : insn->bytes);
}

static void encode_section(const struct image *image, struct image_section *section) {
    const struct code *code = section->code;
    uint8_t *bytes = xcalloc(section->new_size + 1, 1);
    for (size_t i = 0; i < code->count; i++) {
        struct code_insn *insn = &code->insns[i];
        uint32_t offset = code->new_offset[i];
        set_immediate(image, insn, section->new_address + offset);
        if (insn->kind == CODE_DATA)
            copy_data(section, insn, bytes + offset);
        for (unsigned w = 0; w < insn->word_count; w++)
            if (insn->words[w].op != MUON_ILLEGAL)
                store_word(bytes + offset + w * MUON_WORD_BYTES, muon_encode(&insn->words[w]));
    }
    free(section->bytes);
    section->bytes = bytes;
}

/* How the relocation types of data change their field. */
struct field {
    unsigned bits; /* 0: unknown type */
    int sign;      /* of the target's move */
    enum { FIELD_INTEGER, FIELD_PC_RELATIVE, FIELD_ULEB128 } kind;
};

static struct field field_of(uint32_t type) {
    switch (type) {
    case R_RISCV_32: return (struct field){32, 1, FIELD_INTEGER};
    case R_RISCV_ADD8:
    case R_RISCV_SET8: return (struct field){8, 1, FIELD_INTEGER};
    case R_RISCV_ADD16:
    case R_RISCV_SET16: return (struct field){16, 1, FIELD_INTEGER};
    case R_RISCV_ADD32:
    case R_RISCV_SET32: return (struct field){32, 1, FIELD_INTEGER};
    case R_RISCV_ADD64: return (struct field){64, 1, FIELD_INTEGER};
    case R_RISCV_SET6: return (struct field){6, 1, FIELD_INTEGER};
    case R_RISCV_SUB6: return (struct field){6, -1, FIELD_INTEGER};
    case R_RISCV_SUB8: return (struct field){8, -1, FIELD_INTEGER};
    case R_RISCV_SUB16: return (struct field){16, -1, FIELD_INTEGER};
    case R_RISCV_SUB32: return (struct field){32, -1, FIELD_INTEGER};
    case R_RISCV_SUB64: return (struct field){64, -1, FIELD_INTEGER};
    case R_RISCV_32_PCREL: return (struct field){32, 1, FIELD_PC_RELATIVE};
    case R_RISCV_SET_ULEB128: return (struct field){32, 1, FIELD_ULEB128};
    case R_RISCV_SUB_ULEB128: return (struct field){32, -1, FIELD_ULEB128};
    default: return (struct field){0};
    }
}

static int64_t moved_by(const struct image *image, struct image_place place) {
    return (int64_t)layout_address(image, place) - place.address;
}

/* Adds to an integer of up to 64 bits; false if an integer narrower than an address, which holds a
 * distance, has no room for the sum. Bits of its bytes beyond the field (SET6) stay. */
static bool add_integer(uint8_t *bytes, size_t room, unsigned bits, int64_t change) {
    unsigned size = (bits + 7) / 8;
    if (size > room)
        return false;
    uint64_t value = 0, mask = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    for (unsigned i = 0; i < size; i++)
        value |= (uint64_t)bytes[i] << 8 * i;
    uint64_t sum = (value & mask) + (uint64_t)change;
    if (bits < 32 && sum > mask)
        return false;
    value = (value & ~mask) | (sum & mask);
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
    return true;
}

/* The same for a ULEB128, which keeps its length. */
static bool add_uleb128(uint8_t *bytes, size_t room, int64_t change) {
    enum { MAX_BYTES = 9 };
    uint64_t value = 0;
    unsigned size = 0;
    do {
        if (size == room || size == MAX_BYTES)
            return false;
        value |= (uint64_t)(bytes[size] & 0x7f) << 7 * size;
    } while (bytes[size++] & 0x80);
    value += (uint64_t)change;
    if (value >> 7 * size)
        return false;
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)((value >> 7 * i & 0x7f) | (i + 1 < size ? 0x80 : 0));
    return true;
}

enum outcome { RELOCATED, UNKNOWN_TYPE, OVERFLOWED };

/* All relocations at one offset are parts of one value: only their sum must fit. Returns their
 * number in *used. */
static enum outcome relocate_field(const struct image *image, struct image_section *section,
                                   uint32_t index, size_t first, size_t *used) {
    const struct image_relocation *relocation = &section->relocations[first];
    struct image_place here = {index, section->address + relocation->offset};
    uint32_t at = layout_address(image, here) - section->new_address;
    struct field field = field_of(relocation->type);
    int64_t change = 0;
    size_t i = first;
    for (; i < section->relocation_count && section->relocations[i].offset == relocation->offset;
         i++) {
        struct field part = field_of(section->relocations[i].type);
        if (!part.bits || part.bits != field.bits || part.kind != field.kind)
            return UNKNOWN_TYPE;
        change += part.sign * moved_by(image, image_target(image, &section->relocations[i]));
    }
    if (field.kind == FIELD_PC_RELATIVE)
        change -= moved_by(image, here);
    *used = i - first;
    uint8_t *bytes = section->bytes + at;
    size_t room = section->new_size - at;
    bool fits = field.kind == FIELD_ULEB128 ? add_uleb128(bytes, room, change)
                                            : add_integer(bytes, room, field.bits, change);
    return fits ? RELOCATED : OVERFLOWED;
}

void relocate_drop_debug(struct image *image) {
    for (size_t i = 1; i < image->section_count; i++)
        if (!strncmp(image->sections[i].name, ".debug_", 7))
            image->sections[i].dropped = true;
}

static bool relocate_data(struct image *image, uint32_t index, struct diag_engine *diag) {
    struct image_section *section = &image->sections[index];
    size_t used = 0;
    for (size_t i = 0; i < section->relocation_count && !section->dropped; i += used) {
        const struct image_relocation *relocation = &section->relocations[i];
        used = 1;
        if (!code_is_data(section, relocation->offset))
            continue;
        switch (relocate_field(image, section, index, i, &used)) {
        case RELOCATED: break;
        case UNKNOWN_TYPE:
            diag_file_error(diag, image->path, "%s+0x%x: relocation type %u is not supported",
                            section->name, relocation->offset, relocation->type);
            return false;
        case OVERFLOWED:
            if (section->flags & SHF_ALLOC) {
                diag_file_error(diag, image->path,
                                "%s+0x%x: a distance in code no longer fits its field",
                                section->name, relocation->offset);
                return false;
            }
            diag_report(diag, DIAG_WARNING, NULL, DIAG_FILE(image->path),
                        "%s+0x%x: a distance in code no longer fits its field; "
                        "leaving out the debugging information",
                        section->name, relocation->offset);
            relocate_drop_debug(image);
        }
    }
    return true;
}

bool relocate(struct image *image, struct diag_engine *diag) {
    bool ok = true;
    for (uint32_t s = 1; s < image->section_count; s++) {
        struct image_section *section = &image->sections[s];
        if (section->code)
            encode_section(image, section);
        if (!section->dropped)
            ok &= relocate_data(image, s, diag);
    }
    return ok;
}
