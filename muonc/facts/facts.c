#include "muonc/facts/facts.h"

#include "support/alloc.h"
#include "support/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void facts_add(struct fact_list *list, struct fact fact) {
    fact.file = fact.where.file ? xstrdup(fact.where.file) : NULL;
    fact.where.file = fact.file;
    *ARRAY_ADD(list->items, list->count) = fact;
}

void facts_free(struct fact_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].name);
        free(list->items[i].file);
    }
    free(list->items);
    *list = (struct fact_list){0};
}

/* ---- as bytes ---- */

/* A fact is these words, little-endian, and its two strings, each with a zero at its end; then
 * zeros up to a whole word. */
enum { WORD_KIND, WORD_FLAGS, WORD_VALUE, WORD_LINE, WORD_COLUMN, WORD_LENGTH, FACT_WORDS };

/* The word of flags. */
enum { COUNT_BITS = 8, PART_SHIFT = 8, RETIRE_SHIFT = 10, SYNC_SHIFT = 12, FLAGS_END = 13 };

static uint32_t pack_flags(const struct run_flags *flags) {
    return (uint32_t)flags->count | (uint32_t)flags->part << PART_SHIFT |
           (uint32_t)flags->retire << RETIRE_SHIFT | (uint32_t)flags->sync << SYNC_SHIFT;
}

static struct run_flags unpack_flags(uint32_t word) {
    return (struct run_flags){.sync = word >> SYNC_SHIFT & 1,
                              .retire = (enum flag_retire)(word >> RETIRE_SHIFT & 3),
                              .part = (enum flag_part)(word >> PART_SHIFT & 3),
                              .count = (int)(word & ((1u << COUNT_BITS) - 1))};
}

static void put_word(FILE *out, uint32_t word) {
    for (int i = 0; i < 4; i++)
        fputc((int)(word >> 8 * i & 0xff), out);
}

static void put_fact(FILE *out, const struct fact *fact) {
    const uint32_t words[FACT_WORDS] = {
        [WORD_KIND] = (uint32_t)fact->kind, [WORD_FLAGS] = pack_flags(&fact->flags),
        [WORD_VALUE] = fact->value,         [WORD_LINE] = fact->where.line,
        [WORD_COLUMN] = fact->where.column, [WORD_LENGTH] = fact->where.length,
    };
    const char *name = fact->name ? fact->name : "", *file = fact->file ? fact->file : "";
    for (int i = 0; i < FACT_WORDS; i++)
        put_word(out, words[i]);
    size_t strings = strlen(name) + strlen(file) + 2;
    fwrite(name, 1, strlen(name) + 1, out);
    fwrite(file, 1, strlen(file) + 1, out);
    for (; strings % 4; strings++)
        fputc(0, out);
}

uint8_t *facts_write(const struct fact_list *list, size_t *size) {
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, size);
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].internal)
            put_fact(out, &list->items[i]);
    fclose(out);
    if (*size)
        return (uint8_t *)bytes;
    free(bytes);
    return NULL;
}

static uint32_t get_word(const uint8_t *bytes, int index) {
    bytes += 4 * index;
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* The string at *at, which advances behind its zero; NULL if there is none up to the end. */
static const char *get_string(const uint8_t **at, const uint8_t *end) {
    const uint8_t *start = *at, *zero = memchr(start, 0, (size_t)(end - start));
    *at = zero ? zero + 1 : end;
    return zero ? (const char *)start : NULL;
}

/* Whether the words mean something. */
static bool is_fact(const uint8_t *words) {
    uint32_t kind = get_word(words, WORD_KIND), flags = get_word(words, WORD_FLAGS);
    return kind >= FACT_MEETING && kind <= FACT_COMPLETION && flags < 1u << FLAGS_END &&
           (kind != FACT_RUN || get_word(words, WORD_VALUE) <= RUN_NOT_MANUAL);
}

bool facts_read(const uint8_t *bytes, size_t size, struct fact_list *list) {
    const uint8_t *end = size ? bytes + size : bytes;
    while (bytes < end) {
        if (end - bytes < 4 * FACT_WORDS || !is_fact(bytes))
            return false;
        const uint8_t *at = bytes + 4 * FACT_WORDS;
        const char *name = get_string(&at, end), *file = name ? get_string(&at, end) : NULL;
        if (!file)
            return false;
        facts_add(list, (struct fact){.kind = (enum fact_kind)get_word(bytes, WORD_KIND),
                                      .flags = unpack_flags(get_word(bytes, WORD_FLAGS)),
                                      .value = get_word(bytes, WORD_VALUE),
                                      .name = *name ? xstrdup(name) : NULL,
                                      .where = {*file ? file : NULL, get_word(bytes, WORD_LINE),
                                                get_word(bytes, WORD_COLUMN),
                                                get_word(bytes, WORD_LENGTH)}});
        size_t used = (size_t)(at - bytes + 3) / 4 * 4;
        bytes = used < (size_t)(end - bytes) ? bytes + used : end;
    }
    return true;
}
