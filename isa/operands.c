#include "isa/table.h"

#include <string.h>

const char *const muon_retire_suffixes[MUON_RETIRES] = {"ri", "rh", "rm"};
const char *const muon_part_suffixes[MUON_PARTS] = {"pt", "pw", "pc"};
const char *const muon_sync_suffixes[2] = {"async", "sync"};
const char *const muon_rounding_modes[MUON_ROUNDING_MODES] = {
    "rne", "rtz", "rdn", "rup", "rmm", [MUON_ROUNDING_DYNAMIC] = "dyn"};

void muon_copy_operand(char letter, const struct muon_insn *from, struct muon_insn *to) {
    switch (letter) {
    case 'd': to->rd = from->rd; break;
    case 'z':
    case 's': to->rs1 = from->rs1; break;
    case 't': to->rs2 = from->rs2; break;
    case 'u': to->rs3 = from->rs3; break;
    case 'v': to->rs4 = from->rs4; break;
    case 'T': to->rs1 = to->rs2 = from->rs1; break;
    case 'e': to->elems = from->elems; break;
    case 'm': to->rs1 = from->rs1; /* fall through */
    default: to->imm = from->imm;
    }
}

bool muon_is_barrier(const struct muon_insn *insn) {
    static const struct muon_insn barrier = {.op = MUON_NU_INVOKE, MUON_BARRIER};
    return insn->op == barrier.op && insn->rd == 0 && insn->rs3 == 0 && insn->rs4 == 0 &&
           insn->elems == barrier.elems && insn->retire == barrier.retire &&
           insn->part == barrier.part && insn->sync == barrier.sync;
}

bool muon_writes_rd(const struct muon_insn *insn) {
    /* Only formats with an rd have one here; vx_split names an rd and does not write it. */
    return insn->rd != 0 && insn->op != MUON_VX_SPLIT && insn->op != MUON_VX_SPLIT_N;
}

/* What the letters of format.def say of each operation. */
static struct traits {
    bool has_target;
    uint8_t source_count;
    uint8_t sources[4]; /* offsets in struct muon_insn */
} traits[MUON_OP_COUNT];

static struct traits traits_of(const char *operands) {
    static const struct {
        char letter;
        uint8_t offset;
    } registers[] = {{'s', offsetof(struct muon_insn, rs1)},
                     {'m', offsetof(struct muon_insn, rs1)},
                     {'t', offsetof(struct muon_insn, rs2)},
                     {'u', offsetof(struct muon_insn, rs3)},
                     {'v', offsetof(struct muon_insn, rs4)}};
    struct traits found = {.has_target = strchr(operands, 'b')};
    for (size_t i = 0; i < sizeof registers / sizeof *registers; i++)
        if (strchr(operands, registers[i].letter))
            found.sources[found.source_count++] = registers[i].offset;
    return found;
}

__attribute__((constructor)) static void fill_traits(void) {
    for (int op = MUON_ILLEGAL; op < MUON_OP_COUNT; op++)
        traits[op] = traits_of(muon_operands(muon_rows[op].info.format));
    traits[MUON_VX_JOIN].source_count = 0; /* it names an rs1 and does not read it */
}

bool muon_has_target(enum muon_op op) {
    return traits[op].has_target;
}

int muon_source_fields(struct muon_insn *insn, uint8_t *fields[4]) {
    const struct traits *of = &traits[insn->op];
    for (int i = 0; i < of->source_count; i++)
        fields[i] = (uint8_t *)insn + of->sources[i];
    return of->source_count;
}

int muon_sources(const struct muon_insn *insn, uint8_t sources[4]) {
    const struct traits *of = &traits[insn->op];
    for (int i = 0; i < of->source_count; i++)
        sources[i] = *((const uint8_t *)insn + of->sources[i]);
    return of->source_count;
}
