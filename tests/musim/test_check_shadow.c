/* Shadow memory of the checker of races: who accessed which bytes, and what is forgotten of that.
 */
#include "musim/check/blocks.h"
#include "musim/check/shadow.h"
#include "tests/suite.h"

#include <stdio.h>
#include <string.h>

enum { SPACE_BYTES = 1 << 16, PARTIES = 300, LANES = 16 };

static struct records records;
static struct shadow_space space;
static struct clock known[PARTIES]; /* of each party */
static char found[1 << 16];         /* "2.3@100/4 " for a race with party 2's lane 3 */
static bool are_copies;             /* what the callback says */

static bool on_race(void *context, uint32_t earlier, int earlier_lane, unsigned lane,
                    uint32_t address, unsigned bytes) {
    (void)context;
    (void)lane;
    if (!are_copies)
        sprintf(found + strlen(found), "%u.%d@%x/%u ", records.items[earlier].party, earlier_lane,
                address, bytes);
    return are_copies;
}

static void setup(void) {
    records_init(&records);
    shadow_create(&space, SPACE_BYTES);
    for (unsigned i = 0; i < PARTIES; i++)
        clock_set(&known[i], i, 1);
    found[0] = 0;
    are_copies = false;
}

static void teardown(void) {
    shadow_free(&space);
    records_free(&records);
    for (unsigned i = 0; i < PARTIES; i++)
        clock_free(&known[i]);
}

static struct shadow_access begin(unsigned party, bool store) {
    const struct record record = {
        .clock = clock_of(&known[party], party), .party = (uint16_t)party, .store = store};
    return (struct shadow_access){
        .records = &records,
        .space = &space,
        .known = &known[party],
        .record = records_add(&records, &record),
        .store = store,
        .race = on_race,
    };
}

static void access_bytes(unsigned party, bool store, uint32_t address, uint64_t bytes) {
    struct shadow_access access = begin(party, store);
    shadow_range(&access, address, bytes);
}

static void access_lanes(unsigned party, bool store, uint32_t address, unsigned stride,
                         unsigned size, uint32_t tmask) {
    uint32_t addresses[LANES];
    for (unsigned i = 0; i < LANES; i++)
        addresses[i] = address + i * stride;
    struct shadow_access access = begin(party, store);
    shadow_lanes(&access, addresses, tmask, LANES, size);
}

/* to does what it does from now on behind what from has done. */
static void order(unsigned from, unsigned to) {
    clock_join(&known[to], &known[from]);
    clock_set(&known[from], from, clock_of(&known[from], from) + 1);
}

static void expect(const char *text) {
    ck_assert_str_eq(found, text);
    found[0] = 0;
}

START_TEST(two_of_which_one_stores_race_unless_they_are_ordered) {
    access_bytes(1, true, 0x100, 4);
    access_bytes(2, false, 0x100, 4);
    expect("1.0@100/4 ");
    order(1, 3);
    access_bytes(3, false, 0x100, 4);
    expect("");
    access_bytes(4, true, 0x100, 4);
    ck_assert(strstr(found, "1.0@100/4 "));
    ck_assert(strstr(found, "3.0@100/4 ")); /* the last of those that loaded */
}
END_TEST

START_TEST(loads_do_not_race_with_each_other) {
    for (unsigned party = 1; party < 9; party++)
        access_bytes(party, false, 0x40, 4);
    expect("");
    for (unsigned party = 1; party < 8; party++)
        order(party, 9);
    access_bytes(9, true, 0x40, 4);
    expect("8.0@40/4 ");
}
END_TEST

START_TEST(readers_that_are_ordered_are_left_out) {
    access_bytes(1, false, 0, 4);
    access_bytes(2, false, 0, 4);
    order(1, 3);
    order(2, 3);
    access_bytes(3, false, 0, 4);
    order(3, 4);
    access_bytes(4, true, 0, 4);
    expect("");
}
END_TEST

