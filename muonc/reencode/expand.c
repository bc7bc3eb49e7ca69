#include "muonc/reencode/expand.h"

#include "muonc/program/code.h"

#include <string.h>

enum { MASK_REGISTER = 127 };

/* What t38 holds at this point of the code: all ones in the lanes where the condition register is
 * zero (or where it is not), 0 in the others. */
struct mask {
    bool known;
    uint8_t condition;
    bool ones_if_zero;
};

/* What is known at this point of the code. */
struct known {
    struct mask mask;
    bool boolean[MUON_REGISTERS]; /* 0 or 1, in every lane */
};

static void emit(struct code_insn *insn, struct muon_insn word) {
    insn->words[insn->word_count++] = word;
}

static void make_mask(struct code_insn *insn, uint8_t condition, bool ones_if_zero, bool boolean) {
    struct muon_insn less_one = {.op = MUON_ADDI, .rd = MASK_REGISTER, .rs1 = condition, .imm = -1};
    struct muon_insn negated = {.op = MUON_SUB, .rd = MASK_REGISTER, .rs2 = condition};
    if (boolean) {
        emit(insn, ones_if_zero ? less_one : negated);
        return;
    }
    if (ones_if_zero)
        emit(insn,
             (struct muon_insn){.op = MUON_SLTIU, .rd = MASK_REGISTER, .rs1 = condition, .imm = 1});
    else
        emit(insn, (struct muon_insn){.op = MUON_SLTU, .rd = MASK_REGISTER, .rs2 = condition});
    negated.rs2 = MASK_REGISTER;
    emit(insn, negated);
}

static void expand_czero(struct code_insn *insn, struct known *known) {
    struct mask *mask = &known->mask;
    struct muon_insn czero = insn->words[0];
    bool ones_if_zero = insn->kind == CODE_CZERO_NEZ;
    insn->word_count = 0;
    if (!mask->known || mask->condition != czero.rs2)
        make_mask(insn, czero.rs2, ones_if_zero, known->boolean[czero.rs2]);
    else if (mask->ones_if_zero != ones_if_zero)
        emit(insn, (struct muon_insn){
                       .op = MUON_XORI, .rd = MASK_REGISTER, .rs1 = MASK_REGISTER, .imm = -1});
    emit(insn, (struct muon_insn){
                   .op = MUON_AND, .rd = czero.rd, .rs1 = czero.rs1, .rs2 = MASK_REGISTER});
    *mask = (struct mask){czero.rd != czero.rs2, czero.rs2, ones_if_zero};
    known->boolean[czero.rd] = !czero.rd || known->boolean[czero.rs1];
}

static bool is_boolean(const struct muon_insn *word, const bool *boolean) {
    switch (word->op) {
    case MUON_SLT:
    case MUON_SLTU:
    case MUON_SLTI:
    case MUON_SLTIU:
    case MUON_FEQ_S:
    case MUON_FLT_S:
    case MUON_FLE_S: return true;
    case MUON_AND: return boolean[word->rs1] || boolean[word->rs2];
    case MUON_ANDI: return boolean[word->rs1] || word->imm == 1;
    case MUON_OR:
    case MUON_XOR: return boolean[word->rs1] && boolean[word->rs2];
    case MUON_XORI: return boolean[word->rs1] && word->imm == 1;
    case MUON_ADDI: /* a copy, or 1 */
        return (boolean[word->rs1] && word->imm == 0) || (!word->rs1 && word->imm == 1);
    default: return false;
    }
}

static void forget(struct known *known) {
    memset(known, 0, sizeof *known);
    known->boolean[0] = true;
}

/* Calls may use t38, and when the set of active lanes changes, the lanes that join have other
 * registers. */
static void follow(struct known *known, const struct code_insn *insn) {
    if (insn->word_count == 0)
        return;
    const struct muon_insn *word = &insn->words[0];
    if (!code_is_local(word)) {
        forget(known);
    } else if (muon_writes_rd(word) && word->rd) {
        known->mask.known &= word->rd != known->mask.condition && word->rd != MASK_REGISTER;
        bool final = insn->fix == CODE_FIX_NONE && insn->pair == CODE_NO_PAIR;
        known->boolean[word->rd] = final && is_boolean(word, known->boolean);
    }
}

unsigned expand(struct image *image) {
    unsigned expanded = 0;
    for (size_t s = 1; s < image->section_count; s++) {
        struct code *code = image->sections[s].code;
        struct known known;
        forget(&known);
        for (size_t i = 0; code && i < code->count; i++) {
            struct code_insn *insn = &code->insns[i];
            if (insn->target)
                forget(&known);
            if (insn->kind == CODE_PLAIN || insn->kind == CODE_DATA) {
                follow(&known, insn);
            } else {
                expand_czero(insn, &known);
                expanded++;
            }
        }
    }
    return expanded;
}
