#include "tests/suite.h"

#include "tests/musim/engine_host.h"

static void setup(void) {
    start_engine(&engine_dma);
}

static void teardown(void) {
    engine_free(engine);
}

/* In the order of the registers. */
struct copy {
    uint64_t source, destination, extent[3];
    uint64_t source_stride[2], destination_stride[2];
    uint64_t tag;
};

static void issue(struct copy copy) {
    uint64_t registers[10];
    ck_assert_uint_eq(sizeof registers, sizeof copy);
    memcpy(registers, &copy, sizeof copy);
    for (unsigned i = 0; i < 10; i++)
        set(8 * i, registers[i]);
    set(NEUTRINO_DMA_START, 1);
}

static void run(struct copy copy) {
    issue(copy);
    ck_assert(engine_step(engine));
}

static void fill_with_numbers(void) {
    for (unsigned i = 0; i < sizeof shared_memory; i++)
        shared_memory[i] = (uint8_t)(i * 37 + i / 256);
    for (unsigned i = 0; i < PAGES * PAGE; i++)
        global_pages[i / PAGE][i % PAGE] = (uint8_t)(i * 11 + i / 251);
}

/* ---- the queue and the registers, which both engines have in common ---- */

START_TEST(registers_read_back) {
    for (uint64_t offset = 0; offset <= NEUTRINO_DMA_TAG; offset += 8) {
        ck_assert_uint_eq(get(offset), 0);
        set(offset, 0x1122334455667788 + offset);
    }
    for (uint64_t offset = 0; offset <= NEUTRINO_DMA_TAG; offset += 8)
        ck_assert_uint_eq(get(offset), 0x1122334455667788 + offset);
}
END_TEST

START_TEST(a_4_byte_access_is_to_the_low_half) {
    set(NEUTRINO_DMA_SOURCE, 0x1122334455667788);
    uint64_t value = 0;
    ck_assert(engine_load(engine, NEUTRINO_DMA_SOURCE, 4, &value));
    ck_assert_uint_eq(value, 0x55667788);
    ck_assert(engine_store(engine, DEVICE_NEUTRINO, NEUTRINO_DMA_SOURCE, 4,
                           UINT64_C(0xffffffff00000005)));
    ck_assert_uint_eq(get(NEUTRINO_DMA_SOURCE), 5);
}
END_TEST

START_TEST(what_is_no_register_is_refused) {
    uint64_t value;
    ck_assert(!engine_load(engine, NEUTRINO_DMA_START, 8, &value));
    ck_assert(!engine_store(engine, DEVICE_NEUTRINO, NEUTRINO_DMA_BUSY, 8, 0));
    ck_assert(!engine_load(engine, NEUTRINO_DMA_BUSY + 8, 8, &value));
    ck_assert(!engine_store(engine, DEVICE_NEUTRINO, NEUTRINO_DMA_BUSY + 8, 8, 0));
    ck_assert(!engine_load(engine, UINT64_MAX - 7, 8, &value));
    ck_assert(!engine_load(engine, 4, 4, &value));
    ck_assert(!engine_load(engine, 0, 2, &value));
    ck_assert(!engine_store(engine, DEVICE_NEUTRINO, 0, 1, 0));
    ck_assert(!engine_store(engine, DEVICE_NEUTRINO, 1, 8, 0));
}
END_TEST

START_TEST(start_takes_a_1) {
    set(NEUTRINO_DMA_START, 0);
    ck_assert_uint_eq(engine_busy(engine), 0);
    set(NEUTRINO_DMA_START, 1);
    ck_assert_uint_eq(engine_busy(engine), 1);
}
END_TEST

START_TEST(nothing_to_do) {
    ck_assert(!engine_step(engine));
    ck_assert_uint_eq(engine_tag(engine, 0), 0);
}
END_TEST

