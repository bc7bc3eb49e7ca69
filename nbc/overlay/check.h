/* The parts of the check. Each reports what is wrong and goes on. */
#ifndef NBC_OVERLAY_CHECK_H
#define NBC_OVERLAY_CHECK_H

#include "nbc/overlay/model.h"
#include "nbc/overlay/values.h"

struct check {
    struct overlay_program *program;
    const struct overlay_source *source;
    enum overlay_target target;
    /* The nest that is being read: NULL outside. */
    struct group *group;
    struct loop *innermost;
};

/* ---- names (check_names.c) ---- */

/* Declares a name of the whole program; false if there is such a one, or it can be none in C. */
bool check_declare(struct check *check, const struct word *word, enum name_kind kind, void *what);
/* Whether C can have the name. */
bool check_spelling(struct check *check, const struct word *word);
/* What has the name, if it is of this kind; otherwise says what is wrong. */
void *check_find(struct check *check, const struct word *word, enum name_kind kind);
/* An unknown word where only some have a meaning: reports it with the nearest of them. */
void check_unknown(struct check *check, const struct word *word, const char *what,
                   const char *const *words, size_t count);

/* Finds out what the names of an integer expression stand for, in a task's or a loop's scope. */
bool check_expression(struct check *check, struct expression *expression, struct loop *scope);
/* The same, and that it is affine; what: "a bound". */
bool check_affine(struct check *check, struct expression *expression, struct loop *scope,
                  const char *what);

/* ---- declarations (check_declarations.c) ---- */

void check_declaration(struct check *check, const struct declaration *declaration);
void check_overlay(struct check *check, const struct overlay_syntax *syntax);

/* ---- what C says (check_kernels.c) ---- */

void check_buffer_global(struct check *check, struct buffer *buffer);
void check_scalar_global(struct check *check, struct scalar *scalar);
void check_kernel(struct check *check, struct command *command);

/* ---- nests and tasks (check_tasks.c, check_arguments.c) ---- */

void check_loop(struct check *check, const struct loop_syntax *syntax, struct node_list *nodes);
void check_enqueue(struct check *check, const struct enqueue_syntax *syntax,
                   struct node_list *nodes);
void check_arguments(struct check *check, struct task *task, const struct enqueue_syntax *syntax);
struct loop *check_innermost(const struct task *task);

/* ---- what is said of tasks (check_calls.c), and what follows when all is said (finish.c) ---- */

void check_chain(struct check *check, const struct chain_syntax *chain);
/* errors: how many there were before the first statement. */
void check_finish(struct check *check, unsigned errors);

#endif
