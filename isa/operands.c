#include "isa/isa.h"

bool muon_is_barrier(const struct muon_insn *insn) {
    return insn->op == MUON_NU_INVOKE && insn->rd == 0 && insn->rs3 == 0 && insn->rs4 == 0 &&
           insn->elems == 64 && insn->retire == MUON_RETIRE_IMMEDIATE &&
           insn->part == MUON_PART_WARPS && insn->sync;
}

bool muon_writes_rd(const struct muon_insn *insn) {
    /* Only formats with an rd have one here; vx_split names an rd and does not write it. */
    return insn->rd != 0 && insn->op != MUON_VX_SPLIT && insn->op != MUON_VX_SPLIT_N;
}

int muon_source_fields(struct muon_insn *insn, uint8_t *fields[4]) {
    int count = 0;
    switch (muon_op_info(insn->op)->format) {
    case MUON_FORMAT_NONE:
    case MUON_FORMAT_U:
    case MUON_FORMAT_JAL:
    case MUON_FORMAT_CSRI: break;
    case MUON_FORMAT_R1:
    case MUON_FORMAT_I:
    case MUON_FORMAT_SHIFT:
    case MUON_FORMAT_LOAD:
    case MUON_FORMAT_JALR:
    case MUON_FORMAT_CSR:
    case MUON_FORMAT_RD_RS1:
    case MUON_FORMAT_COMPLETE: fields[count++] = &insn->rs1; break;
    case MUON_FORMAT_RS1:
        if (insn->op != MUON_VX_JOIN)
            fields[count++] = &insn->rs1;
        break;
    case MUON_FORMAT_R:
    case MUON_FORMAT_STORE:
    case MUON_FORMAT_BRANCH:
    case MUON_FORMAT_RS1_RS2:
        fields[count++] = &insn->rs1;
        fields[count++] = &insn->rs2;
        break;
    case MUON_FORMAT_R4:
        fields[count++] = &insn->rs1;
        fields[count++] = &insn->rs2;
        fields[count++] = &insn->rs3;
        break;
    case MUON_FORMAT_INVOKE:
    case MUON_FORMAT_PAYLOAD: fields[count++] = &insn->rs1; /* fall through */
    case MUON_FORMAT_INVOKEI:
        fields[count++] = &insn->rs2;
        fields[count++] = &insn->rs3;
        fields[count++] = &insn->rs4;
        break;
    }
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