START_TEST(the_signal_may_come_later_than_the_bytes) {
    fill_with_numbers();
    lingering = true;
    for (unsigned i = 0; i < NEUTRINO_ENGINE_QUEUE; i++)
        issue((struct copy){GLOBAL + i, NEUTRINO_SHARED_WINDOW + i, {1}, .tag = i + 1});
    engine_step(engine);
    ck_assert_uint_eq(shared_memory[0], global_pages[0][0]);
    expect("");
    ck_assert_uint_eq(get(NEUTRINO_DMA_BUSY), NEUTRINO_ENGINE_QUEUE);
    engine_step(engine);
    expect("signal 1;");
    ck_assert_uint_eq(get(NEUTRINO_DMA_BUSY), NEUTRINO_ENGINE_QUEUE - 1);
    for (unsigned i = 0; i < 2; i++) /* the second one finds the queue full */
        issue((struct copy){GLOBAL, NEUTRINO_SHARED_WINDOW + 100, {1}, .tag = 100});
    expect("signal 2;");
    ck_assert_uint_eq(get(NEUTRINO_DMA_BUSY), NEUTRINO_ENGINE_QUEUE);
    ck_assert_uint_eq(engine_commands(engine), 2);
}
END_TEST

START_TEST(commands_are_latched_and_finish_in_order) {
    fill_with_numbers();
    uint8_t first = global_pages[0][0], second = global_pages[0][1];
    issue((struct copy){GLOBAL, NEUTRINO_SHARED_WINDOW + 8, {1}, .tag = 7});
    issue((struct copy){GLOBAL + 1, NEUTRINO_SHARED_WINDOW + 8, {1}, .tag = 8});
    ck_assert_uint_eq(get(NEUTRINO_DMA_BUSY), 2);
    ck_assert_uint_eq(engine_tag(engine, 0), 7);
    ck_assert_uint_eq(engine_tag(engine, 1), 8);
    ck_assert_uint_eq(engine_tag(engine, 2), 0);
    expect("");
    engine_step(engine);
    expect("signal 7;");
    ck_assert_uint_eq(shared_memory[8], first);
    engine_step(engine);
    expect("signal 8;");
    ck_assert_uint_eq(shared_memory[8], second);
    ck_assert_uint_eq(get(NEUTRINO_DMA_BUSY), 0);
    ck_assert_uint_eq(engine_commands(engine), 2);
    ck_assert_uint_eq(engine_work(engine), 2);
}
END_TEST

START_TEST(tag_0_signals_nobody) {
    run((struct copy){GLOBAL, NEUTRINO_SHARED_WINDOW, {4}});
    expect("");
}
END_TEST

START_TEST(start_with_a_full_queue_finishes_the_oldest) {
    for (unsigned i = 1; i <= NEUTRINO_ENGINE_QUEUE; i++)
        issue((struct copy){GLOBAL, NEUTRINO_SHARED_WINDOW, {4}, .tag = i});
    ck_assert_uint_eq(get(NEUTRINO_DMA_BUSY), NEUTRINO_ENGINE_QUEUE);
    expect("");
    issue((struct copy){GLOBAL, NEUTRINO_SHARED_WINDOW, {4}, .tag = 17});
    expect("signal 1;");
    ck_assert_uint_eq(get(NEUTRINO_DMA_BUSY), NEUTRINO_ENGINE_QUEUE);
    for (unsigned i = 2; i <= 17; i++) {
        char text[32];
        sprintf(text, "signal %u;", i);
        engine_step(engine);
        expect(text);
    }
}
END_TEST

/* ---- copies ---- */

START_TEST(zero_bytes_signal_and_touch_nothing) {
    run((struct copy){0, 0, {0, 100, 100}, .tag = 3}); /* not even the addresses */
    expect("signal 3;");
    ck_assert_uint_eq(engine_work(engine), 0);
}
END_TEST

START_TEST(zero_rows_and_planes_count_as_one) {
    fill_with_numbers();
    run((struct copy){GLOBAL, NEUTRINO_SHARED_WINDOW, {100, 0, 0}});
    ck_assert_mem_eq(shared_memory, global_pages[0], 100);
    ck_assert_uint_eq(engine_work(engine), 100);
}
END_TEST

START_TEST(rows_may_cross_pages) {
    fill_with_numbers();
    uint64_t start = PAGE - 100, bytes = 3 * PAGE;
    run((struct copy){GLOBAL + start, NEUTRINO_SHARED_WINDOW + 7, {bytes}});
    for (unsigned i = 0; i < bytes; i++)
        ck_assert_uint_eq(shared_memory[7 + i],
                          global_pages[(start + i) / PAGE][(start + i) % PAGE]);
    run((struct copy){NEUTRINO_SHARED_WINDOW + 3, GLOBAL + 20 * PAGE + 5, {bytes}});
    for (unsigned i = 0; i < bytes; i++)
        ck_assert_uint_eq(global_pages[20 + (5 + i) / PAGE][(5 + i) % PAGE], shared_memory[3 + i]);
}
END_TEST

