/* Dependencies deduced from bytes, against what follows from their definition. */
#include "libtask/host/deduce/graph.h"
#include "libtask/host/memory.h"
#include "libtask/host/record/loose.h"
#include "tests/libtask/host/random.h"
#include "tests/suite.h"

#include <string.h>
#include <time.h>

/* ---- random commands against an oracle ---- */

enum { MOST = 192, BYTES = 128, SPACES = 2, ACCESSES = 3, WAITS = 2, NODES = 64 * MOST };

static struct access accesses[MOST][ACCESSES];
static uint32_t waits[MOST][WAITS];
static struct ordered commands[MOST];

/* What each command reads and writes, byte by byte. */
static bool reads[MOST][SPACES][BYTES], writes[MOST][SPACES][BYTES];

static void mark(const struct access *access, uint32_t command) {
    const struct box *box = &access->box;
    for (uint64_t plane = 0; plane < box->planes; plane++)
        for (uint64_t row = 0; row < box->rows; row++)
            for (uint64_t byte = 0; byte < box->bytes; byte++)
                (access->write
                     ? writes
                     : reads)[command][access->space][box->begin + plane * box->plane_pitch +
                                                      row * box->row_pitch + byte] = true;
}

/* Rows may overlap, and be anywhere to each other. */
static struct box draw_box(struct random *random) {
    struct box box;
    do {
        box = (struct box){
            .begin = draw(random, BYTES),
            .bytes = 1 + draw(random, draw(random, 4) ? 8 : BYTES),
            .rows = 1 + draw(random, 2) * draw(random, 4),
            .planes = 1 + draw(random, 2) * draw(random, 3),
        };
        box.row_pitch = draw(random, 2) ? box.bytes : draw(random, 24);
        box.plane_pitch = draw(random, 2) ? box.bytes * box.rows : draw(random, 40);
    } while (box_end(&box) > BYTES);
    return box;
}

static void draw_commands(struct random *random, uint32_t count) {
    memset(reads, 0, sizeof reads);
    memset(writes, 0, sizeof writes);
    uint32_t writers = 1 + draw(random, 8), barriers = draw(random, 2) ? 40 : 1000;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t wait_count = i && !draw(random, 8) ? draw(random, WAITS + 1) : 0;
        commands[i] = (struct ordered){accesses[i], draw(random, ACCESSES + 1), wait_count,
                                       waits[i], !draw(random, barriers)};
        for (uint32_t w = 0; w < wait_count; w++)
            waits[i][w] = draw(random, i);
        for (uint32_t a = 0; a < commands[i].access_count; a++) {
            accesses[i][a] =
                (struct access){draw(random, SPACES), !draw(random, writers), draw_box(random)};
            mark(&accesses[i][a], i);
        }
    }
}

static bool conflict(uint32_t i, uint32_t j) {
    for (uint32_t w = 0; w < commands[j].wait_count; w++)
        if (commands[j].waits[w] == i)
            return true;
    if (commands[i].everything || commands[j].everything)
        return true;
    for (int s = 0; s < SPACES; s++)
        for (int b = 0; b < BYTES; b++)
            if ((writes[i][s][b] && (reads[j][s][b] || writes[j][s][b])) ||
                (reads[i][s][b] && writes[j][s][b]))
                return true;
    return false;
}

/* Sets of commands that come before another. */
struct before {
    uint64_t bits[(MOST + 63) / 64];
};

static void join(struct before *to, const struct before *other) {
    for (size_t i = 0; i < sizeof to->bits / sizeof *to->bits; i++)
        to->bits[i] |= other->bits[i];
}

static void put(struct before *to, uint32_t command) {
    to->bits[command / 64] |= UINT64_C(1) << command % 64;
}

/* In the order in which the nodes can be executed; each one has to get its turn. */
static void close_graph(const struct graph *graph, struct before *before) {
    static uint32_t ready[NODES], left[NODES];
    size_t count = 0, done = 0;
    ck_assert_uint_lt(graph->nodes, NODES);
    memcpy(left, graph->predecessors, graph->nodes * sizeof *left);
    memset(before, 0, graph->nodes * sizeof *before);
    for (uint32_t i = 0; i < graph->nodes; i++)
        if (!left[i])
            ready[count++] = i;
    for (; done < count; done++) {
        uint32_t node = ready[done];
        for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
            uint32_t next = graph->successors[i];
            join(&before[next], &before[node]);
            if (node < graph->commands)
                put(&before[next], node);
            if (!--left[next])
                ready[count++] = next;
        }
    }
    ck_assert_uint_eq(done, graph->nodes);
}

/* The graph, which ends here, against the definition. */
static void check(uint64_t seed, struct graph *graph, uint32_t count) {
    static struct before expected[MOST], found[NODES];
    memset(expected, 0, sizeof expected);
    for (uint32_t j = 0; j < count; j++)
        for (uint32_t i = 0; i < j; i++)
            if (conflict(i, j)) {
                join(&expected[j], &expected[i]);
                put(&expected[j], i);
            }
    close_graph(graph, found);
    for (uint32_t j = 0; j < count; j++)
        ck_assert_msg(!memcmp(&expected[j], &found[j], sizeof found[j]),
                      "seed %ju: command %u waits for others than it should", (uintmax_t)seed, j);
    graph_free(graph);
}

