#include "musim/command/dump.h"

#include "musim/command/object.h"
#include "support/alloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- objects ---- */

enum { COLUMN_BYTES = 32 }; /* of an object, on one line */

typedef void print_element(const uint8_t *bytes);

static uint32_t word_at(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static void print_float(uint32_t bits, const char *format) {
    float value;
    memcpy(&value, &bits, sizeof value);
    printf(format, (double)value);
}

static void print_i32(const uint8_t *bytes) {
    printf("%" PRId32, (int32_t)word_at(bytes));
}

static void print_u32(const uint8_t *bytes) {
    printf("%" PRIu32, word_at(bytes));
}

static void print_f32(const uint8_t *bytes) {
    print_float(word_at(bytes), "%.9g");
}

static void print_bf16(const uint8_t *bytes) {
    print_float((uint32_t)bytes[1] << 24 | (uint32_t)bytes[0] << 16, "%.4g");
}

static void print_x32(const uint8_t *bytes) {
    printf("0x%08" PRIx32, word_at(bytes));
}

static void print_x8(const uint8_t *bytes) {
    printf("%02x", bytes[0]);
}

static void print_character(const uint8_t *bytes) {
    if (bytes[0] == '"' || bytes[0] == '\\')
        printf("\\%c", bytes[0]);
    else if (bytes[0] >= 0x20 && bytes[0] != 0x7f)
        putchar(bytes[0]);
    else
        printf("\\x%02x", bytes[0]);
}

static const struct dump_type {
    const char *name;
    unsigned bytes;
    print_element *print;
} types[] = {
    {"x32", 4, print_x32},       {"i32", 4, print_i32},   {"u32", 4, print_u32},
    {"f32", 4, print_f32},       {"bf16", 2, print_bf16}, {"x8", 1, print_x8},
    {"str", 1, print_character},
};

struct dump {
    struct object object;
    char *label; /* the object as the option names it */
    const struct dump_type *type;
};

static void free_dump(struct dump *dump) {
    free(dump->object.name);
    free(dump->label);
}

/* On success the caller frees it. */
static bool resolve(struct musim *machine, const char *what, struct dump *dump,
                    struct diag_engine *diag) {
    const char *colon = strchr(what, ':');
    const char *name = colon ? colon + 1 : types[0].name;
    *dump = (struct dump){0};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (!strcmp(types[i].name, name))
            dump->type = &types[i];
    if (!dump->type) {
        diag_error(diag, "'--dump=%s': the types are x32, i32, u32, f32, bf16, x8 and str", what);
        return false;
    }
    if (!object_find(machine, what, &dump->object, diag))
        return false;
    dump->label = xstrndup(what, strcspn(what, ":"));
    return true;
}

bool dump_check(struct musim *machine, const char *what, struct diag_engine *diag) {
    struct dump dump;
    bool ok = resolve(machine, what, &dump, diag);
    if (ok)
        free_dump(&dump);
    return ok;
}

static void print_text(const struct dump *dump, const uint8_t *bytes) {
    printf("%s = \"", dump->label);
    for (uint32_t i = 0; i < dump->object.size && bytes[i]; i++)
        print_character(bytes + i);
    puts("\"");
}

static void print_elements(const struct dump *dump, const uint8_t *bytes) {
    unsigned per_line = COLUMN_BYTES / dump->type->bytes;
    uint32_t count = dump->object.size / dump->type->bytes;
    printf("%s =", dump->label);
    for (uint32_t i = 0; i < count; i++) {
        if (count > per_line && i % per_line == 0)
            printf("\n  [%" PRIu32 "]", i);
        putchar(' ');
        dump->type->print(bytes + (size_t)i * dump->type->bytes);
    }
    putchar('\n');
}

bool dump_print(struct musim *machine, const char *what, struct diag_engine *diag) {
    struct dump dump;
    if (!resolve(machine, what, &dump, diag))
        return false;
    uint8_t *bytes = xmalloc(dump.object.size ? dump.object.size : 1);
    bool ok = object_read(machine, &dump.object, bytes, diag);
    if (ok && dump.type->print == print_character)
        print_text(&dump, bytes);
    else if (ok)
        print_elements(&dump, bytes);
    free(bytes);
    free_dump(&dump);
    return ok;
}

/* ---- statistics ---- */

void dump_stats(const struct musim *machine, bool json) {
    struct musim_stats stats;
    musim_get_stats(machine, &stats);
    const char *separator = "{";
#define MUSIM_STATISTIC(field, text)                                                               \
    if (json)                                                                                      \
        printf("%s\"%s\": %" PRIu64, separator, #field, stats.field);                              \
    else                                                                                           \
        printf("%-28s %15" PRIu64 "\n", text, stats.field);                                        \
    separator = ", ";
#define DEVICE_STATISTIC MUSIM_STATISTIC
    MUSIM_STATISTICS_OF_CORES
#include "neutrino/devices.def"
#undef MUSIM_STATISTIC
    if (json)
        puts("}");
}
