/* An overlay program as it is written: what the parser makes, and nothing that needs more than the
 * text. Every part has its span there. */
#ifndef NBC_OVERLAY_SYNTAX_H
#define NBC_OVERLAY_SYNTAX_H

#include "support/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The text, and whom to tell what is wrong with it. */
struct overlay_source {
    const char *path;
    struct text_lines lines;
    struct diag_engine *diag;
};

struct diag_location overlay_place(const struct overlay_source *source, struct span span);
void overlay_error(const struct overlay_source *source, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void overlay_note(const struct overlay_source *source, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A name where it is used. */
struct word {
    char *text;
    struct span span;
};

/* ---- expressions, and all else that stands between parentheses ---- */

enum operator{
#define OPERATOR(identifier, text, precedence) OPERATOR_##identifier,
#include "nbc/overlay/operators.def"
#undef OPERATOR
    OPERATOR_COUNT
};

/* How it is written, and how strongly it binds: C's levels, the more the stronger. */
extern const struct operator_row {
    const char *text;
    int precedence;
} operators[OPERATOR_COUNT];

enum {
    PRECEDENCE_CONDITIONAL = 1,
    PRECEDENCE_UNARY = 12,
    PRECEDENCE_PRIMARY = 13,
};

enum expression_kind {
    EXPRESSION_INTEGER,     /* value */
    EXPRESSION_FLOATING,    /* name: as written */
    EXPRESSION_NAME,        /* name */
    EXPRESSION_UNARY,       /* operator, one part */
    EXPRESSION_BINARY,      /* operator, two parts */
    EXPRESSION_CONDITIONAL, /* three parts */
    EXPRESSION_CALL,        /* name(parts): min and max */
    EXPRESSION_VIEW,        /* name.method(parts) */
    EXPRESSION_BINDING,     /* name = part: an argument of realize */
    EXPRESSION_LIST,        /* {parts}: an argument of realize */
};

struct expression {
    enum expression_kind kind;
    struct span span;
    enum operator operator;
    uint64_t value;
    struct word name, method;
    struct expression **parts;
    size_t count;
    unsigned depth;        /* of the tree below: what walks it may recurse */
    struct symbol *symbol; /* what a name stands for, once that is known (model.h) */
};

/* Deeper ones, and loops in more loops, are errors. */
enum { EXPRESSION_DEPTH = 200, LOOPS_MOST = 32 };

struct expression_list {
    struct expression **items;
    size_t count;
};

void expression_free(struct expression *expression);
void expression_list_free(struct expression_list *list);

/* ---- declarations ---- */

/* int, unsigned long, struct point, real_t: the words, with one blank between. */
struct declaration {
    struct word type;
    struct word name;
    struct expression_list extents; /* none: a scalar */
    struct expression *value;       /* or NULL */
};

enum direction { DIRECTION_NONE, DIRECTION_IN, DIRECTION_OUT, DIRECTION_INOUT };
extern const char *const direction_words[]; /* "", "in", … */

struct parameter_syntax {
    enum direction direction;
    struct word type, name;
    unsigned rank; /* pairs of brackets */
    struct span span;
};

struct command_syntax {
    struct expression *queue;
    struct word function;
    struct parameter_syntax *parameters;
    size_t count;
    struct span span;
};

struct overlay_syntax {
    struct word name;
    struct expression_list options;
    struct command_syntax *commands;
    size_t count;
};

/* ---- statements ---- */

struct word_list {
    struct word *items;
    size_t count;
};

struct statement_list {
    struct statement *items;
    size_t count;
};

struct loop_syntax {
    struct word variable;
    struct expression *first, *limit;
    bool inclusive; /* <= */
    struct statement_list body;
    unsigned depth; /* loops in each other, this one included */
};

/* task(variables) = enqueue(overlay, queue, arguments…); */
struct enqueue_syntax {
    struct word task;
    struct word_list variables;
    struct word overlay;
    struct expression *queue;
    struct expression_list arguments;
};

/* .method(arguments) */
struct call_syntax {
    struct word method;
    struct expression_list arguments;
};

/* task.method(…).method(…) if (condition); */
struct chain_syntax {
    struct word task;
    struct call_syntax *calls;
    size_t count;
    struct expression *condition; /* of the last call, or NULL */
};

enum statement_kind {
    STATEMENT_DECLARATION,
    STATEMENT_OVERLAY,
    STATEMENT_LOOP,
    STATEMENT_ENQUEUE,
    STATEMENT_CHAIN,
};

struct statement {
    enum statement_kind kind;
    struct span span;
    union {
        struct declaration declaration;
        struct overlay_syntax overlay;
        struct loop_syntax loop;
        struct enqueue_syntax enqueue;
        struct chain_syntax chain;
    };
};

void word_free(struct word *word);
void word_list_free(struct word_list *list);
void command_syntax_free(struct command_syntax *command);
void overlay_syntax_free(struct overlay_syntax *overlay);
void chain_syntax_free(struct chain_syntax *chain);
void statement_free(struct statement *statement);
void statement_list_free(struct statement_list *list);

/* The statements of a source. False after diagnostics; what could be read is in the list then, too.
 * The caller frees it. */
bool overlay_parse(const struct overlay_source *source, struct statement_list *program);

#endif
