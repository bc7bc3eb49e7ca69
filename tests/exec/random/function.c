#include "generate.h"

#include <stdlib.h>

/* Functions take values of all types, structures and pointers to arrays of four; each may call
 * those before it, and itself with a smaller first argument. Some come in pairs, of which a table
 * has the addresses. */
enum { MAX_FUNCTIONS = 32, MAX_PARAMETERS = 14, MAX_COST = 1500, MAX_DEPTH = 6 };
/* A call with n may call with n - 1, n - 2, …, 0. */
enum { MOST_RECURSION = 3, CALLS_OF_RECURSION = 1 << MOST_RECURSION };

enum kind { UNIFORM, VALUE, OBJECT, POINTER, SHARED_POINTER };

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
    bool is_pair; /* v and w, and their table t */
} functions[MAX_FUNCTIONS];

static unsigned callable; /* the first so many */
static unsigned deepest;  /* of the calls printed in this body */
static const struct function *current;
static unsigned current_number;

/* ---- calls ---- */

static bool is_pointer(const struct parameter *parameter) {
    return parameter->kind == POINTER || parameter->kind == SHARED_POINTER;
}

static struct place *find_pointee(const struct parameter *parameter) {
    return find_place(parameter->kind == POINTER ? is_pointee_array : is_shared_array,
                      parameter->type);
}

static bool may_call(const struct function *function, unsigned result, bool pure) {
    if (function->result != result || (pure && !function->pure) ||
        cost + weight * function->cost > MAX_COST || function->depth == MAX_DEPTH)
        return false;
    for (unsigned i = 0; i < function->count; i++)
        if (is_pointer(&function->parameters[i]) && !find_pointee(&function->parameters[i]))
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

/* The caller knows that there is one. */
static void print_pointer(const struct parameter *parameter) {
    struct place *place;
    do
        place = find_pointee(parameter);
    while (!place);
    fputs(place->text, out);
}

static void print_argument(const struct parameter *parameter, unsigned depth) {
    struct object *object;
    switch (parameter->kind) {
    case UNIFORM: expression(U32, 1, !one_in(3)); break;
    case POINTER:
    case SHARED_POINTER: print_pointer(parameter); break;
    case OBJECT:
        object = find_object(parameter->type, false);
        if (object) {
            fputs(object->text, out);
            break;
        }
        print_compound_literal(parameter->type);
        break;
    default: expression(parameter->type, depth, false); break;
    }
}

/* What is called: the function, or one of the pair, by name or through the table. */
static void print_callee(const struct function *function, unsigned number) {
    if (!function->is_pair) {
        fprintf(out, "%s(", global("f%u", number).text);
    } else if (one_in(3)) {
        fprintf(out, "%s(", global(one_in(2) ? "v%u" : "w%u", number).text);
    } else {
        fprintf(out, "%s[", global("t%u", number).text);
        if (one_in(2))
            print_uniform_bit();
        else
            condition(1, false); /* lanes call both */
        fputs("](", out);
    }
}

void print_call(int index, unsigned depth) {
    const struct function *function = &functions[index];
    cost += weight * function->cost;
    deepest = function->depth > deepest ? function->depth : deepest;
    print_callee(function, (unsigned)index);
    for (unsigned i = 0; i < function->count; i++) {
        fputs(i ? ", " : "", out);
        print_argument(&function->parameters[i], depth < 2 ? depth : 2);
        if (i == 0 && function->recursive)
            fprintf(out, " %% %d", MOST_RECURSION + 1);
    }
    fputc(')', out);
}

bool print_recursion(void) {
    struct place *to = find_place(is_writable, U32);
    if (!current->recursive || current->result >= STRUCTURE || !to || to->length)
        return false;
    fprintf(out, "if (x0 != 0) { x0--; %s = %s(", to->text, type_cast(to->type));
    bool to_integer = current->result >= F32 && to->type < F32;
    if (to_integer)
        fputs("bits_of_float((float)", out);
    print_callee(current, current_number);
    fputs("x0", out);
    for (unsigned i = 1; i < current->count; i++) {
        fputs(", ", out);
        if (is_pointer(&current->parameters[i]))
            fprintf(out, "x%u", i);
        else
            print_argument(&current->parameters[i], 1);
    }
    fputs(to_integer ? "))); }\n" : ")); }\n", out);
    return true;
}

/* ---- definitions ---- */

static void choose_parameters(struct function *function) {
    unsigned uniform = function->recursive ? 1 : below(3);
    function->count = 1 + below(one_in(4) ? MAX_PARAMETERS - 1 : 4);
    for (unsigned i = 0; i < function->count; i++) {
        struct parameter *parameter = &function->parameters[i];
        *parameter = (struct parameter){VALUE, any_type()};
        if (i < uniform)
            *parameter = (struct parameter){UNIFORM, U32};
        else if (one_in(8))
            *parameter = (struct parameter){OBJECT, below(STRUCTURES)};
        else if (!function->pure && one_in(2))
            parameter->kind = one_in(3) ? SHARED_POINTER : POINTER;
    }
}

static void print_signature(const struct function *function, const char *name) {
    print_type(function->result);
    fprintf(out, " %s(", name);
    for (unsigned i = 0; i < function->count; i++) {
        const struct parameter *parameter = &function->parameters[i];
        fputs(i ? ", " : "", out);
        fputs(parameter->kind == SHARED_POINTER ? "__shared " : "", out);
        print_type(parameter->kind == OBJECT ? STRUCTURE + parameter->type : parameter->type);
        fprintf(out, " %sx%u", is_pointer(parameter) ? "*" : "", i);
    }
    fputs(function->count ? ")" : "void)", out);
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
        if (is_pointer(parameter)) {
            place->length = POINTED;
            place->addressable = place->pointer = true;
            place->shared = parameter->kind == SHARED_POINTER;
        }
    }
}

