/* A checked overlay program: names are resolved, and what belongs together points to each other.
 * Expressions stay the parser's, which outlives this. */
#ifndef NBC_OVERLAY_MODEL_H
#define NBC_OVERLAY_MODEL_H

#include "nbc/overlay/kernels.h"
#include "nbc/overlay/lookup.h"
#include "nbc/overlay/syntax.h"
#include "nbc/overlay/types.h"

enum { BUFFER_RANK = 5, QUEUES = 16, SLOTS_LEAST = 16, SLOTS_DEFAULT = 16, SLOTS_MOST = 64 };

/* ---- what names of expressions stand for ---- */

enum symbol_kind {
    SYMBOL_SCALAR,   /* a C variable */
    SYMBOL_VARIABLE, /* of a loop */
    SYMBOL_BOUND,    /* realize gives it a value */
};

struct symbol {
    enum symbol_kind kind;
    const char *name;
    struct span span;   /* where it is declared, or used first */
    struct type type;   /* of a scalar */
    struct loop *scope; /* of what realize binds: the loops around its first use, for messages */
    bool is_bound;      /* some realize does */
    bool is_position;   /* it is the extent of a loop, which realize gives by position */
    bool reported;      /* that nothing binds it */
    /* While the compiler runs through a task's instances. */
    bool known;
    int64_t value;
    /* What it may be in any run. */
    int64_t least, most;
};

/* ---- declarations ---- */

struct buffer {
    const char *name;
    struct span span;
    struct type type;
    unsigned rank;
    int64_t extents[BUFFER_RANK], strides[BUFFER_RANK];
    bool is_const;
    const struct c_global
        *global; /* that has its name, or NULL: it is defined by what is generated */
};

struct scalar {
    struct symbol symbol; /* the first member: a scalar is its symbol */
    const struct declaration *syntax;
    const struct c_global *global;
};

struct parameter {
    const char *name;
    struct span span;
    enum direction direction; /* none: a scalar */
    struct type type;         /* of an element, if it is a buffer */
    unsigned rank;
    /* How C takes it, if there is C. */
    const struct c_parameter *c;
};

struct command {
    const char *function;
    struct span function_span, span;
    unsigned queue;
    struct parameter *parameters;
    size_t count;
    const struct c_function *c; /* or NULL */
};

struct overlay {
    const char *name;
    struct span span;
    unsigned slots;
    struct command **commands; /* in their order */
    size_t count;
    struct command *queues[QUEUES]; /* by number; NULL is a hole */
};

/* ---- nests of loops ---- */

struct node_list {
    struct node *items;
    size_t count;
};

struct loop {
    struct symbol variable;
    struct loop *outer;
    unsigned depth;                   /* loops around it */
    unsigned position;                /* as a task's */
    struct expression *first, *limit; /* limit: the first value that is none, if not inclusive */
    bool inclusive;
    struct node_list body;
};

enum argument_kind { ARGUMENT_VALUE, ARGUMENT_FLOATING, ARGUMENT_SCALAR, ARGUMENT_VIEW };

struct argument {
    enum argument_kind kind;
    struct expression *expression;
    struct span span;
    /* A scalar: the C variable itself, of a floating type. */
    struct scalar *scalar;
    /* A view: the whole buffer without blocks. */
    struct buffer *buffer;
    struct expression *block;
    struct expression **pairs; /* first and last block of each dimension */
    bool proved;               /* the compiler knows its value in all runs, and that it is right */
    /* What is said of it once is not said of each instance. */
    bool told, told_gaps;
};

/* Of a task on an earlier or later instance of its parent. */
struct dependency {
    struct task *parent;
    struct span span;            /* of the word depend */
    struct expression **indices; /* one for each loop of the parent, outermost first */
    struct expression **conditions;
    size_t condition_count;
};

struct task {
    const char *name;
    struct span span; /* of its name in enqueue */
    unsigned id;      /* from 0, in the order of the program */
    struct group *group;
    struct overlay *overlay;
    struct command *command;
    struct loop **loops; /* around it, outermost first */
    size_t depth;
    unsigned *order; /* order[k]: which loop is the k-th variable of its head */
    struct argument *arguments;
    size_t argument_count;
    struct dependency *dependencies;
    size_t dependency_count;
    unsigned position; /* among the loops and tasks of its nest, in the order of the text */
    bool is_wrong;     /* there was an error in it */
    bool proved;       /* the compiler knows all of its parents in all runs */
};

struct node {
    struct loop *loop; /* or */
    struct task *task;
};

/* What is enqueued, and run, together. */
struct group {
    struct node_list nest;
    struct task **tasks; /* in the order of the text; of merged ones, in that of merge_ures */
    size_t count;
    bool written;       /* with loops */
    struct span bounds; /* of set_bounds */
    bool has_bounds;
    bool has_run;
    size_t first_run; /* which one of the program's that is */
    bool proved;      /* the compiler knows all bounds in all runs */
};

struct binding {
    struct symbol *symbol;
    struct expression *value;
    struct span span;
    bool used; /* by something that is run */
};

/* A realize. */
struct run {
    struct group *group;
    struct task *task; /* that was named */
    struct span span;
    struct binding *bindings;
    size_t count;
    struct word *unused; /* names that it binds in vain; the parser's texts */
    size_t unused_count;
};

struct overlay_program {
    const struct overlay_source *source;
    const struct c_facts *facts; /* or NULL: nothing is known of C */
    struct lookup names;         /* buffers, scalars, overlays, tasks: what they are to find */
    struct lookup bound;         /* symbols that realize binds */
    struct buffer **buffers;
    size_t buffer_count;
    struct scalar **scalars;
    size_t scalar_count;
    struct overlay **overlays;
    size_t overlay_count;
    struct task **tasks;
    size_t task_count;
    struct group **groups;
    size_t group_count;
    struct symbol **symbols; /* that realize binds */
    size_t symbol_count;
    struct run *runs;
    size_t run_count;
    struct expression **made; /* that no source has; their parts are others' */
    size_t made_count;
    struct node_list *retired; /* nests of tasks that were merged into others */
    size_t retired_count;
};

/* ---- names of the whole program ---- */

enum name_kind { NAME_BUFFER, NAME_SCALAR, NAME_OVERLAY, NAME_TASK, NAME_VARIABLE };

/* Checks the statements and fills the program, which is freed in any case. facts may be NULL.
 * Returns false after diagnostics. */
bool model_check(struct overlay_program *program, const struct statement_list *statements,
                 const struct overlay_source *source, const struct c_facts *facts);
/* An expression that no source has: a copy of the one given, of two parts or none. */
struct expression *model_expression(struct overlay_program *program, struct expression expression,
                                    struct expression *left, struct expression *right);
void model_free(struct overlay_program *program);

#endif
