/* The interpreter's fast part, compiled for each SIMT_WIDTH and vector unit under the name
 * SIMT_NAME, and once more with SIMT_OBSERVED, which tells the tap (bus.h). Threaded code: each
 * operation ends by jumping to the next one's label. Floating point runs on the host's unit, whose
 * sticky flags are the warp's (host_float.h): this file is compiled with strict floating point
 * semantics. */
#include "musim/memory.h"
#include "musim/simt/bf16.h"
#include "musim/simt/simt.h"
#include "musim/simt/vector.h"
#include "musim/softfloat/host_float.h"

#include <stdatomic.h>

simt_run_fn SIMT_NAME;

#define unlikely(condition) __builtin_expect(!!(condition), 0)

/* ---- observing ---- */

#if SIMT_OBSERVED
/* An instruction is told when it has been executed, which may be where the next one begins. */
struct observed {
    const struct uop *last; /* not told yet; NULL: none */
    uint32_t tmask;
};

static bool tell_instruction(const struct simt_context *context, const struct warp *warp,
                             struct observed *observed) {
    const struct simt_tap *tap = context->tap;
    const struct uop *last = observed->last;
    observed->last = NULL;
    if (!last || !tap->instruction)
        return !*context->leave;
    return tap->instruction(tap->context, warp,
                            (uint32_t)((last - context->code->uops) * MUON_WORD_BYTES),
                            observed->tmask);
}

/* values NULL: a load. */
static void tell_access(const struct simt_context *context, const struct warp *warp,
                        const struct observed *observed, vu at, const vu *values, unsigned size,
                        bool shared) {
    const struct simt_tap *tap = context->tap;
    if (!tap->access)
        return;
    uint32_t addresses[W], stored[W];
    memcpy(addresses, &at, sizeof addresses);
    if (values)
        memcpy(stored, values, sizeof stored);
    const struct simt_access access = {
        .pc = (uint32_t)((observed->last - context->code->uops) * MUON_WORD_BYTES),
        .tmask = observed->tmask,
        .addresses = addresses,
        .values = values ? stored : NULL,
        .size = size,
        .store = values != NULL,
        .shared = shared,
    };
    tap->access(tap->context, warp, &access);
}

#define OBSERVE_DECLARE() struct observed observed = {0}
#define OBSERVE_BEGIN() (observed = (struct observed){u, tmask})
#define OBSERVE_FORGET() (observed.last = NULL)
#define OBSERVE_END()                                                                              \
    (warp->pc = PC(), warp->tmask = tmask, tell_instruction(context, warp, &observed))
#define OBSERVE_LAST() tell_instruction(context, warp, &observed)
#define OBSERVE_ACCESS(at, values, size, shared)                                                   \
    tell_access(context, warp, &observed, at, values, size, shared)
#else
#define OBSERVE_DECLARE() (void)0
#define OBSERVE_BEGIN() (void)0
#define OBSERVE_FORGET() (void)0
#define OBSERVE_END() true
#define OBSERVE_LAST() (void)0
#define OBSERVE_ACCESS(at, values, size, shared) (void)0
#endif

/* ---- running ---- */

#define DISPATCH()                                                                                 \
    do {                                                                                           \
        if (unlikely(!OBSERVE_END() || left == 0))                                                 \
            goto out_of_budget;                                                                    \
        left--;                                                                                    \
        OBSERVE_BEGIN();                                                                           \
        goto *labels[u->op];                                                                       \
    } while (0)
#define NEXT()                                                                                     \
    do {                                                                                           \
        u++;                                                                                       \
        DISPATCH();                                                                                \
    } while (0)

/* pc is 32 bits: code wraps around. */
#define CODE_MASK ((UINT32_C(1) << 29) - 1)
#define JUMP_BY(uops_count) (u = code + ((uint32_t)((u - code) + (uops_count)) & CODE_MASK))
#define PC() ((uint32_t)((u - code) * MUON_WORD_BYTES))

