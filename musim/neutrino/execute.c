/* The interpreter: threaded code over decoded uops. Plain memory is reached through the TLB,
 * floating point in the default rounding mode through the host's unit, whose flags accrue until
 * somebody looks. */
#include "musim/neutrino/core.h"
#include "musim/neutrino/float.h"
#include "musim/neutrino/integer.h"

#include "musim/softfloat/host_float.h"

/* The instruction being executed: u in page, with left instructions of the budget to go, this one
 * included; limit - left have retired. */

#define PC (page->base + (uint64_t)(u - page->uops) * 4)

#define SYNC() (core->pc = PC, core->retired = limit - left)

#define DISPATCH() goto *labels[u->op]

#define NEXT()                                                                                     \
    do {                                                                                           \
        u++;                                                                                       \
        if (unlikely(!--left))                                                                     \
            goto out_of_budget;                                                                    \
        DISPATCH();                                                                                \
    } while (0)

#define JUMP(address)                                                                              \
    do {                                                                                           \
        target = (address);                                                                        \
        if (likely((target ^ page->base) < PAGE_BYTES && !(target & 3))) {                         \
            u = &page->uops[(target & (PAGE_BYTES - 1)) / 4];                                      \
            if (unlikely(!--left))                                                                 \
                goto out_of_budget;                                                                \
            DISPATCH();                                                                            \
        }                                                                                          \
        goto far_jump;                                                                             \
    } while (0)

#define TRAP(number, value)                                                                        \
    do {                                                                                           \
        rv64_fail(core, number, value);                                                            \
        goto trap;                                                                                 \
    } while (0)

#define RD core->x[u->rd]
#define RS1 core->x[u->rs1]
#define RS2 core->x[u->rs2]
#define IMM ((uint64_t)u->imm)

#define COMPUTE(name, expression)                                                                  \
    name: {                                                                                        \
        uint64_t a = RS1, b = RS2;                                                                 \
        (void)b;                                                                                   \
        RD = (expression);                                                                         \
        NEXT();                                                                                    \
    }

#define BRANCH(name, type, operator)                                                               \
    name:                                                                                          \
    if ((type)RS1 operator(type) RS2)                                                              \
        JUMP(PC + IMM);                                                                            \
    NEXT();

/* An aligned access in a page that the TLB has: the tag's low bits are zero. */
#define IN_TLB(size) likely((address & (-(uint64_t)PAGE_BYTES | ((size) - 1))) == entry->tag)

#define LOOK_UP(base)                                                                              \
    uint64_t address = (base);                                                                     \
    const struct rv64_tlb_entry *entry = &core->tlb[address / PAGE_BYTES % TLB_ENTRIES];

/* The statement of a load or store; conversion goes from the zero- or sign-extended value to what
 * the register holds. */
#define LOAD(type, destination, conversion)                                                        \
    {                                                                                              \
        LOOK_UP(RS1 + IMM)                                                                         \
        if (IN_TLB(sizeof(type))) {                                                                \
            type value;                                                                            \
            memcpy(&value, entry->host + address % PAGE_BYTES, sizeof value);                      \
            destination = conversion((uint64_t)value);                                             \
            NEXT();                                                                                \
        }                                                                                          \
        uint64_t value;                                                                            \
        SYNC();                                                                                    \
        if (!rv64_load(core, address, sizeof(type), &value))                                       \
            goto trap;                                                                             \
        destination = conversion((uint64_t)(type)value);                                           \
        goto attend;                                                                               \
    }

#define STORE(type, source)                                                                        \
    {                                                                                              \
        LOOK_UP(RS1 + IMM)                                                                         \
        type value = (type)(source);                                                               \
        if (IN_TLB(sizeof(type))) {                                                                \
            memcpy(entry->host + address % PAGE_BYTES, &value, sizeof value);                      \
            NEXT();                                                                                \
        }                                                                                          \
        SYNC();                                                                                    \
        if (!rv64_store(core, address, sizeof(type), value))                                       \
            goto trap;                                                                             \
        goto attend;                                                                               \
    }

