#include "muonc/assembler/placeholder.h"

#include "isa/rv32.h"

void put_span(const struct assembly *assembly, struct span span, FILE *out) {
    fwrite(assembly->text + span.begin, 1, span.end - span.begin, out);
}

/* A register operand, or register number fixed where the statement has none. */
static void put_register(struct assembly *assembly, const struct operand *operand, unsigned fixed,
                         FILE *out) {
    if (!operand)
        fprintf(out, ", x%u", fixed);
    else if (operand->kind == OPERAND_REGISTER)
        fprintf(out, ", x%d", operand->reg % RV32_REGISTERS);
    else {
        fputs(", ", out);
        put_span(assembly, operand->span, out);
    }
}

/* A constant operand minus bias. */
static void put_number(struct assembly *assembly, const struct operand *operand, int bias,
                       FILE *out) {
    if (operand->expression.constant) {
        fprintf(out, "%lld", (long long)operand->expression.value - bias);
        return;
    }
    put_span(assembly, operand->span, out);
    if (bias)
        fprintf(out, "-%d", bias);
}

static void put_memory(struct assembly *assembly, const struct operand *operand, bool wide,
                       FILE *out) {
    fputs(", ", out);
    if (operand->kind != OPERAND_MEMORY) {
        if (wide)
            fputs("0(x0)", out);
        else
            put_span(assembly, operand->span, out);
        return;
    }
    if (wide || operand->offset.begin == operand->offset.end)
        fputc('0', out);
    else
        put_span(assembly, operand->offset, out);
    fputc('(', out);
    if (operand->reg >= RV32_REGISTERS)
        fprintf(out, "x%d", operand->reg % RV32_REGISTERS);
    else
        put_span(assembly, operand->base, out);
    fputc(')', out);
}

static void put_registers(struct assembly *assembly, const struct rv32_form *form,
                          const struct binding *binding, FILE *out) {
    put_register(assembly, binding->rd, form->rd, out);
    put_register(assembly, binding->rs1, 0, out);
    put_register(assembly, binding->rs2, form->rs2, out);
}

static void put_r(struct assembly *assembly, const struct rv32_form *form, const char *layout,
                  const struct binding *binding, FILE *out) {
    fprintf(out, ".insn %s 0x%02x, %u, 0x%02x", layout, form->opcode, form->funct3, form->funct7);
    put_registers(assembly, form, binding, out);
}

static void put_i(struct assembly *assembly, const struct rv32_form *form,
                  const struct binding *binding, bool wide, FILE *out) {
    fprintf(out, ".insn i 0x%02x, %u", form->opcode, form->funct3);
    put_register(assembly, binding->rd, 0, out);
    if (binding->memory) {
        put_memory(assembly, binding->memory, wide, out);
    } else {
        put_register(assembly, binding->rs1, 0, out);
        fprintf(out, ", %d", form->imm);
    }
}

static void put_s(struct assembly *assembly, const struct rv32_form *form,
                  const struct binding *binding, bool wide, FILE *out) {
    fprintf(out, ".insn s 0x%02x, %u", form->opcode, form->funct3);
    put_register(assembly, binding->rs2, 0, out);
    put_memory(assembly, binding->memory, wide, out);
}

/* elems and seq share a field; elems of 1 to 64 are written as 0 to 63. */
static void put_elems(struct assembly *assembly, const struct statement *statement,
                      const struct binding *binding, FILE *out) {
    if (binding->elems)
        put_number(assembly, binding->elems, 1, out);
    else if (statement->mnemonic.elems)
        fprintf(out, "%d", statement->mnemonic.elems - 1);
    else
        put_number(assembly, binding->immediate, 0, out);
}

/* A number, or a sync point: its address, which is below 256, is its id. */
static void put_task_id(struct assembly *assembly, const struct operand *operand, FILE *out) {
    if (operand->expression.constant) {
        put_number(assembly, operand, 0, out);
        return;
    }
    fputs("%lo(", out);
    put_span(assembly, operand->span, out);
    fputc(')', out);
}

static void put_suffix(struct assembly *assembly, const struct statement *statement,
                       const struct binding *binding, FILE *out) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    unsigned fields = mnemonic->retire | mnemonic->part << 2 | (unsigned)mnemonic->sync << 4;
    fprintf(out, "; .insn r 0x%02x, %d, ", RV32_NEUTRINO, RV32_NU_SUFFIX);
    put_elems(assembly, statement, binding, out);
    fprintf(out, ", x%u", fields);
    put_register(assembly, binding->rs3, 0, out);
    put_register(assembly, binding->rs4, 0, out);
}

static void put_neutrino(struct assembly *assembly, const struct statement *statement,
                         const struct binding *binding, FILE *out) {
    const struct mnemonic *mnemonic = &statement->mnemonic;
    switch (mnemonic->op) {
    case MUON_NU_INVOKEI:
        fprintf(out, ".insn i 0x%02x, %d", RV32_NEUTRINO, RV32_NU_INVOKEI);
        put_register(assembly, binding->rd, 0, out);
        put_register(assembly, binding->rs2, 0, out);
        fputs(", ", out);
        put_task_id(assembly, binding->immediate, out);
        break;
    case MUON_NU_COMPLETE:
        fprintf(out, ".insn r 0x%02x, %d, ", RV32_NEUTRINO, RV32_NU_COMPLETE);
        put_elems(assembly, statement, binding, out);
        fprintf(out, ", x%u", (unsigned)mnemonic->part);
        put_register(assembly, binding->rs1, 0, out);
        fputs(", x0", out);
        return;
    default:
        fprintf(out, ".insn r 0x%02x, %d, 0", RV32_NEUTRINO,
                mnemonic->op == MUON_NU_PAYLOAD ? RV32_NU_PAYLOAD : RV32_NU_INVOKE);
        put_register(assembly, binding->rd, 0, out);
        put_register(assembly, binding->rs1, 0, out);
        put_register(assembly, binding->rs2, 0, out);
        break;
    }
    put_suffix(assembly, statement, binding, out);
}

void put_placeholder(struct assembly *assembly, const struct statement *statement,
                     const struct binding *binding, bool wide, FILE *out) {
    enum muon_op op = statement->mnemonic.op;
    if (muon_op_info(op)->class == MUON_CLASS_NEUTRINO) {
        put_neutrino(assembly, statement, binding, out);
        return;
    }
    struct rv32_form form = rv32_form(op, (unsigned)binding->rm);
    switch (form.layout) {
    case RV32_FORM_R: put_r(assembly, &form, "r", binding, out); break;
    case RV32_FORM_R4:
        put_r(assembly, &form, "r4", binding, out);
        put_register(assembly, binding->rs3, 0, out);
        break;
    case RV32_FORM_I: put_i(assembly, &form, binding, wide, out); break;
    case RV32_FORM_S: put_s(assembly, &form, binding, wide, out); break;
    }
}
