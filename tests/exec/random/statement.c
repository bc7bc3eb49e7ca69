#include "generate.h"

/* ---- declarations ---- */

static void declare_scalar(enum type type) {
    bool is_volatile = one_in(8), pointed_to = one_in(4);
    unsigned name = next_name();
    fprintf(out, "%s%s v%u = ", is_volatile ? "volatile " : "", type_name(type), name);
    expression(type, 2, false);
    fputs(";\n", out);
    struct place *place = add_place(type, "v%u", name);
    place->addressable = pointed_to && !is_volatile;
}

/* The same in all lanes, unless they part before it is assigned. */
static void declare_uniform(void) {
    enum type type = one_in(2) ? U32 : any_type();
    unsigned name = next_name();
    fprintf(out, "%s u%u = ", type_name(type), name);
    expression(type, 2, true);
    fputs(";\n", out);
    struct place *place = add_place(type, "u%u", name);
    place->uniform = true;
}

static void declare_array(enum type type) {
    unsigned length = 2u << below(3), name = next_name();
    fprintf(out, "%s a%u[%u] = {", type_name(type), name, length);
    for (unsigned i = 0; i < length; i++) {
        fputs(i ? ", " : "", out);
        expression(type, 1, false);
    }
    fputs("};\n", out);
    struct place *place = add_place(type, "a%u", name);
    place->length = length;
    place->addressable = true;
}

static void declare_structure(void) {
    unsigned structure = below(STRUCTURES);
    char name[16];
    snprintf(name, sizeof name, "s%u", next_name());
    print_type(STRUCTURE + structure);
    fprintf(out, " %s = ", name);
    struct object *other = one_in(3) ? find_object(structure, false) : NULL;
    int function = one_in(3) ? find_function(STRUCTURE + structure, true) : -1;
    if (other)
        fputs(other->text, out);
    else if (function >= 0)
        print_call(function, 2);
    else
        print_structure_value(structure);
    fputs(";\n", out);
    add_object(structure, true, false, name);
}

static void declare_union(void) {
    static const struct {
        enum type type;
        const char *name;
        unsigned length;
    } views[] = {{U64, "d", 0}, {S32, "w", 2}, {U16, "h", 4}, {S8, "b", 8}};
    unsigned name = next_name();
    fprintf(out, "union views n%u = {", name);
    expression(U64, 2, false);
    fputs("};\n", out);
    for (unsigned i = 0; i < sizeof views / sizeof *views; i++)
        add_place(views[i].type, "n%u.%s", name, views[i].name)->length = views[i].length;
}

/* Into the lane's own shared memory. */
static bool declare_shared_pointer(enum type type) {
    struct place *array = find_place(is_shared_array, type);
    if (!array)
        return false;
    unsigned name = next_name();
    fprintf(out, "__shared %s *p%u = &", type_name(type), name);
    print_place(array, 2, false);
    fputs(";\n", out);
    add_place(type, "(*p%u)", name);
    return true;
}

/* To one of two variables or to an array's element, which lane by lane. */
static void declare_pointer(enum type type) {
    if (one_in(3) && declare_shared_pointer(type))
        return;
    struct place *array = find_place(is_pointee_array, type);
    struct place *one = find_place(is_pointee, type), *other = find_place(is_pointee, type);
    unsigned name = next_name();
    if (array && (!one || one_in(2))) {
        fprintf(out, "%s *p%u = &", type_name(type), name);
        print_place(array, 2, false);
        fputs(";\n", out);
    } else if (one) {
        fprintf(out, "%s *q%u[2] = {&%s, &%s};\n%s *p%u = q%u[", type_name(type), name, one->text,
                other ? other->text : one->text, type_name(type), name, name);
        expression(U32, 2, false);
        fputs(" & 1];\n", out);
    } else {
        return;
    }
    add_place(type, "(*p%u)", name);
}

/* Offsets of what lies behind it in the frame have more than 12 bits. */
void declare_big_array(void) {
    unsigned name = next_name();
    fprintf(out, "uint32_t a%u[512] = {", name);
    for (unsigned i = 0; i < 4; i++) {
        fprintf(out, "[%u] = ", 128 * i + below(128));
        expression(U32, 1, false);
        fputs(", ", out);
    }
    fputs("};\n", out);
    struct place *place = add_place(U32, "a%u", name);
    place->length = 512;
    place->addressable = true;
}

