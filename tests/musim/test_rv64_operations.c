/* Every computing instruction of the Neutrino, on random operands, against C: a loop loads the
 * operands, executes the instruction and stores its result and flags. */
#include "musim/softfloat/softfloat.h"
#include "tests/musim/rv64_rig.h"

#include "tests/suite.h"

static struct rig rig;

static void setup(void) {
    rig_start(&rig, false);
}

static void teardown(void) {
    rig_end(&rig);
}

static uint64_t random_state = 88172645463325252;

static uint64_t random_bits(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * 0x2545f4914f6cdd1d;
}

static uint64_t random_integer(void) {
    static const uint64_t edges[] = {0,
                                     1,
                                     2,
                                     31,
                                     32,
                                     63,
                                     0x7fffffff,
                                     0x80000000,
                                     0xffffffff,
                                     INT64_MAX,
                                     1ull << 63,
                                     UINT64_MAX,
                                     0xffffffff80000000};
    switch (random_bits() % 4) {
    case 0: return edges[random_bits() % (sizeof edges / sizeof *edges)];
    case 1: return random_bits() >> random_bits() % 64;
    case 2: return -(random_bits() >> random_bits() % 64);
    default: return random_bits();
    }
}

#define EXPECT(condition, ...)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg(__VA_ARGS__);                                                             \
    } while (0)

/* ---- integer ---- */

static uint64_t sext(uint64_t value) {
    return (uint64_t)(int32_t)value;
}

/* Names a and b are the operands as unsigned, sa and sb as signed numbers; wa and wb, uwa and uwb
 * their low words. */
#define REGISTER_OPERATIONS(X)                                                                     \
    X(add, 0x33, 0, 0x00, a + b)                                                                   \
    X(sub, 0x33, 0, 0x20, a - b)                                                                   \
    X(sll, 0x33, 1, 0x00, a << (b % 64))                                                           \
    X(slt, 0x33, 2, 0x00, sa < sb)                                                                 \
    X(sltu, 0x33, 3, 0x00, a < b)                                                                  \
    X(xor, 0x33, 4, 0x00, a ^ b)                                                                   \
    X(srl, 0x33, 5, 0x00, a >> (b % 64))                                                           \
    X(sra, 0x33, 5, 0x20, (uint64_t)(sa >> (b % 64)))                                              \
    X(or, 0x33, 6, 0x00, a | b)                                                                    \
    X(and, 0x33, 7, 0x00, a &b)                                                                    \
    X(addw, 0x3b, 0, 0x00, sext(a + b))                                                            \
    X(subw, 0x3b, 0, 0x20, sext(a - b))                                                            \
    X(sllw, 0x3b, 1, 0x00, sext(a << (b % 32)))                                                    \
    X(srlw, 0x3b, 5, 0x00, sext(uwa >> (b % 32)))                                                  \
    X(sraw, 0x3b, 5, 0x20, (uint64_t)(int64_t)(wa >> (b % 32)))                                    \
    X(mul, 0x33, 0, 0x01, a *b)                                                                    \
    X(mulh, 0x33, 1, 0x01, (uint64_t)((__int128)sa * sb >> 64))                                    \
    X(mulhsu, 0x33, 2, 0x01, (uint64_t)((__int128)sa * (__int128)b >> 64))                         \
    X(mulhu, 0x33, 3, 0x01, (uint64_t)((unsigned __int128)a * b >> 64))                            \
    X(div, 0x33, 4, 0x01, !b ? -1ull : (uint64_t)((__int128)sa / sb))                              \
    X(divu, 0x33, 5, 0x01, !b ? -1ull : a / b)                                                     \
    X(rem, 0x33, 6, 0x01, !b ? a : (uint64_t)((__int128)sa % sb))                                  \
    X(remu, 0x33, 7, 0x01, !b ? a : a % b)                                                         \
    X(mulw, 0x3b, 0, 0x01, sext(a *b))                                                             \
    X(divw, 0x3b, 4, 0x01, !wb ? -1ull : sext((uint64_t)((int64_t)wa / wb)))                       \
    X(divuw, 0x3b, 5, 0x01, !uwb ? -1ull : sext(uwa / uwb))                                        \
    X(remw, 0x3b, 6, 0x01, !wb ? sext(a) : sext((uint64_t)((int64_t)wa % wb)))                     \
    X(remuw, 0x3b, 7, 0x01, !uwb ? sext(a) : sext(uwa % uwb))

