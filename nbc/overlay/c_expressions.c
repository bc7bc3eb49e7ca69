/* Expressions in C: of 64 bits, with parentheses where compilers would ask for them. */
#include "nbc/overlay/c.h"

#include "nbc/overlay/values.h"

#include <stdio.h>
#include <string.h>

static bool is_truth(enum operator operator) {
    int precedence = operators[operator].precedence;
    return precedence == operators[OPERATOR_LESS].precedence ||
           precedence == operators[OPERATOR_EQUAL].precedence ||
           operator== OPERATOR_AND || operator== OPERATOR_OR || operator== OPERATOR_NOT;
}

static bool is_arithmetic(enum operator operator) {
    return operators[operator].precedence >= operators[OPERATOR_ADD].precedence;
}

bool c_is_int(const struct expression *expression) {
    int64_t value;
    if (value_constant(expression, &value))
        return value == (int32_t)value;
    switch (expression->kind) {
    case EXPRESSION_UNARY: return is_truth(expression->operator) || c_is_int(expression->parts[0]);
    case EXPRESSION_BINARY: return is_truth(expression->operator);
    case EXPRESSION_CONDITIONAL:
        return c_is_int(expression->parts[1]) && c_is_int(expression->parts[2]);
    default: return false;
    }
}

/* C does not define what a shift makes of a negative number. */
static bool calls_a_check(const struct expression *expression, struct c_style style) {
    bool shifts_negative =
        expression->kind == EXPRESSION_BINARY &&
        expression->operator== OPERATOR_SHIFT_LEFT && range_of(expression->parts[0]).least < 0;
    return (style.checked || shifts_negative) && range_may_fault(expression);
}

bool c_may_fault(const struct expression *expression, struct c_style style) {
    int64_t value;
    if (value_constant(expression, &value))
        return false;
    if (calls_a_check(expression, style))
        return true;
    for (size_t i = 0; i < expression->count; i++)
        if (c_may_fault(expression->parts[i], style))
            return true;
    return false;
}

