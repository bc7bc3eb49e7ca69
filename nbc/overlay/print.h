/* Parts of a program as text, which several outputs have. */
#ifndef NBC_OVERLAY_PRINT_H
#define NBC_OVERLAY_PRINT_H

#include "nbc/overlay/model.h"

void print_indent(FILE *out, int depth);
/* "Row(k, j)" */
void print_head(FILE *out, const struct task *task);
/* "Update(k - 1, k, j)": the parent as the child names it. */
void print_parent(FILE *out, const struct dependency *dependency);
/* The same with its conditions: "Update(k - 1, k, j) if k > 0" */
void print_dependency(FILE *out, const struct dependency *dependency);
/* "0 to N", "1 to N included" */
void print_bounds(FILE *out, const struct loop *loop);
/* "Task1.realize(N = 4)" */
void print_realize(FILE *out, const struct run *run);
/* "Task0(i) = enqueue(pipe, 0, X, Y, n - i)" */
void print_enqueue_statement(FILE *out, const struct task *task);

#endif