#define OPERANDS(a, b)                                                                             \
    int64_t sa = (int64_t)(a), sb = (int64_t)(b);                                                  \
    int32_t wa = (int32_t)(a), wb = (int32_t)(b);                                                  \
    uint32_t uwa = (uint32_t)(a), uwb = (uint32_t)(b);                                             \
    (void)sa, (void)sb, (void)wa, (void)wb, (void)uwa, (void)uwb;

struct operation {
    const char *name;
    unsigned opcode, funct3, funct7;
    uint64_t (*expected)(uint64_t a, uint64_t b);
};

#define X(name, opcode, funct3, funct7, expression)                                                \
    static uint64_t expected_##name(uint64_t a, uint64_t b) {                                      \
        OPERANDS(a, b)                                                                             \
        return expression;                                                                         \
    }
REGISTER_OPERATIONS(X)
#undef X
#define X(name, opcode, funct3, funct7, expression)                                                \
    {#name, opcode, funct3, funct7, expected_##name},
static const struct operation register_operations[] = {REGISTER_OPERATIONS(X)};
#undef X

/* Emits the loop: ld x5; ld x6; instruction with rd = x7; sd x7; jump back. */
static void emit_integer_loop(uint32_t instruction) {
    rig.code_end = RIG_CODE;
    rig_emit(&rig, u_type(0x37, 10, RIG_DATA >> 12));
    rig_emit(&rig, i_type(0x03, 3, 5, 10, 0));
    rig_emit(&rig, i_type(0x03, 3, 6, 10, 8));
    rig_emit(&rig, instruction);
    rig_emit(&rig, s_type(0x23, 3, 10, 7, 16));
    rig_emit(&rig, jal(0, -16));
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(rv64_run(rig.core, 1), RV64_BUDGET);
}

static uint64_t run_integer(uint64_t a, uint64_t b) {
    rig_poke(&rig, RIG_DATA, a);
    rig_poke(&rig, RIG_DATA + 8, b);
    EXPECT(rv64_run(rig.core, 5) == RV64_BUDGET, "stopped");
    return rig_peek(&rig, RIG_DATA + 16);
}

START_TEST(register_register) {
    for (size_t i = 0; i < sizeof register_operations / sizeof *register_operations; i++) {
        const struct operation *op = &register_operations[i];
        emit_integer_loop(r_type(op->opcode, op->funct3, op->funct7, 7, 5, 6));
        for (int n = 0; n < 5000; n++) {
            uint64_t a = random_integer(), b = random_integer();
            uint64_t result = run_integer(a, b), expected = op->expected(a, b);
            EXPECT(result == expected, "%s %lx, %lx: %lx, expected %lx", op->name, a, b, result,
                   expected);
        }
    }
}
END_TEST

/* The immediate forms are the register forms with a sign-extended immediate, or a shift amount. */
START_TEST(register_immediate) {
    static const struct {
        unsigned opcode, funct3, funct7, amount_bits; /* 0: no shift */
        const char *same_as;
    } forms[] = {
        {0x13, 0, 0, 0, "add"},     {0x13, 2, 0, 0, "slt"},     {0x13, 3, 0, 0, "sltu"},
        {0x13, 4, 0, 0, "xor"},     {0x13, 6, 0, 0, "or"},      {0x13, 7, 0, 0, "and"},
        {0x13, 1, 0x00, 6, "sll"},  {0x13, 5, 0x00, 6, "srl"},  {0x13, 5, 0x20, 6, "sra"},
        {0x1b, 0, 0, 0, "addw"},    {0x1b, 1, 0x00, 5, "sllw"}, {0x1b, 5, 0x00, 5, "srlw"},
        {0x1b, 5, 0x20, 5, "sraw"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct operation *op = register_operations;
        while (strcmp(op->name, forms[i].same_as))
            op++;
        for (int n = 0; n < 500; n++) {
            unsigned bits = forms[i].amount_bits;
            int immediate = (int)(random_integer() & 0xfff);
            immediate = bits ? immediate & ((1 << bits) - 1) : immediate - 2048;
            emit_integer_loop(i_type(forms[i].opcode, forms[i].funct3, 7, 5,
                                     immediate | (int)forms[i].funct7 << 5));
            uint64_t a = random_integer();
            uint64_t result = run_integer(a, 0);
            uint64_t expected = op->expected(a, (uint64_t)(int64_t)immediate);
            EXPECT(result == expected, "%s immediate %lx, %d: %lx, expected %lx", op->name, a,
                   immediate, result, expected);
        }
    }
}
END_TEST

START_TEST(branches) {
    static const unsigned funct3[] = {0, 1, 4, 5, 6, 7};
    for (int kind = 0; kind < 6; kind++) {
        rig.code_end = RIG_CODE;
        rig_emit(&rig, u_type(0x37, 10, RIG_DATA >> 12));
        rig_emit(&rig, i_type(0x03, 3, 5, 10, 0));
        rig_emit(&rig, i_type(0x03, 3, 6, 10, 8));
        rig_emit(&rig, addi(7, 0, 1));
        rig_emit(&rig, b_type(funct3[kind], 5, 6, 12));
        rig_emit(&rig, addi(7, 0, 0)); /* not taken */
        rig_emit(&rig, jal(0, -20));
        rig_emit(&rig, addi(0, 0, 0)); /* taken */
        rig_emit(&rig, jal(0, -28));
        rv64_reset(rig.core, RIG_CODE);
        rv64_run(rig.core, 1);
        for (int n = 0; n < 3000; n++) {
            uint64_t a = random_integer(), b = n % 4 ? random_integer() : a;
            bool less = (int64_t)a < (int64_t)b;
            bool expected[] = {a == b, a != b, less, !less, a < b, a >= b};
            rig_poke(&rig, RIG_DATA, a);
            rig_poke(&rig, RIG_DATA + 8, b);
            EXPECT(rv64_run(rig.core, 6) == RV64_BUDGET, "stopped");
            EXPECT(rv64_register(rig.core, 7) == expected[kind], "branch %d of %lx, %lx", kind, a,
                   b);
        }
    }
}
END_TEST

/* ---- atomics: memory operand at x5 = the address, register operand x6 ---- */

static uint64_t expected_amo(unsigned funct5, uint64_t old, uint64_t operand, bool wide) {
    int64_t s = wide ? (int64_t)old : (int32_t)old;
    int64_t t = wide ? (int64_t)operand : (int32_t)operand;
    uint64_t u = wide ? old : (uint32_t)old;
    uint64_t v = wide ? operand : (uint32_t)operand;
    switch (funct5) {
    case 0x00: return old + operand;
    case 0x01: return operand;
    case 0x04: return old ^ operand;
    case 0x08: return old | operand;
    case 0x0c: return old & operand;
    case 0x10: return s < t ? old : operand;
    case 0x14: return s > t ? old : operand;
    case 0x18: return u < v ? old : operand;
    default: return u > v ? old : operand;
    }
}

START_TEST(atomic_operations) {
    static const unsigned funct5[] = {0x00, 0x01, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c};
    for (int kind = 0; kind < 18; kind++) {
        bool wide = kind & 1;
        unsigned f = funct5[kind / 2];
        emit_integer_loop(r_type(0x2f, wide ? 3 : 2, f << 2 | 3, 7, 5, 6));
        for (int n = 0; n < 2000; n++) {
            uint64_t old = random_integer(), operand = random_integer();
            rig_poke(&rig, RIG_DATA + 64, old);
            uint64_t result = run_integer(RIG_DATA + 64, operand);
            uint64_t memory = expected_amo(f, old, operand, wide);
            if (!wide)
                memory = (old & ~0xffffffffull) | (uint32_t)memory;
            EXPECT(result == (wide ? old : sext(old)), "amo %x: result %lx", f, result);
            EXPECT(rig_peek(&rig, RIG_DATA + 64) == memory, "amo %x of %lx, %lx: memory %lx", f,
                   old, operand, rig_peek(&rig, RIG_DATA + 64));
        }
    }
}
END_TEST

/* ---- floating point ---- */

/* Bits of a register: mostly values of the format, close enough to each other to interact; singles
 * now and then without their box. */
static uint64_t random_float(enum sf_format f) {
    static const uint64_t single_edges[] = {
        0, 0x80000000, 0x3f800000, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001,
        1, 0x807fffff, 0x7f7fffff, 0x4f000000, 0xcf000000, 0x5f800000};
    static const uint64_t double_edges[] = {0,
                                            1ull << 63,
                                            0x3ff0000000000000,
                                            0x7ff0000000000000,
                                            0xfff0000000000000,
                                            0x7ff8000000000000,
                                            0x7ff0000000000001,
                                            1,
                                            0x800fffffffffffff,
                                            0x7fefffffffffffff,
                                            0x41e0000000000000,
                                            0xc1e0000000000000,
                                            0x43f0000000000000,
                                            0x3810000000000000};
    uint64_t edge = random_bits() % 13;
    bool use_edge = random_bits() % 4 == 0;
    if (f == SF_F64) {
        uint64_t near = (random_bits() & ~(0x7ffull << 52)) | (1023 - 40 + random_bits() % 80)
                                                                  << 52;
        return use_edge ? double_edges[edge] : random_bits() % 8 ? near : random_bits();
    }
    uint32_t near = (random_bits() & 0x807fffff) | (127 - 40 + random_bits() % 80) << 23;
    uint32_t word = use_edge ? single_edges[edge] : random_bits() % 8 ? near : random_bits();
    return (random_bits() % 32 ? 0xffffffffull : random_bits() >> 32) << 32 | word;
}

static uint64_t unboxed(enum sf_format f, uint64_t bits) {
    if (f == SF_F64)
        return bits;
    return bits >> 32 == 0xffffffff ? (uint32_t)bits : 0x7fc00000;
}

enum shape {
    BINARY,      /* f, f → f */
    UNARY,       /* f → f, rs2 is part of the opcode */
    FROM_FORMAT, /* the other format → f, likewise */
    TERNARY,     /* f, f, f → f */
    SELECT,      /* f, f → f, funct3 is part of the opcode */
    TO_INTEGER,  /* f → x, rs2 is part of the opcode */
    FROM_INTEGER,
    COMPARE, /* f, f → x, funct3 is part of the opcode */
    CLASSIFY
};

struct float_operation {
    const char *name;
    enum shape shape;
    unsigned opcode, funct3, funct5, rs2;
};

/* funct7 is funct5 and the format. */
static const struct float_operation float_operations[] = {
    {"fadd", BINARY, 0x53, 0, 0x00, 0},          {"fsub", BINARY, 0x53, 0, 0x01, 0},
    {"fmul", BINARY, 0x53, 0, 0x02, 0},          {"fdiv", BINARY, 0x53, 0, 0x03, 0},
    {"fsqrt", UNARY, 0x53, 0, 0x0b, 0},          {"fcvt.f.f", FROM_FORMAT, 0x53, 0, 0x08, 0},
    {"fmadd", TERNARY, 0x43, 0, 0, 0},           {"fmsub", TERNARY, 0x47, 0, 0, 0},
    {"fnmsub", TERNARY, 0x4b, 0, 0, 0},          {"fnmadd", TERNARY, 0x4f, 0, 0, 0},
    {"fsgnj", SELECT, 0x53, 0, 0x04, 0},         {"fsgnjn", SELECT, 0x53, 1, 0x04, 0},
    {"fsgnjx", SELECT, 0x53, 2, 0x04, 0},        {"fmin", SELECT, 0x53, 0, 0x05, 0},
    {"fmax", SELECT, 0x53, 1, 0x05, 0},          {"fcvt.w", TO_INTEGER, 0x53, 0, 0x18, 0},
    {"fcvt.wu", TO_INTEGER, 0x53, 0, 0x18, 1},   {"fcvt.l", TO_INTEGER, 0x53, 0, 0x18, 2},
    {"fcvt.lu", TO_INTEGER, 0x53, 0, 0x18, 3},   {"fcvt.w", FROM_INTEGER, 0x53, 0, 0x1a, 0},
    {"fcvt.wu", FROM_INTEGER, 0x53, 0, 0x1a, 1}, {"fcvt.l", FROM_INTEGER, 0x53, 0, 0x1a, 2},
    {"fcvt.lu", FROM_INTEGER, 0x53, 0, 0x1a, 3}, {"fle", COMPARE, 0x53, 0, 0x14, 0},
    {"flt", COMPARE, 0x53, 1, 0x14, 0},          {"feq", COMPARE, 0x53, 2, 0x14, 0},
    {"fclass", CLASSIFY, 0x53, 1, 0x1c, 0},      {"fmv.x", CLASSIFY, 0x53, 0, 0x1c, 0},
    {"fmv.f.x", FROM_INTEGER, 0x53, 0, 0x1e, 0},
};

static uint64_t expected_arithmetic(const struct float_operation *op, enum sf_format f,
                                    const uint64_t v[3], enum sf_rounding rm, unsigned *flags) {
    switch (op->funct5) {
    case 0x00: return sf_add(f, v[0], v[1], rm, flags);
    case 0x01: return sf_sub(f, v[0], v[1], rm, flags);
    case 0x02: return sf_mul(f, v[0], v[1], rm, flags);
    case 0x03: return sf_div(f, v[0], v[1], rm, flags);
    default: return sf_sqrt(f, v[0], rm, flags);
    }
}

static uint64_t expected_select(const struct float_operation *op, enum sf_format f,
                                const uint64_t v[3], unsigned *flags) {
    uint64_t sign = f == SF_F64 ? 1ull << 63 : 1ull << 31;
    uint64_t second = op->funct3 == 0 ? v[1] : op->funct3 == 1 ? ~v[1] : v[0] ^ v[1];
    if (op->funct5 == 0x04)
        return (v[0] & ~sign) | (second & sign);
    return op->funct3 ? sf_max(f, v[0], v[1], flags) : sf_min(f, v[0], v[1], flags);
}

static uint64_t expected_compare(const struct float_operation *op, enum sf_format f,
                                 const uint64_t v[3], unsigned *flags) {
    switch (op->funct3) {
    case 0: return sf_le(f, v[0], v[1], flags);
    case 1: return sf_lt(f, v[0], v[1], flags);
    default: return sf_eq(f, v[0], v[1], flags);
    }
}

/* raw: the registers; the result is that of a register as well, but for singles' boxes. */
static uint64_t expected_float(const struct float_operation *op, enum sf_format f,
                               const uint64_t raw[3], enum sf_rounding rm, unsigned *flags) {
    enum sf_format other = f == SF_F64 ? SF_F32 : SF_F64;
    uint64_t sign = f == SF_F64 ? 1ull << 63 : 1ull << 31;
    uint64_t v[3];
    for (int i = 0; i < 3; i++)
        v[i] = unboxed(f, raw[i]);
    bool is_signed = !(op->rs2 & 1);
    unsigned bits = op->rs2 & 2 ? 64 : 32;
    switch (op->shape) {
    case BINARY:
    case UNARY: return expected_arithmetic(op, f, v, rm, flags);
    case FROM_FORMAT: return sf_convert(f, other, unboxed(other, raw[0]), rm, flags);
    case TERNARY:
        return sf_fma(f, v[0] ^ (op->opcode & 8 ? sign : 0), v[1],
                      v[2] ^ (op->opcode == 0x47 || op->opcode == 0x4f ? sign : 0), rm, flags);
    case SELECT: return expected_select(op, f, v, flags);
    case TO_INTEGER: return sf_to_integer(f, v[0], bits, is_signed, rm, flags);
    case FROM_INTEGER:
        if (op->funct5 == 0x1e)
            return f == SF_F64 ? raw[0] : (uint32_t)raw[0];
        return sf_from_integer(f, raw[0], bits, is_signed, rm, flags);
    case COMPARE: return expected_compare(op, f, v, flags);
    default:
        if (op->funct3)
            return sf_class(f, v[0]);
        return f == SF_F64 ? raw[0] : sext(raw[0]);
    }
}

/* lui x10; csrs mstatus, FS; then the loop: operands to x5 and f5, f6, f7; fsrm x9; fflags cleared;
 * instruction with rd = x8 or f8; result and fflags stored; jump back. */
enum { FLOAT_START = 4, FLOAT_LOOP = 11 };

static void emit_float_loop(uint32_t instruction, bool integer_result) {
    rig.code_end = RIG_CODE;
    rig_emit(&rig, u_type(0x37, 10, RIG_DATA >> 12));
    rig_emit(&rig, u_type(0x37, 11, 6));
    rig_emit(&rig, csrrs(0, 0x300, 11));
    rig_emit(&rig, addi(0, 0, 0));
    rig_emit(&rig, i_type(0x03, 3, 5, 10, 0));
    rig_emit(&rig, i_type(0x07, 3, 5, 10, 0));
    rig_emit(&rig, i_type(0x07, 3, 6, 10, 8));
    rig_emit(&rig, i_type(0x07, 3, 7, 10, 16));
    rig_emit(&rig, i_type(0x03, 3, 9, 10, 24));
    rig_emit(&rig, csrrw(0, 0x003, 9)); /* frm, and fflags = 0 */
    rig_emit(&rig, instruction);
    rig_emit(&rig, s_type(integer_result ? 0x23 : 0x27, 3, 10, 8, 32));
    rig_emit(&rig, csrrs(9, 0x001, 0));
    rig_emit(&rig, s_type(0x23, 3, 10, 9, 40));
    rig_emit(&rig, jal(0, -40));
    rv64_reset(rig.core, RIG_CODE);
    ck_assert_int_eq(rv64_run(rig.core, FLOAT_START), RV64_BUDGET);
}

static uint32_t encode_float(const struct float_operation *op, enum sf_format f, unsigned rm) {
    unsigned format = f == SF_F64;
    bool has_rounding =
        op->shape != SELECT && op->shape != COMPARE && op->shape != CLASSIFY && op->funct5 != 0x1e;
    unsigned funct3 = has_rounding ? rm : op->funct3;
    unsigned rs2 = op->rs2;
    if (op->shape == BINARY || op->shape == SELECT || op->shape == COMPARE)
        rs2 = 6;
    if (op->shape == FROM_FORMAT)
        rs2 = !format;
    if (op->shape == TERNARY)
        return r_type(op->opcode, funct3, 7 << 2 | format, 8, 5, 6);
    return r_type(op->opcode, funct3, op->funct5 << 2 | format, 8, 5, rs2);
}

static void check_float(const struct float_operation *op, enum sf_format f, enum sf_rounding rm,
                        bool integer_result) {
    uint64_t raw[3];
    for (int i = 0; i < 3; i++) {
        raw[i] = op->shape == FROM_INTEGER
                     ? random_integer()
                     : random_float(op->shape == FROM_FORMAT ? SF_F32 + SF_F64 - f : f);
        rig_poke(&rig, RIG_DATA + 8 * i, raw[i]);
    }
    rig_poke(&rig, RIG_DATA + 24, rm << 5);
    EXPECT(rv64_run(rig.core, FLOAT_LOOP) == RV64_BUDGET, "stopped");
    unsigned expected_flags = 0;
    uint64_t expected = expected_float(op, f, raw, rm, &expected_flags);
    if (!integer_result && f == SF_F32)
        expected |= 0xffffffffull << 32;
    uint64_t result = rig_peek(&rig, RIG_DATA + 32), flags = rig_peek(&rig, RIG_DATA + 40);
    EXPECT(result == expected && flags == expected_flags,
           "%s.%c mode %d of %lx, %lx, %lx: %lx flags %lx, expected %lx flags %x", op->name,
           f == SF_F64 ? 'd' : 's', rm, raw[0], raw[1], raw[2], result, flags, expected,
           expected_flags);
}

START_TEST(floating_point) {
    enum { DYNAMIC = 7 };
    for (size_t i = 0; i < sizeof float_operations / sizeof *float_operations; i++)
        for (enum sf_format f = SF_F32; f <= SF_F64; f++)
            for (unsigned rm = 0; rm <= DYNAMIC; rm++) {
                const struct float_operation *op = &float_operations[i];
                if (rm == 5 || rm == 6)
                    continue;
                bool integer_result = op->shape == TO_INTEGER || op->shape >= COMPARE;
                emit_float_loop(encode_float(op, f, rm), integer_result);
                for (int n = 0; n < 1000; n++)
                    check_float(op, f, rm == DYNAMIC ? random_bits() % 5 : rm, integer_result);
            }
}
END_TEST

START_TEST(reserved_rounding_modes_are_illegal) {
    enum { MCAUSE = 0x342, MTVAL = 0x343 };
    for (size_t i = 0; i < 10; i++)
        for (unsigned rm = 5; rm <= 7; rm++) {
            uint32_t word = encode_float(&float_operations[i], SF_F64, rm);
            emit_float_loop(word, false);
            rig_poke(&rig, RIG_DATA + 24, 6 << 5); /* what rm = 7 refers to */
            ck_assert_int_eq(rv64_run(rig.core, FLOAT_LOOP), RV64_HALTED);
            ck_assert_uint_eq(rv64_csr(rig.core, MCAUSE), 2);
            ck_assert_uint_eq(rv64_csr(rig.core, MTVAL), word);
        }
}
END_TEST

START_TEST(float_instructions_need_fs) {
    enum { MCAUSE = 0x342 };
    for (size_t i = 0; i < sizeof float_operations / sizeof *float_operations; i++)
        for (enum sf_format f = SF_F32; f <= SF_F64; f++) {
            rig.code_end = RIG_CODE;
            rig_emit(&rig, encode_float(&float_operations[i], f, 0));
            rv64_reset(rig.core, RIG_CODE);
            ck_assert_int_eq(rv64_run(rig.core, 1), RV64_HALTED);
            ck_assert_uint_eq(rv64_csr(rig.core, MCAUSE), 2);
        }
}
END_TEST

SUITE("rv64 operations", setup, teardown, register_register, register_immediate, branches,
      atomic_operations, floating_point, reserved_rounding_modes_are_illegal,
      float_instructions_need_fs)
