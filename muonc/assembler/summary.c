#include "muonc/assembler/assembler.h"
#include "muonc/assembler/statement.h"

#include <limits.h>
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

/* A register that is named may hold anything. */
static bool reads_only_operands(const struct statement *statement) {
    for (size_t i = 0; i < statement->count; i++)
        if (statement->operands[i].reg > 0)
            return false;
    return true;
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
        return;
    }
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
    case MUON_CLASS_NEUTRINO: uniform = true; break;
    case MUON_CLASS_STORE:
        uniform = true; /* no result at all */
        break;
    case MUON_CLASS_SYSTEM:
        uniform = true;
        summary->changes_mask |= op == MUON_TOHOST;
        break;
    case MUON_CLASS_LOAD: break;
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

static void summarize_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct summarizing *summarizing = assembly->context;
    static const char *const transparent[] = {"nop", ".p2align", ".option"};
    for (size_t i = 0; i < sizeof transparent / sizeof *transparent; i++)
        if (strlen(transparent[i]) == head.end - head.begin &&
            starts_with(assembly, head.begin, transparent[i]))
            return;
    /* A Neutrino placeholder, as lowering writes it for flags that a template parameter decides. */
    if (starts_with(assembly, head.begin, ".insn r 0x5b,")) {
        summarizing->instructions++;
        summarizing->summary->only_computes = false;
        return;
    }
    summarizing->summary->understood = false;
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
