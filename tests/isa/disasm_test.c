#include "isa/isa.h"

#include "tests/suite.h"

#include <stdio.h>
#include <string.h>

static int name_address(void *context, uint32_t address, char *buffer, size_t size) {
    return address == 0x1010 ? snprintf(buffer, size, "<%s+0x10>", (const char *)context) : 0;
}

START_TEST(aliases_and_plain_forms) {
    static const struct {
        struct muon_insn insn;
        const char *alias, *plain;
    } rows[] = {
        {{MUON_ADDI, .rd = 0}, "nop", "addi zero, zero, 0"},
        {{MUON_CSRRW, .imm = 0xc00}, "unimp", "csrrw zero, cycle, zero"},
        {{MUON_ADDI, .rd = 10, .imm = -5}, "li a0, -5", "addi a0, zero, -5"},
        {{MUON_ADDI, .rd = 10, .imm = INT32_MIN},
         "li a0, -0x80000000",
         "addi a0, zero, -0x80000000"},
        {{MUON_ADDI, .rd = 10, .imm = 4095}, "li a0, 4095", "addi a0, zero, 4095"},
        {{MUON_ADDI, .rd = 10, .imm = 4096}, "li a0, 0x1000", "addi a0, zero, 0x1000"},
        {{MUON_ADDI, .rd = 10, .rs1 = 11}, "mv a0, a1", "addi a0, a1, 0"},
        {{MUON_XORI, .rd = 10, .rs1 = 11, .imm = -1}, "not a0, a1", "xori a0, a1, -1"},
        {{MUON_SUB, .rd = 10, .rs2 = 11}, "neg a0, a1", "sub a0, zero, a1"},
        {{MUON_SLTIU, .rd = 10, .rs1 = 11, .imm = 1}, "seqz a0, a1", "sltiu a0, a1, 1"},
        {{MUON_SLTU, .rd = 10, .rs2 = 11}, "snez a0, a1", "sltu a0, zero, a1"},
        {{MUON_SLT, .rd = 10, .rs1 = 11}, "sltz a0, a1", "slt a0, a1, zero"},
        {{MUON_SLT, .rd = 10, .rs2 = 11}, "sgtz a0, a1", "slt a0, zero, a1"},
        {{MUON_JAL, .imm = -8}, "j 0xff8", "jal zero, 0xff8"},
        {{MUON_JAL, .rd = 1, .imm = 16}, "jal 0x1010 <main+0x10>", "jal ra, 0x1010 <main+0x10>"},
        {{MUON_JALR, .rs1 = 1}, "ret", "jalr zero, 0(ra)"},
        {{MUON_JALR, .rs1 = 10}, "jr a0", "jalr zero, 0(a0)"},
        {{MUON_JALR, .rs1 = 10, .imm = 8}, "jr 8(a0)", "jalr zero, 8(a0)"},
        {{MUON_JALR, .rd = 1, .rs1 = 10}, "jalr a0", "jalr ra, 0(a0)"},
        {{MUON_JALR, .rd = 1, .rs1 = 10, .imm = 8}, "jalr 8(a0)", "jalr ra, 8(a0)"},
        {{MUON_JALR, .rd = 5, .rs1 = 10}, "jalr t0, 0(a0)", "jalr t0, 0(a0)"},
        {{MUON_BEQ, .rs1 = 10, .imm = 8}, "beqz a0, 0x1008", "beq a0, zero, 0x1008"},
        {{MUON_BNE, .rs1 = 10, .imm = 8}, "bnez a0, 0x1008", "bne a0, zero, 0x1008"},
        {{MUON_BGE, .rs2 = 10, .imm = 8}, "blez a0, 0x1008", "bge zero, a0, 0x1008"},
        {{MUON_BGE, .rs1 = 10, .imm = 8}, "bgez a0, 0x1008", "bge a0, zero, 0x1008"},
        {{MUON_BLT, .rs1 = 10, .imm = 8}, "bltz a0, 0x1008", "blt a0, zero, 0x1008"},
        {{MUON_BLT, .rs2 = 10, .imm = 8}, "bgtz a0, 0x1008", "blt zero, a0, 0x1008"},
        {{MUON_BLTU, .rs1 = 10, .imm = 16},
         "bltu a0, zero, 0x1010 <main+0x10>",
         "bltu a0, zero, 0x1010 <main+0x10>"},
        {{MUON_AUIPC, .rd = 10, .imm = 16},
         "auipc a0, 0x10 <main+0x10>",
         "auipc a0, 0x10 <main+0x10>"},
        {{MUON_CSRRS, .rd = 10, .imm = 0xcc1}, "csrr a0, wid", "csrrs a0, wid, zero"},
        {{MUON_CSRRW, .rs1 = 10, .imm = 3}, "csrw fcsr, a0", "csrrw zero, fcsr, a0"},
        {{MUON_CSRRS, .rs1 = 10, .imm = 1}, "csrs fflags, a0", "csrrs zero, fflags, a0"},
        {{MUON_CSRRC, .rs1 = 10, .imm = 1}, "csrc fflags, a0", "csrrc zero, fflags, a0"},
        {{MUON_CSRRWI, .rs1 = 7, .imm = 2}, "csrwi frm, 7", "csrrwi zero, frm, 7"},
        {{MUON_CSRRSI, .rs1 = 7, .imm = 2}, "csrsi frm, 7", "csrrsi zero, frm, 7"},
        {{MUON_CSRRCI, .rs1 = 7, .imm = 2}, "csrci frm, 7", "csrrci zero, frm, 7"},
        {{MUON_FSGNJN_S, .rd = 10, .rs1 = 11, .rs2 = 11}, "fneg.s a0, a1", "fsgnjn.s a0, a1, a1"},
        {{MUON_FSGNJX_S, .rd = 10, .rs1 = 11, .rs2 = 11}, "fabs.s a0, a1", "fsgnjx.s a0, a1, a1"},
        {{MUON_FSGNJN_H, .rd = 10, .rs1 = 11, .rs2 = 11}, "fneg.h a0, a1", "fsgnjn.h a0, a1, a1"},
        {{MUON_FSGNJX_H, .rd = 10, .rs1 = 11, .rs2 = 11}, "fabs.h a0, a1", "fsgnjx.h a0, a1, a1"},
        {{MUON_FADD_S, .rd = 10, .rs1 = 11, .rs2 = 12, .rm = 7},
         "fadd.s a0, a1, a2",
         "fadd.s a0, a1, a2"},
        {{MUON_FADD_S, .rd = 10, .rs1 = 11, .rs2 = 12},
         "fadd.s a0, a1, a2, rne",
         "fadd.s a0, a1, a2, rne"},
        {{MUON_NU_INVOKE, .rs1 = 10, .rs2 = 11, .part = MUON_PART_WARPS, .sync = true, .elems = 64},
         "vx_bar a0, a1",
         "nu.invoke.ri.pw.sync zero, a0, a1, zero, zero, 64"},
    };
    struct muon_disasm how = {.pc = 0x1000, .symbolize = name_address, .context = "main"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128];
        how.flags = 0;
        muon_disassemble(&rows[i].insn, &how, text, sizeof text);
        ck_assert_str_eq(text, rows[i].alias);
        how.flags = MUON_DISASM_NO_ALIASES;
        muon_disassemble(&rows[i].insn, &how, text, sizeof text);
        ck_assert_str_eq(text, rows[i].plain);
    }
}
END_TEST

/* Like snprintf: terminated whatever the size, and the length is that of the whole text. */
START_TEST(small_buffers_are_respected) {
    struct muon_insn insn = {MUON_NU_INVOKE, .rd = 10, .rs1 = 11, .elems = 64};
    struct muon_disasm how = {0};
    char whole[128];
    int length = muon_disassemble(&insn, &how, whole, sizeof whole);
    ck_assert_uint_eq((size_t)length, strlen(whole));
    for (size_t size = 0; size <= sizeof whole; size++) {
        char part[129];
        memset(part, '#', sizeof part);
        ck_assert_int_eq(muon_disassemble(&insn, &how, part, size), length);
        ck_assert_int_eq(part[size], '#');
        if (size) {
            ck_assert_uint_eq(strlen(part), size <= (size_t)length ? size - 1 : (size_t)length);
            ck_assert_int_eq(strncmp(part, whole, size - 1), 0);
        }
    }
    ck_assert_int_eq(muon_disassemble(&insn, &how, NULL, 0), length);
}
END_TEST

SUITE("disassembler", NULL, NULL, aliases_and_plain_forms, small_buffers_are_respected)
