/* Random kernels, to play muonc's code against the host compiler's.
 *
 *   kernelgen SEED [COUNT]
 *
 * prints the programs of so many seeds, the same text for each whatever is around it, as one. muonc
 * makes a kernel of it, whose object `result` has MAX_KERNELS rows of words for each program, one
 * row for each of its kernels, a word for each lane; a host compiler makes a program that prints
 * the same bytes. */
#include "generate.h"

#include <inttypes.h>
#include <stdlib.h>

enum { OWN = 4, SHARED = 4, UNIFORM_TABLE = 8, TABLE = 8, MAX_FUNCTIONS = 3 };

/* Which of the arrays of each type, and which objects of the structures, this program has. */
static struct {
    bool uniform, table, own, across, shared;
} has[TYPES];
static bool has_object[STRUCTURES];

static void print_table(const char *qualifiers, const char *name, enum type type, unsigned length) {
    fprintf(out, "%s%s %s[%u] = {", qualifiers, type_name(type),
            global("%s_%s", name, type_name(type)).text, length);
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

static bool is_shared(unsigned structure) {
    return structure % 2;
}

static struct name object_name(unsigned structure) {
    return global(is_shared(structure) ? "shared_s%u" : "own_s%u", structure);
}

static void print_arrays(enum type type) {
    const char *name = type_name(type);
    has[type].uniform = type == U32 || one_in(5);
    has[type].table = one_in(5);
    has[type].own = one_in(4);
    has[type].across = one_in(8);
    has[type].shared = one_in(4);
    if (has[type].uniform)
        print_table("", "uniform", type, UNIFORM_TABLE);
    if (has[type].table)
        print_table("static const ", "table", type, TABLE);
    if (has[type].own)
        fprintf(out, "static %s %s[THREADS_OF_ALL][%u];\n", name, global("own_%s", name).text, OWN);
    if (has[type].across)
        fprintf(out, "static %s %s[%u][THREADS_OF_ALL];\n", name, global("across_%s", name).text,
                OWN);
    if (has[type].shared)
        fprintf(out,
                is_across(type) ? "static __shared %s %s[%u][THREADS_OF_ALL];\n"
                                : "static __shared %s %s[THREADS_OF_ALL][%u];\n",
                name, global("shared_%s", name).text, SHARED);
}

/* Tables that nothing writes; and arrays in global and shared memory in which each lane has its own
 * elements. */
static void print_globals(void) {
    for (enum type type = 0; type < TYPES; type++)
        print_arrays(type);
    for (unsigned s = 0; s < STRUCTURES; s++) {
        has_object[s] = one_in(2);
        if (!has_object[s])
            continue;
        fputs(is_shared(s) ? "static __shared " : "static ", out);
        print_type(STRUCTURE + s);
        fprintf(out, " %s[THREADS_OF_ALL];\n", object_name(s).text);
    }
}

static struct place *add_lane_array(enum type type, const char *name, unsigned length, bool across,
                                    bool writable) {
    struct place *place = add_place(type, "%s%s", global("%s_%s", name, type_name(type)).text,
                                    across ? "" : "[THREAD]");
    snprintf(place->suffix, sizeof place->suffix, "%s", across ? "[THREAD]" : "");
    place->length = length;
    place->writable = writable;
    place->addressable = writable && !across;
    return place;
}

static void add_table(enum type type, const char *name, unsigned length) {
    struct place *place = add_place(type, "%s", global("%s_%s", name, type_name(type)).text);
    place->length = length;
    place->uniform = true;
    place->writable = false;
}

static void enter_globals(bool writable) {
    char name[64];
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
    for (unsigned s = 0; s < STRUCTURES; s++) {
        if (!has_object[s])
            continue;
        snprintf(name, sizeof name, "%s[THREAD]", object_name(s).text);
        add_object(s, writable, is_shared(s), name);
    }
}

/* What a lane owns, the same before each kernel; and all of it in one number, after. */
static void print_frame_of_kernels(void) {
    fprintf(out, "SMALL void %s(void) {\n", global("initialize").text);
    for (unsigned i = 0; i < scope.place_count; i++) {
        const struct place *place = &scope.places[i];
        if (!place->writable)
            continue;
        if (place->length)
            fprintf(out, "for (uint32_t i = 0; i < %u; i++) ", place->length);
        fprintf(out, "%s%s%s = %s(mix(%u%s, THREAD));\n", place->text, place->length ? "[i]" : "",
                place->suffix, type_cast(place->type), i, place->length ? " + i" : "");
    }
    fprintf(out, "}\nSMALL uint32_t %s(uint32_t h) {\n", global("digest").text);
    print_digest(0);
    fputs("return h;\n}\n", out);
}

/* The rows of result that are the program's. */
static void print_run(unsigned kernels) {
    fprintf(out, "SMALL void %s(uint32_t (*result)[THREADS_OF_ALL]) {\n", global("run").text);
    for (unsigned k = 0; k < kernels; k++)
        fprintf(out, "RUN(%u, %s, %s, %s);\n", k, global("initialize").text,
                global("kernel%u", k).text, global("digest").text);
    fputs("}\n\n", out);
}

/* Most are small: many different ones say more than few long ones. */
static void print_program(uint64_t seed) {
    begin_program(seed);
    bool large = one_in(8);
    unsigned kernels = large && one_in(2) ? MAX_KERNELS : 1;
    print_structures();
    print_globals();
    print_functions(below(large ? MAX_FUNCTIONS + 1 : 2), enter_globals);
    enter_globals(true);
    print_frame_of_kernels();
    for (unsigned k = 0; k < kernels; k++)
        print_kernel(k, large ? 2 + below(4) : 1 + below(3));
    print_run(kernels);
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fputs("usage: kernelgen SEED [COUNT]\n", stderr);
        return 2;
    }
    uint64_t first = strtoull(argv[1], NULL, 0);
    unsigned count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 0) : 1;
    out = stdout;
    fprintf(out, "#include \"lanes.h\"\n\nuint32_t result[%u][THREADS_OF_ALL];\n\n",
            count * MAX_KERNELS);
    for (unsigned i = 0; i < count; i++)
        print_program(first + i);
    fputs("static void run(void) {\n", out);
    for (unsigned i = 0; i < count; i++)
        fprintf(out, "run_%" PRIu64 "(result + %u);\n", first + i, i * MAX_KERNELS);
    fputs("}\nRUN_LANES\n", out);
    return fflush(out) ? 1 : 0;
}
