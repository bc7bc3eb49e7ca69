#include "generate.h"

#include <stdlib.h>

/* Functions take values of all types, structures and pointers to arrays of four; each may call
 * those before it. Control flow depends on uniform arguments: they come first. */
enum { MAX_FUNCTIONS = 32, MAX_PARAMETERS = 14, MAX_COST = 4000, MAX_DEPTH = 6 };

enum kind { UNIFORM, VALUE, OBJECT, POINTER, KINDS };

static struct function {
    struct parameter {
        enum kind kind;
        unsigned type; /* or structure */
    } parameters[MAX_PARAMETERS];
    unsigned count;
    unsigned result; /* type or STRUCTURE + n */
    unsigned cost;
    unsigned depth; /* of its calls */
    bool pure, recursive;
    bool by_pointer; /* called through a table */
} functions[MAX_FUNCTIONS];

static unsigned function_count;
static unsigned callable; /* the first so many */
static unsigned deepest;  /* of the calls printed in this body */

static bool may_call(const struct function *function, unsigned result, bool pure) {
    if (function->result != result || (pure && !function->pure) ||
        cost + weight * function->cost > MAX_COST || function->depth == MAX_DEPTH)
        return false;
    for (unsigned i = 0; i < function->count; i++)
        if (function->parameters[i].kind == POINTER &&
            !find_place(is_pointee_array, function->parameters[i].type))
            return false;
    return true;
}

int find_function(unsigned result, bool pure) {
    for (unsigned attempt = 0; attempt < 10 && callable; attempt++) {
        unsigned f = below(callable);
        if (may_call(&functions[f], result, pure))
            return (int)f;
    }
    return -1;
}

static void print_type(unsigned type) {
    if (type < STRUCTURE)
        fputs(type_name(type), out);
    else
        fprintf(out, "struct s%u", type - STRUCTURE);
}

/* The caller knows that there is one. */
static void print_pointer(enum type type) {
    struct place *place;
    do
        place = find_place(is_pointee_array, type);
    while (!place);
    fputs(place->text, out);
}

static void print_argument(const struct parameter *parameter, unsigned depth) {
    struct object *object;
    switch (parameter->kind) {
    case UNIFORM: expression(U32, 1, true); break;
    case POINTER: print_pointer(parameter->type); break;
    case OBJECT:
        object = find_object(parameter->type, false);
        if (object) {
            fputs(object->text, out);
            break;
        }
        fprintf(out, "(struct s%u)", parameter->type);
        print_structure_value(parameter->type);
        break;
    default: expression(parameter->type, depth, false); break;
    }
}

void print_call(int index, unsigned depth) {
    const struct function *function = &functions[index];
    cost += weight * function->cost;
    deepest = function->depth > deepest ? function->depth : deepest;
    if (function->by_pointer)
        fprintf(out, "t%d[WARP & 1](", index);
    else
        fprintf(out, "f%d(", index);
    for (unsigned i = 0; i < function->count; i++) {
        fputs(i ? ", " : "", out);
        print_argument(&function->parameters[i], depth < 2 ? depth : 2);
        if (i == 0 && function->recursive)
            fputs(" % 4", out);
    }
    fputc(')', out);
}

/* ---- definitions ---- */

static void choose_parameters(struct function *function) {
    unsigned uniform = function->by_pointer ? 0 : below(3);
    function->count = 1 + below(one_in(3) ? MAX_PARAMETERS - 1 : 5);
    if (function->recursive && uniform == 0)
        uniform = 1;
    for (unsigned i = 0; i < function->count; i++) {
        struct parameter *parameter = &function->parameters[i];
        *parameter = (struct parameter){VALUE, any_type()};
        if (i < uniform)
            *parameter = (struct parameter){UNIFORM, U32};
        else if (one_in(8))
            *parameter = (struct parameter){OBJECT, below(STRUCTURES)};
        else if (!function->pure && one_in(2))
            parameter->kind = POINTER;
    }
}

static void print_signature(const struct function *function, const char *name) {
    print_type(function->result);
    fprintf(out, " %s(", name);
    for (unsigned i = 0; i < function->count; i++) {
        const struct parameter *parameter = &function->parameters[i];
        fputs(i ? ", " : "", out);
        print_type(parameter->kind == OBJECT ? STRUCTURE + parameter->type : parameter->type);
        fprintf(out, " %sx%u", parameter->kind == POINTER ? "*" : "", i);
    }
    fputc(')', out);
}

