#include "nbc/overlay/values.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* ---- one value ---- */

static const char overflow[] = "overflow", division[] = "division by zero",
                  shift[] = "a shift by less than 0 or more than 63";

static const char *shift_left(int64_t a, int64_t b, int64_t *value) {
    if (b < 0 || b > 63)
        return shift;
    return a && (b == 63 || __builtin_mul_overflow(a, INT64_C(1) << b, value))
               ? overflow
               : (*value = a ? *value : 0, NULL);
}

static const char *divide(enum operator operator, int64_t a, int64_t b, int64_t *value) {
    if (b == 0)
        return division;
    if (a == INT64_MIN && b == -1)
        return overflow;
    *value = operator== OPERATOR_DIVIDE ? a / b : a % b;
    return NULL;
}

const char *value_apply(enum operator operator, int64_t a, int64_t b, int64_t *value) {
    switch (operator) {
    case OPERATOR_OR: *value = a || b; return NULL;
    case OPERATOR_AND: *value = a && b; return NULL;
    case OPERATOR_BIT_OR: *value = a | b; return NULL;
    case OPERATOR_BIT_XOR: *value = a ^ b; return NULL;
    case OPERATOR_BIT_AND: *value = a & b; return NULL;
    case OPERATOR_EQUAL: *value = a == b; return NULL;
    case OPERATOR_UNEQUAL: *value = a != b; return NULL;
    case OPERATOR_LESS: *value = a < b; return NULL;
    case OPERATOR_LESS_EQUAL: *value = a <= b; return NULL;
    case OPERATOR_GREATER: *value = a > b; return NULL;
    case OPERATOR_GREATER_EQUAL: *value = a >= b; return NULL;
    case OPERATOR_SHIFT_LEFT: return shift_left(a, b, value);
    case OPERATOR_SHIFT_RIGHT:
        if (b < 0 || b > 63)
            return shift;
        *value = a >> b;
        return NULL;
    case OPERATOR_ADD: return __builtin_add_overflow(a, b, value) ? overflow : NULL;
    case OPERATOR_SUBTRACT: return __builtin_sub_overflow(a, b, value) ? overflow : NULL;
    case OPERATOR_MULTIPLY: return __builtin_mul_overflow(a, b, value) ? overflow : NULL;
    case OPERATOR_DIVIDE:
    case OPERATOR_REMAINDER: return divide(operator, a, b, value);
    case OPERATOR_NEGATE: return __builtin_sub_overflow(0, a, value) ? overflow : NULL;
    case OPERATOR_NOT: *value = !a; return NULL;
    case OPERATOR_COMPLEMENT: *value = ~a; return NULL;
    case OPERATOR_COUNT: break;
    }
    return overflow;
}

static bool is_logical(const struct expression *expression) {
    return expression->kind == EXPRESSION_BINARY &&
           (expression->operator== OPERATOR_AND || expression->operator== OPERATOR_OR);
}

static enum value_result logical_value(const struct expression *expression, int64_t *value,
                                       const char **fault) {
    bool is_or = expression->operator== OPERATOR_OR;
    enum value_result result = value_of(expression->parts[0], value, fault);
    if (result != VALUE_KNOWN || (*value != 0) == is_or) {
        *value = *value != 0;
        return result;
    }
    result = value_of(expression->parts[1], value, fault);
    *value = *value != 0;
    return result;
}

static enum value_result least_or_most(const struct expression *expression, int64_t *value,
                                       const char **fault) {
    bool is_max = !strcmp(expression->name.text, "max");
    for (size_t i = 0; i < expression->count; i++) {
        int64_t next;
        enum value_result result = value_of(expression->parts[i], &next, fault);
        if (result != VALUE_KNOWN)
            return result;
        if (i == 0 || (is_max ? next > *value : next < *value))
            *value = next;
    }
    return VALUE_KNOWN;
}

static enum value_result applied_value(const struct expression *expression, int64_t *value,
                                       const char **fault) {
    int64_t operands[2] = {0};
    for (size_t i = 0; i < expression->count; i++) {
        enum value_result result = value_of(expression->parts[i], &operands[i], fault);
        if (result != VALUE_KNOWN)
            return result;
    }
    const char *why = value_apply(expression->operator, operands[0], operands[1], value);
    if (why && fault)
        *fault = why;
    return why ? VALUE_FAULT : VALUE_KNOWN;
}

