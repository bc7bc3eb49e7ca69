/* Floating point lane by lane in software: rounding modes other than to nearest even, and operands
 * that the fast path does not take. */
#include "musim/simt/simt.h"
#include "musim/softfloat/host_float.h"

/* One lane's operands as bit patterns, and what they raise. */
struct operation {
    unsigned op;
    enum sf_format format;
    enum sf_rounding rm;
    uint64_t a, b, c;
    unsigned *flags;
};

static uint64_t sign_bit(enum sf_format format) {
    return format == SF_BF16 ? 0x8000 : 0x80000000;
}

static uint64_t fused(const struct operation *o, bool negate_product, bool negate_addend) {
    uint64_t sign = sign_bit(o->format);
    return sf_fma(o->format, o->a ^ (negate_product ? sign : 0), o->b,
                  o->c ^ (negate_addend ? sign : 0), o->rm, o->flags);
}

static uint64_t with_sign(const struct operation *o, uint64_t sign_source) {
    uint64_t sign = sign_bit(o->format);
    return (o->a & ~sign) | (sign_source & sign);
}

#define BOTH(id) MUON_##id##_S : case MUON_##id##_H

static uint64_t compute(const struct operation *o) {
    switch (o->op) {
    case BOTH(FADD): return sf_add(o->format, o->a, o->b, o->rm, o->flags);
    case BOTH(FSUB): return sf_sub(o->format, o->a, o->b, o->rm, o->flags);
    case BOTH(FMUL): return sf_mul(o->format, o->a, o->b, o->rm, o->flags);
    case BOTH(FDIV): return sf_div(o->format, o->a, o->b, o->rm, o->flags);
    case BOTH(FSQRT): return sf_sqrt(o->format, o->a, o->rm, o->flags);
    case BOTH(FMADD): return fused(o, false, false);
    case BOTH(FMSUB): return fused(o, false, true);
    case BOTH(FNMSUB): return fused(o, true, false);
    case BOTH(FNMADD): return fused(o, true, true);
    case BOTH(FMIN): return sf_min(o->format, o->a, o->b, o->flags);
    case BOTH(FMAX): return sf_max(o->format, o->a, o->b, o->flags);
    case BOTH(FEQ): return sf_eq(o->format, o->a, o->b, o->flags);
    case BOTH(FLT): return sf_lt(o->format, o->a, o->b, o->flags);
    case BOTH(FLE): return sf_le(o->format, o->a, o->b, o->flags);
    case BOTH(FSGNJ): return with_sign(o, o->b);
    case BOTH(FSGNJN): return with_sign(o, ~o->b);
    case BOTH(FSGNJX): return with_sign(o, o->a ^ o->b);
    case BOTH(FCLASS): return sf_class(o->format, o->a);
    case MUON_FCVT_W_S:
    case MUON_FCVT_W_H: return sf_to_integer(o->format, o->a, 32, true, o->rm, o->flags);
    case MUON_FCVT_WU_S:
    case MUON_FCVT_WU_H: return sf_to_integer(o->format, o->a, 32, false, o->rm, o->flags);
    case MUON_FCVT_S_W:
    case MUON_FCVT_H_W: return sf_from_integer(o->format, o->a, 32, true, o->rm, o->flags);
    case MUON_FCVT_S_WU:
    case MUON_FCVT_H_WU: return sf_from_integer(o->format, o->a, 32, false, o->rm, o->flags);
    case MUON_FCVT_S_H: return sf_convert(SF_F32, SF_BF16, o->a, o->rm, o->flags);
    case MUON_FCVT_H_S: return sf_convert(SF_BF16, SF_F32, o->a, o->rm, o->flags);
    case MUON_FEXP_H: return sf_exp_bf16(o->a, false, o->rm);
    default: return sf_exp_bf16(o->a, true, o->rm);
    }
}

#undef BOTH

/* Operations whose result is a bfloat16, which is kept sign-extended. */
static bool is_bf16_result(unsigned op) {
    switch (op) {
    case MUON_FLE_H:
    case MUON_FLT_H:
    case MUON_FEQ_H:
    case MUON_FCLASS_H:
    case MUON_FCVT_S_H:
    case MUON_FCVT_W_H:
    case MUON_FCVT_WU_H: return false;
    default: return muon_op_info(op)->class != MUON_CLASS_FLOAT;
    }
}

/* Of the operand registers only bfloat16's own bits count. */
static bool has_bf16_operands(unsigned op) {
    return muon_op_info(op)->class != MUON_CLASS_FLOAT && op != MUON_FCVT_H_S &&
           op != MUON_FCVT_H_W && op != MUON_FCVT_H_WU;
}

bool simt_float(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    unsigned rounding = muon_op_info(uop->op)->has_rm ? warp->rounding[uop->rm] : SF_RNE;
    if (rounding > SF_RMM) {
        warp_fault(warp, -1, "illegal instruction: rounding mode %u in frm", rounding);
        return false;
    }
    const uint32_t *a = warp_register(context, warp, uop->rs1);
    const uint32_t *b = warp_register(context, warp, uop->rs2);
    const uint32_t *c = warp_register(context, warp, uop->rs3);
    uint32_t *destination = warp_register(context, warp, uop->rd);
    unsigned flags = host_flags_take(); /* what software might raise on the way is not ours */
    bool bf16 = muon_op_info(uop->op)->class != MUON_CLASS_FLOAT;
    uint32_t operand_mask = has_bf16_operands(uop->op) ? 0xffff : 0xffffffff;
    bool extend = is_bf16_result(uop->op);
    for (uint32_t rest = warp->tmask; rest; rest &= rest - 1) {
        unsigned lane = lowest_lane(rest);
        struct operation operation = {
            .op = uop->op,
            .format = bf16 ? SF_BF16 : SF_F32,
            .rm = (enum sf_rounding)rounding,
            .a = a[lane] & operand_mask,
            .b = b[lane] & operand_mask,
            .c = c[lane] & operand_mask,
            .flags = &flags,
        };
        uint32_t result = (uint32_t)compute(&operation);
        destination[lane] = extend ? (uint32_t)(int16_t)result : result;
    }
    host_flags_clear();
    warp->fflags |= (uint8_t)flags;
    return true;
}

void simt_fma_flags(const struct simt_context *context, struct warp *warp, uint32_t tmask,
                    const struct uop *uop) {
    const uint32_t *a = warp_register(context, warp, uop->rs1);
    const uint32_t *b = warp_register(context, warp, uop->rs2);
    const uint32_t *c = warp_register(context, warp, uop->rs3);
    unsigned shift = muon_op_info(uop_plain(uop))->class == MUON_CLASS_BF16 ? 16 : 0;
    unsigned flags = 0; /* operand signs do not matter to whether NaN times or plus is invalid */
    for (uint32_t rest = tmask; rest; rest &= rest - 1) {
        unsigned lane = lowest_lane(rest);
        uint32_t addend = c[lane] << shift;
        if ((addend & 0x7fffffff) > 0x7f800000)
            sf_fma(SF_F32, a[lane] << shift, b[lane] << shift, addend, SF_RNE, &flags);
    }
    warp->fflags |= (uint8_t)(flags & SF_NV);
}
