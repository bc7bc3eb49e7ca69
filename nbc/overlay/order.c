#include "nbc/overlay/order.h"

size_t order_common(const struct task *a, const struct task *b) {
    size_t common = 0;
    while (common < a->depth && common < b->depth && a->loops[common] == b->loops[common])
        common++;
    return common;
}

bool order_distance(const struct task *child, const struct dependency *dependency, size_t loop,
                    int64_t *distance) {
    return affine_is_offset(dependency->indices[loop], &child->loops[loop]->variable, distance);
}

/* What index minus variable may be. */
static bool distance_range(const struct expression *index, const struct symbol *variable,
                           struct range *range) {
    struct affine affine;
    const struct expression *wrong;
    bool ok = affine_of(index, &affine, &wrong);
    __int128 least = affine.constant, most = affine.constant;
    int64_t factor_of_variable = -1;
    for (size_t i = 0; ok && i < affine.count; i++) {
        const struct term *term = &affine.terms[i];
        if (term->symbol == variable) {
            factor_of_variable += term->coefficient;
            continue;
        }
        ok = term->coefficient == (int32_t)term->coefficient; /* no sum overflows */
        __int128 a = (__int128)term->coefficient * term->symbol->least;
        __int128 b = (__int128)term->coefficient * term->symbol->most;
        least += a < b ? a : b;
        most += a < b ? b : a;
    }
    __int128 a = (__int128)factor_of_variable * variable->least;
    __int128 b = (__int128)factor_of_variable * variable->most;
    least += a < b ? a : b;
    most += a < b ? b : a;
    affine_free(&affine);
    range->least = least < 0 ? -1 : least > 0;
    range->most = most < 0 ? -1 : most > 0;
    return ok;
}

enum order order_of_parent(const struct task *child, const struct dependency *dependency) {
    const struct task *parent = dependency->parent;
    size_t common = order_common(child, parent);
    for (size_t k = 0; k < common; k++) {
        struct range sign;
        int64_t distance;
        if (order_distance(child, dependency, k, &distance))
            sign = (struct range){distance, distance};
        else if (!distance_range(dependency->indices[k], &child->loops[k]->variable, &sign))
            return ORDER_VARIES;
        if (sign.most < 0)
            return ORDER_BEFORE;
        if (sign.least > 0)
            return ORDER_AFTER;
        if (sign.least || sign.most)
            return ORDER_VARIES;
    }
    if (parent == child)
        return common == child->depth ? ORDER_SAME : ORDER_VARIES;
    return parent->position < child->position ? ORDER_BEFORE : ORDER_AFTER;
}

/* Subtracts a term of the bound. */
static bool subtract(struct affine *sum, const struct dependency *dependency,
                     const struct term *term) {
    const struct task *parent = dependency->parent;
    if (term->coefficient == INT64_MIN)
        return false;
    for (size_t k = 0; k < parent->depth; k++)
        if (term->symbol == &parent->loops[k]->variable)
            return affine_add(sum, dependency->indices[k], -term->coefficient);
    return affine_add_term(sum, term->symbol, -term->coefficient);
}

bool order_behind(const struct dependency *dependency, size_t loop, const struct expression *bound,
                  int64_t *distance) {
    struct affine sum, other;
    const struct expression *wrong;
    bool ok = affine_of(dependency->indices[loop], &sum, &wrong);
    ok &= affine_of(bound, &other, &wrong);
    for (size_t i = 0; ok && i < other.count; i++)
        ok = subtract(&sum, dependency, &other.terms[i]);
    ok = ok && !sum.count && !__builtin_sub_overflow(sum.constant, other.constant, distance);
    affine_free(&sum);
    affine_free(&other);
    return ok;
}
