#include "isa/isa.h"

#include "tests/suite.h"

#include <stdio.h>
#include <string.h>

static int number(const char *name) {
    return muon_register_number(name, strlen(name));
}

START_TEST(registers_have_abi_names) {
    static const struct {
        unsigned number;
        const char *name;
    } some[] = {{0, "zero"}, {1, "ra"},   {2, "sp"},   {8, "s0"},  {9, "s1"},   {10, "a0"},
                {17, "a7"},  {18, "s2"},  {27, "s11"}, {28, "t3"}, {31, "t6"},  {32, "a8"},
                {47, "a23"}, {48, "s12"}, {95, "s59"}, {96, "t7"}, {127, "t38"}};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        ck_assert_str_eq(muon_register_name(some[i].number), some[i].name);
    ck_assert_ptr_null(muon_register_name(MUON_REGISTERS));
}
END_TEST

START_TEST(register_names_are_found_again) {
    for (int i = 0; i < MUON_REGISTERS; i++) {
        char x[8];
        snprintf(x, sizeof x, "x%d", i);
        ck_assert_int_eq(number(muon_register_name((unsigned)i)), i);
        ck_assert_int_eq(number(x), i);
    }
    ck_assert_int_eq(number("fp"), 8);
    ck_assert_int_eq(muon_register_number("a10)", 3), 34);
    ck_assert_int_eq(muon_register_number("a10)", 2), 11);
}
END_TEST

START_TEST(other_words_are_no_registers) {
    static const char *const words[] = {"",    "x",   "x128", "x00", "x01", "x1a", "x-1", "x1000",
                                        "a24", "s60", "t39",  "a",   "b0",  "f0",  "A0",  "zero0"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(number(words[i]) == -1, "%s", words[i]);
}
END_TEST

START_TEST(csrs_by_name_and_number) {
    ck_assert_str_eq(muon_csr_name(0xcc0), "tid");
    ck_assert_int_eq(muon_csr_number("tid", 3), 0xcc0);
    ck_assert_int_eq(muon_csr_number("arg_base", 8), 0xfc9);
    ck_assert_int_eq(muon_csr_number("mcycle", 6), 0xb00);
    ck_assert_int_eq(muon_csr_number("cycle", 5), 0xc00);
    ck_assert_int_eq(muon_csr_number("instreth", 8), 0xc82);
    ck_assert_int_eq(muon_csr_number("wmask", 5), 0xcc3);
    ck_assert_int_eq(muon_csr_number("nothing", 7), -1);
    ck_assert_int_eq(muon_csr_number("", 0), -1);
    ck_assert_ptr_null(muon_csr_name(0x7c0));
    ck_assert_ptr_null(muon_csr_name(0x1cc0));
}
END_TEST

START_TEST(csrs_say_who_shares_them) {
    ck_assert(!muon_csr_info(0xcc0)->uniform);
    ck_assert(!muon_csr_info(0xf14)->uniform);
    ck_assert(muon_csr_info(0xcc1)->uniform);
    ck_assert(muon_csr_info(0x003)->uniform);
    ck_assert(muon_csr_info(0x003)->writable);
    ck_assert(!muon_csr_info(0xcc4)->writable);
    ck_assert(!muon_csr_info(0xc00)->writable);
}
END_TEST

/* What an instruction with rd, rs1…rs4 = 1…5 reads and writes. */
START_TEST(operands_that_are_read_and_written) {
    static const struct {
        enum muon_op op;
        bool writes;
        const char *reads;
    } some[] = {
        {MUON_ADD, true, "23"},
        {MUON_ADDI, true, "2"},
        {MUON_SRAI, true, "2"},
        {MUON_LUI, true, ""},
        {MUON_JAL, true, ""},
        {MUON_JALR, true, "2"},
        {MUON_BEQ, false, "23"},
        {MUON_LW_SHARED, true, "2"},
        {MUON_SW_GLOBAL, false, "23"},
        {MUON_FSQRT_S, true, "2"},
        {MUON_FMADD_H, true, "234"},
        {MUON_FEXP_H, true, "2"},
        {MUON_FENCE, false, ""},
        {MUON_TOHOST, false, "2"},
        {MUON_CSRRW, true, "2"},
        {MUON_CSRRWI, true, ""},
        {MUON_VX_TMC, false, "2"},
        {MUON_VX_WSPAWN, false, "23"},
        {MUON_VX_SPLIT, false, "2"},
        {MUON_VX_SPLIT_N, false, "2"},
        {MUON_VX_JOIN, false, ""},
        {MUON_VX_PRED, false, "23"},
        {MUON_NU_INVOKE, true, "2345"},
        {MUON_NU_INVOKEI, true, "345"},
        {MUON_NU_PAYLOAD, false, "2345"},
        {MUON_NU_COMPLETE, false, "2"},
    };
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        struct muon_insn insn = {
            .op = some[i].op, .rd = 1, .rs1 = 2, .rs2 = 3, .rs3 = 4, .rs4 = 5, .elems = 1};
        uint8_t sources[4];
        char reads[5] = "";
        /* Decoding leaves only the fields that the operation has. */
        ck_assert(muon_decode(muon_encode(&insn), &insn));
        int count = muon_sources(&insn, sources);
        for (int k = 0; k < count; k++)
            reads[k] = (char)('0' + sources[k]);
        ck_assert_msg(!strcmp(reads, some[i].reads), "%s reads %s", muon_op_info(insn.op)->mnemonic,
                      reads);
        ck_assert_msg(muon_writes_rd(&insn) == some[i].writes, "%s",
                      muon_op_info(insn.op)->mnemonic);
        insn.rd = 0;
        ck_assert(!muon_writes_rd(&insn));
    }
}
END_TEST

