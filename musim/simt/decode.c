#include "musim/simt/decode.h"

#include "musim/memory.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* One more page than the address space has: running past its end finds UOP_DECODE there. */
#define CODE_BYTES ((size_t)((UINT64_C(1) << 32) / MUON_WORD_BYTES + UOP_PAGE) * sizeof(struct uop))

bool code_create(struct code *code) {
    *code = (struct code){.uops = memory_reserve(CODE_BYTES, 0)};
    return code->uops != NULL;
}

void code_free(struct code *code) {
    memory_release(code->uops, CODE_BYTES, 0);
    free(code->pages);
    *code = (struct code){0};
}

static unsigned stack_variant(const struct muon_insn *insn) {
    if (insn->rd != STACK_POINTER)
        return insn->op;
    switch (insn->op) {
    case MUON_ADDI: /* a constant or a plain move is a program's switch to another stack */
        return insn->rs1 && (insn->rs1 == STACK_POINTER || insn->imm) ? UOP_STACK_ADDI : MUON_ADDI;
    case MUON_ADD: return UOP_STACK_ADD;
    case MUON_SUB: return UOP_STACK_SUB;
    default: return insn->op;
    }
}

static bool is_looked_at(const struct code *code, const struct muon_insn *insn, uint32_t pc) {
    for (const struct looker *looker = code->lookers; looker; looker = looker->next)
        if (looker->wants(looker->context, insn, pc))
            return true;
    return false;
}

static struct uop make_plain_uop(const struct code *code, const struct muon_insn *insn) {
    struct uop uop = {
        .op = insn->op,
        .rd = insn->rd ? insn->rd : UOP_SINK,
        .rs1 = insn->rs1,
        .rs2 = insn->rs2,
        .rs3 = insn->rs3,
        .rs4 = insn->rs4,
        .rm = insn->rm,
        .imm = insn->imm,
        .retire = insn->retire,
        .part = insn->part,
        .elems = insn->elems,
        .sync = insn->sync,
    };
    switch (muon_op_info(insn->op)->format) {
    case MUON_FORMAT_BRANCH:
    case MUON_FORMAT_JAL:
        if (insn->imm % MUON_WORD_BYTES)
            uop.op = UOP_MISALIGNED_JUMP;
        else
            uop.imm = insn->imm / MUON_WORD_BYTES;
        break;
    default:
        if (insn->op == MUON_LUI)
            uop.imm = (int32_t)((uint32_t)insn->imm << 12);
        else if (muon_is_barrier(insn))
            uop.op = UOP_BARRIER;
        else if (code->check_stack)
            uop.op = stack_variant(insn);
    }
    return uop;
}

static struct uop make_uop(const struct code *code, uint64_t word, uint32_t pc) {
    struct muon_insn insn;
    struct uop uop = {.op = UOP_ILLEGAL};
    if (muon_decode(word, &insn))
        uop = make_plain_uop(code, &insn);
    else
        insn = (struct muon_insn){.op = MUON_ILLEGAL};
    if (is_looked_at(code, &insn, pc))
        uop.op |= UOP_LOOK;
    return uop;
}

void code_decode_page(struct code *code, const uint8_t *memory, uint32_t pc) {
    uint32_t page = pc / UOP_PAGE_BYTES;
    *ARRAY_ADD(code->pages, code->page_count) = page;
    const uint8_t *words = memory + (size_t)page * UOP_PAGE_BYTES;
    struct uop *uops = code->uops + (size_t)page * UOP_PAGE;
    for (unsigned i = 0; i < UOP_PAGE; i++) {
        uint64_t word;
        memcpy(&word, words + i * MUON_WORD_BYTES, sizeof word);
        uops[i] = make_uop(code, word, page * UOP_PAGE_BYTES + i * MUON_WORD_BYTES);
    }
}

void code_forget(struct code *code) {
    for (size_t i = 0; i < code->page_count; i++)
        memset(code->uops + (size_t)code->pages[i] * UOP_PAGE, 0, UOP_PAGE * sizeof(struct uop));
    code->page_count = 0;
}

void code_forget_range(struct code *code, uint32_t address, size_t bytes) {
    uint64_t end = (uint64_t)address + bytes;
    for (size_t i = 0; i < code->page_count; i++) {
        uint64_t page = (uint64_t)code->pages[i] * UOP_PAGE_BYTES;
        if (page < end && address < page + UOP_PAGE_BYTES) {
            code_forget(code);
            return;
        }
    }
}
