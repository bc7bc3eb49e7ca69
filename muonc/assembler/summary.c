#include "muonc/assembler/assembler.h"
#include "muonc/assembler/insn.h"
#include "muonc/assembler/statement.h"
#include "muonc/assembler/words.h"

#include "isa/rv32.h"
#include "neutrino/platform.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct summarizing {
    struct assembler_summary *summary;
    size_t instructions;
};

static bool csr_is_uniform(int number) {
    const struct muon_csr *csr = number < 0 ? NULL : muon_csr_info((unsigned)number);
    return csr && csr->uniform;
}

static int csr_number(const struct assembly *assembly, const struct operand *operand) {
    if (operand->expression.constant)
        return operand->expression.value >= 0 && operand->expression.value < 0x1000
                   ? (int)operand->expression.value
                   : -1;
    return muon_csr_number(assembly->text + operand->span.begin,
                           operand->span.end - operand->span.begin);
}

/* A read that no write goes with. */
static bool reads_uniform_csr(const struct assembly *assembly, const struct statement *statement,
                              const struct binding *binding) {
    bool writes = statement->mnemonic.op != MUON_CSRRS || (binding->rs1 && binding->rs1->reg != 0);
    return !writes && binding->csr && csr_is_uniform(csr_number(assembly, binding->csr));
}

/* A word of struct neutrino_items that a warp's lanes share. */
static bool reads_uniform_item(const struct statement *statement, const struct binding *binding) {
    const struct operand *memory = binding->memory;
    return statement->mnemonic.op == MUON_LW_GLOBAL && memory && memory->kind == OPERAND_MEMORY &&
           memory->reg == MUON_REGISTER_TP && memory->expression.constant &&
           memory->expression.value >= 0 && memory->expression.value < NEUTRINO_ITEMS_UNIFORM_BYTES;
}

/* A register that is named may hold anything. */
static bool reads_only_operands(const struct statement *statement) {
    for (size_t i = 0; i < statement->count; i++)
        if (statement->operands[i].reg > 0)
            return false;
    return true;
}

/* Who meets at an invoke. */
static void note_invoke(struct assembler_summary *summary, unsigned part, bool sync,
                        unsigned count) {
    if (part != MUON_PART_THREADS)
        summary->synchronizes = true;
    else if (sync && count > summary->waits_for)
        summary->waits_for = count;
}

static unsigned participants(const struct statement *statement, const struct binding *binding) {
    enum { AT_MOST = 64 };
    if (!binding->elems)
        return (unsigned)statement->mnemonic.elems;
    const struct expression *count = &binding->elems->expression;
    return count->constant ? (unsigned)count->value : AT_MOST;
}

static bool mentions_stack_pointer(const char *text, struct span span) {
    for (struct span word = word_at(text, span.begin, span.end); word.begin < span.end;
         word = word_at(text, word.end + 1, span.end))
        if (muon_register_number(text + word.begin, word.end - word.begin) == MUON_REGISTER_SP)
            return true;
    return false;
}

/* Whether sp gets a value that is not by a number away from its own. */
static bool moves_stack(const struct statement *statement, const struct binding *binding) {
    bool written = binding->rd && binding->rd->reg == MUON_REGISTER_SP;
    bool adjusted = statement->mnemonic.op == MUON_ADDI && binding->rs1 &&
                    binding->rs1->reg == MUON_REGISTER_SP;
    return written && !adjusted;
}

static void summarize_instruction(struct assembly *assembly, const struct statement *statement) {
    struct summarizing *summarizing = assembly->context;
    struct assembler_summary *summary = summarizing->summary;
    const enum muon_op op = statement->mnemonic.op;
    const enum muon_class class = muon_op_info(op)->class;
    struct binding binding;
    bool computes = false, uniform = false;
    summarizing->instructions++;

    if (!statement_bind(assembly, statement, &binding)) {
        summary->understood = false;
        summary->moves_stack |= mentions_stack_pointer(assembly->text, statement->span);
        return;
    }
    summary->moves_stack |= moves_stack(statement, &binding);
    switch (class) {
    case MUON_CLASS_ALU: computes = op != MUON_AUIPC; break;
    case MUON_CLASS_MUL:
    case MUON_CLASS_DIV:
    case MUON_CLASS_FLOAT:
    case MUON_CLASS_BF16:
    case MUON_CLASS_FEXP: computes = true; break;
    case MUON_CLASS_BRANCH:
    case MUON_CLASS_JUMP: summary->control_flow = true; break;
    case MUON_CLASS_CSR: uniform = reads_uniform_csr(assembly, statement, &binding); break;
    case MUON_CLASS_SIMT: summary->changes_mask = true; break;
    case MUON_CLASS_NEUTRINO:
        uniform = true;
        if (op == MUON_NU_INVOKE || op == MUON_NU_INVOKEI)
            note_invoke(summary, (unsigned)statement->mnemonic.part, statement->mnemonic.sync,
                        participants(statement, &binding));
        else if (op == MUON_NU_COMPLETE)
            summary->completes |= statement->mnemonic.part != MUON_PART_THREADS;
        break;
    case MUON_CLASS_STORE:
        uniform = true; /* no result at all */
        break;
    case MUON_CLASS_SYSTEM:
        uniform = true;
        summary->changes_mask |= op == MUON_TOHOST;
        break;
    case MUON_CLASS_LOAD: uniform = reads_uniform_item(statement, &binding); break;
    }
    if (computes && !reads_only_operands(statement))
        computes = false;
    summary->only_computes &= computes || uniform;
    summary->uniform_result &= uniform;
}