START_TEST(bytes_beside_each_other_are_told_apart) {
    access_bytes(1, true, 0x200, 1);
    access_bytes(2, true, 0x201, 1);
    access_bytes(3, true, 0x202, 2);
    expect("");
    access_bytes(4, false, 0x200, 4);
    expect("1.0@200/1 2.0@201/1 3.0@202/1 3.0@203/1 ");
}
END_TEST

START_TEST(smaller_cells_keep_what_the_word_had) {
    access_bytes(1, true, 0x300, 4);
    access_bytes(2, true, 0x302, 1);
    expect("1.0@302/1 ");
    order(2, 3);
    access_bytes(3, true, 0x302, 1);
    access_bytes(3, true, 0x303, 1);
    expect("1.0@303/1 ");
}
END_TEST

START_TEST(half_words_have_cells_of_their_own) {
    access_lanes(1, true, 0x400, 2, 2, 0xffff);
    access_lanes(2, true, 0x420, 2, 2, 0xffff);
    expect("");
    access_lanes(3, false, 0x41e, 2, 2, 3);
    expect("1.15@41e/2 2.0@420/2 ");
}
END_TEST

START_TEST(ranges_go_over_pages_and_ends) {
    access_bytes(1, true, SHADOW_PAGE_BYTES - 3, 3 * SHADOW_PAGE_BYTES);
    access_bytes(2, false, SHADOW_PAGE_BYTES - 4, 1);
    access_bytes(2, false, 4 * SHADOW_PAGE_BYTES - 3, 1);
    expect("");
    access_bytes(2, false, SHADOW_PAGE_BYTES - 3, 1);
    access_bytes(2, false, 4 * SHADOW_PAGE_BYTES - 4, 1);
    expect("1.0@3fd/1 1.0@ffc/1 ");
    access_bytes(1, true, SPACE_BYTES - 4, 100);
    expect("");
}
END_TEST

START_TEST(lanes_are_remembered) {
    access_lanes(1, true, 0x800, 4, 4, 0xffff);
    access_lanes(2, false, 0x808, 4, 4, 0x3);
    expect("1.2@808/4 1.3@80c/4 ");
    access_lanes(3, true, 0xc00, 0, 4, 0xf0); /* all at one place: the highest stays */
    access_lanes(4, false, 0xc00, 0, 4, 0xffff);
    expect("3.7@c00/4 ");
}
END_TEST

START_TEST(rows_say_the_same_as_single_lanes) {
    for (unsigned party = 1; party < 5; party++)
        access_lanes(party, false, 0x1000, 4, 4, 0xffff);
    for (unsigned party = 1; party < 5; party++)
        for (unsigned lane = 0; lane < LANES; lane++)
            access_bytes(party, false, 0x2000 + 4 * lane, 4);
    order(1, 6);
    order(3, 6);
    access_lanes(6, true, 0x1000, 4, 4, 0x8001);
    ck_assert_ptr_nonnull(strstr(found, "4.0@1000/4 4.15@103c/4"));
    found[0] = 0;
    access_bytes(6, true, 0x2000, 4);
    expect("4.0@2000/4 ");
}
END_TEST

static bool knows_row(uint32_t record, bool store, uint32_t address, unsigned size) {
    const struct shadow_row row = {address, LANES, size, store};
    return shadow_knows_row(&space, &row, record, 0);
}

START_TEST(a_row_that_is_known_is_not_looked_at_again) {
    access_lanes(1, true, 0x1000, 4, 4, 0xffff);
    uint32_t record = records.used - 1;
    ck_assert(knows_row(record, true, 0x1000, 4));
    ck_assert(!knows_row(record, false, 0x1000, 4));
    ck_assert(!knows_row(record, true, 0x1004, 4));
    ck_assert(!knows_row(record, true, 0x1000, 2));
    order(1, 2);
    access_bytes(2, false, 0x1010, 4);
    ck_assert(!knows_row(record, true, 0x1000, 4));
}
END_TEST

