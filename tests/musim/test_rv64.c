/* The Neutrino beyond computing: traps, interrupts, control registers, memory, self-modifying
 * code, budgets. Programs are written word by word. */
#include "tests/musim/rv64_rig.h"

#include "tests/suite.h"

enum {
    MSTATUS = 0x300,
    MISA = 0x301,
    MIE = 0x304,
    MTVEC = 0x305,
    MSCRATCH = 0x340,
    MEPC = 0x341,
    MCAUSE = 0x342,
    MTVAL = 0x343,
    MIP = 0x344,
    MCYCLE = 0xb00,
    MINSTRET = 0xb02,
    INSTRET = 0xc02,
};
enum { T0 = 5, T1 = 6, T2 = 7, A0 = 10, A1 = 11, A2 = 12, HANDLER = 0x2000 };
enum { ECALL = 0x73, EBREAK = 0x100073, MRET = 0x30200073, WFI = 0x10500073, FENCE_I = 0x100f };
enum { NOP = 0x13 };
#define ENABLE_EXTERNAL 0x800u

static struct rig rig;

static void setup(void) {
    rig_start(&rig, false);
}

static void teardown(void) {
    rig_end(&rig);
}

static void emit(uint32_t word) {
    rig_emit(&rig, word);
}

/* lui and addi: any 32-bit value. */
static void emit_constant(unsigned rd, uint32_t value) {
    emit(u_type(0x37, rd, (value + 0x800) >> 12));
    emit(i_type(0x1b, 0, rd, rd, (int32_t)(value << 20) >> 20));
}

static void emit_device_address(unsigned rd) {
    emit(addi(rd, 0, 3));
    emit(i_type(0x13, 1, rd, rd, 32));
}

static enum rv64_stop run(uint64_t instructions) {
    return rv64_run(rig.core, instructions);
}

static uint64_t reg(unsigned number) {
    return rv64_register(rig.core, number);
}

static uint64_t csr(unsigned number) {
    return rv64_csr(rig.core, number);
}

/* ---- traps ---- */

static void expect_trap(uint64_t cause, uint64_t pc, uint64_t value) {
    ck_assert_uint_eq(csr(MCAUSE), cause);
    ck_assert_uint_eq(csr(MEPC), pc);
    ck_assert_uint_eq(csr(MTVAL), value);
}

static void expect_word_traps(uint32_t word, uint64_t cause, uint64_t value) {
    rig.code_end = RIG_CODE;
    emit(word);
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(run(1), RV64_HALTED);
    expect_trap(cause, RIG_CODE, value);
    ck_assert_uint_eq(rv64_pc(rig.core), RIG_CODE);
    ck_assert_uint_eq(rv64_instructions(rig.core), 0);
}

START_TEST(a_trap_without_handler_halts) {
    expect_word_traps(ECALL, 11, 0);
    expect_word_traps(EBREAK, 3, RIG_CODE);
    expect_word_traps(0, 2, 0);
    expect_word_traps(UINT32_MAX, 2, UINT32_MAX);
    ck_assert_int_eq(run(1), RV64_HALTED); /* and does so again */
}
END_TEST

START_TEST(what_is_not_implemented_is_illegal) {
    static const uint32_t words[] = {
        0x10200073,           /* sret */
        0x12000073,           /* sfence.vma */
        0x00200073,           /* uret */
        0x02001013,           /* slli by 32 is legal; this one tells the table from the next */
        0x04001013,           /* slli with a seventh amount bit */
        0x0200101b,           /* slliw by 32 */
        0x4000501b | 1 << 25, /* sraiw by 32 */
        0x00007003,           /* load, funct3 7 */
        0x00004023,           /* store, funct3 4 */
        0x00002063,           /* branch, funct3 2 */
        0x1010202f,           /* lr.w with rs2 */
        0x04000053,           /* fadd.h */
        0x00001067,           /* jalr, funct3 1 */
        0x00000001,           /* compressed */
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (i != 3)
            expect_word_traps(words[i], 2, words[i]);
    rig.code_end = RIG_CODE;
    emit(words[3]);
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(run(1), RV64_BUDGET);
}
END_TEST

START_TEST(control_registers_that_do_not_exist_are_illegal) {
    static const unsigned numbers[] = {0x000, 0x100, 0x106, 0x180, 0x302, 0x303, 0x306, 0x30a,
                                       0x3a1, 0x7a4, 0xb01, 0xb20, 0xc20, 0xc80, 0xf16, 0xfff};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uint32_t word = csrrs(T0, numbers[i], 0);
        expect_word_traps(word, 2, word);
    }
}
END_TEST

