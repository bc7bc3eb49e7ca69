/* What lanes do together, against a model: which of them are together, and what they make of it. */
#include "neutrino/musim.h"
#include "tests/suite.h"

#include "collectives.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const programs[] = {"O0-16", "O1-1", "O2-2", "O3-5", "O2-16", "Os-24", "O3-32"};
enum { PROGRAMS = sizeof programs / sizeof *programs };

/* ---- the model ---- */

union value {
    uint32_t u;
    int32_t i;
    float f;
};
struct lanes {
    unsigned lanes;
    uint32_t mask;
    union value value[MOST_LANES]; /* of the type that is asked for */
    const uint32_t *numbers, *floats, *asks, *n;
};

enum op { OP_add, OP_min, OP_max, OP_and, OP_or, OP_xor };

static bool is_in(const struct lanes *those, uint32_t lane) {
    return lane < those->lanes && those->mask >> lane & 1;
}

static union value from(const struct lanes *those, uint32_t lane, uint32_t other) {
    return those->value[is_in(those, other) ? other : lane];
}

static uint32_t above(uint32_t lane, uint32_t n) {
    return n < MOST_LANES ? lane + n : MOST_LANES;
}

static uint32_t lowest(const struct lanes *those) {
    return (uint32_t)__builtin_ctz(those->mask);
}

static uint32_t ballot(const struct lanes *those) {
    uint32_t said = 0;
    for (unsigned lane = 0; lane < those->lanes; lane++)
        said |= (uint32_t)(is_in(those, lane) && those->numbers[lane] % 3 == 0) << lane;
    return said;
}

static uint32_t same(const struct lanes *those, const uint32_t *value, uint32_t lane) {
    uint32_t found = 0;
    for (unsigned other = 0; other < those->lanes; other++)
        found |= (uint32_t)(is_in(those, other) && value[other] == value[lane]) << other;
    return found;
}
static uint32_t same_u(const struct lanes *those, uint32_t lane) {
    return same(those, those->numbers, lane);
}
static uint32_t same_f(const struct lanes *those, uint32_t lane) {
    return same(those, those->floats, lane);
}

static bool anyone(const struct lanes *those, uint32_t number) {
    for (unsigned lane = 0; lane < those->lanes; lane++)
        if (is_in(those, lane) && those->numbers[lane] == number)
            return true;
    return false;
}

static union value of_u(enum op op, union value a, union value b) {
    const uint32_t result[] = {
        a.u + b.u, a.u < b.u ? a.u : b.u, a.u > b.u ? a.u : b.u, a.u & b.u, a.u | b.u, a.u ^ b.u};
    return (union value){.u = result[op]};
}
static union value of_i(enum op op, union value a, union value b) {
    if (op == OP_min || op == OP_max)
        return (a.i < b.i) == (op == OP_min) ? a : b;
    return of_u(op, a, b);
}
/* −0 is less than 0 to fminf. */
static bool less(float a, float b) {
    return a < b || (a == b && signbit(a) && !signbit(b));
}
static union value of_f(enum op op, union value a, union value b) {
    if (op == OP_add)
        return (union value){.f = a.f + b.f};
    if (isnan(a.f) || isnan(b.f))
        return isnan(a.f) ? b : a;
    return less(a.f, b.f) == (op == OP_min) ? a : b;
}

/* Of the lanes up to this one, or below it, one after the other: for integers the order is nothing.
 */
static union value fold(const struct lanes *those, enum op op, unsigned lane, bool inclusive,
                        union value none,
                        union value (*of)(enum op op, union value a, union value b)) {
    union value result = none;
    for (unsigned other = 0; other < those->lanes && other < lane + inclusive; other++)
        if (is_in(those, other))
            result = of(op, result, those->value[other]);
    return result;
}
static union value fold_u(const struct lanes *those, enum op op, unsigned lane, bool inclusive) {
    const uint32_t none[] = {0, UINT32_MAX, 0, UINT32_MAX, 0, 0};
    return fold(those, op, lane, inclusive, (union value){.u = none[op]}, of_u);
}
static union value fold_i(const struct lanes *those, enum op op, unsigned lane, bool inclusive) {
    const int32_t none[] = {0, INT32_MAX, INT32_MIN, -1, 0, 0};
    return fold(those, op, lane, inclusive, (union value){.i = none[op]}, of_i);
}

/* In the order that lanes.h lays down. */
static union value fold_f(const struct lanes *those, enum op op, unsigned lane, bool inclusive) {
    union value value[MOST_LANES];
    unsigned count = 0, wanted = 0;
    for (unsigned other = 0; other < those->lanes; other++)
        if (is_in(those, other)) {
            wanted += other < lane + inclusive;
            value[count++] = those->value[other];
        }
    if (!wanted)
        return (union value){.f = op == OP_add ? -0.0f : NAN};
    for (unsigned step = 1; step < count; step *= 2)
        for (unsigned i = count; i-- > step;)
            value[i] = of_f(op, value[i - step], value[i]);
    return value[wanted - 1];
}

/* ---- the comparison ---- */

enum { LANE_VALUES = WARPS * MOST_LANES };
#define ID(name, ...) ID_##name,
enum { COLLECTIVES(ID) COLLECTIVES_INLINE(ID) COUNT };
#define NAME(name, ...) #name,
static const char *const names[] = {COLLECTIVES(NAME) COLLECTIVES_INLINE(NAME)};

