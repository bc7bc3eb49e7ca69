/* The parts of the C that is generated. */
#ifndef NBC_OVERLAY_C_H
#define NBC_OVERLAY_C_H

#include "nbc/overlay/model.h"

/* How an expression is printed. */
struct c_style {
    bool checked; /* what may go wrong sets "fault" */
    /* In the bounds of a parent's loops its variables are the indices that a child gives. */
    const struct dependency *parent;
};

/* In a place that binds as strongly as the precedence (syntax.h). */
void c_expression(FILE *out, const struct expression *expression, int precedence,
                  struct c_style style);
/* Whether it is printed as an int, which arithmetic must not overflow. */
bool c_is_int(const struct expression *expression);
/* Whether it needs "fault". */
bool c_may_fault(const struct expression *expression, struct c_style style);
void c_integer(FILE *out, int64_t value);
/* The name of a variable or a bound symbol, for "%s%s": one that the task loops have themselves
 * gets an ending. Those of C's variables are fixed (check_names.c). */
#define C_VARIABLE(symbol) (symbol)->name, c_ending((symbol)->name)
const char *c_ending(const char *name);
bool c_is_taken(const char *name);

/* C files' variables, or their definitions; the kernels' prototypes; views. */
void c_declarations(FILE *out, const struct overlay_program *program);
/* Of an overlay: inputs, types, slots, wrappers, names and the scheduler instance. */
void c_overlay(FILE *out, const struct overlay_program *program, const struct overlay *overlay);
/* The variables of a task in the order of its head, each behind a type: "int64_t i, int64_t j". */
void c_variables(FILE *out, const struct task *task, const char *type);
/* Functions for the keys of an overlay's tasks; and whether no two instances have the same. */
void c_keys(FILE *out, const struct overlay_program *program, const struct overlay *overlay);
bool c_keys_are_exact(const struct overlay_program *program, const struct overlay *overlay);
/* The task loops of a group. */
void c_loops(FILE *out, const struct overlay_program *program, const struct group *group);

/* "const_view2_double_t": the struct in which a command's function takes a view. */
void c_view_name(FILE *out, const struct parameter *parameter);

/* What all that is generated of an overlay begins with: its name, if that is not the runtime's. */
const char *c_overlay_name(const struct overlay *overlay);

/* A group is named after its first task. */
const char *c_group_name(const struct group *group);
/* Calls for each symbol that realize binds and the group uses, in the order of the program. */
void c_group_symbols(const struct overlay_program *program, const struct group *group,
                     void (*call)(const struct symbol *symbol, void *context), void *context);
bool c_group_has_symbols(const struct overlay_program *program, const struct group *group);

#endif
