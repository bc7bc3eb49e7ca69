#include "muonc/reencode/fuse.h"

#include "muonc/program/code.h"

static bool same_place(struct image_place a, struct image_place b) {
    return a.section == b.section && a.address == b.address;
}

/* addi and the loads: what can take the low part of an address from the register it overwrites. */
static bool consumes_base(const struct code_insn *low, uint8_t base) {
    const struct muon_insn *word = &low->words[0];
    bool load = low->kind == CODE_PLAIN && word->op != MUON_ILLEGAL &&
                muon_op_info(word->op)->format == MUON_FORMAT_LOAD;
    return base && (load || word->op == MUON_ADDI) && word->rs1 == base && word->rd == base;
}

static void drop(struct code_insn *insn) {
    insn->word_count = 0;
    insn->fix = CODE_FIX_NONE;
}

/* high takes low's place with the whole value from register zero. */
static void merge(struct code_insn *high, struct code_insn *low, enum code_fix fix,
                  uint32_t value) {
    high->words[0] = low->words[0];
    high->words[0].rs1 = 0;
    high->words[0].imm = (int32_t)value;
    high->fix = fix;
    drop(low);
}

static bool fuse_lui(struct code_insn *high, struct code_insn *low) {
    if (high->words[0].op != MUON_LUI || !consumes_base(low, high->words[0].rd))
        return false;
    bool address = high->fix == CODE_FIX_HIGH && low->fix == CODE_FIX_LOW;
    if (address ? !same_place(high->to, low->to) : high->fix || low->fix || low->pair)
        return false;
    uint32_t value = ((uint32_t)high->words[0].imm << 12) + (uint32_t)low->words[0].imm;
    merge(high, low, address ? CODE_FIX_ABSOLUTE : CODE_FIX_NONE, address ? 0 : value);
    return true;
}

/* here: where high is, which low must name as its high part. */
static bool fuse_auipc(struct code_insn *high, struct code_insn *low, struct image_place here) {
    if (high->words[0].op != MUON_AUIPC || high->pair != CODE_PAIR_HIGH ||
        low->pair != CODE_PAIR_LOW || low->fix != CODE_FIX_NONE || !same_place(low->to, here) ||
        !consumes_base(low, high->words[0].rd))
        return false;
    if (low->words[0].op == MUON_ADDI)
        drop(low);
    else
        merge(high, low, CODE_FIX_ABSOLUTE, 0);
    return true;
}

static bool fuse_call(struct code_insn *high, struct code_insn *low) {
    if (high->words[0].op != MUON_AUIPC || high->pair != CODE_PAIR_CALL ||
        low->pair != CODE_PAIR_CALL)
        return false;
    high->words[0] = (struct muon_insn){.op = MUON_JAL, .rd = low->words[0].rd};
    drop(low);
    return true;
}

static bool fuse_mask(struct code_insn *up, struct code_insn *down) {
    struct muon_insn *first = &up->words[0];
    const struct muon_insn *second = &down->words[0];
    if (first->op != MUON_SLLI || second->op != MUON_SRLI || first->imm != second->imm ||
        !first->rd || second->rs1 != first->rd || second->rd != first->rd)
        return false;
    first->op = MUON_ANDI;
    first->imm = (int32_t)(UINT32_MAX >> first->imm);
    drop(down);
    return true;
}

/* The condition that is true when this one is not. */
static enum muon_op inverse(enum muon_op branch) {
    switch (branch) {
    case MUON_BEQ: return MUON_BNE;
    case MUON_BNE: return MUON_BEQ;
    case MUON_BLT: return MUON_BGE;
    case MUON_BGE: return MUON_BLT;
    case MUON_BLTU: return MUON_BGEU;
    default: return MUON_BLTU;
    }
}

/* Muon's branches reach everywhere themselves. */
static bool fuse_skip(struct code_insn *skip, struct code_insn *jump) {
    if (skip->pair != CODE_PAIR_SKIP || jump->words[0].op != MUON_JAL || jump->words[0].rd ||
        jump->fix != CODE_FIX_PC)
        return false;
    skip->words[0].op = inverse(skip->words[0].op);
    skip->to = jump->to;
    drop(jump);
    return true;
}

static void fuse_section(const struct image *image, uint32_t index, struct fuse_counts *counts) {
    const struct image_section *section = &image->sections[index];
    const struct code *code = section->code;
    for (size_t i = 0; i + 1 < code->count; i++) {
        struct code_insn *high = &code->insns[i], *low = high + 1;
        struct image_place here = {index, section->address + high->offset};
        if (low->target)
            continue;
        bool lui = fuse_lui(high, low);
        bool auipc = !lui && fuse_auipc(high, low, here);
        bool call = !lui && !auipc && fuse_call(high, low);
        counts->lui += lui;
        counts->auipc += auipc;
        bool mask = !lui && !auipc && !call && fuse_mask(high, low);
        counts->call += call;
        counts->mask += mask;
        i += lui || auipc || call || mask || fuse_skip(high, low);
    }
}

struct fuse_counts fuse(struct image *image) {
    struct fuse_counts counts = {0};
    for (uint32_t s = 1; s < image->section_count; s++)
        if (image->sections[s].code)
            fuse_section(image, s, &counts);
    return counts;
}