/* Atomics act on aligned plain memory only. */
#define ATOMIC_MEMORY(type, misaligned, access, loads, stores)                                     \
    uint64_t address = RS1;                                                                        \
    if (address % sizeof(type))                                                                    \
        TRAP(misaligned, address);                                                                 \
    SYNC();                                                                                        \
    uint8_t *host = rv64_atomic(core, address, sizeof(type), loads, stores);                       \
    if (!host)                                                                                     \
        TRAP(access, address);                                                                     \
    type old;                                                                                      \
    memcpy(&old, host, sizeof old);

/* signed_type tells how the old value reads, type how the operation compares. */
#define AMO(name, type, signed_type, expression)                                                   \
    name: {                                                                                        \
        ATOMIC_MEMORY(type, CAUSE_STORE_MISALIGNED, CAUSE_STORE_ACCESS, true, true)                \
        type a = old, b = (type)RS2;                                                               \
        (void)a;                                                                                   \
        type result = (expression);                                                                \
        memcpy(host, &result, sizeof result);                                                      \
        RD = (uint64_t)(signed_type)old;                                                           \
        NEXT();                                                                                    \
    }

#define LOAD_RESERVED(name, signed_type)                                                           \
    name: {                                                                                        \
        ATOMIC_MEMORY(signed_type, CAUSE_LOAD_MISALIGNED, CAUSE_LOAD_ACCESS, true, false)          \
        core->reserved = true;                                                                     \
        core->reservation = address;                                                               \
        core->reserved_value = (uint64_t)old;                                                      \
        RD = (uint64_t)old;                                                                        \
        NEXT();                                                                                    \
    }

#define STORE_CONDITIONAL(name, signed_type)                                                       \
    name: {                                                                                        \
        ATOMIC_MEMORY(signed_type, CAUSE_STORE_MISALIGNED, CAUSE_STORE_ACCESS, false, true)        \
        bool success = core->reserved && core->reservation == address &&                           \
                       core->reserved_value == (uint64_t)old;                                      \
        signed_type value = (signed_type)RS2;                                                      \
        if (success)                                                                               \
            memcpy(host, &value, sizeof value);                                                    \
        core->reserved = false;                                                                    \
        RD = !success;                                                                             \
        NEXT();                                                                                    \
    }

/* ---- floating point; names ending in S or D pick the format's helpers ---- */

#define FORMAT_S SF_F32
#define FORMAT_D SF_F64
#define TYPE_S float
#define TYPE_D double
#define READ_S(n) unbox(core->f[n])
#define READ_D(n) core->f[n]
#define BOX_S box
#define BOX_D keep
#define VALUE_S single_value
#define VALUE_D double_value
#define BITS_S single_bits
#define BITS_D double_bits
#define ROOT_S __builtin_sqrtf
#define ROOT_D __builtin_sqrt
#define FUSED_S __builtin_fmaf
#define FUSED_D __builtin_fma

#define NEED_FLOAT()                                                                               \
    if (unlikely(!(core->mstatus & MSTATUS_FS)))                                                   \
    goto illegal

#define WRITE_FLOAT(bits) (core->mstatus |= MSTATUS_FS, core->f[u->rd] = (bits))

#define ROUNDING()                                                                                 \
    NEED_FLOAT();                                                                                  \
    enum sf_rounding rm = u->rm == ROUNDING_DYNAMIC ? core->frm : u->rm;                           \
    if (unlikely(rm > SF_RMM))                                                                     \
    goto illegal

#define FLAGS &core->fflags

