/* The RV32 intermediate form: placeholders by hand, standard instructions against clang. */
#include "isa/rv32.h"

#include "support/diag.h"
#include "support/output.h"
#include "support/program.h"
#include "tests/isa/random_insn.h"
#include "tests/suite.h"

#include <gelf.h>
#include <stdio.h>
#include <string.h>

static uint32_t r_type(unsigned funct7, unsigned rs2, unsigned rs1, unsigned funct3, unsigned rd,
                       unsigned opcode) {
    return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}

/* imm12 over the fields funct7 and rs2. */
static uint32_t i_type(unsigned imm, unsigned rs1, unsigned funct3, unsigned rd, unsigned opcode) {
    return (imm & 0xfff) << 20 | r_type(0, 0, rs1, funct3, rd, opcode);
}

static void check_text(const uint32_t *words, size_t count, unsigned taken, const char *expected) {
    struct rv32_insn out;
    struct muon_disasm how = {.flags = MUON_DISASM_NO_ALIASES};
    char text[128];
    ck_assert_msg(rv32_decode(words, count, &out), "%s", expected);
    ck_assert_int_eq(out.kind, RV32_PLAIN);
    ck_assert_uint_eq(out.words, taken);
    muon_disassemble(&out.insn, &how, text, sizeof text);
    ck_assert_str_eq(text, expected);
}

