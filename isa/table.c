#include "isa/table.h"

enum { BASE_RV32 = false, BASE_MUON = true };
enum { EXTENDS_UNSIGNED = false, EXTENDS_SIGNED = true };
enum { SPACE_GLOBAL = false, SPACE_SHARED = true };

/* What follows the description is struct muon_access. */
#define ROW(mnemonic, format, class, base, opcode, opext, funct3, funct7, fixed, description, ...) \
    {{mnemonic,                                                                                    \
      MUON_FORMAT_##format,                                                                        \
      MUON_CLASS_##class,                                                                          \
      (funct3) == RM,                                                                              \
      BASE_##base,                                                                                 \
      description,                                                                                 \
      {__VA_ARGS__}},                                                                              \
     (opcode) | (opext) << 7,                                                                      \
     (funct3),                                                                                     \
     (funct7),                                                                                     \
     (fixed)}
#define MUON_INSN(id, ...) [MUON_##id] = ROW(__VA_ARGS__, 0),
#define MUON_MEMORY(id, mnemonic, class, bytes, extends, space, base, opcode, opext, funct3,       \
                    description)                                                                   \
    [MUON_##id] =                                                                                  \
        ROW(mnemonic, class, class, base, opcode, opext, funct3, ANY, ANY, description, bytes,     \
            MUON_CLASS_##class == MUON_CLASS_STORE, EXTENDS_##extends, SPACE_##space),

const struct muon_row muon_rows[MUON_OP_COUNT] = {
    [MUON_ILLEGAL] = {.info = {"<unknown>", MUON_FORMAT_NONE, MUON_CLASS_SYSTEM,
                               .description = "illegal instruction"}},
#include "isa/muon.def"
};

#define MUON_FORMAT(id, ...) [MUON_FORMAT_##id] = {__VA_ARGS__},
const struct muon_format_row muon_formats[MUON_FORMATS] = {
#include "isa/format.def"
};

const struct muon_op_info *muon_op_info(enum muon_op op) {
    return &muon_rows[op].info;
}

const char *muon_operands(enum muon_format format) {
    return muon_formats[format].operands;
}

const char *muon_suffixes(enum muon_format format) {
    return muon_formats[format].suffixes;
}

bool muon_is_convergent(enum muon_op op) {
    enum muon_class class = muon_rows[op].info.class;
    return class == MUON_CLASS_SIMT || class == MUON_CLASS_NEUTRINO || op == MUON_TOHOST;
}

enum muon_op muon_access_op(struct muon_access wanted) {
    enum { WORD = 4 };
    wanted.sign = wanted.sign && !wanted.store && wanted.bytes < WORD;
    for (enum muon_op op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++) {
        const struct muon_access *access = &muon_rows[op].info.access;
        if (access->bytes == wanted.bytes && access->store == wanted.store &&
            access->sign == wanted.sign && access->shared == wanted.shared)
            return op;
    }
    return MUON_ILLEGAL;
}

uint64_t muon_fixed_bits(const struct muon_row *row) {
    uint64_t word = row->opcode;
    if (row->funct3 > 0)
        word |= (uint64_t)row->funct3 << FIELD_FUNCT3;
    if (row->funct7 > 0)
        word |= (uint64_t)row->funct7 << FIELD_FUNCT7;
    if (row->fixed == ANY)
        return word;
    switch (row->info.format) {
    case MUON_FORMAT_NONE:
    case MUON_FORMAT_RS1: return word | muon_join_imm((uint32_t)row->fixed, FIELD_RS2);
    case MUON_FORMAT_RS1_RS2: return word | (uint64_t)row->fixed << FIELD_RD;
    default: return word | (uint64_t)row->fixed << FIELD_RS2;
    }
}
