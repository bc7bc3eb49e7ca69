/* The instructions of a code section, between the RV32 words they come from and the Muon words they
 * become. decode.h fills it, fuse.h and expand.h change it, layout.h places it, relocate.h sets
 * the immediates that hold addresses.
 *
 * Data in code, which the assembler's mapping symbols tell, keeps its bytes: it is an instruction
 * of kind CODE_DATA for each eight of them. */
#ifndef MUONC_PROGRAM_CODE_H
#define MUONC_PROGRAM_CODE_H

#include "isa/isa.h"
#include "muonc/program/image.h"
#include "muonc/program/registers.h"

/* How an instruction's immediate follows from the new address of code_insn.to. */
enum code_fix {
    CODE_FIX_NONE,
    CODE_FIX_PC,       /* address - pc: branches, jal, auipc */
    CODE_FIX_HIGH,     /* lui: the high 20 bits, rounded for a signed low part */
    CODE_FIX_LOW,      /* the low 12 bits, signed */
    CODE_FIX_ABSOLUTE, /* all of it */
    CODE_FIX_DISTANCE, /* address - address of code_insn.from */
};

enum { CODE_MAX_WORDS = 3, CODE_RV32_BYTES = 4 };

struct code_insn {
    /* What it becomes. A fix applies to the first word. What is no instruction has the
     * op MUON_ILLEGAL: data, and padding between functions, which becomes a zero word. */
    struct muon_insn words[CODE_MAX_WORDS];
    unsigned word_count; /* 0: fused into the one before, or removed */
    bool removed;        /* it has no words and is where the one behind it is */
    enum code_fix fix;
    struct image_place to, from;
    int32_t beyond; /* added to the address: image.h */

    /* What it was. */
    uint32_t offset; /* in the RV32 section, bytes */
    unsigned bytes;
    enum { CODE_PLAIN, CODE_CZERO_EQZ, CODE_CZERO_NEZ, CODE_DATA } kind;
    enum {
        CODE_NO_PAIR,
        CODE_PAIR_HIGH, /* lui or auipc of an address */
        CODE_PAIR_LOW,  /* the low part of an address whose high part came before */
        CODE_PAIR_CALL, /* auipc or jalr of a call */
        CODE_PAIR_SKIP, /* a branch that the assembler put before a jump that reaches further */
    } pair;
    bool target; /* something may jump here */
};

struct code {
    struct code_insn *insns;
    size_t count;
    uint32_t *insn_at;    /* for each RV32 word of the section, the instruction it belongs to */
    uint32_t *new_offset; /* set by layout_assign: for each instruction, and the end */
};

/* Of all sections, if they have any: before image_free. */
void code_free(struct image *image);

/* Leaves an instruction out. */
void code_remove(struct code_insn *insn);
/* Whether the byte at an offset within a section is data: any of a section without code is. */
bool code_is_data(const struct image_section *section, uint32_t offset);

/* Whether an instruction changes nothing but registers and memory of the active lanes: arithmetic,
 * loads and stores. */
bool code_is_local(const struct muon_insn *word);

/* Whether other lanes may become active by an instruction, which have not come this way. */
bool code_changes_lanes(const struct muon_insn *word);

/* Whether control goes from an instruction to the next one alone, with the same lanes, and the
 * registers that it reads and writes can be others. */
bool code_is_plain(const struct code_insn *insn);

/* What all words of an instruction write, and read. */
register_set registers_written(const struct code_insn *insn);
register_set registers_read(const struct code_insn *insn);

/* The instruction that starts at a place, NULL if none does. */
struct code_insn *code_at(const struct image *image, struct image_place place);

#endif
