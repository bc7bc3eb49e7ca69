#include "tests/musim/reference.h"

#include "musim/softfloat/softfloat.h"

static uint32_t divide(int64_t a, int64_t b) {
    return b ? (uint32_t)(a / b) : UINT32_MAX;
}

static uint32_t remain(int64_t a, int64_t b) {
    return b ? (uint32_t)(a % b) : (uint32_t)a;
}

static bool integer(const struct muon_insn *insn, uint32_t a, uint32_t b, uint32_t *result) {
    int64_t sa = (int32_t)a, sb = (int32_t)b;
    int32_t imm = insn->imm;
    switch (insn->op) {
    case MUON_ADD: *result = a + b; break;
    case MUON_SUB: *result = a - b; break;
    case MUON_SLL: *result = a << (b & 31); break;
    case MUON_SRL: *result = a >> (b & 31); break;
    case MUON_SRA: *result = (uint32_t)(sa >> (b & 31)); break;
    case MUON_SLT: *result = sa < sb; break;
    case MUON_SLTU: *result = a < b; break;
    case MUON_XOR: *result = a ^ b; break;
    case MUON_OR: *result = a | b; break;
    case MUON_AND: *result = a & b; break;
    case MUON_ADDI: *result = a + (uint32_t)imm; break;
    case MUON_SLTI: *result = sa < imm; break;
    case MUON_SLTIU: *result = a < (uint32_t)imm; break;
    case MUON_XORI: *result = a ^ (uint32_t)imm; break;
    case MUON_ORI: *result = a | (uint32_t)imm; break;
    case MUON_ANDI: *result = a & (uint32_t)imm; break;
    case MUON_SLLI: *result = a << imm; break;
    case MUON_SRLI: *result = a >> imm; break;
    case MUON_SRAI: *result = (uint32_t)(sa >> imm); break;
    case MUON_LUI: *result = (uint32_t)imm << 12; break;
    case MUON_MUL: *result = a * b; break;
    case MUON_MULH: *result = (uint32_t)((uint64_t)(sa * sb) >> 32); break;
    case MUON_MULHSU: *result = (uint32_t)((uint64_t)(sa * (int64_t)b) >> 32); break;
    case MUON_MULHU: *result = (uint32_t)((uint64_t)a * b >> 32); break;
    case MUON_DIV: *result = divide(sa, sb); break;
    case MUON_DIVU: *result = divide(a, b); break;
    case MUON_REM: *result = remain(sa, sb); break;
    case MUON_REMU: *result = remain(a, b); break;
    default: return false;
    }
    return true;
}

/* Operations that exist for both formats, on right-aligned patterns. */
static bool either_format(enum muon_op op, enum sf_format f, uint32_t a, uint32_t b, uint32_t c,
                          enum sf_rounding rm, uint32_t *result, unsigned *flags) {
    uint32_t sign = f == SF_BF16 ? 0x8000 : 0x80000000;
    switch (op) {
    case MUON_FADD_S: *result = (uint32_t)sf_add(f, a, b, rm, flags); break;
    case MUON_FSUB_S: *result = (uint32_t)sf_sub(f, a, b, rm, flags); break;
    case MUON_FMUL_S: *result = (uint32_t)sf_mul(f, a, b, rm, flags); break;
    case MUON_FDIV_S: *result = (uint32_t)sf_div(f, a, b, rm, flags); break;
    case MUON_FSQRT_S: *result = (uint32_t)sf_sqrt(f, a, rm, flags); break;
    case MUON_FMADD_S: *result = (uint32_t)sf_fma(f, a, b, c, rm, flags); break;
    case MUON_FMSUB_S: *result = (uint32_t)sf_fma(f, a, b, c ^ sign, rm, flags); break;
    case MUON_FNMSUB_S: *result = (uint32_t)sf_fma(f, a ^ sign, b, c, rm, flags); break;
    case MUON_FNMADD_S: *result = (uint32_t)sf_fma(f, a ^ sign, b, c ^ sign, rm, flags); break;
    case MUON_FMIN_S: *result = (uint32_t)sf_min(f, a, b, flags); break;
    case MUON_FMAX_S: *result = (uint32_t)sf_max(f, a, b, flags); break;
    case MUON_FSGNJ_S: *result = (a & ~sign) | (b & sign); break;
    case MUON_FSGNJN_S: *result = (a & ~sign) | (~b & sign); break;
    case MUON_FSGNJX_S: *result = a ^ (b & sign); break;
    case MUON_FCVT_S_W: *result = (uint32_t)sf_from_integer(f, a, 32, true, rm, flags); break;
    case MUON_FCVT_S_WU: *result = (uint32_t)sf_from_integer(f, a, 32, false, rm, flags); break;
    default: return false;
    }
    if (f == SF_BF16)
        *result = (uint32_t)(int16_t)*result;
    return true;
}