void print_declarations(unsigned count) {
    while (count--)
        switch (below(9)) {
        case 0: declare_uniform(); break;
        case 1: declare_array(any_type()); break;
        case 2: declare_structure(); break;
        case 3: declare_pointer(any_type()); break;
        case 4:
            if (one_in(3)) {
                declare_union();
                break;
            }
            /* fall through */
        default: declare_scalar(any_type()); break;
        }
}

/* ---- simple statements ---- */

static void compound_operator(const struct place *place) {
    static const char *const operators[] = {"+=", "-=", "*=", "&=", "|=", "^="};
    fprintf(out, " %s ", operators[below(place->type < F32 ? 6 : 3)]);
}

static void assign(void) {
    bool uniform = one_in(8);
    struct place *place = uniform ? NULL : find_place(is_writable, U32);
    for (unsigned attempt = 0; uniform && !place && attempt < 20; attempt++) {
        struct place *candidate = &scope.places[below(scope.place_count)];
        if (candidate->uniform && candidate->writable)
            place = candidate;
    }
    if (!place)
        return;
    print_place(place, 2, uniform);
    if (place->type < F32 && one_in(8)) {
        fputs(one_in(2) ? "++;\n" : "--;\n", out);
        return;
    }
    if (place->type < F32 && one_in(8)) {
        fputs(one_in(2) ? " >>= " : one_in(2) ? " /= " : " %= ", out);
        fprintf(out, "%u;\n", 1 + below(7));
        return;
    }
    if (one_in(3))
        compound_operator(place);
    else
        fputs(" = ", out);
    expression(place->type, one_in(3) ? 3 : 2, uniform);
    fputs(";\n", out);
}

static void assign_structure(void) {
    struct object *to = find_object(STRUCTURES, true);
    if (!to)
        return;
    fprintf(out, "%s = ", to->text);
    int function = one_in(3) ? find_function(STRUCTURE + to->structure, one_in(2)) : -1;
    struct object *from = one_in(3) ? NULL : find_object(to->structure, false);
    if (function >= 0) {
        print_call(function, 2);
    } else if (from && from != to) {
        fputs(from->text, out);
    } else {
        print_compound_literal(to->structure);
    }
    fputs(";\n", out);
}

/* Up to length elements: any number of bytes, but for those of which a part could be that of a NaN,
 * whose bits are anyone's. */
static void print_size(const struct place *to, unsigned length) {
    expression(U32, 2, one_in(2));
    if (to->type >= F32)
        fprintf(out, " %% %uu * sizeof *%s", length + 1, to->text);
    else
        fprintf(out, " %% (%u * sizeof *%s + 1)", length, to->text);
}

static void fill_or_copy(void) {
    enum type type = any_type();
    struct place *to = find_place(is_pointee_array, type);
    struct place *from = find_place(is_pointee_array, type);
    if (!to || !to->writable)
        return;
    if (from && from != to && one_in(2)) {
        unsigned least = from->length < to->length ? from->length : to->length;
        bool may_overlap = to->pointer || from->pointer;
        fprintf(out, "__builtin_mem%s(%s, %s, ", may_overlap || one_in(2) ? "move" : "cpy",
                to->text, from->text);
        if (one_in(2))
            fprintf(out, "%u * sizeof *%s", 1 + below(least), to->text);
        else
            print_size(to, least);
    } else {
        fprintf(out, "__builtin_memset(%s, ", to->text);
        expression(U8, 2, false);
        fputs(", ", out);
        print_size(to, to->length);
    }
    fputs(");\n", out);
}

static void call(void) {
    enum type type = any_type();
    int function = find_function(type, false);
    struct place *to = find_place(is_writable, type);
    if (function < 0 || !to || to->type != type || to->length)
        return;
    fprintf(out, "%s = ", to->text);
    print_call(function, 3);
    fputs(";\n", out);
}

void print_simple_statement(void) {
    switch (below(10)) {
    case 0: assign_structure(); break;
    case 1: fill_or_copy(); break;
    case 2:
    case 3: call(); break;
    default: assign(); break;
    }
}

void print_digest(unsigned first) {
    for (unsigned i = first; i < scope.place_count; i++) {
        const struct place *place = &scope.places[i];
        if (!place->writable)
            continue;
        if (place->length)
            fprintf(out, "for (uint32_t i = 0; i < %u; i++) ", place->length);
        fputs(type_bits(place->type) > 32 ? "h = mix_wide(h, " : "h = mix(h, ", out);
        if (place->type >= F32)
            fprintf(out, "bits_of_%s", type_name(place->type));
        fprintf(out, "(%s%s%s));\n", place->text, place->length ? "[i]" : "", place->suffix);
    }
}