START_TEST(read_only_registers_cannot_be_written) {
    uint32_t write = csrrw(0, 0xf14, 0);
    expect_word_traps(write, 2, write);
    uint32_t set = csrrs(T0, INSTRET, T1);
    expect_word_traps(set, 2, set);
    uint32_t set_immediate = i_type(0x73, 6, T0, 1, 0xc00);
    expect_word_traps(set_immediate, 2, set_immediate);

    rig.code_end = RIG_CODE;
    emit(csrrs(T0, 0xf14, 0)); /* sets nothing: a read */
    emit(i_type(0x73, 7, T1, 0, 0xf11));
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(run(2), RV64_BUDGET);
    ck_assert_uint_eq(reg(T0), 0);
}
END_TEST

START_TEST(bad_addresses_trap) {
    emit_device_address(T0);
    emit(i_type(0x03, 3, T1, T0, 8)); /* ld past the device's register */
    ck_assert_int_eq(run(3), RV64_HALTED);
    expect_trap(5, RIG_CODE + 8, RIG_DEVICE + 8);

    rv64_reset(rig.core, RIG_CODE);
    rig_poke(&rig, RIG_CODE + 8, s_type(0x23, 2, T0, T1, 16)); /* sw likewise */
    ck_assert_int_eq(run(3), RV64_HALTED);
    expect_trap(7, RIG_CODE + 8, RIG_DEVICE + 16);

    rv64_reset(rig.core, RIG_CODE);
    rig_poke(&rig, RIG_CODE + 8, r_type(0x2f, 3, 0, T1, T0, 0)); /* amoadd.d on a device */
    ck_assert_int_eq(run(3), RV64_HALTED);
    expect_trap(7, RIG_CODE + 8, RIG_DEVICE);

    rv64_reset(rig.core, RIG_CODE);
    rig_poke(&rig, RIG_CODE + 8, i_type(0x67, 0, 1, T0, 0)); /* jalr to it */
    ck_assert_int_eq(run(4), RV64_HALTED);
    expect_trap(1, RIG_DEVICE, RIG_DEVICE);
    ck_assert_uint_eq(reg(1), RIG_CODE + 12);
}
END_TEST

START_TEST(misaligned_jumps_trap_at_the_jump) {
    expect_word_traps(jal(1, 6), 0, RIG_CODE + 6);
    ck_assert_uint_eq(reg(1), 0);
    expect_word_traps(b_type(0, 0, 0, 10), 0, RIG_CODE + 10);
    expect_word_traps(i_type(0x67, 0, 1, 0, 0x7ff), 0, 0x7fe); /* bit 0 is cleared */
    rig.code_end = RIG_CODE;
    emit(b_type(1, 0, 0, 10)); /* not taken: no harm */
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(run(1), RV64_BUDGET);
}
END_TEST

static void emit_trap_setup(uint32_t mode) {
    emit_constant(T0, HANDLER | mode);
    emit(csrrw(0, MTVEC, T0));
}

START_TEST(a_handler_runs_and_returns) {
    emit_trap_setup(0);
    emit(csrrw(0, MSTATUS, 0));
    emit(i_type(0x73, 6, 0, 8, MSTATUS)); /* MIE */
    emit(ECALL);
    emit(addi(A1, 0, 7));
    rig.code_end = HANDLER;
    emit(csrrs(A0, MCAUSE, 0));
    emit(csrrs(A2, MSTATUS, 0));
    emit(csrrs(T0, MEPC, 0));
    emit(addi(T0, T0, 4));
    emit(csrrw(0, MEPC, T0));
    emit(MRET);
    ck_assert_int_eq(run(13), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 11);
    ck_assert_uint_eq(reg(A1), 7);
    ck_assert_uint_eq(reg(A2) & 0x1888, 0x1880); /* inside: MPIE, no MIE, MPP is always M */
    ck_assert_uint_eq(csr(MSTATUS) & 0x1888, 0x1888);
    ck_assert_uint_eq(rv64_instructions(rig.core), 12); /* the ecall did not retire */
}
END_TEST

