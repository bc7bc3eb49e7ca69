#include "musim/check/fences.h"

#include "isa/isa.h"
#include "musim/memory.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* A fence is right behind or in front of an access if it is within so many instructions, of which
 * none accesses memory, calls or synchronises. */
enum { REACH = 8 };

/* Answers: of Muon's instructions by pc / 8, of the Neutrino's, in its private memory, by pc / 4.
 */
enum { PAGE_BITS = 12, PAGE_BYTES = 1 << PAGE_BITS, PAGES = 1 << (32 - PAGE_BITS) };
struct fences_page {
    enum answer { UNKNOWN, ORDERS, ORDERS_NOT } answers[PAGE_BYTES / 4];
};

void fences_forget(struct fences *fences) {
    for (size_t i = 0; i < fences->known_count; i++)
        free(fences->pages[fences->known[i]]);
    free(fences->known);
    free(fences->pages);
    *fences = (struct fences){0};
}

static enum answer *answer_for(struct fences *fences, uint32_t pc) {
    if (!fences->pages)
        fences->pages = xcalloc(PAGES, sizeof *fences->pages);
    struct fences_page **page = &fences->pages[pc >> PAGE_BITS];
    if (!*page) {
        *page = xcalloc(1, sizeof **page);
        *ARRAY_ADD(fences->known, fences->known_count) = pc >> PAGE_BITS;
    }
    return &(*page)->answers[pc % PAGE_BYTES / 4];
}

/* ---- warps ---- */

struct muon_code {
    const uint8_t *global;
    bool shared; /* the access: fence.s is one for it */
};

static bool fetch(const struct muon_code *code, uint32_t pc, struct muon_insn *insn) {
    uint64_t word;
    if (memory_region(pc).kind != MEMORY_RAM)
        return false;
    memcpy(&word, code->global + pc, sizeof word);
    return muon_decode(word, insn);
}

static bool is_fence(const struct muon_code *code, const struct muon_insn *insn) {
    return insn->op == MUON_FENCE || (insn->op == MUON_FENCE_S && code->shared);
}

/* Between an access and its fence nothing else may happen. */
static bool is_plain(const struct muon_insn *insn) {
    switch (muon_op_info(insn->op)->class) {
    case MUON_CLASS_LOAD:
    case MUON_CLASS_STORE:
    case MUON_CLASS_NEUTRINO:
    case MUON_CLASS_JUMP:
    case MUON_CLASS_SYSTEM: return false;
    default: return insn->op != MUON_VX_WSPAWN && !muon_is_barrier(insn);
    }
}

/* Polling loops end with a branch, so both ways are looked at. */
static bool fence_follows(const struct muon_code *code, uint32_t pc, unsigned reach) {
    struct muon_insn insn;
    if (!reach || !fetch(code, pc, &insn))
        return false;
    if (is_fence(code, &insn))
        return true;
    if (insn.op == MUON_JAL && insn.rd == 0)
        return fence_follows(code, pc + (uint32_t)insn.imm, reach - 1);
    if (!is_plain(&insn))
        return false;
    if (fence_follows(code, pc + MUON_WORD_BYTES, reach - 1))
        return true;
    return muon_op_info(insn.op)->class == MUON_CLASS_BRANCH &&
           fence_follows(code, pc + (uint32_t)insn.imm, reach - 1);
}

static bool fence_precedes(const struct muon_code *code, uint32_t pc) {
    struct muon_insn insn;
    for (unsigned i = 1; i <= REACH && fetch(code, pc - i * MUON_WORD_BYTES, &insn); i++) {
        if (is_fence(code, &insn))
            return true;
        if (!is_plain(&insn) || muon_op_info(insn.op)->class == MUON_CLASS_BRANCH)
            return false;
    }
    return false;
}

static bool find_out(const uint8_t *global, uint32_t pc) {
    struct muon_code code = {.global = global};
    struct muon_insn insn;
    if (!fetch(&code, pc, &insn))
        return false;
    const struct muon_access *access = &muon_op_info(insn.op)->access;
    code.shared = access->shared;
    return access->store ? fence_precedes(&code, pc)
                         : fence_follows(&code, pc + MUON_WORD_BYTES, REACH);
}

