/* The definitions of macros in a text, and the walk through it that finds them, the repetitions
 * and the uses. Spans are of the text. */
#ifndef MUONC_ASSEMBLER_MACRO_DEFINITION_H
#define MUONC_ASSEMBLER_MACRO_DEFINITION_H

#include "muonc/assembler/statement.h"

enum { MACRO_MAX_PARAMETERS = 64 };

struct macro_parameter {
    struct span name, initial;
    bool takes_rest; /* :vararg */
};

/* A macro, or the .irp or .irpc of one parameter. */
struct macro {
    struct span name; /* empty: a repetition */
    struct span body;
    struct span whole; /* from its directive to .endm or .endr */
    struct span rest;  /* of its directive, behind what is parsed: what a repetition is for */
    struct macro_parameter *parameters;
    size_t count;
    unsigned number;   /* among the definitions of the name, from 1 */
    bool by_character; /* .irpc */
    bool opaque;       /* only clang's assembler can expand it */
};

/* The number of a parameter; the count of parameters if it is none. */
size_t macro_find_parameter(const char *text, const struct macro *macro, struct span name);

/* Steps over what one round of a repetition is for; false at the end. */
bool macro_next_value(const char *text, const struct macro *repetition, struct span *rest,
                      struct span *value);

struct macro_table {
    const char *text;
    struct macro *macros; /* in order */
    size_t count;
};

/* The first definition of a name behind another one (NULL: of all); NULL if there is none. The name
 * may stand in another text. */
const struct macro *macro_table_next(const struct macro_table *table, const char *text,
                                     struct span name, const struct macro *behind);
/* The number of definitions of a name. */
unsigned macro_table_count(const struct macro_table *table, const char *text, struct span name);

/* A walk through the text; bodies are not looked into. What has no handler (NULL) is ignored. */
struct macro_walk {
    struct macro_table table; /* of the definitions up to here; the caller sets the text */
    void (*definition)(struct macro_walk *walk, const struct macro *macro);
    void (*repetition)(struct macro_walk *walk, const struct macro *repetition);
    /* A statement with the name of a macro, or any other that is no instruction of the ISA table.
     */
    void (*use)(struct macro_walk *walk, struct span name, struct span list);
    void *context;
    /* The body that is being read. */
    unsigned depth; /* 0: none */
    struct span head, opening;
};

void macro_walk(struct macro_walk *walk, size_t length);
/* Frees the table's content. */
void macro_walk_end(struct macro_walk *walk);

#endif