enum value_result value_of(const struct expression *expression, int64_t *value,
                           const char **fault) {
    *value = 0;
    switch (expression->kind) {
    case EXPRESSION_INTEGER: *value = (int64_t)expression->value; return VALUE_KNOWN;
    case EXPRESSION_NAME:
        if (!expression->symbol || !expression->symbol->known)
            return VALUE_UNKNOWN;
        *value = expression->symbol->value;
        return VALUE_KNOWN;
    case EXPRESSION_UNARY: return applied_value(expression, value, fault);
    case EXPRESSION_BINARY:
        return is_logical(expression) ? logical_value(expression, value, fault)
                                      : applied_value(expression, value, fault);
    case EXPRESSION_CONDITIONAL: {
        enum value_result result = value_of(expression->parts[0], value, fault);
        if (result != VALUE_KNOWN)
            return result;
        return value_of(expression->parts[*value ? 1 : 2], value, fault);
    }
    case EXPRESSION_CALL: return least_or_most(expression, value, fault);
    default: return VALUE_UNKNOWN;
    }
}

static void find_name(const struct expression *name, void *context) {
    *(bool *)context = true;
}

bool value_constant(const struct expression *expression, int64_t *value) {
    bool has_names = false;
    expression_symbols(expression, find_name, &has_names);
    return !has_names && value_of(expression, value, NULL) == VALUE_KNOWN;
}

/* ---- ranges ---- */

typedef __int128 wide;

static struct range clip(wide least, wide most) {
    struct range range = {least < INT64_MIN   ? INT64_MIN
                          : least > INT64_MAX ? INT64_MAX
                                              : (int64_t)least,
                          most > INT64_MAX   ? INT64_MAX
                          : most < INT64_MIN ? INT64_MIN
                                             : (int64_t)most};
    return range;
}

static const struct range everything = {INT64_MIN, INT64_MAX}, truth = {0, 1};

/* Least and most of the four products or quotients of the ends. */
static void corners(struct range a, struct range b, bool divides, wide *least, wide *most) {
    int64_t as[] = {a.least, a.most}, bs[] = {b.least, b.most};
    for (int i = 0; i < 4; i++) {
        wide next = divides ? (wide)as[i / 2] / bs[i % 2] : (wide)as[i / 2] * bs[i % 2];
        if (i == 0 || next < *least)
            *least = next;
        if (i == 0 || next > *most)
            *most = next;
    }
}

/* Of an operation as mathematics has it; false if it says nothing of the result. */
static bool exact_range(enum operator operator, struct range a, struct range b, wide *least,
                        wide *most) {
    switch (operator) {
    case OPERATOR_ADD: *least = (wide)a.least + b.least, *most = (wide)a.most + b.most; return true;
    case OPERATOR_SUBTRACT:
        *least = (wide)a.least - b.most, *most = (wide)a.most - b.least;
        return true;
    case OPERATOR_NEGATE: *least = -(wide)a.most, *most = -(wide)a.least; return true;
    case OPERATOR_MULTIPLY: corners(a, b, false, least, most); return true;
    case OPERATOR_DIVIDE:
        if (b.least <= 0 && b.most >= 0)
            return false;
        corners(a, b, true, least, most);
        return true;
    case OPERATOR_SHIFT_LEFT:
        if (b.least < 0 || b.most > 62)
            return false;
        corners(a, (struct range){INT64_C(1) << b.least, INT64_C(1) << b.most}, false, least, most);
        return true;
    default: return false;
    }
}

/* Of the operations that cannot overflow. */
static struct range tame_range(enum operator operator, struct range a, struct range b) {
    switch (operator) {
    case OPERATOR_REMAINDER: {
        int64_t most = b.most > -(b.least + 1) ? b.most : -(b.least + 1);
        struct range range = {a.least < 0 ? -most : 0, a.most > 0 ? most : 0};
        return range;
    }
    case OPERATOR_BIT_AND:
        if (a.least >= 0 || b.least >= 0)
            return (struct range){0, a.least < 0       ? b.most
                                     : b.least < 0     ? a.most
                                     : a.most < b.most ? a.most
                                                       : b.most};
        return everything;
    case OPERATOR_BIT_OR:
    case OPERATOR_BIT_XOR: {
        int64_t most = a.most > b.most ? a.most : b.most, mask = 1;
        while (mask <= most && mask < INT64_MAX / 2)
            mask = 2 * mask + 1;
        return a.least >= 0 && b.least >= 0 && mask >= most ? (struct range){0, mask} : everything;
    }
    case OPERATOR_SHIFT_RIGHT:
        return (struct range){a.least < 0 ? a.least : 0, a.most > 0 ? a.most : 0};
    case OPERATOR_COMPLEMENT: return (struct range){~a.most, ~a.least};
    case OPERATOR_OR:
    case OPERATOR_AND:
    case OPERATOR_EQUAL:
    case OPERATOR_UNEQUAL:
    case OPERATOR_LESS:
    case OPERATOR_LESS_EQUAL:
    case OPERATOR_GREATER:
    case OPERATOR_GREATER_EQUAL:
    case OPERATOR_NOT: return truth;
    default: return everything;
    }
}

