/* The parsed form of one assembly statement and the state that scanner and parser share. */
#ifndef MUONC_ASSEMBLER_STATEMENT_H
#define MUONC_ASSEMBLER_STATEMENT_H

#include "muonc/assembler/mnemonic.h"
#include "support/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct expression {
    bool constant;    /* value is known */
    bool substituted; /* nothing but $n or \name: it may turn out a register or an address */
    bool symbol;      /* nothing but a symbol */
    bool relocated;   /* has a %hi(…) or the like */
    int64_t value;
};

struct operand {
    enum operand_kind {
        OPERAND_REGISTER,
        OPERAND_EXPRESSION,
        OPERAND_MEMORY,      /* offset(base) */
        OPERAND_SUBSTITUTED, /* $n of inline assembly, \name of a macro */
    } kind;
    struct span span;
    int reg;                      /* REGISTER, and the base of MEMORY; -1: substituted text */
    struct expression expression; /* EXPRESSION, and the offset of MEMORY */
    struct span offset;           /* of MEMORY; empty: 0 */
    struct span base;             /* the register's text within the parentheses */
};

enum { STATEMENT_OPERANDS = 8 };

struct statement {
    struct mnemonic mnemonic;
    struct span head; /* the mnemonic */
    struct span span; /* mnemonic to last operand */
    struct operand operands[STATEMENT_OPERANDS];
    size_t count;
};

enum symbol_kind {
    SYMBOL_ADDRESS,  /* a label, or another name for one */
    SYMBOL_UNKNOWN,  /* may be anything */
    SYMBOL_NUMBER,   /* is assigned one, or one from an address that is not of the text's code */
    SYMBOL_DISTANCE, /* is assigned one between addresses in code, or from one */
};

/* A parse of one text. The scanner and the parser call these as they go. What has no handler
 * (NULL) is ignored. */
struct assembly {
    const char *text;
    size_t length;
    bool substitutes; /* $n stands for an operand */
    bool marks_lines; /* directives that stand for instructions are to have lines (rv32.h) */
    void (*instruction)(struct assembly *assembly, const struct statement *statement);
    /* A statement that starts with another word; its span is that of head and operands. */
    void (*foreign)(struct assembly *assembly, struct span head, struct span span);
    void (*label)(struct assembly *assembly, struct span name);
    void (*error)(struct assembly *assembly, struct span where, const char *message);
    /* What a symbol is; NULL: an address. */
    enum symbol_kind (*symbol)(const struct assembly *assembly, struct span name);
    void *context;
    struct statement statement; /* under construction */
};

/* Calls the handlers for every statement of the text in order. */
void assembly_parse(struct assembly *assembly);

/* The fields of a statement by their role; NULL where there is none. */
struct binding {
    const struct operand *rd, *rs1, *rs2, *rs3, *rs4;
    const struct operand *immediate; /* also branch target, zimm, task id, seq */
    char role;                       /* the letter of the immediate, or 'm' of memory */
    const struct operand *csr;
    const struct operand *elems;
    const struct operand *memory;
    const struct operand *scratch; /* a register that Muon does not need */
    int rm; /* rounding mode; 7 if the operation has one and the statement names none */
};

/* Whether a register above x31 is named, which stock assemblers do not know. */
bool statement_has_high_register(const struct statement *statement);

/* Matches the statement's operands with its mnemonic's. On a mismatch returns false and tells
 * assembly->error if stock assemblers could not say it: of instructions and registers of Muon. */
bool statement_bind(struct assembly *assembly, const struct statement *statement,
                    struct binding *binding);

#endif
