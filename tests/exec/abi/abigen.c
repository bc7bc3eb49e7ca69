/* Random task signatures, to play the SIMT side's argument passing against the Neutrino's.
 *
 *   abigen SEED COUNT DIRECTORY
 *
 * writes tasks.c with COUNT tasks of random parameters that echo every scalar they receive,
 * kernel.c that sends random values to each, and expected.bin with the echo as computed here. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_STRUCTS = 24, MAX_MEMBERS = 5, MAX_PARAMETERS = 8, MAX_PAYLOAD = 768 };

enum scalar_kind { SIGNED, UNSIGNED, BOOLEAN, FLOAT, DOUBLE, POINTER, SHARED_POINTER };

static const struct scalar {
    const char *type;
    enum scalar_kind kind;
    unsigned bytes;  /* in the payload */
    bool same_layout; /* in both ABIs: may be a struct's member */
} scalars[] = {
    {"_Bool", BOOLEAN, 1, true},
    {"char", UNSIGNED, 1, true}, /* plain char is unsigned on RISC-V */
    {"signed char", SIGNED, 1, true},
    {"unsigned char", UNSIGNED, 1, true},
    {"short", SIGNED, 2, true},
    {"unsigned short", UNSIGNED, 2, true},
    {"int", SIGNED, 4, true},
    {"unsigned", UNSIGNED, 4, true},
    {"enum shade", UNSIGNED, 4, true},
    {"long long", SIGNED, 8, true},
    {"unsigned long long", UNSIGNED, 8, true},
    {"float", FLOAT, 4, true},
    {"double", DOUBLE, 8, true},
    {"long", SIGNED, 4, false},
    {"unsigned long", UNSIGNED, 4, false},
    {"void *", POINTER, 4, false},
    {"const double *", POINTER, 4, false},
    {"__shared float *", SHARED_POINTER, 4, false},
    {"const __shared char *", SHARED_POINTER, 4, false},
};
enum { SCALARS = sizeof scalars / sizeof *scalars };

/* A parameter or member: a scalar, or a struct, or an array of either (members only). */
struct field {
    const struct scalar *scalar; /* NULL: the struct numbered index */
    unsigned index;
    unsigned count; /* of an array, 0: not an array */
};

static struct structure {
    struct field members[MAX_MEMBERS];
    unsigned count, bytes;
} structs[MAX_STRUCTS];

static uint64_t state;