#define X(number) (*(vu *)(x + (number) * W))
#define SCALAR(number) (x[(number) * W + lowest_lane(tmask)])
#define WRITE(value)                                                                               \
    do {                                                                                           \
        vu written = (value);                                                                      \
        X(u->rd) = blend(m, written, X(u->rd));                                                    \
        NEXT();                                                                                    \
    } while (0)

/* lane_total counts in instalments, one for each mask. */
#define COUNT_LANES()                                                                              \
    (*lane_total += (uint64_t)(mark - left) * (unsigned)__builtin_popcount(tmask), mark = left)
#define LOAD_MASK(value) (tmask = (value), m = mask_vector(tmask))
#define SET_MASK(value)                                                                            \
    do {                                                                                           \
        uint32_t next_mask = (value);                                                              \
        COUNT_LANES();                                                                             \
        LOAD_MASK(next_mask);                                                                      \
    } while (0)

/* ---- one line for an operation ---- */

#define RRR(id, expression)                                                                        \
    op_##id : {                                                                                    \
        vu a = X(u->rs1), b = X(u->rs2);                                                           \
        WRITE(expression);                                                                         \
    }
#define RRI(id, expression)                                                                        \
    op_##id : {                                                                                    \
        vu a = X(u->rs1);                                                                          \
        uint32_t imm = (uint32_t)u->imm;                                                           \
        WRITE(expression);                                                                         \
    }
#define BRANCH(id, expression)                                                                     \
    op_##id : {                                                                                    \
        uint32_t a = SCALAR(u->rs1), b = SCALAR(u->rs2);                                           \
        JUMP_BY((expression) ? u->imm : 1);                                                        \
        DISPATCH();                                                                                \
    }

/* The fast path rounds to nearest even. A host that detects tininess before rounding raises
 * underflow too often where the result is the smallest normal number. */
#define FLOAT_BEGIN()                                                                              \
    do {                                                                                           \
        if (unlikely(warp->rounding[u->rm] != SF_RNE))                                             \
            goto slow;                                                                             \
        if (!HOST_TININESS_AFTER_ROUNDING)                                                         \
            warp->fflags |= (uint8_t)host_flags_take();                                            \
    } while (0)
#define FLOAT_WRITE(value)                                                                         \
    do {                                                                                           \
        vu result = (vu)(value);                                                                   \
        if (!HOST_TININESS_AFTER_ROUNDING && any((vu)((result & 0x7fffffff) == 0x00800000) & m)) { \
            host_flags_clear();                                                                    \
            goto slow;                                                                             \
        }                                                                                          \
        WRITE(canonical(result));                                                                  \
    } while (0)
#define FLOAT(id, expression)                                                                      \
    op_##id : {                                                                                    \
        FLOAT_BEGIN();                                                                             \
        vf a = benign(m, X(u->rs1)), b = benign(m, X(u->rs2));                                     \
        (void)b;                                                                                   \
        FLOAT_WRITE(expression);                                                                   \
    }
#define FUSED(id, product_sign, addend_sign)                                                       \
    op_##id : {                                                                                    \
        FLOAT_BEGIN();                                                                             \
        vf a = benign(m, X(u->rs1) ^ (product_sign)), b = benign(m, X(u->rs2)),                    \
           c = benign(m, X(u->rs3) ^ (addend_sign));                                               \
        vu fused = (vu)vector_fma(a, b, c);                                                        \
        if (unlikely(any(is_nan(fused) & m)))                                                      \
            simt_fma_flags(context, warp, tmask, u);                                               \
        FLOAT_WRITE(fused);                                                                        \
    }
/* Comparisons and selections; NaNs are for the slow path. */
#define COMPARE(id, expression)                                                                    \
    op_##id : {                                                                                    \
        vu a = X(u->rs1), b = X(u->rs2);                                                           \
        if (unlikely(any((is_nan(a) | is_nan(b)) & m)))                                            \
            goto slow;                                                                             \
        WRITE(expression);                                                                         \
    }

