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

/* The source registers of each format: bit n stands for rs1 + n. */
static uint8_t sources_of[MUON_FORMATS];

__attribute__((constructor)) static void fill_sources(void) {
    static const char letters[] = "stuv";
    for (int format = 0; format < MUON_FORMATS; format++) {
        const char *operands = muon_formats[format].operands;
        for (unsigned i = 0; letters[i]; i++)
            if (strchr(operands, letters[i]) || (i == 0 && strchr(operands, 'm')))
                sources_of[format] |= (uint8_t)(1 << i);
    }
}

int muon_source_fields(struct muon_insn *insn, uint8_t *fields[4]) {
    uint8_t *const all[] = {&insn->rs1, &insn->rs2, &insn->rs3, &insn->rs4};
    int count = 0;
    /* vx_join names an rs1 and does not read it. */
    unsigned set = insn->op == MUON_VX_JOIN ? 0 : sources_of[muon_op_info(insn->op)->format];
    for (unsigned i = 0; set >> i; i++)
        if (set >> i & 1)
            fields[count++] = all[i];
    return count;
}

int muon_sources(const struct muon_insn *insn, uint8_t sources[4]) {
    struct muon_insn copy = *insn;
    uint8_t *fields[4];
    int count = muon_source_fields(&copy, fields);
    for (int i = 0; i < count; i++)
        sources[i] = *fields[i];
    return count;
}