void print_return(void) {
    fputs("return ", out);
    if (current->result >= STRUCTURE)
        print_compound_literal(current->result - STRUCTURE);
    else
        expression(current->result, 2, false);
    fputs(";\n", out);
}

static void print_body(struct function *function, unsigned number, unsigned statements,
                       unsigned nesting) {
    unsigned places = scope.place_count, objects = scope.object_count;
    current = function;
    current_number = number;
    weight = function->recursive ? CALLS_OF_RECURSION : 1;
    cost = weight * 4;
    deepest = 0;
    fputs(" {\n", out);
    enter_parameters(function);
    begin_control(one_in(3));
    print_declarations(1 + below(4));
    print_statements(statements, nesting);
    end_control();
    if (function->result == U32) {
        fprintf(out, "uint32_t h = %u;\n", number);
        print_digest(places);
        fputs("return h;\n}\n", out);
    } else {
        print_return();
        fputs("}\n", out);
    }
    scope.place_count = places;
    scope.object_count = objects;
    function->cost = cost > function->cost ? cost : function->cost;
    unsigned depth = deepest + (function->recursive ? MOST_RECURSION + 1 : 1);
    depth = depth < MAX_DEPTH ? depth : MAX_DEPTH;
    function->depth = depth > function->depth ? depth : function->depth;
}

static void print_pair(struct function *function, unsigned number) {
    const struct name names[] = {global("v%u", number), global("w%u", number)};
    char table[64];
    snprintf(table, sizeof table, "(*%s[2])", global("t%u", number).text);
    const char *const declared[] = {names[0].text, names[1].text, table};
    for (unsigned i = 0; i < 3; i++) {
        fputs("static ", out);
        print_signature(function, declared[i]);
        if (i == 2)
            fprintf(out, " = {%s, %s}", names[0].text, names[1].text);
        fputs(";\n", out);
    }
    for (unsigned i = 0; i < 2; i++) {
        fputs("static ", out);
        print_signature(function, names[i].text);
        print_body(function, number, 1 + below(2), 1);
    }
}

static void print_function(unsigned number) {
    static const char *const attributes[] = {"__attribute__((noinline)) ", "", "",
                                             "__attribute__((always_inline)) "};
    struct function *function = &functions[number];
    function->result = one_in(5) ? (unsigned)STRUCTURE + below(STRUCTURES) : any_type();
    function->is_pair = one_in(5);
    function->recursive = one_in(4);
    choose_parameters(function);
    if (function->is_pair) {
        print_pair(function, number);
        return;
    }
    fprintf(out, "static %s", function->recursive ? "" : attributes[below(4)]);
    print_signature(function, global("f%u", number).text);
    print_body(function, number, 1 + below(4), 1 + below(2));
}

void print_functions(unsigned count, void (*enter_globals)(bool writable)) {
    for (callable = 0; callable < count && callable < MAX_FUNCTIONS; callable++) {
        functions[callable] = (struct function){.pure = one_in(2)};
        enter_globals(!functions[callable].pure);
        print_function(callable);
    }
}

void print_kernel(unsigned number, unsigned statements) {
    static struct function kernel;
    kernel = (struct function){.result = U32};
    fputs("static __attribute__((noinline)) ", out);
    print_signature(&kernel, global("kernel%u", number).text);
    print_body(&kernel, number, statements, 2 + one_in(4));
}
