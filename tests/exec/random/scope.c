#include "generate.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

FILE *out;
struct scope scope;
unsigned weight, cost;

static uint64_t program;
static unsigned names;

/* ---- random numbers ---- */

static uint64_t state;

void begin_program(uint64_t seed) {
    program = seed;
    names = 0;
    state = seed * 0x9e3779b97f4a7c15 + 1;
    for (unsigned i = 0; i < 8; i++)
        next_random();
}

uint64_t next_random(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

unsigned below(unsigned limit) {
    return (unsigned)((next_random() >> 32) % limit);
}

/* ---- types ---- */

static const struct {
    const char *name;
    unsigned bits;
} types[TYPES] = {
    [S8] = {"int8_t", 8},     [U8] = {"uint8_t", 8},    [S16] = {"int16_t", 16},
    [U16] = {"uint16_t", 16}, [S32] = {"int32_t", 32},  [U32] = {"uint32_t", 32},
    [S64] = {"int64_t", 64},  [U64] = {"uint64_t", 64}, [F32] = {"float", 32},
    [F64] = {"double", 64},  [B16] = {"bfloat", 16},
};

const char *type_name(enum type type) {
    return types[type].name;
}

const char *type_cast(enum type type) {
    static const char *const casts[TYPES] = {
        "(int8_t)",   "(uint8_t)", "(int16_t)", "(uint16_t)", "(int32_t)",
        "(uint32_t)", "(int64_t)", "(uint64_t)", "(float)",   "(double)",
        "TO_bfloat",
    };
    return casts[type];
}

unsigned type_bits(enum type type) {
    return types[type].bits;
}

enum type any_type(void) {
    return one_in(5) ? one_in(5) ? F64 : one_in(3) ? B16 : F32 : any_integer();
}

/* Half of them as wide as a register. */
enum type any_integer(void) {
    return one_in(2) ? S32 + below(2) : below(F32);
}

/* ---- names ---- */

struct name global(const char *format, ...) {
    struct name name;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(name.text, sizeof name.text, format, arguments);
    va_end(arguments);
    snprintf(name.text + length, sizeof name.text - (size_t)length, "_%" PRIu64, program);
    return name;
}

unsigned next_name(void) {
    return names++;
}

/* ---- places ---- */

struct place *add_place(enum type type, const char *format, ...) {
    if (scope.place_count == MAX_PLACES) {
        fputs("kernelgen: too many places\n", stderr);
        exit(1);
    }
    struct place *place = &scope.places[scope.place_count++];
    *place = (struct place){.type = type, .writable = true};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(place->text, sizeof place->text, format, arguments);
    va_end(arguments);
    return place;
}

/* The youngest half of what is visible is looked at more often than the rest. */
struct place *find_place(bool (*passes)(const struct place *, enum type), enum type type) {
    unsigned count = scope.place_count, first = one_in(2) ? count / 2 : 0;
    for (unsigned attempt = 0; attempt < 40 && count; attempt++) {
        struct place *place = &scope.places[first + below(count - first)];
        if (passes(place, type))
            return place;
    }
    return NULL;
}

struct object *find_object(unsigned structure, bool to_write) {
    for (unsigned attempt = 0; attempt < 20 && scope.object_count; attempt++) {
        struct object *object = &scope.objects[below(scope.object_count)];
        if ((structure == STRUCTURES || object->structure == structure) &&
            (object->writable || !to_write))
            return object;
    }
    return NULL;
}

bool is_writable(const struct place *place, enum type type) {
    (void)type;
    return place->writable && !place->uniform;
}

bool is_pointee(const struct place *place, enum type type) {
    return place->addressable && !place->shared && !place->length && place->type == type;
}

bool is_pointee_array(const struct place *place, enum type type) {
    return place->addressable && !place->shared && place->length >= POINTED && place->type == type;
}

bool is_shared_array(const struct place *place, enum type type) {
    return place->addressable && place->shared && place->length >= POINTED && place->type == type;
}