static uint32_t path[LANE_VALUES], numbers[LANE_VALUES], floats[LANE_VALUES], asked[LANE_VALUES],
    steps[LANE_VALUES], out[PLACES][COUNT][LANE_VALUES];

#define TYPE(name, type, ...) #type[0],
static const char types[] = {COLLECTIVES(TYPE) COLLECTIVES_INLINE(TYPE)};

/* A NaN is a NaN. */
static uint32_t to_word(char type, union value result) {
    return type == 'f' && isnan(result.f) ? 0x7fc00000 : result.u;
}

#define EXPECTED(name, type, kernel, model)                                                        \
    case ID_##name: return (union value){.type = model};
static union value expected(const struct lanes *those, unsigned id, uint32_t lane) {
    switch (id) { COLLECTIVES(EXPECTED) COLLECTIVES_INLINE(EXPECTED) }
    return (union value){0};
}

static void set_values(struct lanes *those, char type) {
    for (unsigned lane = 0; lane < those->lanes; lane++)
        those->value[lane].u = type == 'f'   ? those->floats[lane]
                               : type == 'i' ? those->numbers[lane] * 0x9e3779b1
                                             : those->numbers[lane];
}

static void compare_place(const char *program, struct lanes *those, unsigned place,
                          unsigned first) {
    for (unsigned id = 0; id < COUNT; id++) {
        set_values(those, types[id]);
        for (unsigned lane = 0; lane < those->lanes; lane++) {
            uint32_t got = out[place][id][first + lane], wanted = 0;
            if (is_in(those, lane)) {
                wanted = to_word(types[id], expected(those, id, lane));
                got = to_word(types[id], (union value){.u = got});
            }
            ck_assert_msg(got == wanted, "%s, place %u, lanes %x, %s: lane %u has %x, not %x",
                          program, place, those->mask, names[id], lane, got, wanted);
        }
    }
}

static void compare(const char *program, unsigned lanes) {
    for (unsigned first = 0; first < WARPS * lanes; first += lanes)
        for (unsigned place = 0; place < PLACES; place++) {
            struct lanes those = {.lanes = lanes,
                                  .numbers = numbers + first,
                                  .floats = floats + first,
                                  .asks = asked + first,
                                  .n = steps + first};
            for (unsigned lane = 0; lane < lanes; lane++)
                those.mask |= (uint32_t)comes(place, path[first + lane]) << lane;
            compare_place(program, &those, place, first);
        }
}

/* ---- random numbers ---- */

static uint32_t state;
static uint32_t draw(void) {
    state = state * 1664525 + 1013904223;
    return state >> 8;
}

static void draw_inputs(unsigned round) {
    static const float special[] = {0.0f, -0.0f, INFINITY, NAN, 1e30f, 1e-40f, -3.0f, 0.1f};
    for (unsigned i = 0; i < LANE_VALUES; i++) {
        uint32_t bits = draw();
        float value = draw() % 4 ? (float)(int32_t)(draw() - (1 << 23)) * 0x1p-12f
                                 : special[draw() % (sizeof special / sizeof *special)];
        path[i] = round ? bits & (round % 2 ? draw() : UINT32_MAX) : 0; /* first all one way */
        numbers[i] = draw() % 7;
        asked[i] = draw() % 3 ? draw() % MOST_LANES : draw() * 256;
        steps[i] = draw() % 3 ? draw() % 5 : draw() << 8;
        memcpy(&floats[i], &value, sizeof value);
    }
}

static void put(struct musim *machine, const char *name, const void *value, size_t size) {
    uint32_t address, bytes;
    ck_assert(musim_symbol(machine, name, &address, &bytes));
    ck_assert_uint_eq(size, bytes);
    ck_assert(musim_write(machine, address, value, size));
}

static void run(struct musim *machine, const char *program) {
    uint32_t address, bytes;
    memset(out, 0, sizeof out);
    ck_assert(musim_launch(machine, &(struct musim_kernel){0}));
    put(machine, "path", path, sizeof path);
    put(machine, "numbers", numbers, sizeof numbers);
    put(machine, "floats", floats, sizeof floats);
    put(machine, "asked", asked, sizeof asked);
    put(machine, "steps", steps, sizeof steps);
    put(machine, "out", out, sizeof out);
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert(musim_symbol(machine, "out", &address, &bytes));
    ck_assert(musim_read(machine, address, out, sizeof out));
    compare(program, musim_shape(machine).lanes);
}

START_TEST(lanes_do_what_the_model_does) {
    for (unsigned i = 0; i < PROGRAMS; i++) {
        char file[512];
        struct musim *machine = musim_create(&(struct musim_config){0});
        snprintf(file, sizeof file, KERNELS "/%s.elf", programs[i]);
        ck_assert_msg(musim_load_file(machine, file), "%s", musim_error(machine));
        for (unsigned round = 0; round < 8; round++) {
            state = 100 * i + round;
            draw_inputs(round);
            run(machine, programs[i]);
        }
        musim_free(machine);
    }
}
END_TEST

SUITE("lanes", NULL, NULL, lanes_do_what_the_model_does)
