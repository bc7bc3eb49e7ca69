/* What nbc knows about a program's tasks after parsing: plain text and numbers, from which every
 * output is printed. Sizes and offsets are bytes in the SIMT side's (ILP32) layout. */
#ifndef NBC_TASKS_H
#define NBC_TASKS_H

#include "support/alloc.h"
#include "support/diag.h"

#include <stdint.h>

/* How a payload field becomes the function's parameter. */
enum conversion {
    CONVERT_VALUE,  /* assignment: integers of other widths are value-extended */
    CONVERT_GLOBAL, /* a 32-bit global address, zero-extended */
    CONVERT_SHARED, /* an offset into the cluster's shared memory, moved into its window */
};

struct parameter {
    char *name;        /* field name: valid in C and C++ */
    char *type;        /* as the source spells it, for the table: "float *" */
    char *declaration; /* the field in the header, the parameter in C: "__shared float *tile" */
    char *wire;        /* the field in the boilerplate: "uint32_t tile" */
    char *code;        /* the type on the wire, for the ABI hash: "shared" */
    enum conversion conversion;
    unsigned offset, bytes, alignment;
};

struct task {
    char *name;
    char *symbol;    /* assembler name: the name, or C++'s mangling of it */
    char *args_type; /* "matmul_args_t", NULL without parameters */
    char *args_make; /* "matmul_args", the function that makes one of the parameters */
    char *comment;   /* its doc comment as written, or NULL */
    struct parameter *parameters;
    size_t parameter_count;
    unsigned bytes; /* of args_type, a multiple of 4 */
    bool align;     /* no parameter is aligned to 4, the struct must be made so */
    unsigned id;    /* 0 until assigned */
    char *source;   /* path for the table, after -ffile-prefix-map */
    char *file;     /* owned, what where.file points to */
    struct diag_location where;
};

/* What must hold of a type where the header is included, as it held where tasks were compiled. */
struct type_check {
    enum type_check_kind {
        CHECK_MEMBER,   /* the record has the member, at this place, of this type */
        CHECK_CONSTANT, /* the enumerator has the value */
        CHECK_ALIAS,    /* the typedef is of the type */
    } kind;
    char *name;      /* of the member ("corner.x") or enumerator, else NULL */
    char *type;      /* of the member or typedef; NULL if C cannot say it and only bytes count */
    long long value; /* the member's offset or the enumerator's value */
    unsigned bytes;  /* the member's size */
};

/* A type that the tasks' parameters use and the header must define. */
struct definition {
    char *name;     /* unique, part of a guard macro: "struct_vec", "vec_t" */
    char *text;     /* C declaration(s), ending in a newline */
    char *include;  /* "\"vec.h\"": the #include that brought it in, NULL if none did */
    unsigned bytes; /* the size to assert of `c_name`, 0 for none */
    char *c_name;   /* "struct vec" */
    struct type_check *checks;
    size_t check_count;
    char *file; /* owned, what where.file points to */
    struct diag_location where;
};
void definition_free(struct definition *definition);

struct task_table {
    struct task *tasks; /* in source order; by id once ids are assigned */
    size_t count;
    struct definition *definitions; /* each after those it needs */
    size_t definition_count;
    uint64_t abi_hash;
};

/* Checks names against each other, gives each task without a fixed id the next free one from
 * first_id, sorts by id, and computes the hash. Reports and returns false on a conflict. */
bool tasks_number(struct task_table *table, unsigned first_id, struct diag_engine *diag);
void tasks_free(struct task_table *table);

#endif
