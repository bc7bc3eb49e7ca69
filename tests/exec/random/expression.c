#include "generate.h"

#include <inttypes.h>

/* ---- constants ---- */

static uint64_t interesting(unsigned bits) {
    uint64_t random = next_random();
    switch (below(6)) {
    case 0: return below(9);
    case 1: return 0 - (uint64_t)below(9);
    case 2: return (UINT64_C(1) << below(bits)) - below(2);
    case 3: return (UINT64_C(1) << (bits - 1)) - below(3);
    case 4: return random & 0xfff;
    default: return random;
    }
}

static void print_real(enum type type) {
    static const char *const special[] = {"0.0",      "-0.0",           "1.0",      "0.5", "-1.5",
                                          "0x1p-140", "0x1.fffffep127", "8388607.5"};
    const char *before = type == B16 ? "((bfloat)" : "";
    const char *after = type == F32 ? "f" : type == B16 ? "f)" : "";
    if (one_in(4))
        fprintf(out, "%s%s%s", before, special[below(sizeof special / sizeof *special)], after);
    else
        fprintf(out, "%s%a%s", before, (double)((int64_t)next_random() >> (40 + below(16))) / 256,
                after);
}

void print_constant(enum type type) {
    if (type >= F32) {
        print_real(type);
        return;
    }
    uint64_t value = interesting(type_bits(type));
    fprintf(out, "(%s)0x%" PRIx64 "%s", type_name(type), value, value > UINT32_MAX ? "ull" : "u");
}

/* ---- leaves ---- */

static bool is_uniform(const struct place *place, enum type type) {
    (void)type;
    return place->uniform;
}

static bool is_of_type(const struct place *place, enum type type) {
    return place->type == type;
}

static bool is_any(const struct place *place, enum type type) {
    (void)place;
    (void)type;
    return true;
}

void print_place(const struct place *place, unsigned depth, bool uniform) {
    fputs(place->text, out);
    if (!place->length)
        return;
    fputc('[', out);
    if (one_in(3))
        fprintf(out, "%u", below(place->length));
    else {
        expression(U32, depth ? depth - 1 : 0, uniform);
        fprintf(out, " & %u", place->length - 1);
    }
    fprintf(out, "]%s", place->suffix);
}

/* A place's value, converted. */
static void print_read(enum type type, const struct place *place, unsigned depth, bool uniform) {
    bool to_integer = place->type >= F32 && type < F32;
    if (to_integer)
        fprintf(out, place->type == F64 ? "TO_WIDE_%s(" : "TO_%s(", type_name(type));
    else
        fprintf(out, "(%s(", type_cast(type));
    print_place(place, depth, uniform);
    fputs(to_integer ? ")" : "))", out);
}

static void print_leaf(enum type type, unsigned depth, bool uniform) {
    struct place *place = NULL;
    if (!one_in(5))
        place = uniform ? find_place(is_uniform, type)
                        : find_place(one_in(2) ? is_of_type : is_any, type);
    if (place)
        print_read(type, place, depth, uniform);
    else if (one_in(4))
        fprintf(out, "(%s(%s))", type_cast(type), uniform ? "WARP" : "THREAD");
    else
        print_constant(type);
}

/* ---- integers ---- */

/* An operand of an operation whose result is cast to type: mostly of that type. */
static void operand(enum type type, unsigned depth, bool uniform) {
    expression(one_in(4) ? any_integer() : type, depth, uniform);
}

static void arithmetic(enum type type, unsigned depth, bool uniform) {
    static const char *const operators[] = {"+", "-", "*", "&", "|", "^"};
    fprintf(out, "((%s)(", type_name(type));
    operand(type, depth, uniform);
    fprintf(out, " %s ", operators[below(6)]);
    operand(type, depth, uniform);
    fputs("))", out);
}

