#include "musim/machine/callers.h"

#include "isa/isa.h"
#include "musim/memory.h"

#include <string.h>

enum { RETURN_ADDRESS = 1, RV32_REGISTERS = 32, PROLOGUE_WORDS = 64 };
enum { TAIL_CALLS = 3, TAIL_CALL_BUDGET = 1 << 16 };

/* A function under way. */
struct frame {
    const struct program *program;
    const struct simt_context *simt;
    const uint32_t *registers; /* of the lane, each `width` words after the one before */
    uint32_t pc, sp;
    bool innermost; /* registers are its own */
};

static bool is_memory(uint32_t address) {
    return memory_region(address).kind == MEMORY_RAM && address % 4 == 0;
}

static bool read_insn(const struct frame *frame, uint32_t address, struct muon_insn *insn) {
    uint64_t word;
    if (address % MUON_WORD_BYTES || !is_memory(address))
        return false;
    memcpy(&word, frame->simt->global + address, sizeof word);
    return muon_decode(word, insn);
}

static uint32_t get_register(const struct frame *frame, unsigned number) {
    return frame->registers[(size_t)number * frame->simt->width];
}

/* Where the function around an address begins. */
static bool function_of(const struct frame *frame, uint32_t address, uint32_t *start) {
    struct source_position position = {0};
    if (!frame->program->source || !source_map_lookup(frame->program->source, address, &position) ||
        !position.function)
        return false;
    *start = address - (uint32_t)position.function_offset;
    return true;
}

/* What a function has done up to a place. */
struct prologue {
    int32_t frame_bytes;
    enum { NOT_SAVED, IN_REGISTER, ON_STACK } saved; /* the return address */
    unsigned reg;
    int32_t offset; /* from the stack pointer at the function's begin */
};

static struct prologue read_prologue(const struct frame *frame, uint32_t start) {
    struct prologue prologue = {0};
    struct muon_insn insn;
    for (uint32_t at = start; at < frame->pc && at - start < PROLOGUE_WORDS * MUON_WORD_BYTES;
         at += MUON_WORD_BYTES) {
        if (!read_insn(frame, at, &insn) || muon_op_info(insn.op)->class == MUON_CLASS_JUMP)
            break;
        if (insn.op == MUON_ADDI && insn.rd == STACK_POINTER && insn.rs1 == STACK_POINTER) {
            prologue.frame_bytes -= insn.imm;
        } else if (insn.op == MUON_ADDI && insn.rs1 == RETURN_ADDRESS && insn.imm == 0) {
            prologue.saved = IN_REGISTER;
            prologue.reg = insn.rd;
        } else if (insn.op == MUON_SW_GLOBAL && insn.rs2 == RETURN_ADDRESS &&
                   insn.rs1 == STACK_POINTER) {
            prologue.saved = ON_STACK;
            prologue.offset = insn.imm - prologue.frame_bytes;
        } else if (muon_writes_rd(&insn) && insn.rd == RETURN_ADDRESS) {
            break;
        }
    }
    return prologue;
}

/* Of functions that end by a jump to another one: those that lead from one to the other, the last
 * one first. */
struct tail_calls {
    uint32_t jumps[TAIL_CALLS];
    size_t count;
    unsigned budget; /* of instructions to look at: programs come from anywhere */
};

static bool find_tail_calls(const struct frame *frame, uint32_t from, uint32_t to, unsigned most,
                            struct tail_calls *calls) {
    struct muon_insn insn;
    uint32_t start;
    for (uint32_t at = from; calls->budget; at += MUON_WORD_BYTES, calls->budget--) {
        if (!read_insn(frame, at, &insn) || !function_of(frame, at, &start) || start != from)
            break;
        uint32_t target = at + (uint32_t)insn.imm;
        if (insn.op != MUON_JAL || insn.rd != 0 || !function_of(frame, target, &start) ||
            start == from || start != target)
            continue;
        if (target == to || (most > 1 && find_tail_calls(frame, target, to, most - 1, calls))) {
            calls->jumps[calls->count++] = at;
            return true;
        }
    }
    return false;
}

/* Whether a return address is one of the function at start, to which the function that was called
 * may have jumped. Through a pointer anything may be called. */
static bool is_call(const struct frame *frame, uint32_t address, uint32_t start,
                    struct tail_calls *jumps) {
    struct muon_insn insn;
    *jumps = (struct tail_calls){.budget = TAIL_CALL_BUDGET};
    if (!read_insn(frame, address - MUON_WORD_BYTES, &insn) || insn.rd != RETURN_ADDRESS)
        return false;
    if (insn.op != MUON_JAL)
        return insn.op == MUON_JALR;
    uint32_t target = address - MUON_WORD_BYTES + (uint32_t)insn.imm;
    return target == start || find_tail_calls(frame, target, start, TAIL_CALLS, jumps);
}

/* The return address; 0 if it cannot be found. */
static uint32_t find_return(const struct frame *frame, const struct prologue *prologue,
                            uint32_t entry_sp, uint32_t start, struct tail_calls *jumps) {
    uint32_t slot = entry_sp + (uint32_t)prologue->offset, address = 0;
    /* Those above x31 are no callee's; of the others the callee may have made what it likes. */
    if (prologue->saved == IN_REGISTER && (frame->innermost || prologue->reg >= RV32_REGISTERS))
        address = get_register(frame, prologue->reg);
    else if (prologue->saved == ON_STACK && is_memory(slot))
        memcpy(&address, frame->simt->global + slot, sizeof address);
    if (address && is_call(frame, address, start, jumps))
        return address;
    /* Nothing has been called yet, or all is undone. */
    uint32_t around;
    address = get_register(frame, RETURN_ADDRESS);
    bool is_own = function_of(frame, address - MUON_WORD_BYTES, &around) && around == start;
    if (frame->innermost && !is_own && is_call(frame, address, start, jumps))
        return address;
    return 0;
}

size_t callers_find(const struct program *program, const struct warp *warp, unsigned lane,
                    uint32_t pc, uint32_t *calls, size_t count) {
    struct frame frame = {.program = program,
                          .simt = warp->core->simt,
                          .registers = warp->x + lane,
                          .pc = pc,
                          .innermost = true};
    size_t found = 0;
    frame.sp = get_register(&frame, STACK_POINTER);
    for (uint32_t start; found < count && function_of(&frame, frame.pc, &start);) {
        struct tail_calls jumps;
        struct prologue prologue = read_prologue(&frame, start);
        uint32_t entry_sp = frame.sp + (uint32_t)prologue.frame_bytes;
        uint32_t address = find_return(&frame, &prologue, entry_sp, start, &jumps);
        if (!address)
            break;
        for (size_t i = 0; i < jumps.count && found < count; i++)
            calls[found++] = jumps.jumps[i];
        if (found < count)
            calls[found++] = address - MUON_WORD_BYTES;
        frame.pc = address - MUON_WORD_BYTES;
        frame.sp = entry_sp;
        frame.innermost = false;
    }
    return found;
}
