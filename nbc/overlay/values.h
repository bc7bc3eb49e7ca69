/* What expressions are worth: for one instance of a task, in all of them, and as affine forms. */
#ifndef NBC_OVERLAY_VALUES_H
#define NBC_OVERLAY_VALUES_H

#include "nbc/overlay/model.h"

/* ---- for the values that the symbols have now ---- */

enum value_result { VALUE_KNOWN, VALUE_UNKNOWN, VALUE_FAULT };

/* Computed in 64 bits. fault: why there is no value, "overflow"; may be NULL. A part that C does
 * not evaluate does not count. */
enum value_result value_of(const struct expression *expression, int64_t *value, const char **fault);

/* The value if no symbol matters. */
bool value_constant(const struct expression *expression, int64_t *value);

/* Why an operation on constants has no value, or NULL. */
const char *value_apply(enum operator operator, int64_t a, int64_t b, int64_t *value);

/* ---- for all that they may have ---- */

struct range {
    int64_t least, most;
};

/* Of the expression, if all is well. */
struct range range_of(const struct expression *expression);
/* Whether the expression itself may have no value though its parts have one. */
bool range_may_fault(const struct expression *expression);

/* ---- affine forms ---- */

struct term {
    struct symbol *symbol;
    int64_t coefficient; /* not 0 */
};

/* The sum of terms and constant. */
struct affine {
    struct term *terms;
    size_t count;
    int64_t constant;
};

/* False if the expression is none, or a coefficient does not fit; *wrong is the part at fault. The
 * caller frees the terms in any case. */
bool affine_of(const struct expression *expression, struct affine *affine,
               const struct expression **wrong);
void affine_free(struct affine *affine);
/* Adds factor times an expression; false as above. */
bool affine_add(struct affine *affine, const struct expression *expression, int64_t factor);
bool affine_add_term(struct affine *affine, struct symbol *symbol, int64_t coefficient);

/* Whether an expression is "variable + offset". */
bool affine_is_offset(const struct expression *expression, const struct symbol *variable,
                      int64_t *offset);

/* ---- as text ---- */

/* As it was written, but for blanks and parentheses; in a place that binds as strongly. */
void expression_print(FILE *out, const struct expression *expression, int precedence);

/* Calls for each symbol in it. */
void expression_symbols(const struct expression *expression,
                        void (*call)(const struct expression *name, void *context), void *context);

#endif