/* The divisor is neither 0 nor -1. */
static void division(enum type type, unsigned depth, bool uniform) {
    fprintf(out, "((%s)(", type_name(type));
    operand(type, depth, uniform);
    fputs(one_in(2) ? " / " : " % ", out);
    if (one_in(3))
        fprintf(out, "%u", 1 + below(one_in(2) ? 20 : 100000));
    else {
        fputs("((", out);
        operand(type, depth, uniform);
        fputs(" & ~2) | 1)", out);
    }
    fputs("))", out);
}

static void shift(enum type type, unsigned depth, bool uniform) {
    enum type places = any_integer();
    unsigned mask = type_bits(type) - 1;
    if (one_in(2))
        fprintf(out, "((%s)((%s)", type_name(type), type_name(type | 1));
    else
        fprintf(out, "((%s)(", type_name(type));
    bool left = one_in(2);
    if (left)
        fprintf(out, "(%s)", type_name(type | 1));
    expression(type, depth, uniform);
    fputs(left ? " << " : " >> ", out);
    if (one_in(3))
        fprintf(out, "%u", below(mask + 1));
    else {
        fputc('(', out);
        expression(places, depth, uniform);
        fprintf(out, " & %u)", mask);
    }
    fputs("))", out);
}

static void call_of_two(enum type type, unsigned depth, bool uniform) {
    static const char *const names[] = {"min", "max", "rotate", "abs"};
    unsigned which = below(4);
    fprintf(out, "%s_%s(", names[which], type_name(type));
    expression(type, depth, uniform);
    if (which < 3) {
        fputs(", ", out);
        expression(which == 2 ? U32 : type, depth, uniform);
    }
    fputc(')', out);
}

static void builtin(enum type type, unsigned depth, bool uniform) {
    static const struct {
        const char *before, *after;
        enum type type;
    } builtins[] = {
        {"__builtin_clz(", " | 1)", U32},
        {"__builtin_clzll(", " | 1)", U64},
        {"__builtin_ctz(", " | 64)", U32},
        {"__builtin_ctzll(", " | 1ull << 63)", U64},
        {"__builtin_popcount(", ")", U32},
        {"__builtin_popcountll(", ")", U64},
        {"__builtin_bswap16(", ")", U16},
        {"__builtin_bswap32(", ")", U32},
        {"__builtin_bswap64(", ")", U64},
        {"__builtin_parity(", ")", U32},
        {"leading_zeros(", ")", U32},
        {"trailing_zeros(", ")", U32},
        {"bits_of_float(", ")", F32},
        {"~", "", U32},
        {"bits_of_double(", ")", F64},
        {"bits_of_bfloat(", ")", B16},
        {"-", "", S64},
        {"!", "", S64},
    };
    unsigned which = below(sizeof builtins / sizeof *builtins);
    fprintf(out, "((%s)%s", type_name(type), builtins[which].before);
    expression(builtins[which].type, depth, uniform);
    fprintf(out, "%s)", builtins[which].after);
}

static void overflow(enum type type, unsigned depth, bool uniform) {
    static const char *const operations[] = {"add", "sub", "mul"};
    unsigned operation = below(3);
    bool mixed = operation < 2 && one_in(2);
    fprintf(out, "OVERFLOW_OF(%s, %s, ", operations[operation], type_name(type));
    expression(mixed ? any_integer() : type, depth, uniform);
    fputs(", ", out);
    expression(mixed ? any_integer() : type, depth, uniform);
    fputc(')', out);
}

static void variadic_call(enum type type, unsigned depth) {
    unsigned groups = 1 + below(3);
    fprintf(out, "((%s)sum_of(%u", type_name(type), groups);
    while (groups--) {
        static const enum type group[] = {S32, U64, F32};
        for (unsigned i = 0; i < 3; i++) {
            fputs(", ", out);
            expression(group[i], depth, false);
        }
    }
    fputs("))", out);
}

static void high_product(enum type type, unsigned depth, bool uniform) {
    bool is_signed = one_in(2);
    fprintf(out, "((%s)high_product%s(", type_name(type), is_signed ? "_signed" : "");
    expression(is_signed ? S32 : U32, depth, uniform);
    fputs(", ", out);
    expression(is_signed ? S32 : U32, depth, uniform);
    fputs("))", out);
}

