#include "neutrino/overlay_main.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { COLUMN_BYTES = 32 }; /* of an object, on one line, as musim prints them */

/* ---- elements ---- */

enum kind { KIND_SIGNED, KIND_UNSIGNED, KIND_HEXADECIMAL, KIND_FLOATING };

/* The names of options, then those of C. */
static const struct element {
    const char *name;
    enum kind kind;
    size_t bytes;
} elements[] = {
    {"i8", KIND_SIGNED, 1},
    {"i16", KIND_SIGNED, 2},
    {"i32", KIND_SIGNED, 4},
    {"i64", KIND_SIGNED, 8},
    {"u8", KIND_UNSIGNED, 1},
    {"u16", KIND_UNSIGNED, 2},
    {"u32", KIND_UNSIGNED, 4},
    {"u64", KIND_UNSIGNED, 8},
    {"x8", KIND_HEXADECIMAL, 1},
    {"x16", KIND_HEXADECIMAL, 2},
    {"x32", KIND_HEXADECIMAL, 4},
    {"x64", KIND_HEXADECIMAL, 8},
    {"f32", KIND_FLOATING, 4},
    {"f64", KIND_FLOATING, 8},
    {"_Bool", KIND_UNSIGNED, sizeof(bool)},
    {"char", KIND_SIGNED, 1},
    {"signed char", KIND_SIGNED, 1},
    {"unsigned char", KIND_UNSIGNED, 1},
    {"short", KIND_SIGNED, sizeof(short)},
    {"unsigned short", KIND_UNSIGNED, sizeof(short)},
    {"int", KIND_SIGNED, sizeof(int)},
    {"unsigned int", KIND_UNSIGNED, sizeof(int)},
    {"long", KIND_SIGNED, sizeof(long)},
    {"unsigned long", KIND_UNSIGNED, sizeof(long)},
    {"long long", KIND_SIGNED, sizeof(long long)},
    {"unsigned long long", KIND_UNSIGNED, sizeof(long long)},
    {"float", KIND_FLOATING, sizeof(float)},
    {"double", KIND_FLOATING, sizeof(double)},
    {"_Float16", KIND_HEXADECIMAL, 2},
    {"__bf16", KIND_HEXADECIMAL, 2},
};

static const struct element *element_named(const char *name) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (!strcmp(elements[i].name, name))
            return &elements[i];
    return NULL;
}

/* On hosts of this byte order. */
static uint64_t bits_at(const unsigned char *at, size_t bytes) {
    uint64_t bits = 0;
    memcpy(&bits, at, bytes);
    return bits;
}

static int64_t extend(uint64_t bits, size_t bytes) {
    unsigned unused = 64 - 8 * (unsigned)bytes;
    return (int64_t)(bits << unused) >> unused;
}

static void print_floating(const unsigned char *at, size_t bytes) {
    float single;
    double value;
    if (bytes == sizeof single) {
        memcpy(&single, at, sizeof single);
        printf("%.9g", (double)single);
    } else {
        memcpy(&value, at, sizeof value);
        printf("%.17g", value);
    }
}

static void print_element(const struct element *element, const unsigned char *at) {
    uint64_t bits = bits_at(at, element->bytes);
    switch (element->kind) {
    case KIND_SIGNED: printf("%" PRId64, extend(bits, element->bytes)); break;
    case KIND_UNSIGNED: printf("%" PRIu64, bits); break;
    case KIND_HEXADECIMAL:
        printf("%s%0*" PRIx64, element->bytes > 1 ? "0x" : "", 2 * (int)element->bytes, bits);
        break;
    case KIND_FLOATING: print_floating(at, element->bytes); break;
    }
}

/* ---- options ---- */

static const overlay_object_t *object_named(const overlay_object_t *objects, const char *name,
                                            size_t length) {
    for (; objects->name; objects++)
        if (strlen(objects->name) == length && !strncmp(objects->name, name, length))
            return objects;
    return NULL;
}

static const char dump_option[] = "--dump=";

/* What an option asks to be printed; false after a message. */
static bool read_option(const char *option, const overlay_object_t *objects,
                        const overlay_object_t **object, const struct element **element) {
    if (strncmp(option, dump_option, sizeof dump_option - 1) != 0) {
        fprintf(stderr, "unknown option '%s'; there is --dump=OBJECT[:TYPE]\n", option);
        return false;
    }
    const char *name = option + sizeof dump_option - 1;
    size_t length = strcspn(name, ":");
    *object = object_named(objects, name, length);
    *element = name[length] ? element_named(name + length + 1)
               : *object    ? element_named((*object)->type)
                            : NULL;
    if (!*object)
        fprintf(stderr, "'%s': there is no such buffer or scalar\n", option);
    else if (!*element)
        fprintf(stderr, "'%s': the types are i8 to i64, u8 to u64, x8 to x64, f32 and f64\n",
                option);
    return *object && *element;
}

static void dump(const overlay_object_t *object, const struct element *element) {
    size_t per_line = COLUMN_BYTES / element->bytes, count = object->bytes / element->bytes;
    printf("%s =", object->name);
    for (size_t i = 0; i < count; i++) {
        if (count > per_line && i % per_line == 0)
            printf("\n  [%zu]", i);
        putchar(' ');
        print_element(element, (const unsigned char *)object->address + i * element->bytes);
    }
    putchar('\n');
}

int overlay_main(int argc, char **argv, int (*run)(void), const overlay_object_t *objects) {
    const overlay_object_t *object;
    const struct element *element;
    for (int i = 1; i < argc; i++)
        if (!read_option(argv[i], objects, &object, &element))
            return 2;
    int failed = run();
    for (int i = 1; i < argc; i++) {
        read_option(argv[i], objects, &object, &element);
        dump(object, element);
    }
    return failed != 0;
}