/* host: the result by the host's unit, good if it is no NaN; software: in every case. */
#define ARITHMETIC(name, X, host, software)                                                        \
    name##_##X : {                                                                                 \
        ROUNDING();                                                                                \
        uint64_t a = READ_##X(u->rs1), b = READ_##X(u->rs2);                                       \
        (void)b;                                                                                   \
        if (HOST_TININESS_AFTER_ROUNDING && likely(rm == SF_RNE)) {                                \
            TYPE_##X x = VALUE_##X(a), y = VALUE_##X(b), result = host;                            \
            (void)y;                                                                               \
            if (likely(result == result)) {                                                        \
                WRITE_FLOAT(BOX_##X(BITS_##X(result)));                                            \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        WRITE_FLOAT(BOX_##X(software));                                                            \
        NEXT();                                                                                    \
    }

#define FUSED(name, X, flip_product, flip_addend)                                                  \
    name##_##X : {                                                                                 \
        ROUNDING();                                                                                \
        uint64_t a = READ_##X(u->rs1) ^ (flip_product ? SIGN_##X : 0);                             \
        uint64_t b = READ_##X(u->rs2);                                                             \
        uint64_t c = READ_##X(u->rs3) ^ (flip_addend ? SIGN_##X : 0);                              \
        if (HOST_TININESS_AFTER_ROUNDING && likely(rm == SF_RNE)) {                                \
            TYPE_##X result = FUSED_##X(VALUE_##X(a), VALUE_##X(b), VALUE_##X(c));                 \
            if (likely(result == result)) {                                                        \
                WRITE_FLOAT(BOX_##X(BITS_##X(result)));                                            \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        WRITE_FLOAT(BOX_##X(sf_fma(FORMAT_##X, a, b, c, rm, FLAGS)));                              \
        NEXT();                                                                                    \
    }

#define FLOAT_TO_FLOAT(name, X, expression)                                                        \
    name##_##X : {                                                                                 \
        NEED_FLOAT();                                                                              \
        uint64_t a = READ_##X(u->rs1), b = READ_##X(u->rs2);                                       \
        WRITE_FLOAT(BOX_##X(expression));                                                          \
        NEXT();                                                                                    \
    }

#define FLOAT_TO_INTEGER(name, X, expression)                                                      \
    name##_##X : {                                                                                 \
        NEED_FLOAT();                                                                              \
        uint64_t a = READ_##X(u->rs1), b = READ_##X(u->rs2);                                       \
        (void)b;                                                                                   \
        core->mstatus |= MSTATUS_FS;                                                               \
        RD = (expression);                                                                         \
        NEXT();                                                                                    \
    }

#define CONVERT_TO(name, X, bits, is_signed)                                                       \
    name##_##X : {                                                                                 \
        ROUNDING();                                                                                \
        core->mstatus |= MSTATUS_FS;                                                               \
        RD = sf_to_integer(FORMAT_##X, READ_##X(u->rs1), bits, is_signed, rm, FLAGS);              \
        NEXT();                                                                                    \
    }

#define CONVERT_FROM(name, X, bits, is_signed)                                                     \
    name: {                                                                                        \
        ROUNDING();                                                                                \
        WRITE_FLOAT(BOX_##X(sf_from_integer(FORMAT_##X, RS1, bits, is_signed, rm, FLAGS)));        \
        NEXT();                                                                                    \
    }

#define CONVERT_FORMAT(name, TO, FROM)                                                             \
    name: {                                                                                        \
        ROUNDING();                                                                                \
        uint64_t a = READ_##FROM(u->rs1);                                                          \
        WRITE_FLOAT(BOX_##TO(sf_convert(FORMAT_##TO, FORMAT_##FROM, a, rm, FLAGS)));               \
        NEXT();                                                                                    \
    }

#define FLOAT_GROUP(X)                                                                             \
    ARITHMETIC(FADD, X, x + y, sf_add(FORMAT_##X, a, b, rm, FLAGS))                                \
    ARITHMETIC(FSUB, X, x - y, sf_sub(FORMAT_##X, a, b, rm, FLAGS))                                \
    ARITHMETIC(FMUL, X, x *y, sf_mul(FORMAT_##X, a, b, rm, FLAGS))                                 \
    ARITHMETIC(FDIV, X, x / y, sf_div(FORMAT_##X, a, b, rm, FLAGS))                                \
    ARITHMETIC(FSQRT, X, ROOT_##X(x), sf_sqrt(FORMAT_##X, a, rm, FLAGS))                           \
    FUSED(FMADD, X, false, false)                                                                  \
    FUSED(FMSUB, X, false, true)                                                                   \
    FUSED(FNMSUB, X, true, false)                                                                  \
    FUSED(FNMADD, X, true, true)                                                                   \
    FLOAT_TO_FLOAT(FSGNJ, X, (a & ~(uint64_t)SIGN_##X) | (b & SIGN_##X))                           \
    FLOAT_TO_FLOAT(FSGNJN, X, (a & ~(uint64_t)SIGN_##X) | (~b & SIGN_##X))                         \
    FLOAT_TO_FLOAT(FSGNJX, X, a ^ (b & SIGN_##X))                                                  \
    FLOAT_TO_FLOAT(FMIN, X, sf_min(FORMAT_##X, a, b, FLAGS))                                       \
    FLOAT_TO_FLOAT(FMAX, X, sf_max(FORMAT_##X, a, b, FLAGS))                                       \
    FLOAT_TO_INTEGER(FEQ, X, sf_eq(FORMAT_##X, a, b, FLAGS))                                       \
    FLOAT_TO_INTEGER(FLT, X, sf_lt(FORMAT_##X, a, b, FLAGS))                                       \
    FLOAT_TO_INTEGER(FLE, X, sf_le(FORMAT_##X, a, b, FLAGS))                                       \
    FLOAT_TO_INTEGER(FCLASS, X, sf_class(FORMAT_##X, a))                                           \
    CONVERT_TO(FCVT_W, X, 32, true)                                                                \
    CONVERT_TO(FCVT_WU, X, 32, false)                                                              \
    CONVERT_TO(FCVT_L, X, 64, true)                                                                \
    CONVERT_TO(FCVT_LU, X, 64, false)                                                              \
    CONVERT_FROM(FCVT_##X##_W, X, 32, true)                                                        \
    CONVERT_FROM(FCVT_##X##_WU, X, 32, false)                                                      \
    CONVERT_FROM(FCVT_##X##_L, X, 64, true)                                                        \
    CONVERT_FROM(FCVT_##X##_LU, X, 64, false)

/* ---- control and status registers ---- */

/* Reads, then writes what the instruction makes of the old value. core is in step. false: it is
 * illegal. */
static bool access_csr(struct rv64 *core, const struct rv64_uop *u) {
    unsigned number = u->imm;
    bool is_float = number >= 1 && number <= 3;
    bool is_exchange = u->op == OP_CSRRW || u->op == OP_CSRRWI;
    bool has_immediate = u->op >= OP_CSRRWI;
    bool writes = is_exchange || u->rs1;
    uint64_t old;
    core->fflags |= host_flags_take();
    if (is_float && !(core->mstatus & MSTATUS_FS))
        return false;
    if (!rv64_csr_read(core, number, &old) || (writes && number >> 10 == 3))
        return false;

    uint64_t operand = has_immediate ? u->rs1 : core->x[u->rs1];
    uint64_t value = operand;
    if (u->op == OP_CSRRS || u->op == OP_CSRRSI)
        value = old | operand;
    else if (u->op == OP_CSRRC || u->op == OP_CSRRCI)
        value = old & ~operand;
    if (writes)
        rv64_csr_write(core, number, value);
    core->x[u->rd] = old;
    return true;
}

static bool may_take_interrupt(const struct rv64 *core) {
    return core->mstatus & MSTATUS_MIE && core->mie & rv64_mip(core);
}

/* ---- the loop ---- */

static enum rv64_stop execute(struct rv64 *core, uint64_t budget) {
    static const void *const labels[OP_COUNT] = {
        [OP_UNDECODED] = &&UNDECODED,
        [OP_PAGE_END] = &&PAGE_END,
        [OP_ILLEGAL] = &&illegal,
#define INSN(name, format, mask, match) [OP_##name] = &&name,
#include "musim/neutrino/rv64.def"
    };
    struct rv64_page *page;
    struct rv64_uop *u;
    uint64_t left = budget;
    uint64_t limit = core->retired + budget;
    uint64_t target = core->pc;
    goto serve;

UNDECODED: {
    uint32_t word;
    if (!rv64_fetch(core, PC, &word))
        goto trap;
    rv64_decode(word, u);
    DISPATCH();
}

PAGE_END:
    page = rv64_code_page(core, PC);
    u = page->uops;
    DISPATCH();

LUI:
    RD = IMM;
    NEXT();
AUIPC:
    RD = PC + IMM;
    NEXT();
JAL: {
    uint64_t link = PC + 4;
    uint64_t to = PC + IMM;
    if (unlikely(to & 3))
        TRAP(CAUSE_FETCH_MISALIGNED, to);
    RD = link;
    JUMP(to);
}
JALR: {
    uint64_t link = PC + 4;
    uint64_t to = (RS1 + IMM) & ~1ull;
    if (unlikely(to & 3))
        TRAP(CAUSE_FETCH_MISALIGNED, to);
    RD = link;
    JUMP(to);
}
    BRANCH(BEQ, uint64_t, ==)
    BRANCH(BNE, uint64_t, !=)
    BRANCH(BLT, int64_t, <)
    BRANCH(BGE, int64_t, >=)
    BRANCH(BLTU, uint64_t, <)
    BRANCH(BGEU, uint64_t, >=)

LB:
    LOAD(int8_t, RD, keep)
LH:
    LOAD(int16_t, RD, keep)
LW:
    LOAD(int32_t, RD, keep)
LD:
    LOAD(int64_t, RD, keep)
LBU:
    LOAD(uint8_t, RD, keep)
LHU:
    LOAD(uint16_t, RD, keep)
LWU:
    LOAD(uint32_t, RD, keep)
SB:
    STORE(uint8_t, RS2)
SH:
    STORE(uint16_t, RS2)
SW:
    STORE(uint32_t, RS2)
SD:
    STORE(uint64_t, RS2)

    COMPUTE(ADDI, a + IMM)
    COMPUTE(SLTI, (int64_t)a < u->imm)
    COMPUTE(SLTIU, a < IMM)
    COMPUTE(XORI, a ^ IMM)
    COMPUTE(ORI, a | IMM)
    COMPUTE(ANDI, a & IMM)
    COMPUTE(SLLI, a << u->imm)
    COMPUTE(SRLI, a >> u->imm)
    COMPUTE(SRAI, shift_right_signed(a, u->imm))
    COMPUTE(ADD, a + b)
    COMPUTE(SUB, a - b)
    COMPUTE(SLL, a << (b & 63))
    COMPUTE(SLT, (int64_t)a < (int64_t)b)
    COMPUTE(SLTU, a < b)
    COMPUTE(XOR, a ^ b)
    COMPUTE(SRL, a >> (b & 63))
    COMPUTE(SRA, shift_right_signed(a, b & 63))
    COMPUTE(OR, a | b)
    COMPUTE(AND, a & b)
    COMPUTE(ADDIW, sign_extend(a + IMM))
    COMPUTE(SLLIW, sign_extend(a << u->imm))
    COMPUTE(SRLIW, sign_extend((uint32_t)a >> u->imm))
    COMPUTE(SRAIW, shift_right_signed(sign_extend(a), u->imm))
    COMPUTE(ADDW, sign_extend(a + b))
    COMPUTE(SUBW, sign_extend(a - b))
    COMPUTE(SLLW, sign_extend(a << (b & 31)))
    COMPUTE(SRLW, sign_extend((uint32_t)a >> (b & 31)))
    COMPUTE(SRAW, shift_right_signed(sign_extend(a), b & 31))

FENCE: /* memory is in program order */
    NEXT();
FENCE_I:
    target = PC + 4;
    core->generation++;
    goto far_jump;

    COMPUTE(MUL, a * b)
    COMPUTE(MULH, multiply_high_signed(a, b))
    COMPUTE(MULHSU, multiply_high_mixed(a, b))
    COMPUTE(MULHU, multiply_high(a, b))
    COMPUTE(DIV, divide_signed(a, b))
    COMPUTE(DIVU, divide(a, b))
    COMPUTE(REM, remainder_signed(a, b))
    COMPUTE(REMU, remainder_of(a, b))
    COMPUTE(MULW, sign_extend(a * b))
    COMPUTE(DIVW, sign_extend(divide_signed(sign_extend(a), sign_extend(b))))
    COMPUTE(DIVUW, sign_extend(divide((uint32_t)a, (uint32_t)b)))
    COMPUTE(REMW, sign_extend(remainder_signed(sign_extend(a), sign_extend(b))))
    COMPUTE(REMUW, sign_extend(remainder_of((uint32_t)a, (uint32_t)b)))

    LOAD_RESERVED(LR_W, int32_t)
    LOAD_RESERVED(LR_D, int64_t)
    STORE_CONDITIONAL(SC_W, int32_t)
    STORE_CONDITIONAL(SC_D, int64_t)
#define AMO_GROUP(X, u_type, s_type)                                                               \
    AMO(AMOSWAP_##X, u_type, s_type, b)                                                            \
    AMO(AMOADD_##X, u_type, s_type, a + b)                                                         \
    AMO(AMOXOR_##X, u_type, s_type, a ^ b)                                                         \
    AMO(AMOAND_##X, u_type, s_type, a &b)                                                          \
    AMO(AMOOR_##X, u_type, s_type, a | b)                                                          \
    AMO(AMOMIN_##X, s_type, s_type, a < b ? a : b)                                                 \
    AMO(AMOMAX_##X, s_type, s_type, a > b ? a : b)                                                 \
    AMO(AMOMINU_##X, u_type, s_type, a < b ? a : b)                                                \
    AMO(AMOMAXU_##X, u_type, s_type, a > b ? a : b)
    AMO_GROUP(W, uint32_t, int32_t)
    AMO_GROUP(D, uint64_t, int64_t)

FLW:
    NEED_FLOAT();
    core->mstatus |= MSTATUS_FS;
    LOAD(uint32_t, core->f[u->rd], box)
FLD:
    NEED_FLOAT();
    core->mstatus |= MSTATUS_FS;
    LOAD(uint64_t, core->f[u->rd], keep)
FSW:
    NEED_FLOAT();
    STORE(uint32_t, core->f[u->rs2])
FSD:
    NEED_FLOAT();
    STORE(uint64_t, core->f[u->rs2])

    FLOAT_GROUP(S)
    FLOAT_GROUP(D)
    CONVERT_FORMAT(FCVT_S_D, S, D)
    CONVERT_FORMAT(FCVT_D_S, D, S)
FMV_X_W:
    NEED_FLOAT();
    RD = sign_extend(core->f[u->rs1]);
    NEXT();
FMV_X_D:
    NEED_FLOAT();
    RD = core->f[u->rs1];
    NEXT();
FMV_W_X:
    NEED_FLOAT();
    WRITE_FLOAT(box((uint32_t)RS1));
    NEXT();
FMV_D_X:
    NEED_FLOAT();
    WRITE_FLOAT(RS1);
    NEXT();

CSRRW:
CSRRS:
CSRRC:
CSRRWI:
CSRRSI:
CSRRCI:
    SYNC();
    if (!access_csr(core, u))
        goto illegal;
    goto attend;

ECALL:
    TRAP(CAUSE_MACHINE_ECALL, 0);
EBREAK:
    TRAP(CAUSE_BREAKPOINT, PC);
MRET:
    rv64_mret(core);
    left--;
    target = core->mepc;
    goto serve;
WFI:
    u++;
    left--;
    SYNC();
    if (core->mie & rv64_mip(core)) {
        target = core->pc;
        goto serve;
    }
    core->asleep = true;
    return RV64_WFI;

attend: /* after an instruction that may have had consequences */
    if (likely(!core->event))
        NEXT();
    left--;
    target = PC + 4;
serve:
    core->pc = target;
    core->retired = limit - left;
    core->event = false;
    if (core->halt) {
        core->halt = false;
        return RV64_HALTED;
    }
    if (may_take_interrupt(core)) {
        core->mtval = 0;
        if (!rv64_trap(core, CAUSE_EXTERNAL_INTERRUPT))
            return RV64_HALTED;
        target = core->pc;
    }
    if (!left)
        return RV64_BUDGET;
    page = rv64_code_page(core, target);
    u = &page->uops[target % PAGE_BYTES / 4];
    DISPATCH();

far_jump: /* to target, the jump itself still to be counted */
    if (target & 3)
        TRAP(CAUSE_FETCH_MISALIGNED, target);
    page = rv64_code_page(core, target);
    u = &page->uops[target % PAGE_BYTES / 4];
    if (!--left)
        goto out_of_budget;
    DISPATCH();

illegal:
    rv64_fail(core, CAUSE_ILLEGAL, u->word);
trap: /* mcause and mtval are set; takes its share of the budget, but does not retire */
    left--;
    limit--;
    core->trapped++;
    SYNC();
    if (!rv64_trap(core, core->mcause))
        return RV64_HALTED;
    target = core->pc;
    goto serve;

out_of_budget:
    SYNC();
    return RV64_BUDGET;
}

enum rv64_stop rv64_run(struct rv64 *core, uint64_t budget) {
    if (core->asleep && !(core->mie & rv64_mip(core)))
        return RV64_WFI;
    core->asleep = false;
    host_flags_clear();
    enum rv64_stop stop = execute(core, budget);
    core->fflags |= host_flags_take();
    return stop;
}