START_TEST(so_is_a_row_that_a_set_with_the_record_has_loaded) {
    const struct shadow_row row = {0x1000, LANES, 4, false};
    access_lanes(1, false, 0x1000, 4, 4, 0xffff);
    struct shadow_access access = begin(2, false);
    uint32_t addresses[LANES];
    for (unsigned i = 0; i < LANES; i++)
        addresses[i] = 0x1000 + 4 * i;
    shadow_lanes(&access, addresses, 0xffff, LANES, 4);
    ck_assert(access.readers_after & REF_SET);
    ck_assert(shadow_knows_row(&space, &row, access.record, access.readers_after));
    ck_assert(!shadow_knows_row(&space, &row, access.record, 0));
    order(1, 3);
    order(2, 3);
    access_bytes(3, true, 0x1020, 4);
    ck_assert(!shadow_knows_row(&space, &row, access.record, access.readers_after));
}
END_TEST

START_TEST(copies_of_a_store_order_by_any_of_them) {
    access_bytes(1, true, 0x80, 4);
    are_copies = true;
    access_bytes(2, true, 0x80, 4);
    are_copies = false;
    order(2, 3);
    access_bytes(3, false, 0x80, 4); /* behind one of them */
    expect("");
    access_bytes(4, false, 0x80, 4);
    expect("2.0@80/4 ");
    order(3, 5);
    order(4, 5);
    access_bytes(5, true, 0x80, 4); /* another store must be behind all */
    expect("1.-1@80/4 ");
}
END_TEST

START_TEST(what_nobody_refers_to_is_collected) {
    access_lanes(1, true, 0x1000, 4, 4, 0xffff);
    for (unsigned party = 2; party < 5; party++)
        access_lanes(party, false, 0x3000, 4, 4, 0xffff);
    uint32_t added = 0;
    while (!records_are_full(&records)) { /* each takes the place of the one before */
        access_bytes(1, true, 0x2000, 4);
        added++;
    }
    ck_assert_uint_gt(added, 1000);
    records_begin_collection(&records);
    shadow_keep(&space, &records);
    ck_assert(records_end_collection(&records));
    ck_assert(!records_are_full(&records));
    ck_assert_uint_eq(records.used - 1 - records.free_count, 5);
    access_lanes(6, false, 0x1000, 4, 4, 3);
    expect("1.0@1000/4 1.1@1004/4 ");
    order(2, 7);
    order(4, 7);
    access_lanes(7, true, 0x3000, 4, 4, 1);
    expect("3.-1@3000/4 ");
}
END_TEST

START_TEST(sets_of_readers_are_collected_too) {
    for (unsigned round = 0; round < 2000; round++) {
        unsigned party = 1 + round % 8;
        clock_set(&known[party], party, clock_of(&known[party], party) + 1);
        access_lanes(party, false, 0x1000, 4, 4, 0xffff);
        if (records_are_full(&records)) {
            records_begin_collection(&records);
            shadow_keep(&space, &records);
            ck_assert(records_end_collection(&records));
        }
    }
    for (unsigned party = 1; party < 8; party++)
        order(party, 9);
    access_lanes(9, true, 0x1000, 4, 4, 1);
    expect("8.0@1000/4 ");
}
END_TEST

START_TEST(more_readers_than_a_set_holds_invent_no_race) {
    for (unsigned party = 1; party < PARTIES - 1; party++)
        access_bytes(party, false, 0, 4);
    for (unsigned party = 1; party < PARTIES - 1; party++)
        order(party, PARTIES - 1);
    access_bytes(PARTIES - 1, true, 0, 4);
    expect("");
}
END_TEST

/* ---- blocks ---- */

