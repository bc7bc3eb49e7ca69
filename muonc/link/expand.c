#include "muonc/link/expand.h"

#include "muonc/link/code.h"

enum { MASK_REGISTER = 127 };

/* What t38 holds at this point of the code: all ones in the lanes where the condition register is
 * zero (or where it is not), 0 in the others. */
struct mask {
    bool known;
    uint8_t condition;
    bool ones_if_zero;
};

static void emit(struct code_insn *insn, struct muon_insn word) {
    insn->words[insn->word_count++] = word;
}

static void make_mask(struct code_insn *insn, uint8_t condition, bool ones_if_zero) {
    if (ones_if_zero)
        emit(insn,
             (struct muon_insn){.op = MUON_SLTIU, .rd = MASK_REGISTER, .rs1 = condition, .imm = 1});
    else
        emit(insn, (struct muon_insn){.op = MUON_SLTU, .rd = MASK_REGISTER, .rs2 = condition});
    emit(insn, (struct muon_insn){.op = MUON_SUB, .rd = MASK_REGISTER, .rs2 = MASK_REGISTER});
}

static void expand_czero(struct code_insn *insn, struct mask *mask) {
    struct muon_insn czero = insn->words[0];
    bool ones_if_zero = insn->kind == CODE_CZERO_NEZ;
    insn->word_count = 0;
    if (!mask->known || mask->condition != czero.rs2)
        make_mask(insn, czero.rs2, ones_if_zero);
    else if (mask->ones_if_zero != ones_if_zero)
        emit(insn, (struct muon_insn){
                       .op = MUON_XORI, .rd = MASK_REGISTER, .rs1 = MASK_REGISTER, .imm = -1});
    emit(insn, (struct muon_insn){
                   .op = MUON_AND, .rd = czero.rd, .rs1 = czero.rs1, .rs2 = MASK_REGISTER});
    *mask = (struct mask){czero.rd != czero.rs2, czero.rs2, ones_if_zero};
}

/* Only arithmetic and memory accesses keep the mask: calls may use t38, and when the set of active
 * lanes changes, the lanes that join have another t38. */
static bool keeps_mask(const struct code_insn *insn, const struct mask *mask) {
    if (insn->word_count == 0)
        return true;
    const struct muon_insn *word = &insn->words[0];
    if (word->op == MUON_ILLEGAL)
        return false;
    switch (muon_op_info(word->op)->class) {
    case MUON_CLASS_ALU:
    case MUON_CLASS_MUL:
    case MUON_CLASS_DIV:
    case MUON_CLASS_FLOAT:
    case MUON_CLASS_BF16:
    case MUON_CLASS_FEXP:
    case MUON_CLASS_LOAD:
    case MUON_CLASS_STORE:
        return !muon_writes_rd(word) || (word->rd != mask->condition && word->rd != MASK_REGISTER);
    default: return false;
    }
}

void expand(struct image *image, struct link_statistics *statistics) {
    for (size_t s = 1; s < image->section_count; s++) {
        struct code *code = image->sections[s].code;
        struct mask mask = {0};
        for (size_t i = 0; code && i < code->count; i++) {
            struct code_insn *insn = &code->insns[i];
            mask.known = mask.known && !insn->target;
            if (insn->kind == CODE_PLAIN || insn->kind == CODE_DATA) {
                mask.known = mask.known && keeps_mask(insn, &mask);
            } else {
                expand_czero(insn, &mask);
                statistics->expanded_czero++;
            }
        }
    }
}