START_TEST(a_stride_of_0_repeats_a_row) {
    fill_with_numbers();
    run((struct copy){GLOBAL, NEUTRINO_SHARED_WINDOW, {16, 4}, {0}, {16}});
    for (unsigned row = 0; row < 4; row++)
        ck_assert_mem_eq(shared_memory + 16 * row, global_pages[0], 16);
}
END_TEST

START_TEST(negative_strides_turn_the_rows_over) {
    fill_with_numbers();
    run((struct copy){GLOBAL + 7 * 16, NEUTRINO_SHARED_WINDOW, {16, 8}, {(uint64_t)-16}, {16}});
    for (unsigned row = 0; row < 8; row++)
        ck_assert_mem_eq(shared_memory + 16 * row, global_pages[0] + 16 * (7 - row), 16);
}
END_TEST

START_TEST(a_row_may_overlap_itself) {
    fill_with_numbers();
    uint8_t before[256];
    memcpy(before, shared_memory, sizeof before);
    run((struct copy){NEUTRINO_SHARED_WINDOW, NEUTRINO_SHARED_WINDOW + 3, {200}});
    ck_assert_mem_eq(shared_memory + 3, before, 200);
    memcpy(before, shared_memory, sizeof before);
    run((struct copy){NEUTRINO_SHARED_WINDOW + 5, NEUTRINO_SHARED_WINDOW, {200}});
    ck_assert_mem_eq(shared_memory, before + 5, 200);
}
END_TEST

START_TEST(a_row_over_pages_may_overlap_itself) {
    fill_with_numbers();
    static uint8_t before[4 * PAGE];
    for (unsigned i = 0; i < sizeof before; i++)
        before[i] = global_pages[i / PAGE][i % PAGE];
    run((struct copy){GLOBAL, GLOBAL + 1000, {2 * PAGE}});
    for (unsigned i = 0; i < 2 * PAGE; i++)
        ck_assert_uint_eq(global_pages[(1000 + i) / PAGE][(1000 + i) % PAGE], before[i]);
}
END_TEST

START_TEST(rows_are_copied_in_ascending_order) {
    /* Each row overwrites the next one's source: the first row spreads. */
    fill_with_numbers();
    uint8_t first[8];
    memcpy(first, shared_memory, 8);
    run((struct copy){NEUTRINO_SHARED_WINDOW, NEUTRINO_SHARED_WINDOW + 8, {8, 5}, {8}, {8}});
    for (unsigned row = 0; row <= 5; row++)
        ck_assert_mem_eq(shared_memory + 8 * row, first, 8);
}
END_TEST

/* ---- faults ---- */

START_TEST(a_source_outside_memory_faults) {
    run((struct copy){0x1000, NEUTRINO_SHARED_WINDOW, {4}, .tag = 5});
    expect("fault at 0x1000: DMA source is not memory (row 0, plane 0);");
}
END_TEST

START_TEST(a_destination_outside_memory_faults) {
    run((struct copy){GLOBAL, NEUTRINO_QUEUE_BASE, {4}, .tag = 5});
    expect("fault at 0x300000000: DMA destination is not memory (row 0, plane 0);");
}
END_TEST

START_TEST(the_fault_names_the_first_byte_that_is_outside) {
    fill_with_numbers();
    uint64_t end = NEUTRINO_SHARED_WINDOW + NEUTRINO_SHARED_BYTES;
    uint8_t last = shared_memory[NEUTRINO_SHARED_BYTES - 1];
    run((struct copy){GLOBAL, end - 24, {16, 2, 1}, {0}, {16}, .tag = 5});
    expect("fault at 0x100020000: DMA destination is not memory (row 1, plane 0);");
    ck_assert_mem_eq(shared_memory + NEUTRINO_SHARED_BYTES - 24, global_pages[0], 16);
    ck_assert_uint_eq(shared_memory[NEUTRINO_SHARED_BYTES - 1], last); /* no part of the bad row */
    ck_assert_uint_eq(engine_busy(engine), 0);
    run((struct copy){end - 8, GLOBAL, {8, 2, 3}, {0, 8}, {8, 8}});
    expect("fault at 0x100020000: DMA source is not memory (row 0, plane 1);");
}
END_TEST

