/* A program of random kernels: lanes have data of their own and go ways of their own. Everything is
 * printed to `out` as it is made up. */
#ifndef RANDOM_GENERATE_H
#define RANDOM_GENERATE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum type { S8, U8, S16, U16, S32, U32, S64, U64, F32, F64, B16, TYPES };

/* What an expression can read and a statement can assign. */
struct place {
    char text[64];
    char suffix[16]; /* after an index */
    enum type type;
    unsigned length; /* of an array, a power of two; 0: no array */
    bool uniform;    /* likely the same in all lanes, if the index is */
    bool writable;
    bool shared;      /* in shared memory */
    bool addressable; /* & may be applied */
    bool pointer;     /* not the array itself: may be the same as another one */
};

/* A variable of struct type. */
struct object {
    char text[64];
    unsigned structure;
    bool writable;
    bool shared;
};

enum { MAX_PLACES = 1024, MAX_OBJECTS = 64 };
enum { MAX_KERNELS = 2 }; /* of a program; each has a row of `result` */

/* What is visible at this point of the program; blocks save and restore the counts. */
struct scope {
    struct place places[MAX_PLACES];
    struct object objects[MAX_OBJECTS];
    unsigned place_count, object_count;
};

extern FILE *out;
extern struct scope scope;

/* How often the code being printed runs in one run of its function, and what the function has cost
 * so far, in statements. */
extern unsigned weight, cost;

/* What follows is another program: random numbers and names begin anew. */
void begin_program(uint64_t seed);
uint64_t next_random(void);
unsigned below(unsigned limit);
static inline bool one_in(unsigned n) {
    return below(n) == 0;
}

/* ---- types ---- */

const char *type_name(enum type type);
/* What converts a value to the type, before its parentheses. */
const char *type_cast(enum type type);
unsigned type_bits(enum type type);
enum type any_type(void);
enum type any_integer(void);

/* ---- names ---- */

struct name {
    char text[48];
};
/* Of what is at file scope: with the program's seed, since a unit has many programs. */
struct name global(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Of a local variable or a label: a number that no other of the program has. */
unsigned next_name(void);

/* ---- places ---- */

struct place *add_place(enum type type, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void add_object(unsigned structure, bool writable, bool shared, const char *name);
/* A random place that passes; NULL if there is none. */
struct place *find_place(bool (*passes)(const struct place *, enum type), enum type type);
struct object *find_object(unsigned structure, bool to_write);
bool is_writable(const struct place *place, enum type type);
bool is_pointee(const struct place *place, enum type type); /* an addressable scalar of the type */
enum { POINTED = 4 }; /* elements of what a pointer parameter points to */
/* An array that a pointer can point to, in global and in shared memory. */
bool is_pointee_array(const struct place *place, enum type type);
bool is_shared_array(const struct place *place, enum type type);

/* ---- structures ---- */

enum { STRUCTURES = 4 };
/* Types of values: enum type, or STRUCTURE + n for a struct. */
enum { STRUCTURE = TYPES };
void print_type(unsigned type);
void print_structures(void);
/* "{…}" */
void print_structure_value(unsigned structure);
void print_compound_literal(unsigned structure);

/* ---- expressions ---- */

void print_constant(enum type type);
/* Parenthesised, of exactly that type, without side effects. uniform: likely the same in all
 * lanes. */
void expression(enum type type, unsigned depth, bool uniform);
/* 0 or 1, in parentheses, without side effects. */
void condition(unsigned depth, bool uniform);
/* The same for a statement to depend on: it may have effects. */
void decision(unsigned depth);
/* Sure to be the same in all lanes. */
void print_uniform_bit(void);
void print_place(const struct place *place, unsigned depth, bool uniform);

/* ---- functions ---- */

/* One of those printed so far that returns the type and may be called here: -1 if there is none.
 * pure: it writes nothing but its own variables. */
int find_function(unsigned result, bool pure);
void print_call(int function, unsigned depth);
void print_return(void);
/* A call of the function from within itself, assigned to a variable; false if it does not call
 * itself. */
bool print_recursion(void);
/* enter_globals makes visible what functions may use, or may only read. */
void print_functions(unsigned count, void (*enter_globals)(bool writable));
/* A function without parameters that returns a word. */
void print_kernel(unsigned number, unsigned statements);

/* ---- statements ---- */

enum { FUEL = 12 }; /* how often a function jumps back at most, besides counted loops */

void print_declarations(unsigned count);
void declare_big_array(void);
void print_simple_statement(void);
void print_digest(unsigned first); /* of the visible places, into h */

/* ---- control flow ---- */

/* A function's body. tangled: jumps lead anywhere, also into blocks, so only the beginning of the
 * function declares variables. */
void begin_control(bool tangled);
void print_statements(unsigned count, unsigned nesting);
void end_control(void);

#endif