START_TEST(blocks_are_in_use_and_free_to_the_byte) {
    static struct blocks blocks;
    const struct place by = {0};
    blocks_clear(&blocks);
    blocks_write(&blocks, 61, 70);
    ck_assert(blocks_are_written(&blocks, 61, 70));
    ck_assert(!blocks_are_written(&blocks, 60, 2));
    ck_assert(!blocks_are_written(&blocks, 130, 2));
    blocks_allocate(&blocks, 64, 10, 0);
    ck_assert(!blocks_are_written(&blocks, 73, 1));
    ck_assert(blocks_are_written(&blocks, 74, 1));
    blocks_write(&blocks, 64, 10);
    blocks_allocate(&blocks, 64, 10, 0); /* another lane tells the same */
    ck_assert(blocks_are_written(&blocks, 64, 10));
    blocks_free(&blocks, 65, &by); /* no block starts there */
    ck_assert_ptr_null(blocks_find(&blocks, 64, 10, true));
    blocks_free(&blocks, 64, &by);
    ck_assert_ptr_null(blocks_find(&blocks, 60, 4, true));
    ck_assert_ptr_null(blocks_find(&blocks, 74, 4, true));
    ck_assert_uint_eq(blocks_find(&blocks, 73, 4, true)->address, 64);
    blocks_allocate(&blocks, 70, 100, 0); /* takes memory of it */
    ck_assert_ptr_null(blocks_find(&blocks, 73, 4, true));
    ck_assert_uint_eq(blocks_find(&blocks, 73, 4, false)->address, 70);
    blocks_clear(&blocks);
}
END_TEST

START_TEST(a_block_of_another_owner_is_empty) {
    static struct blocks blocks;
    blocks_clear(&blocks);
    blocks_allocate(&blocks, 64, 16, 5);
    blocks_write(&blocks, 64, 16);
    blocks_allocate(&blocks, 64, 16, 5); /* another warp tells the same */
    ck_assert(blocks_are_written(&blocks, 64, 16));
    blocks_allocate(&blocks, 64, 16, 6);
    ck_assert(!blocks_are_written(&blocks, 64, 1));
    ck_assert_uint_eq(blocks.count, 1);
    blocks_clear(&blocks);
}
END_TEST

START_TEST(of_too_many_blocks_the_oldest_free_one_is_forgotten) {
    static struct blocks blocks;
    const struct place by = {0};
    blocks_clear(&blocks);
    for (uint32_t i = 0; i < BLOCKS_MOST; i++)
        blocks_allocate(&blocks, 16 * i, 16, 0);
    blocks_free(&blocks, 16 * 7, &by);
    blocks_free(&blocks, 16 * 9, &by);
    blocks_allocate(&blocks, 16 * BLOCKS_MOST, 16, 0);
    ck_assert_uint_eq(blocks.count, BLOCKS_MOST);
    ck_assert_ptr_null(blocks_find(&blocks, 16 * 7, 4, true));
    ck_assert_ptr_nonnull(blocks_find(&blocks, 16 * 9, 4, true));
    blocks_clear(&blocks);
}
END_TEST

SUITE("check_shadow", setup, teardown, two_of_which_one_stores_race_unless_they_are_ordered,
      loads_do_not_race_with_each_other, readers_that_are_ordered_are_left_out,
      bytes_beside_each_other_are_told_apart, smaller_cells_keep_what_the_word_had,
      half_words_have_cells_of_their_own, ranges_go_over_pages_and_ends, lanes_are_remembered,
      rows_say_the_same_as_single_lanes, a_row_that_is_known_is_not_looked_at_again,
      so_is_a_row_that_a_set_with_the_record_has_loaded, copies_of_a_store_order_by_any_of_them,
      what_nobody_refers_to_is_collected, sets_of_readers_are_collected_too,
      more_readers_than_a_set_holds_invent_no_race, blocks_are_in_use_and_free_to_the_byte,
      a_block_of_another_owner_is_empty, of_too_many_blocks_the_oldest_free_one_is_forgotten)