static void integer(enum type type, unsigned depth, bool uniform) {
    if (!uniform && one_in(40)) {
        variadic_call(type, depth);
        return;
    }
    switch (below(10)) {
    case 0: division(type, depth, uniform); break;
    case 1:
    case 2: shift(type, depth, uniform); break;
    case 3: call_of_two(type, depth, uniform); break;
    case 4: builtin(type, depth, uniform); break;
    case 5:
        if (one_in(2))
            overflow(type, depth, uniform);
        else
            high_product(type, depth, uniform);
        break;
    case 6:
        fprintf(out, "((%s)", type_name(type));
        condition(depth, uniform);
        fputc(')', out);
        break;
    default: arithmetic(type, depth, uniform); break;
    }
}

/* ---- floats ---- */

static void list_of_floats(unsigned count, unsigned depth, bool uniform) {
    for (unsigned i = 0; i < count; i++) {
        fputs(i ? ", " : "", out);
        expression(F32, depth, uniform);
    }
    fputc(')', out);
}

static void single(unsigned depth, bool uniform) {
    static const char *const operators[] = {" + ", " - ", " * ", " / "};
    static const struct {
        const char *name;
        unsigned arguments;
    } calls[] = {
        {"__builtin_fmaf", 3},  {"__builtin_fabsf", 1},  {"MIN_FLOAT", 2},
        {"MAX_FLOAT", 2},       {"copy_sign", 2},        {"__builtin_floorf", 1},
        {"__builtin_ceilf", 1}, {"__builtin_truncf", 1}, {"__builtin_roundf", 1},
        {"__builtin_rintf", 1}, {"__builtin_sqrtf", 1},  {"-", 1},
    };
    unsigned which = below(26);
    if (which < sizeof calls / sizeof *calls) {
        fprintf(out, "(%s(", calls[which].name);
        list_of_floats(calls[which].arguments, depth, uniform);
        fputc(')', out);
    } else if (which < 20) {
        fputc('(', out);
        expression(F32, depth, uniform);
        fputs(operators[below(4)], out);
        list_of_floats(1, depth, uniform);
    } else if (which < 22) {
        fputs("float_from(", out);
        expression(U32, depth, uniform);
        fputc(')', out);
    } else {
        fputs("((float)", out);
        expression(one_in(6) ? F64 : one_in(4) ? B16 : any_integer(), depth, uniform);
        fputc(')', out);
    }
}

static void bfloat(unsigned depth, bool uniform) {
    static const char *const operators[] = {" + ", " - ", " * ", " / "};
    static const struct {
        const char *name;
        unsigned arguments;
    } calls[] = {
        {"BFLOAT_FMA", 3},  {"__builtin_elementwise_abs", 1},  {"__builtin_elementwise_sqrt", 1},
        {"MIN_BFLOAT", 2},  {"__builtin_elementwise_floor", 1}, {"-", 1},
        {"MAX_BFLOAT", 2},  {"__builtin_elementwise_round", 1}, {"bfloat_pair", 2},
    };
    unsigned which = below(24);
    if (which < sizeof calls / sizeof *calls) {
        fprintf(out, "(%s(", calls[which].name);
        for (unsigned i = 0; i < calls[which].arguments; i++) {
            fputs(i ? ", " : "", out);
            expression(B16, depth, uniform);
        }
        fputs("))", out);
    } else if (which < 18) {
        fputc('(', out);
        expression(B16, depth, uniform);
        fputs(operators[below(4)], out);
        expression(B16, depth, uniform);
        fputc(')', out);
    } else {
        fputs("TO_bfloat(", out);
        expression(one_in(6) ? F64 : one_in(3) ? F32 : any_integer(), depth, uniform);
        fputc(')', out);
    }
}

