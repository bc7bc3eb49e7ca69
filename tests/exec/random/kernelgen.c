/* Random kernels, to play muonc's code against the host compiler's.
 *
 *   kernelgen SEED KERNELS
 *
 * prints a program. muonc makes a kernel of it, whose object `result` has a row of words for each
 * kernel, a word for each lane; a host compiler makes a program that prints the same bytes. */
#include "generate.h"

#include <stdlib.h>

enum { OWN = 8, SHARED = 4, UNIFORM_TABLE = 16, TABLE = 64, FUNCTIONS = 12 };

static void print_table(const char *qualifiers, const char *name, enum type type, unsigned length) {
    fprintf(out, "%s%s %s_%s[%u] = {", qualifiers, type_name(type), name, type_name(type), length);
    for (unsigned i = 0; i < length; i++) {
        fputs(i % 8 ? ", " : i ? ",\n    " : "\n    ", out);
        print_constant(type);
    }
    fputs("};\n", out);
}

/* A lane's elements of a shared array lie together, or each beside those of the other lanes. */
static bool is_across(enum type type) {
    return type % 2;
}

/* Tables that nothing writes; and arrays in global and shared memory in which each lane has its own
 * elements. */
static void print_globals(void) {
    for (enum type type = 0; type < TYPES; type++) {
        const char *name = type_name(type);
        print_table("", "uniform", type, UNIFORM_TABLE);
        print_table("static const ", "table", type, TABLE);
        fprintf(out, "static %s own_%s[THREADS_OF_ALL][%u];\n", name, name, OWN);
        fprintf(out, "static %s across_%s[%u][THREADS_OF_ALL];\n", name, name, OWN);
        fprintf(out, is_across(type) ? "static __shared %s shared_%s[%u][THREADS_OF_ALL];\n"
                                     : "static __shared %s shared_%s[THREADS_OF_ALL][%u];\n",
                name, name, SHARED);
    }
    for (unsigned s = 0; s < STRUCTURES; s += 2) {
        fprintf(out, "static struct s%u own_s%u[THREADS_OF_ALL];\n", s, s);
        fprintf(out, "static __shared struct s%u shared_s%u[THREADS_OF_ALL];\n", s + 1, s + 1);
    }
    fputs("union views { uint64_t d; int32_t w[2]; uint16_t h[4]; int8_t b[8]; };\n", out);
}

static struct place *add_lane_array(enum type type, const char *name, unsigned length,
                                    bool across) {
    struct place *place = add_place(type, "%s_%s%s", name, type_name(type),
                                    across ? "" : "[THREAD]");
    snprintf(place->suffix, sizeof place->suffix, "%s", across ? "[THREAD]" : "");
    place->length = length;
    return place;
}

static void add_table(enum type type, const char *name, unsigned length) {
    struct place *place = add_place(type, "%s_%s", name, type_name(type));
    place->length = length;
    place->uniform = true;
    place->writable = false;
}

/* Functions may only read what the kernels that call them write. */
static void enter_globals(bool writable) {
    scope.place_count = scope.object_count = 0;
    for (enum type type = 0; type < TYPES; type++) {
        add_table(type, "uniform", UNIFORM_TABLE);
        add_table(type, "table", TABLE);
        struct place *own = add_lane_array(type, "own", OWN, false);
        own->writable = own->addressable = writable;
        add_lane_array(type, "across", OWN, true)->writable = writable;
        add_lane_array(type, "shared", SHARED, is_across(type))->writable = writable;
    }
    char name[32];
    for (unsigned s = 0; s < STRUCTURES; s += 2) {
        snprintf(name, sizeof name, "own_s%u[THREAD]", s);
        add_object(s, writable, !writable, name);
        snprintf(name, sizeof name, "shared_s%u[THREAD]", s + 1);
        add_object(s + 1, writable, true, name);
    }
}

/* What a lane owns, the same before each kernel. */
static void print_initialization(void) {
    fputs("static void initialize(void) {\n", out);
    for (unsigned i = 0; i < scope.place_count; i++) {
        const struct place *place = &scope.places[i];
        if (!place->writable)
            continue;
        if (place->length)
            fprintf(out, "for (uint32_t i = 0; i < %u; i++) ", place->length);
        fprintf(out, "%s%s%s = (%s)mix(%u%s, THREAD);\n", place->text, place->length ? "[i]" : "",
                place->suffix, type_name(place->type), i, place->length ? " + i" : "");
    }
    fputs("}\n", out);
}

static void print_kernel(unsigned number) {
    unsigned places = scope.place_count, objects = scope.object_count;
    weight = 1;
    cost = 0;
    fprintf(out, "static __attribute__((noinline)) void kernel%u(void) {\nuint32_t h = %u;\n",
            number, number);
    if (one_in(4))
        declare_big_array();
    print_declarations(3 + below(5));
    print_statements(5 + below(8), 2);
    print_digest();
    fprintf(out, "result[%u][THREAD] = h;\n}\n", number);
    scope.place_count = places;
    scope.object_count = objects;
}

static void print_run(unsigned kernels) {
    fputs("static void run(void) {\n", out);
    for (unsigned k = 0; k < kernels; k++)
        fprintf(out, "RUN(kernel%u);\n", k);
    fputs("}\nRUN_LANES\n", out);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: kernelgen SEED KERNELS\n", stderr);
        return 2;
    }
    out = stdout;
    seed_random(strtoull(argv[1], NULL, 0));
    unsigned kernels = (unsigned)strtoul(argv[2], NULL, 0);
    fprintf(out, "#include \"lanes.h\"\n\nuint32_t result[%u][THREADS_OF_ALL];\n", kernels);
    print_structures();
    print_globals();
    enter_globals(false);
    print_functions(FUNCTIONS);
    enter_globals(true);
    print_initialization();
    begin_kernels();
    for (unsigned k = 0; k < kernels; k++)
        print_kernel(k);
    print_run(kernels);
    return fflush(out) ? 1 : 0;
}
