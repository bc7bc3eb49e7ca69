/* Decoded code. The uop of the instruction at pc is code[pc / 8]: a reservation of host address
 * space as large as all code that could be, filled page by page when execution first gets there.
 * Zeroed, not yet decoded uops have op UOP_DECODE. So a jump is an addition, and running from page
 * to page needs no test. */
#ifndef MUSIM_DECODE_H
#define MUSIM_DECODE_H

#include "isa/isa.h"
#include "musim/simt/look.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the interpreter dispatches on: enum muon_op, of which MUON_ILLEGAL's value means "not
 * decoded yet", and what decoding tells apart beyond the instruction. */
enum uop_op {
    UOP_DECODE = MUON_ILLEGAL,
    UOP_ILLEGAL = MUON_OP_COUNT,
    UOP_MISALIGNED_JUMP, /* a branch or jal whose target is no multiple of 8 */
    UOP_BARRIER,
    /* addi, add, sub that move the stack pointer of a lane whose stack is checked */
    UOP_STACK_ADDI,
    UOP_STACK_ADD,
    UOP_STACK_SUB,
    UOP_OPERATIONS,
    /* A bit on top of any of these: somebody looks before the instruction (look.h). */
    UOP_LOOK = 256,
    UOP_COUNT = 2 * UOP_LOOK,
};
_Static_assert(UOP_OPERATIONS <= UOP_LOOK, "operations below the bit");

/* Registers are numbered as in the instruction, but a destination x0 is UOP_SINK. */
enum {
    STACK_POINTER = MUON_REGISTER_SP,
    UOP_SINK = MUON_REGISTERS,
    UOP_REGISTERS = MUON_REGISTERS + 1
};

struct uop {
    uint16_t op; /* enum uop_op */
    uint8_t rd, rs1, rs2, rs3, rs4;
    uint8_t rm;
    int32_t imm; /* as in struct muon_insn; lui: already shifted; branches and jal: in uops */
    uint8_t retire, part, elems, sync;
};

enum { UOP_PAGE_BYTES = 4096, UOP_PAGE = UOP_PAGE_BYTES / MUON_WORD_BYTES };

/* Without the bit. */
static inline unsigned uop_plain(const struct uop *uop) {
    return uop->op & (UOP_LOOK - 1);
}

struct code {
    struct uop *uops; /* by pc / 8 */
    uint32_t *pages;  /* decoded page numbers, to forget them */
    size_t page_count;
    bool check_stack;
    const struct looker *lookers; /* a list; code_forget when it, or what one wants, changes */
};

bool code_create(struct code *code);
void code_free(struct code *code);
/* Decodes the page of pc out of memory (global address 0's host address). */
void code_decode_page(struct code *code, const uint8_t *memory, uint32_t pc);
/* Later executions decode again. */
void code_forget(struct code *code);
/* The same if something of these addresses is decoded. */
void code_forget_range(struct code *code, uint32_t address, size_t bytes);

#endif