static bool starts_with(const struct assembly *assembly, size_t begin, const char *text) {
    size_t length = strlen(text);
    return assembly->length - begin >= length && memcmp(text, assembly->text + begin, length) == 0;
}

static void summarize_label(struct assembly *assembly, struct span name) {
}

enum { INSN_TEXT = 128 };

/* One operand of .insn off *rest; the number of a register that is named, of another one if it is
 * substituted. */
static uint32_t take_insn_register(const char **rest) {
    enum { SOME_REGISTER = 5 };
    const char *name = *rest + strspn(*rest, " \t");
    size_t length = strcspn(name, ", \t");
    *rest = name + strcspn(name, ",");
    *rest += **rest == ',';
    int number = muon_register_number(name, length);
    return number >= 0 ? (uint32_t)number & 31 : SOME_REGISTER;
}

/* .insn r opcode, funct3, funct7, rd, rs1, rs2: the word that it is; 0 if it is none. */
static uint32_t parse_insn(const struct assembly *assembly, size_t begin) {
    char text[INSN_TEXT];
    size_t length = assembly->length - begin;
    int opcode, funct3, funct7, end = 0;
    snprintf(text, sizeof text, "%.*s", (int)(length < INSN_TEXT ? length : INSN_TEXT - 1),
             assembly->text + begin);
    text[strcspn(text, "\n;")] = '\0';
    if (sscanf(text, ".insn r %i , %i , %i ,%n", &opcode, &funct3, &funct7, &end) != 3 || !end)
        return 0;
    const char *rest = text + end;
    uint32_t rd = take_insn_register(&rest);
    uint32_t rs1 = take_insn_register(&rest);
    uint32_t rs2 = take_insn_register(&rest);
    return (uint32_t)opcode | rd << 7 | (uint32_t)funct3 << 12 | rs1 << 15 | rs2 << 20 |
           (uint32_t)funct7 << 25;
}

/* Only what concerns other lanes: results of such words are taken to differ. */
static bool summarize_insn(struct assembler_summary *summary, const struct assembly *assembly,
                           size_t begin) {
    struct rv32_insn insn;
    uint32_t word = parse_insn(assembly, begin);
    if (!rv32_decode(&word, 1, &insn) || insn.kind != RV32_PLAIN)
        return false;
    enum muon_class class = muon_op_info(insn.insn.op)->class;
    summary->changes_mask |= class == MUON_CLASS_SIMT;
    if (insn.insn.op == MUON_NU_INVOKE) /* a barrier */
        note_invoke(summary, insn.insn.part, insn.insn.sync, insn.insn.elems);
    summary->only_computes = summary->uniform_result = false;
    return class == MUON_CLASS_SIMT || class == MUON_CLASS_NEUTRINO;
}

/* A Neutrino placeholder, as lowering writes it for flags that a template parameter decides: the
 * suffix has them, or the complete itself (isa/rv32.h). */
static void summarize_placeholder(struct assembler_summary *summary,
                                  const struct assembly *assembly, size_t begin) {
    uint32_t word = parse_insn(assembly, begin);
    unsigned funct3 = word >> 12 & 7;
    if (funct3 == RV32_NU_COMPLETE)
        summary->completes |= (word >> 7 & 31) != MUON_PART_THREADS;
    else if (funct3 == RV32_NU_SUFFIX)
        note_invoke(summary, word >> 9 & 3, word >> 11 & 1, (word >> 25) + 1);
    summary->only_computes = false;
}

static void summarize_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct summarizing *summarizing = assembly->context;
    static const char *const transparent[] = {"nop",   "ecall",    "ebreak",
                                              "unimp", ".p2align", ".option"};
    struct span immediate;
    for (size_t i = 0; i < sizeof transparent / sizeof *transparent; i++)
        if (strlen(transparent[i]) == head.end - head.begin &&
            starts_with(assembly, head.begin, transparent[i]))
            return;
    if (starts_with(assembly, head.begin, ".insn r 0x5b,")) {
        summarizing->instructions++;
        summarize_placeholder(summarizing->summary, assembly, head.begin);
        return;
    }
    if (insn_is_tohost(assembly->text, span, &immediate)) {
        summarizing->instructions++;
        summarizing->summary->changes_mask = true;
        return;
    }
    if (summarize_insn(summarizing->summary, assembly, head.begin)) {
        summarizing->instructions++;
        return;
    }
    summarizing->summary->understood = false;
    summarizing->summary->moves_stack |= mentions_stack_pointer(assembly->text, span);
}

static void summarize_error(struct assembly *assembly, struct span where, const char *message) {
    struct summarizing *summarizing = assembly->context;
    summarizing->summary->understood = false;
}

void assembler_summarize(const char *text, size_t length, struct assembler_summary *summary) {
    *summary = (struct assembler_summary){
        .understood = length <= INT_MAX / 2, .only_computes = true, .uniform_result = true};
    struct summarizing summarizing = {.summary = summary};
    struct assembly assembly = {.text = text,
                                .length = length,
                                .substitutes = true,
                                .instruction = summarize_instruction,
                                .label = summarize_label,
                                .foreign = summarize_foreign,
                                .error = summarize_error,
                                .context = &summarizing};
    if (summary->understood)
        assembly_parse(&assembly);
    summary->only_computes &= summary->understood;
    /* An empty template hands its operands through. */
    summary->uniform_result &= summary->understood && summarizing.instructions > 0;
}
