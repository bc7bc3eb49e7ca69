#include "musim/command/dump.h"

#include "musim/command/object.h"
#include "support/alloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- objects ---- */

enum { COLUMN_BYTES = 32 }; /* of an object, on one line */

/* On hosts of this byte order. */
static uint64_t bits_at(const uint8_t *element, unsigned bytes) {
    uint64_t bits = 0;
    memcpy(&bits, element, bytes);
    return bits;
}

static void print_signed(const uint8_t *element, unsigned bytes) {
    unsigned unused = 64 - 8 * bytes;
    printf("%" PRId64, (int64_t)(bits_at(element, bytes) << unused) >> unused);
}

static void print_unsigned(const uint8_t *element, unsigned bytes) {
    printf("%" PRIu64, bits_at(element, bytes));
}

static void print_hexadecimal(const uint8_t *element, unsigned bytes) {
    printf("%s%0*" PRIx64, bytes > 1 ? "0x" : "", 2 * (int)bytes, bits_at(element, bytes));
}

static void print_floating(const uint8_t *element, unsigned bytes) {
    float single;
    double value;
    memcpy(bytes == sizeof single ? (void *)&single : (void *)&value, element, bytes);
    if (bytes == sizeof single)
        printf("%.9g", (double)single);
    else
        printf("%.17g", value);
}

static void print_bf16(const uint8_t *element, unsigned bytes) {
    uint32_t bits = (uint32_t)bits_at(element, bytes) << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    printf("%.4g", (double)value);
}

static void print_character(const uint8_t *element, unsigned bytes) {
    (void)bytes;
    if (*element == '"' || *element == '\\')
        printf("\\%c", *element);
    else if (*element >= 0x20 && *element != 0x7f)
        putchar(*element);
    else
        printf("\\x%02x", *element);
}

static const struct dump_type {
    const char *name;
    unsigned bytes;
    void (*print)(const uint8_t *element, unsigned bytes);
} types[] = {
    {"x32", 4, print_hexadecimal}, {"x8", 1, print_hexadecimal}, {"x16", 2, print_hexadecimal},
    {"x64", 8, print_hexadecimal}, {"i8", 1, print_signed},      {"i16", 2, print_signed},
    {"i32", 4, print_signed},      {"i64", 8, print_signed},     {"u8", 1, print_unsigned},
    {"u16", 2, print_unsigned},    {"u32", 4, print_unsigned},   {"u64", 8, print_unsigned},
    {"f32", 4, print_floating},    {"f64", 8, print_floating},   {"bf16", 2, print_bf16},
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
        diag_error(
            diag,
            "'--dump=%s': the types are x, i and u with 8, 16, 32 or 64, f32, f64, bf16 and str",
            what);
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
        print_character(bytes + i, 1);
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
        dump->type->print(bytes + (size_t)i * dump->type->bytes, dump->type->bytes);
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