START_TEST(loads_and_stores_are_found_by_what_they_access) {
    int found = 0;
    for (enum muon_op op = MUON_ILLEGAL; op < MUON_OP_COUNT; op++) {
        const struct muon_op_info *info = muon_op_info(op);
        bool accesses = info->class == MUON_CLASS_LOAD || info->class == MUON_CLASS_STORE;
        ck_assert_msg((info->access.bytes > 0) == accesses, "%s", info->mnemonic);
        ck_assert(!accesses || info->access.store == (info->class == MUON_CLASS_STORE));
        ck_assert(!accesses || muon_access_op(info->access) == op);
        found += accesses;
    }
    ck_assert_int_eq(found, 16);
    struct muon_access lb = {.bytes = 1, .sign = true, .shared = true}, lw = {.bytes = 4};
    ck_assert_int_eq(muon_access_op(lb), MUON_LB_SHARED);
    lb.sign = false;
    ck_assert_int_eq(muon_access_op(lb), MUON_LBU_SHARED);
    ck_assert_int_eq(muon_access_op(lw), MUON_LW_GLOBAL);
    lw.sign = true; /* a word has no sign to extend */
    ck_assert_int_eq(muon_access_op(lw), MUON_LW_GLOBAL);
    lw.store = true;
    ck_assert_int_eq(muon_access_op(lw), MUON_SW_GLOBAL);
    lw.bytes = 8;
    ck_assert_int_eq(muon_access_op(lw), MUON_ILLEGAL);
}
END_TEST

START_TEST(what_concerns_other_lanes_is_convergent) {
    static const enum muon_op are[] = {MUON_VX_SPLIT,  MUON_VX_WSPAWN,  MUON_TOHOST,
                                       MUON_NU_INVOKE, MUON_NU_PAYLOAD, MUON_VX_JOIN};
    static const enum muon_op are_not[] = {MUON_ADD, MUON_SW_SHARED, MUON_CSRRW, MUON_FENCE};
    for (size_t i = 0; i < sizeof are / sizeof *are; i++)
        ck_assert(muon_is_convergent(are[i]));
    for (size_t i = 0; i < sizeof are_not / sizeof *are_not; i++)
        ck_assert(!muon_is_convergent(are_not[i]));
}
END_TEST

START_TEST(branches_and_jal_have_a_target) {
    for (enum muon_op op = MUON_ILLEGAL; op < MUON_OP_COUNT; op++)
        ck_assert_msg(muon_has_target(op) ==
                          (op == MUON_JAL || (op >= MUON_BEQ && op <= MUON_BGEU)),
                      "%s", muon_op_info(op)->mnemonic);
}
END_TEST

SUITE("names", NULL, NULL, registers_have_abi_names, register_names_are_found_again,
      other_words_are_no_registers, csrs_by_name_and_number, csrs_say_who_shares_them,
      operands_that_are_read_and_written, loads_and_stores_are_found_by_what_they_access,
      what_concerns_other_lanes_is_convergent, branches_and_jal_have_a_target)