static void compare(uint64_t seed, uint32_t count) {
    struct random random = {seed};
    struct graph graph;
    draw_commands(&random, count);
    ck_assert(graph_deduce(&graph, commands, count));
    check(seed, &graph, count);
}

START_TEST(waits_are_those_of_the_definition) {
    for (uint64_t seed = 1; seed <= 600; seed++)
        compare(seed, 1 + seed % MOST);
}
END_TEST

/* ---- commands that change ---- */

static struct program program; /* whose variables, if it has some, are the first access */
static struct command records[MOST], *list[MOST];

static void draw_accesses(struct random *random, uint32_t command) {
    uint32_t kept = program.has_variables && commands[command].access_count;
    memset(reads[command], 0, sizeof reads[command]);
    memset(writes[command], 0, sizeof writes[command]);
    uint32_t least = program.has_variables ? 1 : 0;
    commands[command].access_count = least + draw(random, ACCESSES + 1 - least);
    for (uint32_t a = 0; a < commands[command].access_count; a++) {
        if (a >= kept)
            accesses[command][a] =
                (struct access){draw(random, SPACES), draw(random, 2), draw_box(random)};
        mark(&accesses[command][a], command);
    }
    records[command].ordered = commands[command];
}

/* Some of the commands get other accesses, again and again. */
static void change_and_compare(uint64_t seed, uint32_t count) {
    enum { TIMES = 5 };
    struct random random = {seed};
    struct loose loose = {0}, copied;
    struct graph graph;
    uint32_t changing = 1 + draw(&random, seed % 8 ? 4 : MOST);
    program.has_variables = draw(&random, 2);
    draw_commands(&random, count);
    for (uint32_t i = 0; i < count; i++) {
        list[i] = &records[i];
        records[i] = (struct command){.ordered = commands[i], .launch = {.program = &program}};
    }
    for (int time = 0; time < TIMES; time++) {
        for (uint32_t i = 0; i < changing; i++) {
            uint32_t command = (i * 7 + draw(&random, 2)) % count;
            loose_add(&loose, command);
            draw_accesses(&random, command);
        }
        copied = (struct loose){0};
        loose_copy(&copied, &loose);
        ck_assert(loose_deduce(&copied, list, count, &graph));
        loose_free(&loose);
        loose = copied;
        check(seed, &graph, count);
    }
    loose_free(&loose);
}

START_TEST(changes_leave_no_trace) {
    for (uint64_t seed = 1; seed <= 100; seed++)
        change_and_compare(seed, 1 + seed % MOST);
}
END_TEST

/* One changes among many: what is known of the others is kept. */
START_TEST(changes_take_no_time_of_all) {
    enum { COUNT = 100000, TIMES = 20 };
    struct loose loose = {0};
    struct graph graph;
    struct access *of = calloc(COUNT, sizeof *of);
    struct command *all = calloc(COUNT, sizeof *all), **each = calloc(COUNT, sizeof *each);
    program.has_variables = false;
    for (uint32_t i = 0; i < COUNT; i++) {
        of[i] = (struct access){0, true, {i * UINT64_C(2654435761) % 65536 * 64, 64, 1, 1, 64, 64}};
        all[i] = (struct command){.ordered = {.accesses = &of[i], .access_count = 1},
                                  .launch = {.program = &program}};
        each[i] = &all[i];
    }
    double begin = (double)clock();
    loose_add(&loose, COUNT / 2);
    ck_assert(loose_deduce(&loose, each, COUNT, &graph));
    double first = (double)clock() - begin, all_others = 0;
    for (int i = 0; i < TIMES; i++) {
        graph_free(&graph);
        of[COUNT / 2].box.begin = (uint64_t)i * 64;
        begin = (double)clock();
        ck_assert(loose_deduce(&loose, each, COUNT, &graph));
        all_others += (double)clock() - begin;
    }
    graph_free(&graph);
    loose_free(&loose);
    free(of);
    free(all);
    free(each);
    ck_assert_msg(all_others / TIMES < first / 4, "%.0f after %.0f us", all_others / TIMES, first);
}
END_TEST

/* ---- its size ---- */

static struct ordered *many(uint32_t count, struct access (*access)(uint32_t i, uint32_t count)) {
    struct ordered *list = calloc(count, sizeof *list);
    struct access *of = calloc(count, sizeof *of);
    for (uint32_t i = 0; i < count; i++) {
        of[i] = access(i, count);
        list[i] = (struct ordered){.accesses = &of[i], .access_count = 1};
    }
    return list;
}

static struct access bytes(bool write, uint64_t begin, uint64_t count) {
    return (struct access){0, write, {begin, count, 1, 1, count, count}};
}