START_TEST(an_endless_trap_uses_up_the_budget) {
    emit_trap_setup(0);
    rig.code_end = HANDLER;
    emit(0);
    emit_constant(T0, 0);
    rig_poke(&rig, RIG_CODE + 12, ECALL);
    ck_assert_int_eq(run(1000), RV64_BUDGET);
    ck_assert_uint_eq(rv64_instructions(rig.core), 3);
    ck_assert_uint_eq(rv64_spent(rig.core), 1000);
    ck_assert_uint_eq(rv64_pc(rig.core), HANDLER);
}
END_TEST

/* ---- interrupts ---- */

static void emit_interrupt_setup(uint32_t mode) {
    emit_trap_setup(mode);
    emit_constant(T0, ENABLE_EXTERNAL);
    emit(csrrw(0, MIE, T0));
    emit(i_type(0x73, 6, 0, 8, MSTATUS));
}

START_TEST(an_interrupt_is_taken_when_enabled) {
    emit_interrupt_setup(0);
    emit(addi(A0, A0, 1));
    emit(jal(0, -4));
    rv64_set_external_interrupt(rig.core, true);
    ck_assert_int_eq(run(6), RV64_BUDGET);
    ck_assert_uint_eq(csr(MIP), ENABLE_EXTERNAL);
    ck_assert_uint_eq(rv64_pc(rig.core), RIG_CODE + 24);
    ck_assert_int_eq(run(1), RV64_BUDGET); /* MIE is set by this one */
    ck_assert_uint_eq(rv64_pc(rig.core), HANDLER);
    expect_trap(1ull << 63 | 11, RIG_CODE + 28, 0);
    ck_assert_uint_eq(csr(MSTATUS) & 0x88, 0x80);
    ck_assert_uint_eq(reg(A0), 0);
}
END_TEST

START_TEST(vectored_interrupts_go_to_their_entry_and_exceptions_to_the_base) {
    emit_interrupt_setup(1);
    emit(jal(0, 0));
    rig.code_end = HANDLER;
    emit(0);
    rig.code_end = HANDLER + 4 * 11;
    emit(addi(A0, 0, 1));
    emit(ECALL);
    ck_assert_int_eq(run(20), RV64_BUDGET);
    rv64_set_external_interrupt(rig.core, true);
    ck_assert_int_eq(run(2), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 1);
    ck_assert_uint_eq(rv64_pc(rig.core), HANDLER);
    ck_assert_uint_eq(csr(MCAUSE), 11);
}
END_TEST

START_TEST(mret_takes_a_pending_interrupt_at_once) {
    emit_interrupt_setup(0);
    emit(WFI);
    emit(addi(A1, A1, 1));
    emit(jal(0, -8));
    rig.code_end = HANDLER;
    emit(addi(A0, A0, 1));
    emit(MRET);
    rv64_set_external_interrupt(rig.core, true);
    run(7 + 10);
    ck_assert_uint_eq(reg(A0), 5); /* level: over and over, nothing else runs */
    ck_assert_uint_eq(reg(A1), 0);
    rv64_set_external_interrupt(rig.core, false);
    ck_assert_int_eq(run(20), RV64_WFI);
    ck_assert_uint_eq(reg(A0), 6); /* the one that the last mret had taken */
}
END_TEST