static struct range join(struct range a, struct range b) {
    return (struct range){a.least < b.least ? a.least : b.least, a.most > b.most ? a.most : b.most};
}

static struct range call_range(const struct expression *call) {
    bool is_max = !strcmp(call->name.text, "max");
    struct range all = range_of(call->parts[0]);
    for (size_t i = 1; i < call->count; i++) {
        struct range next = range_of(call->parts[i]);
        if (is_max ? next.least > all.least : next.least < all.least)
            all.least = next.least;
        if (is_max ? next.most > all.most : next.most < all.most)
            all.most = next.most;
    }
    return all;
}

static struct range operand(const struct expression *expression, size_t part) {
    return part < expression->count ? range_of(expression->parts[part]) : (struct range){0, 0};
}

struct range range_of(const struct expression *expression) {
    struct range a, b;
    wide least, most;
    switch (expression->kind) {
    case EXPRESSION_INTEGER:
        return (struct range){(int64_t)expression->value, (int64_t)expression->value};
    case EXPRESSION_NAME:
        return expression->symbol
                   ? (struct range){expression->symbol->least, expression->symbol->most}
                   : everything;
    case EXPRESSION_UNARY:
    case EXPRESSION_BINARY:
        a = operand(expression, 0), b = operand(expression, 1);
        return exact_range(expression->operator, a, b, &least, &most)
                   ? clip(least, most)
                   : tame_range(expression->operator, a, b);
    case EXPRESSION_CONDITIONAL: return join(operand(expression, 1), operand(expression, 2));
    case EXPRESSION_CALL: return call_range(expression);
    default: return everything;
    }
}

bool range_may_fault(const struct expression *expression) {
    if (expression->kind != EXPRESSION_UNARY && expression->kind != EXPRESSION_BINARY)
        return false;
    struct range a = operand(expression, 0), b = operand(expression, 1);
    wide least, most;
    switch (expression->operator) {
    case OPERATOR_SHIFT_RIGHT: return b.least < 0 || b.most > 63;
    case OPERATOR_REMAINDER:
        return (b.least <= 0 && b.most >= 0) ||
               (a.least == INT64_MIN && b.least <= -1 && b.most >= -1);
    case OPERATOR_SHIFT_LEFT:
        if (a.least < 0)
            return true; /* C does not define it */
        /* fall through */
    default: break;
    case OPERATOR_DIVIDE: break;
    }
    if (!exact_range(expression->operator, a, b, &least, &most))
        return expression->operator== OPERATOR_DIVIDE || expression->operator== OPERATOR_SHIFT_LEFT;
    return least < INT64_MIN || most > INT64_MAX;
}

/* ---- affine forms ---- */

bool affine_add_term(struct affine *affine, struct symbol *symbol, int64_t coefficient) {
    for (size_t i = 0; i < affine->count; i++) {
        struct term *term = &affine->terms[i];
        if (term->symbol != symbol)
            continue;
        if (__builtin_add_overflow(term->coefficient, coefficient, &term->coefficient))
            return false;
        if (!term->coefficient)
            *term = affine->terms[--affine->count];
        return true;
    }
    if (coefficient)
        *ARRAY_ADD(affine->terms, affine->count) = (struct term){symbol, coefficient};
    return true;
}