START_TEST(one_word_placeholders) {
    const struct {
        uint32_t word;
        const char *text;
    } rows[] = {
        {r_type(0, 0, 10, 0, 0, 0x0b), "vx_tmc a0"},
        {r_type(0, 11, 10, 1, 0, 0x0b), "vx_wspawn a0, a1"},
        {r_type(0, 0, 11, 2, 10, 0x0b), "vx_split a0, a1"},
        {r_type(0, 1, 11, 2, 10, 0x0b), "vx_split_n a0, a1"},
        {r_type(0, 0, 10, 3, 0, 0x0b), "vx_join a0"},
        {r_type(0, 11, 10, 4, 0, 0x0b), "nu.invoke.ri.pw.sync zero, a0, a1, zero, zero, 64"},
        {r_type(0, 11, 10, 5, 0, 0x0b), "vx_pred a0, a1"},
        {r_type(0, 11, 10, 5, 1, 0x0b), "vx_pred_n a0, a1"},
        {i_type(16, 11, 0, 10, 0x2b), "lb.shared a0, 16(a1)"},
        {i_type(16, 11, 1, 10, 0x2b), "lh.shared a0, 16(a1)"},
        {i_type(-16, 11, 2, 10, 0x2b), "lw.shared a0, -16(a1)"},
        {i_type(16, 11, 4, 10, 0x2b), "lbu.shared a0, 16(a1)"},
        {i_type(16, 11, 5, 10, 0x2b), "lhu.shared a0, 16(a1)"},
        {r_type(0, 12, 11, 0, 16, 0x7b), "sb.shared a2, 16(a1)"},
        {r_type(0, 12, 11, 1, 16, 0x7b), "sh.shared a2, 16(a1)"},
        {r_type(0x7f, 12, 11, 2, 31, 0x7b), "sw.shared a2, -1(a1)"},
        {r_type(7, 1, 11, 7, 10, 0x7b), "fexp.h a0, a1"},
        {r_type(1, 2, 11, 7, 10, 0x7b), "fnexp.h a0, a1, rtz"},
        {i_type(2, 10, 0, 0, 0x73), "tohost a0"},
        {i_type(2, 0, 0, 0, 0x73), "tohost zero"},
        {i_type(0, 10, 0, 0, 0x73), "tohost a0"},
        {i_type(1, 10, 0, 0, 0x73), "tohost a0"},
        {i_type(-1, 10, 0, 11, 0x73), "tohost a0"},
        {i_type(0, 0, 0, 0, 0x73), "csrrw zero, cycle, zero"}, /* ecall */
        {i_type(1, 0, 0, 0, 0x73), "csrrw zero, cycle, zero"}, /* ebreak */
        {i_type(0, 0, 2, 0, 0x0f), "fence.s"},
        {r_type(0x02, 12, 11, 7, 10, 0x53), "fadd.h a0, a1, a2"},
        {r_type(13 << 2 | 2, 12, 11, 7, 10, 0x43), "fmadd.h a0, a1, a2, a3"},
        {r_type(0, 0, 10, RV32_NU_COMPLETE, 0, 0x5b), "nu.complete.pt a0, 1"},
        {r_type(63, 0, 10, RV32_NU_COMPLETE, 2, 0x5b), "nu.complete.pc a0, 64"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_text(&rows[i].word, 1, 1, rows[i].text);
}
END_TEST

static uint32_t suffix(unsigned funct7, unsigned rs2, unsigned rs1, unsigned rd) {
    return r_type(funct7, rs2, rs1, RV32_NU_SUFFIX, rd, 0x5b);
}

START_TEST(neutrino_placeholders_have_a_suffix) {
    const struct {
        uint32_t words[2];
        const char *text;
    } rows[] = {
        {{r_type(0, 12, 11, RV32_NU_INVOKE, 10, 0x5b), suffix(15, 14, 13, 1 | 1 << 2 | 1 << 4)},
         "nu.invoke.rh.pw.sync a0, a1, a2, a3, a4, 16"},
        {{r_type(0, 12, 11, RV32_NU_INVOKE, 10, 0x5b), suffix(63, 14, 13, 2 | 2 << 2)},
         "nu.invoke.rm.pc.async a0, a1, a2, a3, a4, 64"},
        {{i_type(255, 12, RV32_NU_INVOKEI, 10, 0x5b), suffix(0, 14, 13, 0)},
         "nu.invokei.ri.pt.async a0, 255, a2, a3, a4, 1"},
        {{r_type(0, 12, 11, RV32_NU_PAYLOAD, 0, 0x5b), suffix(63, 14, 13, 0)},
         "nu.payload a1, a2, a3, a4, 63"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rv32_insn out;
        check_text(rows[i].words, 2, 2, rows[i].text);
        ck_assert_msg(!rv32_decode(rows[i].words, 1, &out), "%s cut off", rows[i].text);
        ck_assert_uint_eq(out.words, 1);
        const uint32_t without[] = {rows[i].words[0], i_type(0, 0, 0, 0, 0x13)};
        ck_assert_msg(!rv32_decode(without, 2, &out), "%s without suffix", rows[i].text);
    }
}
END_TEST

static uint32_t high(unsigned fields) {
    return i_type(fields, 0, RV32_HIGH_REGISTERS, 0, 0x5b);
}

START_TEST(a_suffix_has_high_registers) {
    const struct {
        uint32_t words[3];
        unsigned count;
        const char *text;
    } rows[] = {
        {{r_type(0, 12, 11, 0, 10, 0x33), high(1 | 2 << 2 | 3 << 4)}, 2, "add a18, s39, t19"},
        {{i_type(-4, 11, 2, 10, 0x03), high(3 << 2)}, 2, "lw.global a0, -4(t18)"},
        {{r_type(0, 12, 11, 2, 16, 0x7b), high(1 << 4)}, 2, "sw.shared a20, 16(a1)"},
        {{i_type(2, 1, 5, 10, 0x73), high(1)}, 2, "csrrwi a18, frm, 1"},
        {{r_type(13 << 2, 12, 11, 7, 10, 0x43), high(3 << 6)}, 2, "fmadd.s a0, a1, a2, t20"},
        {{r_type(0, 12, 11, RV32_NU_INVOKE, 10, 0x5b), suffix(15, 14, 13, 1 | 1 << 2 | 1 << 4),
          high(1 | 1 << 8)},
         3,
         "nu.invoke.rh.pw.sync a18, a1, a2, a3, a22, 16"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_text(rows[i].words, rows[i].count, rows[i].count, rows[i].text);

    const uint32_t absent[][2] = {
        {r_type(0, 12, 11, 0, 10, 0x33), high(1 << 6)},  /* add has no rs3 */
        {i_type(2, 1, 5, 10, 0x73), high(1 << 2)},       /* rs1 of csrrwi is a number */
        {r_type(0, 12, 11, 0, 10, 0x33), high(1 << 10)}, /* no such field */
        {r_type(0, 12, 11, 0, 10, 0x33), high(1) | 1 << 7},
        {high(1), r_type(0, 12, 11, 0, 10, 0x33)},
    };
    struct rv32_insn out;
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        ck_assert_msg(!rv32_decode(absent[i], 2, &out), "%zu", i);
}
END_TEST

START_TEST(a_prefix_has_a_wide_immediate) {
    const uint32_t wide = i_type(0, 0, RV32_WIDE_IMMEDIATE, 0, 0x5b);
    const struct {
        uint32_t words[4];
        unsigned count;
        const char *text;
    } rows[] = {
        {{wide, 0x12345678, i_type(0, 11, 0, 10, 0x13)}, 3, "addi a0, a1, 0x12345678"},
        {{wide, 0x20000, i_type(0, 11, 2, 10, 0x03)}, 3, "lw.global a0, 0x20000(a1)"},
        {{wide, -0x20000u, r_type(0, 12, 11, 2, 0, 0x7b)}, 3, "sw.shared a2, -0x20000(a1)"},
        {{wide, 0x20000, r_type(0, 12, 11, 0, 0, 0x63)}, 3, "beq a1, a2, 0x20000"},
        {{wide, 0x1004, i_type(0, 0, 0, 10, 0x17)}, 3, "auipc a0, 0x1004"},
        {{wide, 8, i_type(0, 0, 0, 0, 0x6f), high(3)}, 4, "jal t7, 0x8"},
    };
    struct rv32_insn out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_text(rows[i].words, rows[i].count, rows[i].count, rows[i].text);
        ck_assert(rv32_decode(rows[i].words, rows[i].count, &out) && out.wide);
        ck_assert_msg(!rv32_decode(rows[i].words, 2, &out), "%s cut off", rows[i].text);
    }
    const uint32_t without[][3] = {
        {wide, 1, r_type(0, 12, 11, 0, 10, 0x33)}, /* add */
        {wide, 1, i_type(1, 11, 1, 10, 0x13)},     /* slli */
        {wide, 1, 0x12345537},                     /* lui */
        {wide, 1, r_type(7, 12, 11, 5, 10, 0x33)}, /* czero.eqz */
        {wide, 1, wide},
    };
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        ck_assert_msg(!rv32_decode(without[i], 3, &out), "%zu", i);
}
END_TEST

START_TEST(czero_is_a_kind_of_its_own) {
    const uint32_t eqz = r_type(7, 12, 11, 5, 10, 0x33), nez = r_type(7, 12, 11, 7, 10, 0x33);
    struct rv32_insn out;
    ck_assert(rv32_decode(&eqz, 1, &out));
    ck_assert_int_eq(out.kind, RV32_CZERO_EQZ);
    ck_assert_uint_eq(out.words, 1);
    ck_assert(out.insn.rd == 10 && out.insn.rs1 == 11 && out.insn.rs2 == 12);
    ck_assert(rv32_decode(&nez, 1, &out));
    ck_assert_int_eq(out.kind, RV32_CZERO_NEZ);
}
END_TEST

START_TEST(other_words_are_illegal) {
    const struct {
        const char *why;
        uint32_t words[2];
    } rows[] = {
        {"zero", {0}},
        {"all ones", {UINT32_MAX, UINT32_MAX}},
        {"compressed", {0x4501}},
        {"mret", {0x30200073}},
        {"wfi", {0x10500073}},
        {"ecall with an rd", {i_type(0, 0, 0, 10, 0x73)}},
        {"fld", {i_type(0, 10, 3, 10, 0x07)}},
        {"fadd.d", {r_type(1, 12, 11, 7, 10, 0x53)}},
        {"shift by 32", {r_type(1, 0, 11, 1, 10, 0x13)}},
        {"lr.w", {r_type(0x08, 0, 11, 2, 10, 0x2f)}},
        {"suffix alone", {suffix(0, 0, 0, 0)}},
        {"Neutrino 4", {r_type(0, 0, 0, 4, 0, 0x5b), suffix(0, 0, 0, 0)}},
        {"retire 3", {r_type(0, 12, 11, RV32_NU_INVOKE, 10, 0x5b), suffix(0, 14, 13, 3)}},
        {"part 3", {r_type(0, 12, 11, RV32_NU_INVOKE, 10, 0x5b), suffix(0, 14, 13, 3 << 2)}},
        {"elems 65", {r_type(0, 12, 11, RV32_NU_INVOKE, 10, 0x5b), suffix(64, 14, 13, 0)}},
        {"seq 64", {r_type(0, 12, 11, RV32_NU_PAYLOAD, 0, 0x5b), suffix(64, 14, 13, 0)}},
        {"task 256", {i_type(256, 12, RV32_NU_INVOKEI, 10, 0x5b), suffix(0, 14, 13, 0)}},
        {"complete, part 3", {r_type(0, 0, 10, RV32_NU_COMPLETE, 3, 0x5b)}},
        {"complete, elems 65", {r_type(64, 0, 10, RV32_NU_COMPLETE, 0, 0x5b)}},
        {"shared store, funct3 3", {r_type(0, 12, 11, 3, 16, 0x7b)}},
        {"fexp, rs2 0", {r_type(7, 0, 11, 7, 10, 0x7b)}},
        {"fexp, rounding mode 8", {r_type(8, 1, 11, 7, 10, 0x7b)}},
    };
    struct rv32_insn out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_msg(!rv32_decode(rows[i].words, 2, &out), "%s", rows[i].why);
        ck_assert_int_eq(out.kind, RV32_ILLEGAL);
        ck_assert_uint_eq(out.words, 1);
    }
    ck_assert(!rv32_decode(NULL, 0, &out));
}
END_TEST

/* ---- placeholders as the assembler writes them ---- */

static uint32_t s_type(unsigned imm, unsigned rs2, unsigned rs1, unsigned funct3, unsigned opcode) {
    return r_type(imm >> 5 & 0x7f, rs2, rs1, funct3, imm & 31, opcode);
}

/* The word that .insn makes of the form and of the operands that the instruction has. */
static uint32_t write_form(const struct muon_insn *insn) {
    const struct rv32_form form = rv32_form(insn->op, insn->rm);
    const char *operands = muon_operands(muon_op_info(insn->op)->format);
    unsigned rd = strchr(operands, 'd') ? insn->rd : form.rd;
    unsigned rs2 = strchr(operands, 't') ? insn->rs2 : form.rs2;
    unsigned imm = strchr(operands, 'm') ? (unsigned)insn->imm : (unsigned)form.imm;
    switch (form.layout) {
    case RV32_FORM_R: return r_type(form.funct7, rs2, insn->rs1, form.funct3, rd, form.opcode);
    case RV32_FORM_R4:
        return r_type(insn->rs3 << 2 | form.funct7, rs2, insn->rs1, form.funct3, rd, form.opcode);
    case RV32_FORM_I: return i_type(imm, insn->rs1, form.funct3, rd, form.opcode);
    case RV32_FORM_S: return s_type(imm, insn->rs2, insn->rs1, form.funct3, form.opcode);
    }
    return 0;
}

START_TEST(what_only_muon_has_is_decoded_from_its_form) {
    uint64_t seed = 5;
    for (enum muon_op op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++) {
        const struct muon_op_info *info = muon_op_info(op);
        for (int i = 0; info->muon_only && info->class != MUON_CLASS_NEUTRINO && i < 100; i++) {
            struct muon_insn insn = random_insn(op, RV32_REGISTERS, 12, &seed);
            struct rv32_insn out;
            uint32_t word = write_form(&insn);
            ck_assert_msg(rv32_decode(&word, 1, &out) && out.kind == RV32_PLAIN, "%s: %08x",
                          info->mnemonic, word);
            ck_assert_msg(muon_encode(&out.insn) == muon_encode(&insn), "%s: %08x decodes to %s",
                          info->mnemonic, word, muon_op_info(out.insn.op)->mnemonic);
        }
    }
}
END_TEST

/* ---- against clang's assembler ---- */

enum { SAMPLES = 40, MAX_INSNS = MUON_OP_COUNT * SAMPLES };

static struct muon_insn expected[MAX_INSNS];
static size_t expected_count;

/* Whether a .h operation has its like in binary32, and so a Zhinx form of the same text. */
static bool has_single(enum muon_op op) {
    char name[32];
    snprintf(name, sizeof name, "%s", muon_op_info(op)->mnemonic);
    char *h = strstr(name, ".h");
    if (!h || muon_op_info(op)->class != MUON_CLASS_BF16)
        return false;
    h[1] = 's';
    for (enum muon_op single = MUON_ILLEGAL + 1; single < MUON_OP_COUNT; single++)
        if (!strcmp(muon_op_info(single)->mnemonic, name))
            return true;
    return false;
}

/* Operations that clang's assembler knows. Not fcvt.s.h: it is exact, and so clang's default
 * rounding mode is another. */
static bool is_standard(enum muon_op op) {
    return !muon_op_info(op)->muon_only || has_single(op) || op == MUON_FCVT_H_S;
}

static bool is_pc_relative(enum muon_op op) {
    return muon_op_info(op)->class == MUON_CLASS_BRANCH || op == MUON_JAL || op == MUON_AUIPC;
}

/* CSRs whose names clang knows, one that has none. */
static int standard_csr(uint64_t *seed) {
    static const int numbers[] = {0x001, 0x002, 0x003, 0x301, 0xb00, 0xb82, 0xf14, 0x7c0};
    return numbers[draw(seed) % (sizeof numbers / sizeof *numbers)];
}

/* Instructions that RV32 can express, offsets forward so that clang reads them as such. */
static struct muon_insn rv32_insn(enum muon_op op, uint64_t *seed) {
    struct muon_insn insn = random_insn(op, 32, 12, seed);
    if (is_pc_relative(op))
        insn.imm = insn.imm & 0x7fe;
    if (muon_op_info(op)->class == MUON_CLASS_CSR)
        insn.imm = standard_csr(seed);
    return insn;
}

static void write_instruction(FILE *out, const struct muon_insn *insn, unsigned flags) {
    char text[128];
    struct muon_disasm how = {.flags = flags};
    muon_disassemble(insn, &how, text, sizeof text);
    char *global = strstr(text, ".global");
    if (global)
        memmove(global, global + 7, strlen(global + 7) + 1);
    fprintf(out, "%s\n", text);
    ck_assert_uint_lt(expected_count, MAX_INSNS);
    expected[expected_count++] = *insn;
}

static char *write_source(unsigned flags, size_t *size) {
    char *source;
    FILE *out = open_memstream(&source, size);
    uint64_t seed = 99;
    expected_count = 0;
    for (enum muon_op op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++) {
        for (int i = 0; is_standard(op) && i < SAMPLES; i++) {
            struct muon_insn insn = rv32_insn(op, &seed);
            write_instruction(out, &insn, flags);
        }
    }
    fclose(out);
    return source;
}

static char *assemble(const char *source, size_t source_size, size_t *size) {
    struct diag_engine diag;
    struct string_list arguments = {0};
    char *object = NULL;
    const char *const words[] = {program_clang(),
                                 "--target=riscv32-unknown-elf",
                                 "-march=rv32im_zfinx_zhinx_zicond_zicsr_zifencei",
                                 "-mno-relax",
                                 "-x",
                                 "assembler",
                                 "-c",
                                 "-",
                                 "-o",
                                 "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        string_list_add(&arguments, words[i]);
    diag_init(&diag, "rv32_test");
    struct program_run run = {.arguments = &arguments,
                              .input = source,
                              .input_size = source_size,
                              .captured = &object,
                              .captured_size = size};
    ck_assert_int_eq(program_execute(&run, &diag), 0);
    string_list_free(&arguments);
    diag_free(&diag);
    return object;
}

static void compare_with_expected(const uint32_t *words, size_t count) {
    ck_assert_uint_eq(count, expected_count);
    for (size_t i = 0; i < count; i++) {
        struct rv32_insn out;
        const struct muon_insn *wanted = &expected[i];
        const char *mnemonic = muon_op_info(wanted->op)->mnemonic;
        ck_assert_msg(rv32_decode(&words[i], 1, &out), "%s: %08x", mnemonic, words[i]);
        if (wanted->op == MUON_AUIPC)
            out.insn.imm = (int32_t)((uint32_t)out.insn.imm >> 12);
        ck_assert_msg(muon_encode(&out.insn) == muon_encode(wanted), "%s: %08x decodes to %s",
                      mnemonic, words[i], muon_op_info(out.insn.op)->mnemonic);
    }
}

static void cross_check(unsigned flags) {
    size_t source_size, object_size;
    char *source = write_source(flags, &source_size);
    char *object = assemble(source, source_size, &object_size);
    elf_version(EV_CURRENT);
    Elf *elf = elf_memory(object, object_size);
    bool found = false;
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        ck_assert_ptr_nonnull(gelf_getshdr(section, &header));
        if (!(header.sh_flags & SHF_EXECINSTR) || !header.sh_size)
            continue;
        Elf_Data *data = elf_getdata(section, NULL);
        uint32_t *words = malloc(data->d_size);
        memcpy(words, data->d_buf, data->d_size);
        compare_with_expected(words, data->d_size / sizeof *words);
        free(words);
        found = true;
    }
    ck_assert(found);
    elf_end(elf);
    free(object);
    free(source);
}

START_TEST(clang_assembles_what_is_disassembled) {
    cross_check(MUON_DISASM_NO_ALIASES);
}
END_TEST

START_TEST(clang_knows_the_aliases) {
    cross_check(0);
}
END_TEST

START_TEST(a_line_mark_is_an_instruction_without_effect) {
    struct rv32_insn out;
    uint32_t mark = i_type(RV32_LINE_MARK, 0, 3, 0, 0x13);
    ck_assert(rv32_decode(&mark, 1, &out) && rv32_is_line_mark(&out));
    const uint32_t others[] = {i_type(RV32_LINE_MARK, 0, 3, 1, 0x13),
                               i_type(RV32_LINE_MARK, 1, 3, 0, 0x13),
                               i_type(RV32_LINE_MARK, 0, 2, 0, 0x13), i_type(1, 0, 3, 0, 0x13)};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert(rv32_decode(&others[i], 1, &out) && !rv32_is_line_mark(&out));
}
END_TEST

SUITE("rv32", NULL, NULL, one_word_placeholders, neutrino_placeholders_have_a_suffix,
      a_suffix_has_high_registers, a_prefix_has_a_wide_immediate,
      a_line_mark_is_an_instruction_without_effect, czero_is_a_kind_of_its_own,
      other_words_are_illegal, what_only_muon_has_is_decoded_from_its_form,
      clang_assembles_what_is_disassembled, clang_knows_the_aliases)