START_TEST(wfi_sleeps_until_an_enabled_interrupt_is_pending) {
    emit_interrupt_setup(0);
    emit(i_type(0x73, 7, 0, 8, MSTATUS)); /* MIE off */
    emit(WFI);
    emit(addi(A0, 0, 1));
    ck_assert_int_eq(run(100), RV64_WFI);
    ck_assert_uint_eq(rv64_pc(rig.core), RIG_CODE + 36);
    ck_assert_uint_eq(rv64_instructions(rig.core), 9);
    ck_assert_int_eq(run(100), RV64_WFI); /* still */
    ck_assert_uint_eq(rv64_instructions(rig.core), 9);
    rv64_set_external_interrupt(rig.core, true);
    ck_assert_int_eq(run(1), RV64_BUDGET); /* wakes, and with MIE off takes no trap */
    ck_assert_uint_eq(reg(A0), 1);
}
END_TEST

START_TEST(wfi_returns_to_the_instruction_after_it) {
    emit_interrupt_setup(0);
    emit(WFI);
    rig.code_end = HANDLER;
    emit(NOP);
    ck_assert_int_eq(run(100), RV64_WFI);
    rv64_set_external_interrupt(rig.core, true);
    ck_assert_int_eq(run(1), RV64_BUDGET);
    ck_assert_uint_eq(csr(MEPC), RIG_CODE + 32);
}
END_TEST

START_TEST(wfi_is_a_nop_when_something_is_pending) {
    emit_constant(T0, ENABLE_EXTERNAL);
    emit(csrrw(0, MIE, T0));
    emit(WFI);
    emit(addi(A0, 0, 1));
    rv64_set_external_interrupt(rig.core, true);
    ck_assert_int_eq(run(5), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 1);
}
END_TEST

static void lower_interrupt(struct rig *r, uint64_t value) {
    rv64_set_external_interrupt(r->core, value != 0);
}

START_TEST(a_device_raises_the_interrupt_from_inside_a_store) {
    rig.on_store = lower_interrupt;
    emit_interrupt_setup(0);
    emit_device_address(T1);
    emit(s_type(0x23, 3, T1, T1, 0));
    emit(addi(A0, 0, 1)); /* the handler comes before this */
    rig.code_end = HANDLER;
    emit(s_type(0x23, 3, T1, 0, 0));
    emit(MRET);
    ck_assert_int_eq(run(10), RV64_BUDGET);
    ck_assert_uint_eq(rv64_pc(rig.core), HANDLER);
    ck_assert_uint_eq(csr(MEPC), RIG_CODE + 40);
    ck_assert_uint_eq(reg(A0), 0);
    ck_assert_int_eq(run(3), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 1);
    ck_assert_uint_eq(csr(MIP), 0);
}
END_TEST

static void halt(struct rig *r, uint64_t value) {
    rv64_halt(r->core);
}

START_TEST(a_device_halts_the_core) {
    rig.on_store = halt;
    emit_device_address(T1);
    emit(s_type(0x23, 3, T1, T1, 0));
    emit(addi(A0, 0, 1));
    ck_assert_int_eq(run(3), RV64_HALTED);
    ck_assert_uint_eq(rv64_pc(rig.core), RIG_CODE + 12);
    ck_assert_uint_eq(rv64_instructions(rig.core), 3);
    ck_assert_int_eq(run(1), RV64_BUDGET); /* goes on after it */
    ck_assert_uint_eq(reg(A0), 1);
}
END_TEST

/* ---- memory ---- */

START_TEST(devices_are_asked_each_time) {
    emit_device_address(T1);
    emit(i_type(0x03, 3, A0, T1, 0));
    emit(s_type(0x23, 3, T1, A0, 0));
    emit(i_type(0x07, 3, 1, T1, 0)); /* fld needs FS */
    rig.device = 0x1122334455667788;
    ck_assert_int_eq(run(4), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 0x1122334455667788);
    ck_assert_uint_eq(rig.device_accesses, 2);
    ck_assert_int_eq(run(1), RV64_HALTED);
    ck_assert_uint_eq(rig.device_accesses, 2);
}
END_TEST

