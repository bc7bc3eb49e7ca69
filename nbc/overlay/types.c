#include "nbc/overlay/types.h"

#include "support/nearest.h"

#include <string.h>

static const struct scalar_type rows[] = {
#define TYPE(identifier, name, host, cluster, kind) {name, {host, cluster}, SCALAR_##kind},
#include "nbc/overlay/types.def"
#undef TYPE
};
enum {
#define TYPE(identifier, ...) ROW_##identifier,
#include "nbc/overlay/types.def"
#undef TYPE
    ROW_COUNT
};

/* Those of <stdint.h>, <stddef.h> and <stdbool.h>: rows on the host and on the cluster. They hold
 * where no C file says otherwise. */
static const struct standard_type {
    const char *name;
    int rows[2];
} standard[] = {
    {"bool", {ROW_BOOL, ROW_BOOL}},         {"int8_t", {ROW_SCHAR, ROW_SCHAR}},
    {"uint8_t", {ROW_UCHAR, ROW_UCHAR}},    {"int16_t", {ROW_SHORT, ROW_SHORT}},
    {"uint16_t", {ROW_USHORT, ROW_USHORT}}, {"int32_t", {ROW_INT, ROW_INT}},
    {"uint32_t", {ROW_UINT, ROW_UINT}},     {"int64_t", {ROW_LONG, ROW_LLONG}},
    {"uint64_t", {ROW_ULONG, ROW_ULLONG}},  {"size_t", {ROW_ULONG, ROW_UINT}},
    {"ptrdiff_t", {ROW_LONG, ROW_INT}},     {"intptr_t", {ROW_LONG, ROW_INT}},
    {"uintptr_t", {ROW_ULONG, ROW_UINT}},   {"_Float16", {ROW_HALF, ROW_HALF}},
    {"__bf16", {ROW_BFLOAT, ROW_BFLOAT}},
};

static const struct scalar_type *row_named(const char *name) {
    for (size_t i = 0; name && i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].name, name))
            return &rows[i];
    return NULL;
}

struct type type_of_c(const struct c_type *type) {
    return (struct type){type->name, row_named(type->scalar)};
}

/* How often each of C's words is there; false for a word that is none of them. */
enum {
    WORD_SIGNED,
    WORD_UNSIGNED,
    WORD_SHORT,
    WORD_LONG,
    WORD_CHAR,
    WORD_INT,
    WORD_FLOAT,
    WORD_DOUBLE,
    WORD_BOOL,
    WORD_CONST,
    WORD_COUNT
};
static const char *const type_words[WORD_COUNT] = {
    "signed", "unsigned", "short", "long", "char", "int", "float", "double", "_Bool", "const"};

static bool count_words(const char *text, unsigned counts[WORD_COUNT]) {
    while (*text) {
        size_t length = strcspn(text, " "), i = 0;
        while (i < WORD_COUNT &&
               (strlen(type_words[i]) != length || strncmp(type_words[i], text, length) != 0))
            i++;
        if (i == WORD_COUNT)
            return false;
        counts[i]++;
        text += length + (text[length] == ' ');
    }
    return true;
}

/* The row of a combination: base words, then how many shorts and longs, then signs. */
static const struct scalar_type *row_of(const unsigned counts[WORD_COUNT]) {
    static const struct combination {
        unsigned char char_, short_, long_, float_, double_, bool_;
        int plain, with_unsigned; /* rows, or -1 */
    } combinations[] = {
        {1, 0, 0, 0, 0, 0, ROW_CHAR, ROW_UCHAR},   {0, 0, 0, 0, 0, 0, ROW_INT, ROW_UINT},
        {0, 1, 0, 0, 0, 0, ROW_SHORT, ROW_USHORT}, {0, 0, 1, 0, 0, 0, ROW_LONG, ROW_ULONG},
        {0, 0, 2, 0, 0, 0, ROW_LLONG, ROW_ULLONG}, {0, 0, 0, 1, 0, 0, ROW_FLOAT, -1},
        {0, 0, 0, 0, 1, 0, ROW_DOUBLE, -1},        {0, 0, 0, 0, 0, 1, ROW_BOOL, -1},
    };
    const unsigned *n = counts;
    for (size_t i = 0; i < sizeof combinations / sizeof *combinations; i++) {
        const struct combination *row = &combinations[i];
        if (row->char_ != n[WORD_CHAR] || row->short_ != n[WORD_SHORT] ||
            row->long_ != n[WORD_LONG] || row->float_ != n[WORD_FLOAT] ||
            row->double_ != n[WORD_DOUBLE] || row->bool_ != n[WORD_BOOL])
            continue;
        bool is_int = row->with_unsigned >= 0 && !row->char_;
        unsigned words = row->char_ + row->short_ + row->long_ + row->float_ + row->double_ +
                         row->bool_ + n[WORD_INT] + n[WORD_SIGNED] + n[WORD_UNSIGNED];
        if (n[WORD_INT] > is_int || n[WORD_SIGNED] + n[WORD_UNSIGNED] > (row->with_unsigned >= 0) ||
            words == 0)
            return NULL;
        if (n[WORD_SIGNED] && row->char_)
            return &rows[ROW_SCHAR];
        return &rows[n[WORD_UNSIGNED] ? row->with_unsigned : row->plain];
    }
    return NULL;
}

static const char *without_const(const char *words, bool *is_const) {
    static const char word[] = "const ";
    *is_const = !strncmp(words, word, sizeof word - 1);
    return *is_const ? words + sizeof word - 1 : words;
}

bool type_find(const char *words, const struct c_facts *facts, enum overlay_target target,
               struct type *type, bool *is_const) {
    unsigned counts[WORD_COUNT] = {0};
    const struct c_typedef *found =
        facts ? c_facts_typedef(facts, without_const(words, is_const)) : NULL;
    if (found) {
        *type = type_of_c(&found->type);
        return true;
    }
    if (count_words(words, counts)) {
        const struct scalar_type *row = row_of(counts);
        *is_const = counts[WORD_CONST];
        *type = (struct type){row ? row->name : NULL, row};
        return row;
    }
    words = without_const(words, is_const);
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++)
        if (!strcmp(standard[i].name, words)) {
            const struct scalar_type *row = &rows[standard[i].rows[target]];
            *type = (struct type){row->name, row};
            return true;
        }
    return false;
}

void type_offer(const struct c_facts *facts, struct nearest *search) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        nearest_offer(search, rows[i].name);
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++)
        nearest_offer(search, standard[i].name);
    for (size_t i = 0; facts && i < facts->typedef_count; i++)
        nearest_offer(search, facts->typedefs[i].name);
}

const char *type_spelling(struct type type) {
    return type.scalar ? type.scalar->name : type.name;
}

bool type_is_floating(struct type type) {
    return type.scalar && type.scalar->kind == SCALAR_FLOATING;
}

void type_range(struct type type, enum overlay_target target, int64_t *least, int64_t *most) {
    unsigned bits = type.scalar->bits[target];
    bool is_signed = type.scalar->kind == SCALAR_SIGNED ||
                     (type.scalar->kind == SCALAR_CHAR && target == OVERLAY_HOST);
    *least = is_signed ? (int64_t)(UINT64_MAX << (bits - 1)) : 0;
    *most = bits - is_signed >= 63 ? INT64_MAX : (int64_t)((UINT64_C(1) << (bits - is_signed)) - 1);
}
