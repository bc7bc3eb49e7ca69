#include "muonc/assembler/insn.h"

#include "muonc/assembler/words.h"

#include <stdlib.h>

enum { MOST_OPERANDS = 6, NUMBER_TEXT = 24 };

struct insn {
    struct span operands[MOST_OPERANDS]; /* the first begins with the format */
    size_t count;
};

static bool split(const char *text, struct span statement, struct insn *insn) {
    size_t at = word_at(text, statement.begin, statement.end).end;
    *insn = (struct insn){.count = 0};
    for (size_t end; at < statement.end; at = end + 1) {
        for (end = at; end < statement.end && text[end] != ',';)
            end++;
        if (insn->count == MOST_OPERANDS)
            return false;
        insn->operands[insn->count++] = word_trim(text, (struct span){at, end});
    }
    return true;
}

/* A number as assemblers write it; false if it is an expression or a symbol. */
static bool is_number(const char *text, struct span span, long value) {
    char number[NUMBER_TEXT] = {0}, *end;
    if (span.begin == span.end || span.end - span.begin >= sizeof number)
        return false;
    memcpy(number, text + span.begin, span.end - span.begin);
    return strtol(number, &end, 0) == value && *end == '\0';
}

bool insn_is_tohost(const char *text, struct span statement, struct span *immediate) {
    enum { SYSTEM = 0x73, OPCODE = 0, FUNCT3 = 1, RS1 = 3, IMMEDIATE = 4 };
    struct insn insn;
    if (!word_equals(text, word_at(text, statement.begin, statement.end), ".insn") ||
        !split(text, statement, &insn) || insn.count <= RS1 || insn.count > IMMEDIATE + 1)
        return false;
    struct span format = word_at(text, insn.operands[OPCODE].begin, insn.operands[OPCODE].end);
    struct span opcode = word_trim(text, (struct span){format.end, insn.operands[OPCODE].end});
    if (!word_equals(text, format, "i") ||
        !(is_number(text, opcode, SYSTEM) || word_equals(text, opcode, "SYSTEM")) ||
        !is_number(text, insn.operands[FUNCT3], 0))
        return false;
    *immediate = insn.operands[insn.count - 1];
    if (insn.count == IMMEDIATE) { /* immediate(rs1) */
        const char *open = memchr(text + immediate->begin, '(', immediate->end - immediate->begin);
        if (!open)
            return false;
        immediate->end = (size_t)(open - text);
    }
    return true;
}