START_TEST(loads_extend) {
    static const struct {
        unsigned funct3;
        uint64_t expected;
    } loads[] = {{0, 0xffffffffffffff88},
                 {1, 0xffffffffffff8788},
                 {2, 0xffffffff85868788},
                 {3, 0x8182838485868788},
                 {4, 0x88},
                 {5, 0x8788},
                 {6, 0x85868788}};
    emit_constant(T0, RIG_DATA + 0x800);
    rig_poke(&rig, RIG_DATA, 0x8182838485868788);
    for (size_t i = 0; i < 7; i++) {
        rig.code_end = RIG_CODE + 8;
        emit(i_type(0x03, loads[i].funct3, A0, T0, -2048));
        rv64_reset(rig.core, RIG_CODE);
        run(3);
        ck_assert_uint_eq(reg(A0), loads[i].expected);
    }
}
END_TEST

START_TEST(stores_change_only_their_bytes) {
    emit_constant(T0, RIG_DATA);
    emit(addi(T1, 0, -1));
    for (unsigned funct3 = 0; funct3 < 4; funct3++) {
        rig.code_end = RIG_CODE + 12;
        emit(s_type(0x23, funct3, T0, T1, 8));
        rig_poke(&rig, RIG_DATA + 8, 0);
        rv64_reset(rig.core, RIG_CODE);
        run(4);
        ck_assert_uint_eq(rig_peek(&rig, RIG_DATA + 8), UINT64_MAX >> (64 - (8 << funct3)));
        ck_assert_uint_eq(rig_peek(&rig, RIG_DATA), 0);
        ck_assert_uint_eq(rig_peek(&rig, RIG_DATA + 16), 0);
    }
}
END_TEST

static void emit_misaligned_pair(uint32_t address) {
    rig.code_end = RIG_CODE;
    emit_constant(T0, address);
    emit(i_type(0x03, 3, T1, T0, 0));
    emit(s_type(0x23, 3, T0, A0, 0));
}

START_TEST(misaligned_accesses_trap) {
    emit_misaligned_pair(RIG_DATA + 4);
    ck_assert_int_eq(run(3), RV64_HALTED);
    expect_trap(4, RIG_CODE + 8, RIG_DATA + 4);
    rig_poke(&rig, RIG_CODE + 8, s_type(0x23, 3, T0, A0, 0));
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(run(3), RV64_HALTED);
    expect_trap(6, RIG_CODE + 8, RIG_DATA + 4);
}
END_TEST

START_TEST(misaligned_accesses_work_where_the_bus_allows_them) {
    rig_end(&rig);
    rig_start(&rig, true);
    for (unsigned offset = 1; offset < 8; offset++) { /* within a page, and across two */
        for (uint32_t base = RIG_DATA; base <= RIG_DATA + 0xff8; base += 0xff8) {
            emit_misaligned_pair(base + offset);
            rig_poke(&rig, base, 0x1011121314151617);
            rig_poke(&rig, base + 8, 0x18191a1b1c1d1e1f);
            rv64_reset(rig.core, RIG_CODE);
            ck_assert_int_eq(run(4), RV64_BUDGET);
            uint64_t low = 0x1011121314151617 >> 8 * offset;
            uint64_t high = 0x18191a1b1c1d1e1fu << (64 - 8 * offset);
            ck_assert_uint_eq(reg(T1), low | high);
            ck_assert_uint_eq(rig_peek(&rig, base + offset), 0);
            ck_assert_uint_eq(rig.memory[base + offset - 1], 0x17 - (offset - 1));
        }
    }
    emit_misaligned_pair(RIG_BYTES - 4); /* half of it is nowhere */
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(run(4), RV64_HALTED);
    expect_trap(5, RIG_CODE + 8, RIG_BYTES - 4);
}
END_TEST

START_TEST(atomics_are_always_aligned) {
    rig_end(&rig);
    rig_start(&rig, true);
    static const struct {
        unsigned funct5, cause;
    } atomics[] = {{0x02, 4}, {0x03, 6}, {0x00, 6}};
    for (size_t i = 0; i < 3; i++) {
        rig.code_end = RIG_CODE;
        emit_constant(T0, RIG_DATA + 4);
        emit(r_type(0x2f, 3, atomics[i].funct5 << 2, A0, T0, 0));
        rv64_reset(rig.core, RIG_CODE);
        ck_assert_int_eq(run(3), RV64_HALTED);
        expect_trap(atomics[i].cause, RIG_CODE + 8, RIG_DATA + 4);
    }
}
END_TEST