/* To an integer, toward zero. What is not in its range is for the slow path; so is what is negative
 * if magnitude_mask keeps the sign. */
#define TRUNCATE(id, value, magnitude_mask)                                                        \
    op_##id : {                                                                                    \
        vu a = (value);                                                                            \
        if (warp->rounding[u->rm] != SF_RTZ ||                                                     \
            any((vu)((a & (magnitude_mask)) >= 0x4f000000) & m))                                   \
            goto slow;                                                                             \
        WRITE((vu) __builtin_convertvector(benign(m, a), vs));                                     \
    }

/* Of bfloat16 (bf16.h): operands and results of the expressions are binary32. */
#define ROUND_HALF(value)                                                                          \
    do {                                                                                           \
        vu single = canonical((vu)(value));                                                        \
        warp->fflags |= (uint8_t)narrowing_flags(single, m);                                       \
        WRITE(narrow(single));                                                                     \
    } while (0)
#define NEAREST_EVEN()                                                                             \
    do {                                                                                           \
        if (unlikely(warp->rounding[u->rm] != SF_RNE))                                             \
            goto slow;                                                                             \
    } while (0)
#define FLOAT_HALF(id, expression)                                                                 \
    op_##id : {                                                                                    \
        NEAREST_EVEN();                                                                            \
        vf a = benign(m, widen(X(u->rs1))), b = benign(m, widen(X(u->rs2)));                       \
        (void)b;                                                                                   \
        ROUND_HALF(expression);                                                                    \
    }
#define FUSED_HALF(id, product_sign, addend_sign)                                                  \
    op_##id : {                                                                                    \
        NEAREST_EVEN();                                                                            \
        vf a = benign(m, widen(X(u->rs1)) ^ (product_sign)), b = benign(m, widen(X(u->rs2))),      \
           c = benign(m, widen(X(u->rs3)) ^ (addend_sign));                                        \
        if (unlikely(has_least_normal((vu)c, m)))                                                  \
            goto slow;                                                                             \
        vu fused = (vu)vector_fma(a, b, c);                                                        \
        if (unlikely(any(is_nan(fused) & m)))                                                      \
            simt_fma_flags(context, warp, tmask, u);                                               \
        vu in_doubt = middles(fused, m);                                                           \
        if (unlikely(any(in_doubt)))                                                               \
            fused = off_middle(a, b, c, fused, in_doubt);                                          \
        ROUND_HALF(fused);                                                                         \
    }
/* Without flags. */
#define EXPONENTIAL(id, sign)                                                                      \
    op_##id : {                                                                                    \
        NEAREST_EVEN();                                                                            \
        host_flags_state before = host_flags_save();                                               \
        vu power = exponential(widen(X(u->rs1)) ^ (sign));                                         \
        host_flags_restore(before);                                                                \
        WRITE(power);                                                                              \
    }
#define COMPARE_HALF(id, expression)                                                               \
    op_##id : {                                                                                    \
        vu a = widen(X(u->rs1)), b = widen(X(u->rs2));                                             \
        if (unlikely(any((is_nan(a) | is_nan(b)) & m)))                                            \
            goto slow;                                                                             \
        WRITE(expression);                                                                         \
    }
#define SIGN_HALF(id, sign)                                                                        \
    op_##id : {                                                                                    \
        vu a = widen(X(u->rs1)), b = widen(X(u->rs2));                                             \
        WRITE(upper_half((a & 0x7fffffff) | ((sign) & 0x80000000)));                               \
    }

#define OUTSIDE_global(at)                                                                         \
    ((vu)((at) - MEMORY_PLAIN_START >= splat(MEMORY_PLAIN_END - MEMORY_PLAIN_START)))
