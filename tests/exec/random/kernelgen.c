/* Random kernels, to play muonc's code against the host compiler's.
 *
 *   kernelgen SEED
 *
 * prints a program. muonc makes a kernel of it, whose object `result` has a row of words for each
 * of the program's kernels, a word for each lane; a host compiler makes a program that prints the
 * same bytes. */
#include "generate.h"

#include <stdlib.h>

enum { OWN = 4, SHARED = 4, UNIFORM_TABLE = 8, TABLE = 8, MAX_FUNCTIONS = 3 };

/* Which of the arrays of each type this program has. */
static struct {
    bool uniform, table, own, across, shared;
} has[TYPES];

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
    return type % 3 == 0;
}

static void print_arrays(enum type type) {
    const char *name = type_name(type);
    has[type].uniform = type == U32 || one_in(5);
    has[type].table = one_in(5);
    has[type].own = one_in(3);
    has[type].across = one_in(6);
    has[type].shared = one_in(3);
    if (has[type].uniform)
        print_table("", "uniform", type, UNIFORM_TABLE);
    if (has[type].table)
        print_table("static const ", "table", type, TABLE);
    if (has[type].own)
        fprintf(out, "static %s own_%s[THREADS_OF_ALL][%u];\n", name, name, OWN);
    if (has[type].across)
        fprintf(out, "static %s across_%s[%u][THREADS_OF_ALL];\n", name, name, OWN);
    if (has[type].shared)
        fprintf(out,
                is_across(type) ? "static __shared %s shared_%s[%u][THREADS_OF_ALL];\n"
                                : "static __shared %s shared_%s[THREADS_OF_ALL][%u];\n",
                name, name, SHARED);
}

/* Tables that nothing writes; and arrays in global and shared memory in which each lane has its own
 * elements. */
static void print_globals(void) {
    for (enum type type = 0; type < TYPES; type++)
        print_arrays(type);
    for (unsigned s = 0; s < STRUCTURES; s += 2) {
        fprintf(out, "static struct s%u own_s%u[THREADS_OF_ALL];\n", s, s);
        fprintf(out, "static __shared struct s%u shared_s%u[THREADS_OF_ALL];\n", s + 1, s + 1);
    }
    fputs("union views { uint64_t d; int32_t w[2]; uint16_t h[4]; int8_t b[8]; };\n", out);
}

static struct place *add_lane_array(enum type type, const char *name, unsigned length, bool across,
                                    bool writable) {
    struct place *place =
        add_place(type, "%s_%s%s", name, type_name(type), across ? "" : "[THREAD]");
    snprintf(place->suffix, sizeof place->suffix, "%s", across ? "[THREAD]" : "");
    place->length = length;
    place->writable = writable;
    place->addressable = writable && !across;
    return place;
}

static void add_table(enum type type, const char *name, unsigned length) {
    struct place *place = add_place(type, "%s_%s", name, type_name(type));
    place->length = length;
    place->uniform = true;
    place->writable = false;
}

static void enter_globals(bool writable) {
    scope.place_count = scope.object_count = 0;
    for (enum type type = 0; type < TYPES; type++) {
        if (has[type].uniform)
            add_table(type, "uniform", UNIFORM_TABLE);
        if (has[type].table)
            add_table(type, "table", TABLE);
        if (has[type].own)
            add_lane_array(type, "own", OWN, false, writable);
        if (has[type].across)
            add_lane_array(type, "across", OWN, true, writable);
        if (has[type].shared)
            add_lane_array(type, "shared", SHARED, is_across(type), writable)->shared = true;
    }
    char name[32];
    for (unsigned s = 0; s < STRUCTURES; s += 2) {
        snprintf(name, sizeof name, "own_s%u[THREAD]", s);
        add_object(s, writable, false, name);
        snprintf(name, sizeof name, "shared_s%u[THREAD]", s + 1);
        add_object(s + 1, writable, true, name);
    }
}

/* What a lane owns, the same before each kernel; and all of it in one number, after. */
static void print_frame_of_kernels(void) {
    fputs("NOINLINE void initialize(void) {\n", out);
    for (unsigned i = 0; i < scope.place_count; i++) {
        const struct place *place = &scope.places[i];
        if (!place->writable)
            continue;
        if (place->length)
            fprintf(out, "for (uint32_t i = 0; i < %u; i++) ", place->length);
        fprintf(out, "%s%s%s = (%s)mix(%u%s, THREAD);\n", place->text, place->length ? "[i]" : "",
                place->suffix, type_name(place->type), i, place->length ? " + i" : "");
    }
    fputs("}\nNOINLINE uint32_t digest(uint32_t h) {\n", out);
    print_digest(0);
    fputs("return h;\n}\n", out);
}

static void print_run(unsigned kernels) {
    fputs("static void run(void) {\n", out);
    for (unsigned k = 0; k < kernels; k++)
        fprintf(out, "RUN(%u, kernel%u);\n", k, k);
    fputs("}\nRUN_LANES\n", out);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: kernelgen SEED\n", stderr);
        return 2;
    }
    out = stdout;
    seed_random(strtoull(argv[1], NULL, 0));
    unsigned kernels = one_in(4) ? 2 : 1;
    fprintf(out, "#include \"lanes.h\"\n\nuint32_t result[%u][THREADS_OF_ALL];\n", kernels);
    print_structures();
    print_globals();
    print_functions(below(MAX_FUNCTIONS + 1), enter_globals);
    enter_globals(true);
    print_frame_of_kernels();
    for (unsigned k = 0; k < kernels; k++)
        print_kernel(k);
    print_run(kernels);
    return fflush(out) ? 1 : 0;
}