START_TEST(a_box_of_more_than_4_gib_faults) {
    run((struct copy){GLOBAL, GLOBAL, {1, UINT64_C(1) << 33}});
    expect("fault at 0x10000000: DMA of 1 x 8589934592 x 1 bytes: more than 4 GiB;");
    run((struct copy){GLOBAL, GLOBAL, {UINT64_MAX, UINT64_MAX, UINT64_MAX}});
    ck_assert_ptr_nonnull(strstr(history, "more than 4 GiB"));
    history[0] = 0;
    run((struct copy){GLOBAL, GLOBAL, {1 << 16, 1 << 16, 2}});
    expect("fault at 0x10000000: DMA of 65536 x 65536 x 2 bytes: more than 4 GiB;");
}
END_TEST

START_TEST(an_address_that_wraps_faults) {
    run((struct copy){UINT64_MAX - 3, GLOBAL, {8}});
    expect("fault at 0xfffffffffffffffc: DMA source is not memory (row 0, plane 0);");
}
END_TEST

/* ---- against a byte by byte reference ---- */

static uint8_t image[PAGES * PAGE + NEUTRINO_SHARED_BYTES]; /* global, then shared */

static uint8_t *in_image(uint64_t address) {
    return address >= NEUTRINO_SHARED_WINDOW
               ? &image[PAGES * PAGE + address - NEUTRINO_SHARED_WINDOW]
               : &image[address - GLOBAL];
}

static void copy_in_image(const struct copy *c) {
    uint8_t row[4 * PAGE];
    for (uint64_t z = 0; z < c->extent[2]; z++)
        for (uint64_t y = 0; y < c->extent[1]; y++) {
            uint64_t from = c->source + y * c->source_stride[0] + z * c->source_stride[1];
            uint64_t to =
                c->destination + y * c->destination_stride[0] + z * c->destination_stride[1];
            for (uint64_t x = 0; x < c->extent[0]; x++)
                row[x] = *in_image(from + x);
            for (uint64_t x = 0; x < c->extent[0]; x++)
                *in_image(to + x) = row[x];
        }
}

static uint64_t draw_place(void) {
    /* The middle of either memory, so that no stride leads out of it. */
    return draw(2) ? NEUTRINO_SHARED_WINDOW + NEUTRINO_SHARED_BYTES / 2 + draw(3000)
                   : GLOBAL + PAGES * PAGE / 2 + draw(9000);
}

START_TEST(random_boxes_are_copied_like_the_reference) {
    fill_with_numbers();
    for (unsigned i = 0; i < PAGES * PAGE; i++)
        image[i] = global_pages[i / PAGE][i % PAGE];
    memcpy(image + PAGES * PAGE, shared_memory, sizeof shared_memory);
    for (unsigned i = 0; i < 2000; i++) {
        struct copy copy = {draw_place(), draw_place(), {draw(300), 1 + draw(6), 1 + draw(4)}};
        for (unsigned j = 0; j < 2; j++) {
            copy.source_stride[j] = (uint64_t)(int64_t)((int)draw(4000) - 2000);
            copy.destination_stride[j] = (uint64_t)(int64_t)((int)draw(4000) - 2000);
        }
        run(copy);
        copy_in_image(&copy);
        expect("");
    }
    ck_assert_mem_eq(image + PAGES * PAGE, shared_memory, sizeof shared_memory);
    for (unsigned page = 0; page < PAGES; page++)
        ck_assert_mem_eq(image + page * PAGE, global_pages[page], PAGE);
}
END_TEST

SUITE("dma", setup, teardown, registers_read_back, a_4_byte_access_is_to_the_low_half,
      what_is_no_register_is_refused, start_takes_a_1, nothing_to_do,
      the_signal_may_come_later_than_the_bytes, commands_are_latched_and_finish_in_order,
      tag_0_signals_nobody, start_with_a_full_queue_finishes_the_oldest,
      zero_bytes_signal_and_touch_nothing, zero_rows_and_planes_count_as_one, rows_may_cross_pages,
      a_stride_of_0_repeats_a_row, negative_strides_turn_the_rows_over, a_row_may_overlap_itself,
      a_row_over_pages_may_overlap_itself, rows_are_copied_in_ascending_order,
      a_source_outside_memory_faults, a_destination_outside_memory_faults,
      the_fault_names_the_first_byte_that_is_outside, a_box_of_more_than_4_gib_faults,
      an_address_that_wraps_faults, random_boxes_are_copied_like_the_reference)