#define OUTSIDE_shared(at) ((vu)((at) >= splat(NEUTRINO_SHARED_BYTES)))
#define IS_SHARED_global false
#define IS_SHARED_shared true
#define ADDRESS(space, type)                                                                       \
    vu at = X(u->rs1) + (uint32_t)u->imm;                                                          \
    uint32_t first = SCALAR(u->rs1) + (uint32_t)u->imm;                                            \
    if (unlikely(any((OUTSIDE_##space(at) | (at & (uint32_t)(sizeof(type) - 1))) & m)))            \
        goto slow;
#define LOAD(id, space, type)                                                                      \
    op_##id : {                                                                                    \
        warp->stack_loads += u->rs1 == STACK_POINTER;                                              \
        ADDRESS(space, type)                                                                       \
        OBSERVE_ACCESS(at, NULL, sizeof(type), IS_SHARED_##space);                                 \
        WRITE(load_##type(space, at, m, first, lowest_lane(tmask)));                               \
    }
#define STORE(id, space, type)                                                                     \
    op_##id : {                                                                                    \
        warp->stack_stores += u->rs1 == STACK_POINTER;                                             \
        ADDRESS(space, type)                                                                       \
        OBSERVE_ACCESS(at, &X(u->rs2), sizeof(type), IS_SHARED_##space);                           \
        store_##type(space, at, tmask, X(u->rs2), first);                                          \
        NEXT();                                                                                    \
    }

/* Each operation has a label here, but for those of classes that the fast part leaves alone. Single
 * others that it leaves are SLOW. */
#define LABEL_ALU(id) &&op_##id
#define LABEL_MUL(id) &&op_##id
#define LABEL_DIV(id) &&op_##id
#define LABEL_FLOAT(id) &&op_##id
#define LABEL_LOAD(id) &&op_##id
#define LABEL_STORE(id) &&op_##id
#define LABEL_BRANCH(id) &&op_##id
#define LABEL_JUMP(id) &&op_##id
#define LABEL_SYSTEM(id) &&op_##id
#define LABEL_SIMT(id) &&op_##id
#define LABEL_BF16(id) &&op_##id
#define LABEL_FEXP(id) &&op_##id
#define LABEL_CSR(id) &&slow
#define LABEL_NEUTRINO(id) &&slow
#define SLOW(id) op_##id:

unsigned SIMT_NAME(const struct simt_context *context, struct warp *warp, unsigned budget,
                   uint64_t *lane_total) {
    static const void *const labels[UOP_COUNT] = {
        [UOP_DECODE] = &&decode,
#define MUON_INSN(id, mnemonic, format, class, ...) [MUON_##id] = LABEL_##class(id),
#include "isa/muon.def"
#undef MUON_INSN
        [UOP_ILLEGAL] = &&slow,
        [UOP_MISALIGNED_JUMP] = &&slow,
        [UOP_BARRIER] = &&slow,
        [UOP_STACK_ADDI] = &&stack_addi,
        [UOP_STACK_ADD] = &&stack_add,
        [UOP_STACK_SUB] = &&stack_sub,
        [UOP_LOOK... UOP_COUNT - 1] = &&look,
    };
    const struct uop *const code = context->code->uops;
    const struct uop *u = code + warp->pc / MUON_WORD_BYTES;
    uint8_t *const global = context->global, *const shared = context->shared;
    uint32_t *x = warp->x;
    /* Or the compiler addresses some registers from warp, and such operations share their ends with
     * no other: measured, the ALU loop is a fifth slower. */
    __asm__("" : "+r"(x));
    unsigned left = budget, mark = budget;
    OBSERVE_DECLARE();
    uint32_t tmask;
    vu m;
    LOAD_MASK(warp->tmask);
    host_flags_clear();
    DISPATCH();

    RRR(ADD, a + b)
    RRR(SUB, a - b)
    RRR(SLL, shift_left(a, b))
    RRR(SRL, a >> (b & 31))
    RRR(SRA, (vu)(SIGNED(a) >> SIGNED(b & 31)))
    RRR(SLT, (vu)(SIGNED(a) < SIGNED(b)) & 1)
    RRR(SLTU, (vu)(a < b) & 1)
    RRR(XOR, a ^ b)
    RRR(OR, a | b)
    RRR(AND, a & b)
    RRR(MUL, a * b)
    RRR(MULH, HIGH(WIDE_SIGNED(a) * WIDE_SIGNED(b)))
    RRR(MULHSU, HIGH((vu64)WIDE_SIGNED(a) * WIDE(b)))
    RRR(MULHU, HIGH(WIDE(a) * WIDE(b)))
    RRR(DIV, divide_signed(a, b))
    RRR(DIVU, divide_unsigned(a, b))
    RRR(REM, remainder_signed(a, b))
    RRR(REMU, remainder_unsigned(a, b))

    RRI(ADDI, a + imm)
    RRI(SLTI, (vu)(SIGNED(a) < SIGNED(splat(imm))) & 1)
    RRI(SLTIU, (vu)(a < splat(imm)) & 1)
    RRI(XORI, a ^ imm)
    RRI(ORI, a | imm)
    RRI(ANDI, a & imm)
    RRI(SLLI, a << imm)
    RRI(SRLI, a >> imm)
    RRI(SRAI, (vu)(SIGNED(a) >> SIGNED(splat(imm))))

op_LUI:
    WRITE(splat((uint32_t)u->imm));
op_AUIPC:
    WRITE(splat(PC() + (uint32_t)u->imm));

op_JAL:
    X(u->rd) = blend(m, splat(PC() + MUON_WORD_BYTES), X(u->rd));
    JUMP_BY(u->imm);
    DISPATCH();
op_JALR: {
    uint32_t target = SCALAR(u->rs1) + (uint32_t)u->imm;
    if (unlikely(target % MUON_WORD_BYTES))
        goto slow;
    X(u->rd) = blend(m, splat(PC() + MUON_WORD_BYTES), X(u->rd));
    u = code + target / MUON_WORD_BYTES;
    DISPATCH();
}
    BRANCH(BEQ, a == b)
    BRANCH(BNE, a != b)
    BRANCH(BLT, (int32_t)a < (int32_t)b)
    BRANCH(BGE, (int32_t)a >= (int32_t)b)
    BRANCH(BLTU, a < b)
    BRANCH(BGEU, a >= b)

    LOAD(LB_GLOBAL, global, int8_t)
    LOAD(LH_GLOBAL, global, int16_t)
    LOAD(LW_GLOBAL, global, uint32_t)
    LOAD(LBU_GLOBAL, global, uint8_t)
    LOAD(LHU_GLOBAL, global, uint16_t)
    LOAD(LB_SHARED, shared, int8_t)
    LOAD(LH_SHARED, shared, int16_t)
    LOAD(LW_SHARED, shared, uint32_t)
    LOAD(LBU_SHARED, shared, uint8_t)
    LOAD(LHU_SHARED, shared, uint16_t)
    STORE(SB_GLOBAL, global, uint8_t)
    STORE(SH_GLOBAL, global, uint16_t)
    STORE(SW_GLOBAL, global, uint32_t)
    STORE(SB_SHARED, shared, uint8_t)
    STORE(SH_SHARED, shared, uint16_t)
    STORE(SW_SHARED, shared, uint32_t)

    FLOAT(FADD_S, a + b)
    FLOAT(FSUB_S, a - b)
    FLOAT(FMUL_S, a * b)
    FLOAT(FDIV_S, a / b)
    FLOAT(FSQRT_S, vector_sqrt(a))
    FUSED(FMADD_S, 0, 0)
    FUSED(FMSUB_S, 0, 0x80000000)
    FUSED(FNMSUB_S, 0x80000000, 0)
    FUSED(FNMADD_S, 0x80000000, 0x80000000)
    COMPARE(FEQ_S, is_equal(a, b) & 1)
    COMPARE(FLT_S, is_less(a, b) & 1)
    COMPARE(FLE_S, (is_less(a, b) | is_equal(a, b)) & 1)
    COMPARE(FMIN_S, blend((vu)(order(a) < order(b)), a, b))
    COMPARE(FMAX_S, blend((vu)(order(a) > order(b)), a, b))
    RRR(FSGNJ_S, (a & 0x7fffffff) | (b & 0x80000000))
    RRR(FSGNJN_S, (a & 0x7fffffff) | (~b & 0x80000000))
    RRR(FSGNJX_S, a ^ (b & 0x80000000))

op_FCVT_S_W:
    FLOAT_BEGIN();
    WRITE((vu) __builtin_convertvector(SIGNED(X(u->rs1) & m), vf));
op_FCVT_S_WU: /* by way of a double, which holds the integer exactly */
    FLOAT_BEGIN();
    WRITE((vu) __builtin_convertvector(__builtin_convertvector(X(u->rs1) & m, vd), vf));
    TRUNCATE(FCVT_W_S, X(u->rs1), 0x7fffffff)
    TRUNCATE(FCVT_WU_S, X(u->rs1), 0xffffffff)
    TRUNCATE(FCVT_W_H, widen(X(u->rs1)), 0x7fffffff)
    TRUNCATE(FCVT_WU_H, widen(X(u->rs1)), 0xffffffff)

op_FCLASS_S:
    WRITE(class_bit(X(u->rs1)));

op_VX_SPLIT:
op_VX_SPLIT_N: {
    if (unlikely(warp->depth + 2 > SIMT_STACK_DEPTH))
        goto slow;
    uint32_t then_mask = condition_mask(X(u->rs1)) & tmask;
    if (uop_plain(u) == MUON_VX_SPLIT_N)
        then_mask ^= tmask;
    warp->stack[warp->depth++] = (struct simt_entry){tmask, 0};
    if (then_mask && then_mask != tmask) {
        warp->stack[warp->depth++] =
            (struct simt_entry){tmask & ~then_mask, PC() + MUON_WORD_BYTES};
        SET_MASK(then_mask);
    }
    NEXT();
}
op_VX_JOIN: {
    if (unlikely(!warp->depth))
        goto slow;
    struct simt_entry entry = warp->stack[--warp->depth];
    SET_MASK(entry.mask);
    if (!entry.pc)
        NEXT();
    u = code + entry.pc / MUON_WORD_BYTES;
    DISPATCH();
}
op_VX_PRED:
op_VX_PRED_N: {
    uint32_t kept = condition_mask(X(u->rs1));
    kept = (uop_plain(u) == MUON_VX_PRED ? kept : ~kept) & tmask;
    if (!kept)
        kept = SCALAR(u->rs2) & context->all_lanes;
    if (unlikely(!kept))
        goto slow;
    SET_MASK(kept);
    NEXT();
}
op_VX_TMC: {
    uint32_t value = SCALAR(u->rs1) & context->all_lanes;
    if (unlikely(!value))
        goto slow;
    SET_MASK(value);
    NEXT();
}

op_FENCE: /* a cluster's accesses are in order anyway; others may be on other threads */
    atomic_thread_fence(memory_order_seq_cst);
    NEXT();
op_FENCE_S:
    NEXT();

    /* A lane's stack pointer, once in the lane's own stack, stays there. */
    {
        vu sp;
    stack_addi:
        sp = X(u->rs1) + (uint32_t)u->imm;
        goto check_stack;
    stack_add:
        sp = X(u->rs1) + X(u->rs2);
        goto check_stack;
    stack_sub:
        sp = X(u->rs1) - X(u->rs2);
    check_stack:;
        uint32_t stride = context->stack_stride;
        vu top = NEUTRINO_STACK_TOP - (warp->hart + lane) * stride;
        vu was_inside = (vu)(top - X(u->rd) <= splat(context->stack_bytes));
        vu is_inside = (vu)(top - sp <= splat(context->stack_bytes));
        if (unlikely(any(was_inside & ~is_inside & m)))
            goto slow;
        WRITE(sp);
    }

    FLOAT_HALF(FADD_H, a + b)
    FLOAT_HALF(FSUB_H, a - b)
    FLOAT_HALF(FMUL_H, a * b)
    FLOAT_HALF(FDIV_H, a / b)
    FLOAT_HALF(FSQRT_H, vector_sqrt(a))
    FUSED_HALF(FMADD_H, 0, 0)
    FUSED_HALF(FMSUB_H, 0, 0x80000000)
    FUSED_HALF(FNMSUB_H, 0x80000000, 0)
    FUSED_HALF(FNMADD_H, 0x80000000, 0x80000000)
    COMPARE_HALF(FEQ_H, is_equal(a, b) & 1)
    COMPARE_HALF(FLT_H, is_less(a, b) & 1)
    COMPARE_HALF(FLE_H, (is_less(a, b) | is_equal(a, b)) & 1)
    COMPARE_HALF(FMIN_H, upper_half(blend((vu)(order(a) < order(b)), a, b)))
    COMPARE_HALF(FMAX_H, upper_half(blend((vu)(order(a) > order(b)), a, b)))
    SIGN_HALF(FSGNJ_H, b)
    SIGN_HALF(FSGNJN_H, ~b)
    SIGN_HALF(FSGNJX_H, a ^ b)

op_FCVT_S_H: {
    vu a = widen(X(u->rs1));
    if (unlikely(warp->rounding[u->rm] != SF_RNE || any(is_nan(a) & m)))
        goto slow;
    WRITE(a);
}
op_FCVT_H_S: {
    vu a = X(u->rs1);
    if (unlikely(warp->rounding[u->rm] != SF_RNE || any(is_nan(a) & m)))
        goto slow;
    ROUND_HALF(a);
}
op_FCVT_H_W:
    NEAREST_EVEN();
    ROUND_HALF(float_of_signed(X(u->rs1) & m));
op_FCVT_H_WU:
    NEAREST_EVEN();
    ROUND_HALF(float_of_unsigned(X(u->rs1) & m));
op_FCLASS_H:
    WRITE(class_bit(widen(X(u->rs1))));

    EXPONENTIAL(FEXP_H, 0)
    EXPONENTIAL(FNEXP_H, 0x80000000)

look:
    warp->pc = PC();
    warp->tmask = tmask;
    switch (simt_look(context->code, warp, u)) {
    case LOOK_GO_ON: goto *labels[uop_plain(u)];
    case LOOK_STOP:
        left++;
        OBSERVE_FORGET();
        goto out_of_budget;
    case LOOK_FAULT: COUNT_LANES(); goto end;
    }

decode: /* not an instruction */
    left++;
    OBSERVE_FORGET();
    warp->pc = PC();
    warp->tmask = tmask;
    COUNT_LANES();
    if (!simt_fetch(context, warp))
        goto end;
    DISPATCH();

    SLOW(TOHOST)
    SLOW(FENCE_I)
    SLOW(VX_WSPAWN)
slow:
    warp->pc = PC();
    warp->tmask = tmask;
    COUNT_LANES();
    if (!simt_slow(context, warp, u, budget - left - 1)) {
        if (warp->state == WARP_WAIT_ROOM) { /* it will be executed again */
            left++;
            *lane_total -= (unsigned)__builtin_popcount(tmask);
            OBSERVE_FORGET();
        }
        goto end;
    }
    LOAD_MASK(warp->tmask);
    u = code + warp->pc / MUON_WORD_BYTES;
    if (unlikely(*context->leave))
        goto out_of_budget;
    DISPATCH();

out_of_budget:
    COUNT_LANES();
    warp->pc = PC();
    warp->tmask = tmask;
end:
    OBSERVE_LAST();
    warp->fflags |= (uint8_t)host_flags_take();
    return budget - left;
}