bool c_is_taken(const char *name) {
    static const char *const names[] = {"task",  "run",    "symbols", "fault",
                                        "queue", "inputs", "result",  "main"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

const char *c_ending(const char *name) {
    return c_is_taken(name) ? "_" : "";
}

void c_integer(FILE *out, int64_t value) {
    if (value == (int32_t)value)
        fprintf(out, "%lld", (long long)value);
    else if (value == INT64_MIN)
        fputs("INT64_MIN", out);
    else
        fprintf(out, "INT64_C(%lld)", (long long)value);
}

static void print_constant(FILE *out, int64_t value, int precedence) {
    bool parentheses = value < 0 && precedence > PRECEDENCE_UNARY - 1;
    fputs(parentheses ? "(" : "", out);
    c_integer(out, value);
    fputs(parentheses ? ")" : "", out);
}

/* A variable of a parent's loop is the index that the child gives, in its own variables. */
static void print_name(FILE *out, const struct expression *name, int precedence,
                       struct c_style style) {
    const struct symbol *symbol = name->symbol;
    const struct task *parent = style.parent ? style.parent->parent : NULL;
    for (size_t k = 0; parent && k < parent->depth; k++)
        if (symbol == &parent->loops[k]->variable) {
            c_expression(out, style.parent->indices[k], precedence,
                         (struct c_style){.checked = style.checked});
            return;
        }
    bool cast = symbol->kind == SYMBOL_SCALAR;
    bool parentheses = cast && precedence > PRECEDENCE_UNARY;
    fprintf(out, "%s%s%s%s%s", parentheses ? "(" : "", cast ? "(int64_t)" : "", symbol->name,
            cast ? "" : c_ending(symbol->name), parentheses ? ")" : "");
}

/* What would be an int is made one of 64 bits. */
static void print_operand(FILE *out, const struct expression *operand, bool widen, int precedence,
                          struct c_style style) {
    fputs(widen ? "(int64_t)" : "", out);
    c_expression(out, operand, widen ? PRECEDENCE_UNARY : precedence, style);
}

/* gcc and clang warn of some that precedence would allow. */
static int precedence_of_operand(enum operator parent, const struct expression *operand,
                                 int precedence) {
    if (operand->kind != EXPRESSION_BINARY || operand->operator== parent)
        return precedence;
    bool plain = is_arithmetic(operand->operator) && (is_arithmetic(parent) || is_truth(parent));
    bool comparison = is_truth(operand->operator) && operand->operator!= OPERATOR_AND &&
                                                     operand->operator!= OPERATOR_OR;
    bool of_truths = parent == OPERATOR_AND || parent == OPERATOR_OR;
    return plain || (comparison && of_truths) ? precedence : PRECEDENCE_PRIMARY;
}

static void print_check(FILE *out, const struct expression *expression, struct c_style style) {
    static const char *const functions[OPERATOR_COUNT] = {
        [OPERATOR_ADD] = "add",
        [OPERATOR_SUBTRACT] = "subtract",
        [OPERATOR_MULTIPLY] = "multiply",
        [OPERATOR_DIVIDE] = "divide",
        [OPERATOR_REMAINDER] = "remainder",
        [OPERATOR_SHIFT_LEFT] = "shift_left",
        [OPERATOR_SHIFT_RIGHT] = "shift_right",
        [OPERATOR_NEGATE] = "negate",
    };
    fprintf(out, "overlay_%s(", functions[expression->operator]);
    for (size_t i = 0; i < expression->count; i++) {
        c_expression(out, expression->parts[i], 0, style);
        fputs(", ", out);
    }
    fputs("&fault)", out);
}

static void print_binary(FILE *out, const struct expression *expression, struct c_style style) {
    enum operator operator= expression->operator;
    int precedence = operators[operator].precedence;
    struct expression **parts = expression->parts;
    bool shift = operator== OPERATOR_SHIFT_LEFT || operator== OPERATOR_SHIFT_RIGHT;
    bool widen = !is_truth(operator) && c_is_int(parts[0]) && (shift || c_is_int(parts[1]));
    bool chain = is_truth(operator) && operator!= OPERATOR_AND && operator!= OPERATOR_OR;
    int left = chain && parts[0]->kind == EXPRESSION_BINARY && is_truth(parts[0]->operator)
                   ? PRECEDENCE_PRIMARY
                   : precedence_of_operand(operator, parts[0], precedence);
    print_operand(out, parts[0], widen, left, style);
    fprintf(out, " %s ", operators[operator].text);
    print_operand(out, parts[1], false, precedence_of_operand(operator, parts[1], precedence + 1),
                  style);
}

static void print_unary(FILE *out, const struct expression *expression, struct c_style style) {
    fputs(operators[expression->operator].text, out);
    c_expression(out, expression->parts[0], PRECEDENCE_PRIMARY, style);
}

static void print_conditional(FILE *out, const struct expression *expression,
                              struct c_style style) {
    c_expression(out, expression->parts[0], PRECEDENCE_CONDITIONAL + 1, style);
    fputs(" ? ", out);
    c_expression(out, expression->parts[1], PRECEDENCE_CONDITIONAL + 1, style);
    fputs(" : ", out);
    c_expression(out, expression->parts[2], PRECEDENCE_CONDITIONAL + 1, style);
}

/* min(a, b, c) is min(a, min(b, c)). */
static void print_call(FILE *out, const struct expression *call, struct c_style style) {
    for (size_t i = 0; i < call->count; i++) {
        if (i + 1 < call->count)
            fprintf(out, "overlay_%s(", call->name.text);
        c_expression(out, call->parts[i], 0, style);
        fputs(i + 1 < call->count ? ", " : "", out);
    }
    for (size_t i = 1; i < call->count; i++)
        fputc(')', out);
}

static int printed_precedence(const struct expression *expression) {
    switch (expression->kind) {
    case EXPRESSION_UNARY:
    case EXPRESSION_BINARY: return operators[expression->operator].precedence;
    case EXPRESSION_CONDITIONAL: return PRECEDENCE_CONDITIONAL;
    default: return PRECEDENCE_PRIMARY;
    }
}

void c_expression(FILE *out, const struct expression *expression, int precedence,
                  struct c_style style) {
    int64_t value;
    if (value_constant(expression, &value)) {
        print_constant(out, value, precedence);
        return;
    }
    if (expression->kind == EXPRESSION_NAME) {
        print_name(out, expression, precedence, style);
        return;
    }
    if (calls_a_check(expression, style)) {
        print_check(out, expression, style);
        return;
    }
    bool parentheses = printed_precedence(expression) < precedence;
    fputs(parentheses ? "(" : "", out);
    switch (expression->kind) {
    case EXPRESSION_UNARY: print_unary(out, expression, style); break;
    case EXPRESSION_BINARY: print_binary(out, expression, style); break;
    case EXPRESSION_CONDITIONAL: print_conditional(out, expression, style); break;
    case EXPRESSION_CALL: print_call(out, expression, style); break;
    default: break;
    }
    fputs(parentheses ? ")" : "", out);
}