static uint64_t next_random(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

static unsigned below(unsigned limit) {
    return (unsigned)((next_random() >> 32) % limit);
}

/* An upper bound with all padding, enough to stay below the payload's limit. */
static unsigned bytes_of(const struct field *field) {
    unsigned one = field->scalar ? 8 : structs[field->index].bytes;
    return one * (field->count ? field->count : 1);
}

static struct field random_field(unsigned structs_so_far, bool member) {
    struct field field = {0};
    if (structs_so_far && below(4) == 0)
        field.index = below(structs_so_far);
    else
        do
            field.scalar = &scalars[below(SCALARS)];
        while (member && !field.scalar->same_layout);
    if (member && below(4) == 0)
        field.count = 1 + below(4);
    return field;
}

static void make_structs(FILE *out) {
    fputs("enum shade { DARK, LIGHT, BRIGHT = 1000000 };\n", out);
    for (unsigned s = 0; s < MAX_STRUCTS; s++) {
        struct structure *made = &structs[s];
        *made = (struct structure){.count = 1 + below(MAX_MEMBERS)};
        fprintf(out, "struct s%u {\n", s);
        for (unsigned m = 0; m < made->count; m++) {
            struct field field = random_field(s, true);
            if (made->bytes + bytes_of(&field) > 160)
                field = (struct field){.scalar = &scalars[below(13)]};
            made->members[m] = field;
            made->bytes += bytes_of(&field);
            if (field.scalar)
                fprintf(out, "    %s m%u", field.scalar->type, m);
            else
                fprintf(out, "    struct s%u m%u", field.index, m);
            fprintf(out, field.count ? "[%u];\n" : ";\n", field.count);
        }
        fputs("};\n", out);
    }
}

/* Where the three files of one field's value meet. */
struct streams {
    FILE *tasks, *kernel, *expected;
};

static void emit_expected(FILE *out, uint64_t value) {
    fwrite(&value, sizeof value, 1, out);
}

static uint64_t extend(uint64_t value, unsigned bytes, bool is_signed) {
    unsigned unused = 64 - 8 * bytes;
    return is_signed ? (uint64_t)((int64_t)(value << unused) >> unused)
                     : value << unused >> unused;
}

static void emit_real(struct streams *to, const struct scalar *scalar, const char *path) {
    double value = (double)((int64_t)next_random() >> 40) / 256;
    float narrow = (float)value;
    uint64_t bits = 0;
    if (scalar->kind == FLOAT)
        memcpy(&bits, &narrow, sizeof narrow);
    else
        memcpy(&bits, &value, sizeof value);
    fprintf(to->kernel, "%a%s", value, scalar->kind == FLOAT ? "f" : "");
    fprintf(to->tasks, "    { uint64_t bits = 0; __builtin_memcpy(&bits, &%s, %u); put(bits); }\n",
            path, scalar->bytes);
    emit_expected(to->expected, bits);
}

static void emit_scalar(struct streams *to, const struct scalar *scalar, const char *path) {
    uint64_t value = next_random();
    switch (scalar->kind) {
    case FLOAT:
    case DOUBLE: emit_real(to, scalar, path); return;
    case BOOLEAN: value &= 1; break;
    case SIGNED:
    case UNSIGNED: value = extend(value, scalar->bytes, scalar->kind == SIGNED); break;
    case POINTER: value &= 0xffffffff; break;
    case SHARED_POINTER: value &= 0x1ffff; break;
    }
    fprintf(to->kernel, "(%s)0x%" PRIx64 "%s", scalar->type,
            scalar->bytes == 4 ? value & 0xffffffff : value, scalar->bytes == 8 ? "ull" : "u");
    fprintf(to->tasks, "    put((uint64_t)%s);\n", path);
    emit_expected(to->expected, scalar->kind == SHARED_POINTER ? 0x100000000 + value : value);
}

static void emit_struct(struct streams *to, const struct structure *structure, const char *path);

static void emit_element(struct streams *to, const struct field *field, const char *path) {
    if (field->scalar)
        emit_scalar(to, field->scalar, path);
    else
        emit_struct(to, &structs[field->index], path);
}

static void emit_struct(struct streams *to, const struct structure *structure, const char *path) {
    char name[256];
    fputc('{', to->kernel);
    for (unsigned m = 0; m < structure->count; m++) {
        const struct field *field = &structure->members[m];
        fputs(m ? ", " : "", to->kernel);
        if (!field->count) {
            snprintf(name, sizeof name, "%s.m%u", path, m);
            emit_element(to, field, name);
            continue;
        }
        fputc('{', to->kernel);
        for (unsigned i = 0; i < field->count; i++) {
            fputs(i ? ", " : "", to->kernel);
            snprintf(name, sizeof name, "%s.m%u[%u]", path, m, i);
            emit_element(to, field, name);
        }
        fputc('}', to->kernel);
    }
    fputc('}', to->kernel);
}

static void emit_task(struct streams *to, unsigned number) {
    struct field parameters[MAX_PARAMETERS];
    unsigned count = 0, wanted = 1 + below(MAX_PARAMETERS), bytes = 0;
    while (count < wanted) {
        struct field field = random_field(MAX_STRUCTS, false);
        if (bytes + bytes_of(&field) > MAX_PAYLOAD)
            break;
        bytes += bytes_of(&field);
        parameters[count++] = field;
    }
    fprintf(to->tasks, "void t%u_task(", number);
    for (unsigned p = 0; p < count; p++) {
        fputs(p ? ", " : "", to->tasks);
        if (parameters[p].scalar)
            fprintf(to->tasks, "%s p%u", parameters[p].scalar->type, p);
        else
            fprintf(to->tasks, "struct s%u p%u", parameters[p].index, p);
    }
    fputs(") {\n", to->tasks);
    fprintf(to->kernel, "    neutrino_payload(((t%u_args_t){", number);
    for (unsigned p = 0; p < count; p++) {
        char name[16];
        snprintf(name, sizeof name, "p%u", p);
        fputs(p ? ", " : "", to->kernel);
        emit_element(to, &parameters[p], name);
    }
    fprintf(to->kernel,
            "}));\n    last = neutrino_invoke(t%u_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);\n",
            number);
    fputs("}\n", to->tasks);
}

static FILE *create(const char *directory, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: abigen SEED COUNT DIRECTORY\n", stderr);
        return 2;
    }
    state = strtoull(argv[1], NULL, 0) * 0x9e3779b97f4a7c15 + 1;
    unsigned count = (unsigned)strtoul(argv[2], NULL, 0);
    struct streams to = {create(argv[3], "tasks.c"), create(argv[3], "kernel.c"),
                         create(argv[3], "expected.bin")};
    fputs("#include <neutrino/task.h>\n#include <stdint.h>\n\n"
          "static uint64_t *next;\nstatic void put(uint64_t value) { *next++ = value; }\n"
          "void open_task(uint64_t *echo) { next = echo; }\n\n",
          to.tasks);
    make_structs(to.tasks);
    fputs("#include <stdint.h>\n\nextern uint64_t echo[];\n\nint main(void) {\n    run_t last;\n"
          "    if (muon_core_id() != 0 || muon_warp_id() != 0)\n        return 0;\n"
          "    neutrino_payload((open_args_t){echo});\n"
          "    neutrino_invoke(open_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);\n",
          to.kernel);
    for (unsigned i = 0; i < count; i++)
        emit_task(&to, i);
    fprintf(to.kernel,
            "    neutrino_invoke(0, DEPS(last), SYNC | WARPS(1) | IMMEDIATE);\n"
            "    return 0;\n}\n\nuint64_t echo[%ld];\n",
            ftell(to.expected) / 8);
    return fclose(to.tasks) | fclose(to.kernel) | fclose(to.expected) ? 1 : 0;
}