/* Adds factor times the expression. */
static bool accumulate(const struct expression *expression, int64_t factor, struct affine *affine,
                       const struct expression **wrong) {
    int64_t value;
    *wrong = expression;
    if (value_constant(expression, &value))
        return !__builtin_mul_overflow(value, factor, &value) &&
               !__builtin_add_overflow(affine->constant, value, &affine->constant);
    if (expression->kind == EXPRESSION_NAME && expression->symbol)
        return affine_add_term(affine, expression->symbol, factor);
    struct expression **parts = expression->parts;
    if (expression->kind != EXPRESSION_UNARY && expression->kind != EXPRESSION_BINARY)
        return false;
    switch (expression->operator) {
    case OPERATOR_NEGATE:
        return factor != INT64_MIN && accumulate(parts[0], -factor, affine, wrong);
    case OPERATOR_ADD:
        return accumulate(parts[0], factor, affine, wrong) &&
               accumulate(parts[1], factor, affine, wrong);
    case OPERATOR_SUBTRACT:
        return factor != INT64_MIN && accumulate(parts[0], factor, affine, wrong) &&
               accumulate(parts[1], -factor, affine, wrong);
    case OPERATOR_MULTIPLY:
        for (int i = 0; i < 2; i++)
            if (value_constant(parts[i], &value))
                return !__builtin_mul_overflow(value, factor, &factor) &&
                       accumulate(parts[1 - i], factor, affine, wrong);
        return false;
    default: return false;
    }
}

bool affine_of(const struct expression *expression, struct affine *affine,
               const struct expression **wrong) {
    *affine = (struct affine){0};
    return accumulate(expression, 1, affine, wrong);
}

bool affine_add(struct affine *affine, const struct expression *expression, int64_t factor) {
    const struct expression *wrong;
    return accumulate(expression, factor, affine, &wrong);
}

void affine_free(struct affine *affine) {
    free(affine->terms);
    *affine = (struct affine){0};
}

bool affine_is_offset(const struct expression *expression, const struct symbol *variable,
                      int64_t *offset) {
    struct affine affine;
    const struct expression *wrong;
    bool is = affine_of(expression, &affine, &wrong) && affine.count == 1 &&
              affine.terms[0].symbol == variable && affine.terms[0].coefficient == 1;
    *offset = affine.constant;
    affine_free(&affine);
    return is;
}

/* ---- text ---- */

static void print_parts(FILE *out, const struct expression *expression) {
    fputc('(', out);
    for (size_t i = 0; i < expression->count; i++) {
        fputs(i ? ", " : "", out);
        expression_print(out, expression->parts[i], 0);
    }
    fputc(')', out);
}

static int precedence_of(const struct expression *expression) {
    switch (expression->kind) {
    case EXPRESSION_UNARY:
    case EXPRESSION_BINARY: return operators[expression->operator].precedence;
    case EXPRESSION_CONDITIONAL: return PRECEDENCE_CONDITIONAL;
    default: return PRECEDENCE_PRIMARY;
    }
}

static void print_operation(FILE *out, const struct expression *expression) {
    const char *text = operators[expression->operator].text;
    int precedence = precedence_of(expression);
    if (expression->kind == EXPRESSION_UNARY) {
        fputs(text, out);
        expression_print(out, expression->parts[0], precedence + 1);
        return;
    }
    expression_print(out, expression->parts[0], precedence);
    fprintf(out, " %s ", text);
    expression_print(out, expression->parts[1], precedence + 1);
}

void expression_print(FILE *out, const struct expression *expression, int precedence) {
    bool parentheses = precedence_of(expression) < precedence;
    fputs(parentheses ? "(" : "", out);
    switch (expression->kind) {
    case EXPRESSION_INTEGER: fprintf(out, "%llu", (unsigned long long)expression->value); break;
    case EXPRESSION_FLOATING:
    case EXPRESSION_NAME: fputs(expression->name.text, out); break;
    case EXPRESSION_UNARY:
    case EXPRESSION_BINARY: print_operation(out, expression); break;
    case EXPRESSION_CONDITIONAL:
        expression_print(out, expression->parts[0], PRECEDENCE_CONDITIONAL + 1);
        fputs(" ? ", out);
        expression_print(out, expression->parts[1], 0);
        fputs(" : ", out);
        expression_print(out, expression->parts[2], PRECEDENCE_CONDITIONAL);
        break;
    case EXPRESSION_CALL:
        fputs(expression->name.text, out);
        print_parts(out, expression);
        break;
    case EXPRESSION_VIEW:
        fprintf(out, "%s.%s", expression->name.text, expression->method.text);
        print_parts(out, expression);
        break;
    case EXPRESSION_BINDING:
        fprintf(out, "%s = ", expression->name.text);
        expression_print(out, expression->parts[0], 0);
        break;
    case EXPRESSION_LIST: break;
    }
    fputs(parentheses ? ")" : "", out);
}

void expression_symbols(const struct expression *expression,
                        void (*call)(const struct expression *name, void *context), void *context) {
    if (expression->kind == EXPRESSION_NAME)
        call(expression, context);
    for (size_t i = 0; i < expression->count; i++)
        expression_symbols(expression->parts[i], call, context);
}