static void wide(unsigned depth, bool uniform) {
    static const char *const operators[] = {" + ", " - ", " * ", " / "};
    unsigned which = below(8);
    if (which < 4) {
        fputc('(', out);
        expression(F64, depth, uniform);
        fputs(operators[which], out);
    } else {
        fputs(which < 6 ? "((double)" : which < 7 ? "(- " : "(__builtin_fabs(", out);
    }
    expression(which == 4 ? F32 : which == 5 ? any_integer() : F64, depth, uniform);
    fputs(which == 7 ? "))" : ")", out);
}

/* ---- choices ---- */

static void comparison(unsigned depth, bool uniform) {
    static const char *const operators[] = {"<", "<=", ">", ">=", "==", "!="};
    enum type type = any_type();
    fputc('(', out);
    expression(type, depth, uniform);
    fprintf(out, " %s ", operators[below(6)]);
    expression(type, depth, uniform);
    fputc(')', out);
}

/* 0 or 1, in parentheses */
void condition(unsigned depth, bool uniform) {
    if (depth < 2 || !one_in(3)) {
        comparison(depth ? depth - 1 : 0, uniform);
        return;
    }
    fputs(one_in(2) ? "(" : "(!", out);
    condition(depth - 1, uniform);
    fputs(one_in(2) ? " && " : " || ", out);
    condition(depth - 1, uniform);
    fputc(')', out);
}

static void choice(enum type type, unsigned depth, bool uniform) {
    fputc('(', out);
    condition(depth, uniform || one_in(4));
    fputs(" ? ", out);
    expression(type, depth, uniform);
    fputs(" : ", out);
    expression(type, depth, uniform);
    fputc(')', out);
}

static bool is_counter(const struct place *place, enum type type) {
    (void)type;
    return is_writable(place, type) && !place->length && place->type < F32;
}

/* What changes a variable, or calls what may; the variable appears once only. */
static void effect(void) {
    enum type type = U32;
    struct place *place = NULL;
    int function = -1;
    fputc('(', out);
    if (one_in(3) && (function = find_function(type = any_integer(), false)) >= 0) {
        print_call(function, 1);
    } else if (one_in(2) && (place = find_place(is_pointee, U32)) && place->writable) {
        fprintf(out, "step(&%s, %u)", place->text, below(1000));
    } else if ((place = find_place(is_counter, U32))) {
        type = place->type;
        fprintf(out, one_in(2) ? "%s++" : "--%s", place->text);
    } else {
        fputs("0", out);
    }
    fputs(one_in(2) ? " < " : " != ", out);
    print_constant(type);
    fputc(')', out);
}

void decision(unsigned depth) {
    unsigned kind = depth ? below(7) : 6;
    if (kind < 2) {
        fputc('(', out);
        decision(depth - 1);
        fputs(kind ? " && " : " || ", out);
        decision(depth - 1);
        fputc(')', out);
    } else if (kind == 2) {
        fputc('!', out);
        decision(depth - 1);
    } else if (one_in(6)) {
        effect();
    } else {
        condition(depth, one_in(4));
    }
}

void print_uniform_bit(void) {
    switch (below(3)) {
    case 0: fputs("WARP & 1", out); break;
    case 1: fprintf(out, "%s[%u] & 1", global("uniform_uint32_t").text, below(8)); break;
    default: fprintf(out, "%u", below(2)); break;
    }
}

void expression(enum type type, unsigned depth, bool uniform) {
    if (depth == 0 || one_in(6)) {
        print_leaf(type, depth, uniform);
        return;
    }
    depth--;
    int function = uniform || !one_in(12) ? -1 : find_function(type, true);
    if (function >= 0)
        print_call(function, depth);
    else if (one_in(6))
        choice(type, depth, uniform);
    else if (type == F32)
        single(depth, uniform);
    else if (type == F64)
        wide(depth, uniform);
    else if (type == B16)
        bfloat(depth, uniform);
    else
        integer(type, depth, uniform);
}
