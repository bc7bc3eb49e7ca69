/* Facts as bytes, which come from objects of any origin. */
#include "muonc/facts/facts.h"

#include "support/alloc.h"
#include "tests/messages.h"
#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>

static struct fact_list list;

static void setup(void) {
    messages_setup();
    list = (struct fact_list){0};
    facts_add(
        &list,
        (struct fact){
            .kind = FACT_MEETING,
            .flags = {.sync = true, .retire = RETIRE_IMMEDIATE, .part = PART_WARPS, .count = 64},
            .where = {"a.c", 3, 5, 7}});
    facts_add(&list, (struct fact){.kind = FACT_RUN,
                                   .value = RUN_MANUAL,
                                   .name = xstrdup("here"),
                                   .internal = true});
    facts_add(&list, (struct fact){.kind = FACT_RUN,
                                   .value = RUN_NOT_MANUAL,
                                   .name = xstrdup("run"),
                                   .where = {"sub/b.c", 70000, 1, 0}});
    facts_add(&list, (struct fact){.kind = FACT_RUN, .name = xstrdup("unplaced")});
}

static void teardown(void) {
    facts_free(&list);
    messages_teardown();
}

START_TEST(what_is_written_is_read) {
    size_t size;
    uint8_t *bytes = facts_write(&list, &size);
    struct fact_list read = {0};
    ck_assert_uint_eq(size % 4, 0);
    ck_assert(facts_read(bytes, size, &read));
    ck_assert_uint_eq(read.count, 3); /* what is internal stays here */
    ck_assert(read.items[0].flags.sync && !read.items[0].name);
    ck_assert_int_eq(read.items[0].flags.retire, RETIRE_IMMEDIATE);
    ck_assert_int_eq(read.items[0].flags.part, PART_WARPS);
    ck_assert_int_eq(read.items[0].flags.count, 64);
    ck_assert_str_eq(read.items[0].where.file, "a.c");
    ck_assert_uint_eq(read.items[0].where.length, 7);
    ck_assert_str_eq(read.items[1].name, "run");
    ck_assert_uint_eq(read.items[1].value, RUN_NOT_MANUAL);
    ck_assert_uint_eq(read.items[1].where.line, 70000);
    ck_assert_ptr_null(read.items[2].where.file);
    facts_free(&read);
    free(bytes);
}
END_TEST

START_TEST(no_facts_are_no_bytes) {
    struct fact_list none = {0};
    size_t size;
    ck_assert_ptr_null(facts_write(&none, &size));
    ck_assert(facts_read(NULL, 0, &none));
}
END_TEST

/* Exact copies, so that a byte too far is found by the sanitizer. */
static bool read_copy(const uint8_t *bytes, size_t size) {
    struct fact_list read = {0};
    uint8_t *copy = malloc(size + !size);
    memcpy(copy, bytes, size);
    bool ok = facts_read(copy, size, &read);
    const struct fact_check check = {.units = &read, .count = 1, .across = true, .diag = &diag};
    facts_check(&check);
    facts_free(&read);
    free(copy);
    return ok;
}

START_TEST(damaged_bytes_do_no_harm) {
    size_t size, cut_and_good = 0;
    uint8_t *bytes = facts_write(&list, &size);
    for (size_t cut = 0; cut < size; cut++)
        cut_and_good += read_copy(bytes, cut);
    /* Nothing, behind a fact, and without the zeros that fill its last word. */
    ck_assert_uint_le(cut_and_good, 3 + 3 * 3);
    for (size_t i = 0; i < size; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes[i] ^= (uint8_t)(1 << bit);
            read_copy(bytes, size);
            bytes[i] ^= (uint8_t)(1 << bit);
        }
    memset(bytes, 0xff, size);
    ck_assert(!read_copy(bytes, size));
    memset(bytes, 0, size);
    ck_assert(!read_copy(bytes, size));
    free(bytes);
}
END_TEST

SUITE("facts", setup, teardown, what_is_written_is_read, no_facts_are_no_bytes,
      damaged_bytes_do_no_harm)