static bool to_integer_format(enum muon_op op, enum sf_format f, uint32_t a, uint32_t b,
                              enum sf_rounding rm, uint32_t *result, unsigned *flags) {
    switch (op) {
    case MUON_FEQ_S: *result = sf_eq(f, a, b, flags); break;
    case MUON_FLT_S: *result = sf_lt(f, a, b, flags); break;
    case MUON_FLE_S: *result = sf_le(f, a, b, flags); break;
    case MUON_FCLASS_S: *result = sf_class(f, a); break;
    case MUON_FCVT_W_S: *result = (uint32_t)sf_to_integer(f, a, 32, true, rm, flags); break;
    case MUON_FCVT_WU_S: *result = (uint32_t)sf_to_integer(f, a, 32, false, rm, flags); break;
    default: return false;
    }
    return true;
}

/* The binary32 operation of the same kind. */
static enum muon_op as_single(enum muon_op op) {
    static const enum muon_op pairs[][2] = {
        {MUON_FADD_H, MUON_FADD_S},       {MUON_FSUB_H, MUON_FSUB_S},
        {MUON_FMUL_H, MUON_FMUL_S},       {MUON_FDIV_H, MUON_FDIV_S},
        {MUON_FSQRT_H, MUON_FSQRT_S},     {MUON_FMADD_H, MUON_FMADD_S},
        {MUON_FMSUB_H, MUON_FMSUB_S},     {MUON_FNMSUB_H, MUON_FNMSUB_S},
        {MUON_FNMADD_H, MUON_FNMADD_S},   {MUON_FMIN_H, MUON_FMIN_S},
        {MUON_FMAX_H, MUON_FMAX_S},       {MUON_FSGNJ_H, MUON_FSGNJ_S},
        {MUON_FSGNJN_H, MUON_FSGNJN_S},   {MUON_FSGNJX_H, MUON_FSGNJX_S},
        {MUON_FCVT_H_W, MUON_FCVT_S_W},   {MUON_FCVT_H_WU, MUON_FCVT_S_WU},
        {MUON_FEQ_H, MUON_FEQ_S},         {MUON_FLT_H, MUON_FLT_S},
        {MUON_FLE_H, MUON_FLE_S},         {MUON_FCLASS_H, MUON_FCLASS_S},
        {MUON_FCVT_W_H, MUON_FCVT_W_S},   {MUON_FCVT_WU_H, MUON_FCVT_WU_S},
    };
    for (unsigned i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i][0] == op)
            return pairs[i][1];
    return op;
}

bool reference_lane(const struct muon_insn *insn, uint32_t a, uint32_t b, uint32_t c, unsigned frm,
                    uint32_t *result, unsigned *flags) {
    enum sf_rounding rm = (enum sf_rounding)(insn->rm == 7 ? frm : insn->rm);
    if (integer(insn, a, b, result))
        return true;
    switch (insn->op) {
    case MUON_FCVT_S_H:
        *result = (uint32_t)sf_convert(SF_F32, SF_BF16, a & 0xffff, rm, flags);
        return true;
    case MUON_FCVT_H_S:
        *result = (uint32_t)(int16_t)sf_convert(SF_BF16, SF_F32, a, rm, flags);
        return true;
    case MUON_FEXP_H:
        *result = (uint32_t)(int16_t)sf_exp_bf16(a & 0xffff, false, rm);
        return true;
    case MUON_FNEXP_H:
        *result = (uint32_t)(int16_t)sf_exp_bf16(a & 0xffff, true, rm);
        return true;
    default: break;
    }
    bool bf16 = muon_op_info(insn->op)->class == MUON_CLASS_BF16;
    enum muon_op op = bf16 ? as_single(insn->op) : insn->op;
    bool from_integer = op == MUON_FCVT_S_W || op == MUON_FCVT_S_WU;
    if (bf16 && !from_integer)
        a &= 0xffff, b &= 0xffff, c &= 0xffff;
    enum sf_format f = bf16 ? SF_BF16 : SF_F32;
    return either_format(op, f, a, b, c, rm, result, flags) ||
           to_integer_format(op, f, a, b, rm, result, flags);
}

uint64_t reference_random(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    return *seed ^= *seed << 17;
}

uint32_t reference_operand(uint64_t *seed) {
    static const uint32_t special[] = {
        0,          1,          2,          0xffffffff, 0x7fffffff, 0x80000000, 0x80000001,
        0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffc12345,
        0x00800000, 0x007fffff, 0x00000003, 0x7f7fffff, 0x4f000000, 0x4effffff, 0xcf000000,
        0x34000000, 0x3f000001, 0x0000bf80, 0x00003f81, 0x00007f80, 0x00007f81, 0x00000080,
        0x4f800000, 0x40490fdb, 0xc2c80000, 0x00004049, 0x80808000, 0x33800000};
    uint64_t r = reference_random(seed);
    switch (r >> 60) {
    case 0:
    case 1:
    case 2:
    case 3: return special[(r & 0xffffff) % (sizeof special / sizeof special[0])];
    case 4:
    case 5: return (uint32_t)(int32_t)(int8_t)r;
    case 6: /* floats near each other, so that sums cancel */
    case 7: return 0x3f800000 | ((uint32_t)r & 0x80ffffff);
    default: return (uint32_t)r;
    }
}