START_TEST(store_conditional_needs_a_reservation) {
    emit_constant(T0, RIG_DATA);
    emit(r_type(0x2f, 3, 3 << 2, A0, T0, T0)); /* sc.d without: fails */
    emit(r_type(0x2f, 3, 2 << 2, A1, T0, 0));  /* lr.d */
    emit(r_type(0x2f, 3, 3 << 2, A1, T0, T0)); /* sc.d: succeeds */
    emit(r_type(0x2f, 3, 3 << 2, A2, T0, 0));  /* the reservation is used up */
    rig_poke(&rig, RIG_DATA, 99);
    run(3);
    ck_assert_uint_eq(reg(A0), 1);
    ck_assert_uint_eq(rig_peek(&rig, RIG_DATA), 99);
    run(1);
    ck_assert_uint_eq(reg(A1), 99);
    run(2);
    ck_assert_uint_eq(reg(A1), 0);
    ck_assert_uint_eq(reg(A2), 1);
    ck_assert_uint_eq(rig_peek(&rig, RIG_DATA), RIG_DATA);

    rig_poke(&rig, RIG_DATA, 99); /* another one writes in between */
    rv64_reset(rig.core, RIG_CODE + 0);
    run(4);
    rig_poke(&rig, RIG_DATA, 100);
    run(1);
    ck_assert_uint_eq(reg(A1), 1);
    ck_assert_uint_eq(rig_peek(&rig, RIG_DATA), 100);
}
END_TEST

/* ---- code ---- */

START_TEST(fence_i_makes_new_code_visible) {
    emit_constant(T0, RIG_CODE + 0x100);
    emit_constant(T1, addi(A0, 0, 2));
    emit(jal(1, 0x100 - 16));
    emit(s_type(0x23, 2, T0, T1, 0)); /* at code + 0x14 */
    emit(FENCE_I);
    emit(jal(1, 0x100 - 0x1c));
    rig.code_end = RIG_CODE + 0x100;
    emit(addi(A0, 0, 1));
    emit(i_type(0x67, 0, 0, 1, 0));
    run(7);
    ck_assert_uint_eq(reg(A0), 1);
    run(4);
    ck_assert_uint_eq(reg(A0), 2);
}
END_TEST

START_TEST(code_runs_across_pages) {
    rig.code_end = RIG_CODE + 0xffc;
    emit(addi(A0, 0, 1));
    emit(addi(A1, 0, 2)); /* first of the next page */
    emit(jal(0, -0x1004));
    rig.code_end = RIG_CODE;
    emit(b_type(0, 0, 0, 0xffc));
    ck_assert_int_eq(run(3), RV64_BUDGET);
    ck_assert_uint_eq(reg(A1), 2);
    ck_assert_uint_eq(rv64_pc(rig.core), RIG_CODE + 0x1004);
    ck_assert_int_eq(run(3), RV64_BUDGET);
    ck_assert_uint_eq(rv64_pc(rig.core), RIG_CODE + 0x1000);
}
END_TEST

START_TEST(the_same_path_in_steps_of_any_size) {
    emit(addi(A0, A0, 1));
    emit(b_type(1, A0, A1, -4));
    emit(jal(0, -8));
    for (uint64_t step = 1; step < 8; step++) {
        rv64_reset(rig.core, RIG_CODE);
        for (uint64_t done = 0; done < 840; done += step)
            ck_assert_int_eq(run(step), RV64_BUDGET);
        ck_assert_uint_eq(rv64_instructions(rig.core), 840);
        ck_assert_uint_eq(reg(A0), 420);
    }
    ck_assert_int_eq(run(0), RV64_BUDGET);
    ck_assert_uint_eq(rv64_instructions(rig.core), 840);
}
END_TEST