static struct access chain(uint32_t i, uint32_t count) {
    return bytes(true, 0, 64);
}
static struct access independent(uint32_t i, uint32_t count) {
    return bytes(true, i * UINT64_C(2654435761) % 65536 * 64, 64);
}
static struct access all_read_then_each_is_written(uint32_t i, uint32_t count) {
    return i < count / 2 ? bytes(false, 0, count) : bytes(true, i, 1);
}
static struct access each_is_written_then_all_read(uint32_t i, uint32_t count) {
    return i < count / 2 ? bytes(true, 2 * (uint64_t)i, 1) : bytes(false, 0, count);
}
static struct access one_written_all_read(uint32_t i, uint32_t count) {
    return i % 2 ? bytes(false, 0, count) : bytes(true, i * UINT64_C(2654435761) % count, 1);
}
static struct access read_from_here_on(uint32_t i, uint32_t count) {
    return i % 3 ? bytes(false, i, count) : bytes(true, i * UINT64_C(2654435761) % count, 3);
}

/* With edges for each pair, any of these has 10^8 and more. */
START_TEST(no_pattern_has_many_edges) {
    struct access (*const patterns[])(uint32_t, uint32_t) = {
        chain,
        independent,
        all_read_then_each_is_written,
        each_is_written_then_all_read,
        one_written_all_read,
        read_from_here_on,
    };
    enum { COUNT = 20000 };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct ordered *list = many(COUNT, patterns[i]);
        struct graph graph;
        ck_assert(graph_deduce(&graph, list, COUNT));
        ck_assert_uint_le(graph.nodes, 20 * COUNT);
        ck_assert_uint_le(graph.first[graph.nodes], 100 * COUNT);
        graph_free(&graph);
        free((void *)list->accesses);
        free(list);
    }
}
END_TEST

START_TEST(commands_of_nothing_make_no_graph) {
    struct graph graph;
    ck_assert(graph_deduce(&graph, NULL, 0));
    ck_assert_uint_eq(graph.nodes, 0);
    graph_free(&graph);
}
END_TEST

/* ---- boxes ---- */

START_TEST(ends_do_not_wrap) {
    ck_assert_uint_eq(box_end(&(struct box){5, 10, 3, 2, 20, 100}), 5 + 100 + 40 + 10);
    ck_assert_uint_eq(box_end(&(struct box){1, UINT64_MAX, 1, 1, 0, 0}), UINT64_MAX);
    ck_assert_uint_eq(box_end(&(struct box){0, 1, UINT64_MAX, 1, 2, 0}), UINT64_MAX);
    ck_assert_uint_eq(box_end(&(struct box){0, 1, 1, 3, 0, UINT64_MAX / 2}), UINT64_MAX);
    ck_assert_uint_eq(box_end(&(struct box){0, 1, 2, 3, UINT64_MAX / 2, UINT64_MAX / 4}),
                      UINT64_MAX - 1);
}
END_TEST

START_TEST(touching_is_no_overlap) {
    struct stretch touching[] = {{10, 20}, {0, 10}, {20, 21}}, meeting[] = {{10, 20}, {0, 11}};
    struct stretch one, other;
    ck_assert(!stretches_overlap(touching, 3, &one, &other));
    ck_assert(stretches_overlap(meeting, 2, &one, &other));
    ck_assert_uint_eq(one.begin, 0);
    ck_assert_uint_eq(other.begin, 10);
}
END_TEST

/* ---- want of memory ---- */

START_TEST(any_allocation_may_fail) {
    struct random random = {7};
    struct graph graph;
    draw_commands(&random, MOST);
    long allowed = 0;
    for (;; allowed++) {
        memory_fail_after(allowed);
        if (graph_deduce(&graph, commands, MOST))
            break;
        ck_assert_ptr_null(graph.first);
    }
    memory_fail_after(-1);
    ck_assert_int_gt(allowed, 8);
    graph_free(&graph);
}
END_TEST

START_TEST(any_allocation_of_a_change_may_fail) {
    struct random random = {8};
    struct graph graph;
    struct loose loose = {0};
    draw_commands(&random, MOST);
    for (uint32_t i = 0; i < MOST; i++) {
        list[i] = &records[i];
        records[i] = (struct command){.ordered = commands[i], .launch = {.program = &program}};
    }
    loose_add(&loose, MOST / 2);
    long allowed = 0;
    for (;; allowed++) {
        memory_fail_after(allowed);
        if (loose_deduce(&loose, list, MOST, &graph))
            break;
        loose_free(&loose);
    }
    memory_fail_after(-1);
    ck_assert_int_gt(allowed, 10);
    check(8, &graph, MOST);
    loose_free(&loose);
}
END_TEST

SUITE("deduction", NULL, NULL, waits_are_those_of_the_definition, changes_leave_no_trace,
      changes_take_no_time_of_all, no_pattern_has_many_edges, commands_of_nothing_make_no_graph,
      ends_do_not_wrap, touching_is_no_overlap, any_allocation_may_fail,
      any_allocation_of_a_change_may_fail)