bool fences_order(struct fences *fences, const uint8_t *global, uint32_t pc) {
    enum answer *answer = answer_for(fences, pc);
    if (*answer == UNKNOWN)
        *answer = find_out(global, pc) ? ORDERS : ORDERS_NOT;
    return *answer == ORDERS;
}

/* ---- the Neutrino ---- */

enum {
    RV_LOAD = 0x03,
    RV_LOAD_FP = 0x07,
    RV_FENCE = 0x0f,
    RV_STORE = 0x23,
    RV_STORE_FP = 0x27,
    RV_AMO = 0x2f,
    RV_BRANCH = 0x63,
    RV_JALR = 0x67,
    RV_JAL = 0x6f,
    RV_SYSTEM = 0x73,
};
enum { RV_FENCE_R = 2, RV_FENCE_W = 1 };

static bool rv_fetch(const struct fences_code *code, uint64_t pc, uint32_t *word) {
    if (pc < code->start || pc - code->start > code->bytes - sizeof *word)
        return false;
    memcpy(word, code->memory + (pc - code->start), sizeof *word);
    return true;
}

/* A fence of memory accesses with this kind before it and this kind behind it. */
static bool rv_is_fence(uint32_t word, unsigned before, unsigned behind) {
    return (word & 0x707f) == RV_FENCE && (word >> 24 & before) && (word >> 20 & behind);
}

static bool rv_is_plain(uint32_t word) {
    switch (word & 0x7f) {
    case RV_LOAD:
    case RV_LOAD_FP:
    case RV_STORE:
    case RV_STORE_FP:
    case RV_AMO:
    case RV_JALR:
    case RV_JAL:
    case RV_SYSTEM: return false;
    default: return true;
    }
}

static uint32_t rv_branch_offset(uint32_t word) {
    uint32_t offset = (word >> 7 & 0x1e) | (word >> 20 & 0x7e0) | (word << 4 & 0x800);
    return word >> 31 ? offset | 0xfffff000 : offset;
}

static bool rv_fence_follows(const struct fences_code *code, uint32_t pc, unsigned reach) {
    uint32_t word;
    if (!reach || !rv_fetch(code, pc, &word))
        return false;
    if (rv_is_fence(word, RV_FENCE_R, RV_FENCE_R | RV_FENCE_W))
        return true;
    if (!rv_is_plain(word))
        return false;
    if (rv_fence_follows(code, pc + 4, reach - 1))
        return true;
    return (word & 0x7f) == RV_BRANCH &&
           rv_fence_follows(code, pc + rv_branch_offset(word), reach - 1);
}

static bool rv_fence_precedes(const struct fences_code *code, uint32_t pc) {
    uint32_t word;
    for (unsigned i = 1; i <= REACH && rv_fetch(code, pc - 4 * i, &word); i++) {
        if (rv_is_fence(word, RV_FENCE_R | RV_FENCE_W, RV_FENCE_W))
            return true;
        if (!rv_is_plain(word) || (word & 0x7f) == RV_BRANCH)
            return false;
    }
    return false;
}

static bool rv_find_out(const struct fences_code *code, uint32_t pc) {
    uint32_t word;
    if (!rv_fetch(code, pc, &word))
        return false;
    switch (word & 0x7f) {
    case RV_AMO: return true;
    case RV_STORE:
    case RV_STORE_FP: return rv_fence_precedes(code, pc);
    default: return rv_fence_follows(code, pc + 4, REACH);
    }
}

bool fences_order_neutrino(struct fences *fences, const struct fences_code *code, uint32_t pc) {
    enum answer *answer = answer_for(fences, pc);
    if (*answer == UNKNOWN)
        *answer = rv_find_out(code, pc) ? ORDERS : ORDERS_NOT;
    return *answer == ORDERS;
}