START_TEST(x0_stays_zero) {
    emit(addi(0, 0, 5));
    emit(i_type(0x03, 3, 0, 0, 0));
    emit(csrrs(0, MISA, 0));
    emit(addi(A0, 0, 0));
    rig_poke(&rig, 0, 77);
    ck_assert_int_eq(run(4), RV64_BUDGET);
    ck_assert_uint_eq(reg(0), 0);
    ck_assert_uint_eq(reg(A0), 0);
}
END_TEST

/* ---- control registers ---- */

/* What remains of all ones, then of zero. */
static void check_writable_bits(unsigned number, uint64_t ones, uint64_t zeros) {
    rig.code_end = RIG_CODE;
    emit(addi(T0, 0, -1));
    emit(csrrw(A0, number, T0));
    emit(csrrs(A0, number, 0));
    emit(csrrw(0, number, 0));
    emit(csrrs(A1, number, 0));
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(run(5), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), ones);
    ck_assert_uint_eq(reg(A1), zeros);
}

START_TEST(registers_keep_their_writable_bits) {
    const uint64_t misa = 2ull << 62 | 0x1129; /* RV64 with A, D, F, I, M */
    check_writable_bits(MSTATUS, 1ull << 63 | 0x7888, 0x1800);
    check_writable_bits(MISA, misa, misa);
    check_writable_bits(MIE, 0x888, 0);
    check_writable_bits(MTVEC, ~2ull, 0);
    check_writable_bits(MSCRATCH, ~0ull, 0);
    check_writable_bits(MEPC, ~3ull, 0);
    check_writable_bits(MCAUSE, ~0ull, 0);
    check_writable_bits(MTVAL, ~0ull, 0);
    check_writable_bits(MIP, 0, 0);
    check_writable_bits(0x320, 0, 0);
    check_writable_bits(0x3a0, 0, 0); /* memory protection */
    check_writable_bits(0x3ef, 0, 0);
    check_writable_bits(0x7a0, 0, 0); /* triggers */
    check_writable_bits(0xb03, 0, 0);
}
END_TEST

START_TEST(csr_instructions_set_and_clear) {
    emit(addi(T0, 0, 0x55));
    emit(csrrw(0, MSCRATCH, T0));
    emit(addi(T1, 0, 0x0f));
    emit(csrrs(A0, MSCRATCH, T1));             /* 55 → 5f */
    emit(i_type(0x73, 3, A1, T0, MSCRATCH));   /* csrrc: 5f → 0a */
    emit(i_type(0x73, 6, A2, 0x11, MSCRATCH)); /* csrrsi: 0a → 1b */
    emit(i_type(0x73, 7, T2, 0x02, MSCRATCH)); /* csrrci: 1b → 19 */
    emit(i_type(0x73, 5, T0, 0x1f, MSCRATCH)); /* csrrwi: 19 → 1f */
    ck_assert_int_eq(run(8), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 0x55);
    ck_assert_uint_eq(reg(A1), 0x5f);
    ck_assert_uint_eq(reg(A2), 0x0a);
    ck_assert_uint_eq(reg(T2), 0x1b);
    ck_assert_uint_eq(reg(T0), 0x19);
    ck_assert_uint_eq(csr(MSCRATCH), 0x1f);
}
END_TEST

START_TEST(float_state_is_one_register_under_three_names) {
    emit_constant(T0, 0x2000);
    emit(csrrs(0, MSTATUS, T0));
    emit(addi(T0, 0, -1));
    emit(csrrw(0, 0x003, T0));
    emit(csrrs(A0, 0x003, 0));
    emit(i_type(0x73, 5, A1, 3, 0x001)); /* fflags */
    emit(i_type(0x73, 5, A2, 2, 0x002)); /* frm */
    emit(csrrs(T1, 0x003, 0));
    emit(csrrs(T2, MSTATUS, 0));
    ck_assert_int_eq(run(10), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 0xff);
    ck_assert_uint_eq(reg(A1), 0x1f);
    ck_assert_uint_eq(reg(A2), 7);
    ck_assert_uint_eq(reg(T1), 0x43);
    ck_assert_uint_eq(reg(T2) & (1ull << 63 | 0x6000), 1ull << 63 | 0x6000);
}
END_TEST