static void enter_parameters(const struct function *function) {
    for (unsigned i = 0; i < function->count; i++) {
        const struct parameter *parameter = &function->parameters[i];
        char name[16];
        snprintf(name, sizeof name, "x%u", i);
        if (parameter->kind == OBJECT) {
            add_object(parameter->type, true, false, name);
            continue;
        }
        struct place *place = add_place(parameter->type, "%s", name);
        place->uniform = parameter->kind == UNIFORM;
        place->writable = !place->uniform;
        place->in_register = parameter->kind != POINTER;
        if (parameter->kind == POINTER) {
            place->length = POINTED;
            place->addressable = place->pointer = true;
        }
    }
}

static void print_result(const struct function *function) {
    fputs("return ", out);
    if (function->result >= STRUCTURE) {
        fprintf(out, "(struct s%u)", function->result - STRUCTURE);
        print_structure_value(function->result - STRUCTURE);
    } else {
        expression(function->result, 3, false);
    }
    fputs(";\n", out);
}

/* The function with one uniform argument less, on what is at hand; from within itself. */
static void print_recursion(const struct function *function, unsigned number) {
    fputs("if (x0 != 0) {\n", out);
    print_type(function->result);
    fprintf(out, " deeper = f%u(x0 - 1", number);
    for (unsigned i = 1; i < function->count; i++) {
        fputs(", ", out);
        if (function->parameters[i].kind == POINTER)
            fprintf(out, "x%u", i);
        else
            print_argument(&function->parameters[i], 2);
    }
    fputs(");\n", out);
    if (function->result < STRUCTURE) {
        add_place(function->result, "deeper")->in_register = true;
        print_result(function);
        scope.place_count--;
    } else {
        fputs("return deeper;\n", out);
    }
    fputs("}\n", out);
}

static void print_body(struct function *function, unsigned number, unsigned statements) {
    struct scope saved = {.place_count = scope.place_count, .object_count = scope.object_count};
    weight = function->recursive ? 4 : 1;
    cost = weight * 4;
    deepest = 0;
    fputs(" {\n", out);
    enter_parameters(function);
    print_declarations(1 + below(3));
    print_statements(statements, 1);
    if (function->recursive)
        print_recursion(function, number);
    print_result(function);
    fputs("}\n", out);
    scope.place_count = saved.place_count;
    scope.object_count = saved.object_count;
    function->cost = cost > function->cost ? cost : function->cost;
    unsigned depth = deepest + (function->recursive ? 4 : 1);
    depth = depth < MAX_DEPTH ? depth : MAX_DEPTH;
    function->depth = depth > function->depth ? depth : function->depth;
}

static void print_function(unsigned number) {
    static const char *const attributes[] = {"__attribute__((noinline)) ", "", "",
                                             "__attribute__((always_inline)) "};
    struct function *function = &functions[number];
    *function = (struct function){.pure = !one_in(3)};
    function->result = one_in(5) ? (unsigned)STRUCTURE + below(STRUCTURES) : any_type();
    function->by_pointer = one_in(6);
    function->recursive = !function->by_pointer && one_in(6);
    choose_parameters(function);
    char name[32];
    if (!function->by_pointer) {
        fprintf(out, "static %s", function->recursive ? "" : attributes[below(4)]);
        snprintf(name, sizeof name, "f%u", number);
        print_signature(function, name);
        print_body(function, number, 1 + below(7));
        return;
    }
    for (unsigned way = 0; way < 2; way++) {
        fputs("static ", out);
        snprintf(name, sizeof name, "%c%u", way ? 'w' : 'v', number);
        print_signature(function, name);
        print_body(function, number, 1 + below(4));
    }
    snprintf(name, sizeof name, "(*t%u[2])", number);
    print_signature(function, name);
    fprintf(out, " = {v%u, w%u};\n", number, number);
}

void print_functions(unsigned count) {
    function_count = count < MAX_FUNCTIONS ? count : MAX_FUNCTIONS;
    for (callable = 0; callable < function_count; callable++)
        print_function(callable);
}

void begin_kernels(void) {
    callable = function_count;
}