START_TEST(counters_count_and_can_be_set) {
    emit(csrrs(A0, MINSTRET, 0));
    emit(NOP);
    emit(csrrs(A1, INSTRET, 0));
    emit(addi(T0, 0, 1000));
    emit(csrrw(0, MINSTRET, T0));
    emit(csrrs(A2, MINSTRET, 0)); /* what was written */
    emit(csrrw(0, MCYCLE, 0));
    emit(csrrs(T1, 0xc00, 0));
    emit(csrrs(T2, 0xc00, 0));
    ck_assert_int_eq(run(9), RV64_BUDGET);
    ck_assert_uint_eq(reg(A0), 0);
    ck_assert_uint_eq(reg(A1), 2);
    ck_assert_uint_eq(reg(A2), 1000);
    ck_assert_uint_eq(reg(T1), 0);
    ck_assert_uint_eq(reg(T2), 1);
    ck_assert_uint_eq(rv64_instructions(rig.core), 9);
}
END_TEST

START_TEST(flags_survive_the_end_of_a_run) {
    emit_constant(T0, 0x2000);
    emit(csrrs(0, MSTATUS, T0));
    emit(r_type(0x53, 0, 0x69, 1, 0, 0)); /* fcvt.d.w of 0 */
    emit(r_type(0x53, 0, 0x0d, 2, 1, 1)); /* 0 / 0 */
    emit(addi(T1, 0, 3));
    emit(r_type(0x53, 0, 0x69, 3, T1, 0));
    emit(addi(T1, 0, 1));
    emit(r_type(0x53, 0, 0x69, 4, T1, 0));
    emit(r_type(0x53, 0, 0x0d, 2, 4, 3)); /* 1 / 3 */
    run(4);
    ck_assert_uint_eq(csr(0x001), 0);
    run(1);
    ck_assert_uint_eq(csr(0x001), 0x10);
    run(5);
    ck_assert_uint_eq(csr(0x001), 0x11);
}
END_TEST

START_TEST(reset_forgets_state_and_code) {
    emit_interrupt_setup(0);
    emit(addi(A0, 0, 5));
    run(8);
    ck_assert_uint_eq(reg(A0), 5);
    rig_poke(&rig, RIG_CODE, addi(A1, 0, 6));
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_uint_eq(reg(A0), 0);
    ck_assert_uint_eq(csr(MIE), 0);
    ck_assert_uint_eq(csr(MTVEC), 0);
    ck_assert_uint_eq(rv64_instructions(rig.core), 0);
    run(1);
    ck_assert_uint_eq(reg(A1), 6);
}
END_TEST

SUITE("rv64", setup, teardown, a_trap_without_handler_halts, what_is_not_implemented_is_illegal,
      control_registers_that_do_not_exist_are_illegal, read_only_registers_cannot_be_written,
      bad_addresses_trap, misaligned_jumps_trap_at_the_jump, a_handler_runs_and_returns,
      an_endless_trap_uses_up_the_budget, an_interrupt_is_taken_when_enabled,
      vectored_interrupts_go_to_their_entry_and_exceptions_to_the_base,
      mret_takes_a_pending_interrupt_at_once, wfi_sleeps_until_an_enabled_interrupt_is_pending,
      wfi_returns_to_the_instruction_after_it, wfi_is_a_nop_when_something_is_pending,
      a_device_raises_the_interrupt_from_inside_a_store, a_device_halts_the_core,
      devices_are_asked_each_time, loads_extend, stores_change_only_their_bytes,
      misaligned_accesses_trap, misaligned_accesses_work_where_the_bus_allows_them,
      atomics_are_always_aligned, store_conditional_needs_a_reservation,
      fence_i_makes_new_code_visible, code_runs_across_pages, the_same_path_in_steps_of_any_size,
      x0_stays_zero, registers_keep_their_writable_bits, csr_instructions_set_and_clear,
      float_state_is_one_register_under_three_names, counters_count_and_can_be_set,
      flags_survive_the_end_of_a_run, reset_forgets_state_and_code)
