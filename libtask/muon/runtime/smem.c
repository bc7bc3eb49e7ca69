/* smem_malloc: blocks that follow each other without gaps, from the end of the program's variables
 * and of what work-groups have there (heap.h) to the end of shared memory. Each begins with a
 * header that says how long it is. Everything here is the same in all lanes of the warp. */
#include "heap.h"

#include <neutrino/check.h>
#include <neutrino/console.h>
#include <neutrino/mutex.h>
#include <neutrino/platform.h>
#include <neutrino/smem.h>
#include <stdbool.h>
#include <stdlib.h>

enum { UNIT = 16, GUARD_BYTES = 4, USED = 1 };

/* Of a block in use `guard` is GUARD, and so is the word behind what was asked for. */
#define GUARD 0x6b636f6cu
struct block {
    uint32_t bytes; /* with the header, a multiple of UNIT; | USED */
    uint32_t asked; /* and, rounded up to words, the guard's place */
    const char *place;
    uint32_t guard;
};
_Static_assert(sizeof(struct block) == UNIT, "a header is a unit");

typedef __shared volatile struct block block_t;

MUON_MUTEX(neutrino_smem);

static uint32_t round_up(uint32_t value, uint32_t to) {
    return (value + to - 1) & -to;
}

static block_t *block_at(uint32_t address) {
    return (block_t *)address;
}

static uint32_t first(void) {
    return __uniform(neutrino_heap.begin);
}

static uint32_t size_of(block_t *block) {
    return __uniform(block->bytes) & ~(uint32_t)USED;
}

static bool is_used(block_t *block) {
    return __uniform(block->bytes) & USED;
}

static void begin(void) {
    if (__uniform(neutrino_heap.begun))
        return;
    neutrino_heap.begun = 1;
    if (!first())
        neutrino_heap.begin = heap_variables_end();
    if (first() < NEUTRINO_SHARED_BYTES)
        block_at(first())->bytes = NEUTRINO_SHARED_BYTES - first();
}

static muon_turn_t lock(void) {
    muon_turn_t turn = neutrino_smem_lock();
    neutrino_check_inside(1);
    begin();
    return turn;
}

static void unlock(muon_turn_t turn) {
    neutrino_check_inside(0);
    neutrino_smem_unlock(turn);
}

static void make_free(uint32_t address, uint32_t bytes) {
    block_at(address)->bytes = bytes;
    block_at(address)->guard = 0;
}

/* Joins a free block with the free ones behind it. Returns its size. */
static uint32_t join(uint32_t address) {
    uint32_t bytes = size_of(block_at(address));
    while (address + bytes < NEUTRINO_SHARED_BYTES && !is_used(block_at(address + bytes)))
        bytes += size_of(block_at(address + bytes));
    make_free(address, bytes);
    return bytes;
}

/* Where in a free block of that size the new one begins, 0: it does not fit. What is left in front
 * is a free block. */
static uint32_t fit(uint32_t address, uint32_t bytes, uint32_t needed, uint32_t alignment) {
    uint32_t begin = round_up(address + UNIT, alignment) - UNIT;
    return begin >= address && begin - address <= bytes && bytes - (begin - address) >= needed
               ? begin
               : 0;
}

static void take(uint32_t address, uint32_t bytes, uint32_t begin, uint32_t needed) {
    if (begin > address)
        make_free(address, begin - address);
    uint32_t rest = address + bytes - (begin + needed);
    if (rest)
        make_free(begin + needed, rest);
    block_at(begin)->bytes = needed | USED;
}

static uint32_t find(uint32_t needed, uint32_t alignment) {
    for (uint32_t address = first(); address < NEUTRINO_SHARED_BYTES;) {
        if (is_used(block_at(address))) {
            address += size_of(block_at(address));
            continue;
        }
        uint32_t bytes = join(address), begin = fit(address, bytes, needed, alignment);
        if (begin) {
            take(address, bytes, begin, needed);
            return begin;
        }
        address += bytes;
    }
    return 0;
}

static __shared volatile uint32_t *guard_of(block_t *block) {
    return (__shared volatile uint32_t *)((uint32_t)block + UNIT +
                                          round_up(__uniform(block->asked), GUARD_BYTES));
}

__shared void *neutrino_smem_malloc(uint32_t bytes, uint32_t alignment, const char *place) {
    bytes = __uniform(bytes);
    alignment = __uniform(alignment);
    if (alignment < UNIT)
        alignment = UNIT;
    if (bytes > NEUTRINO_SHARED_BYTES || (alignment & (alignment - 1)))
        return NULL;
    uint32_t needed = round_up(UNIT + round_up(bytes, GUARD_BYTES) + GUARD_BYTES, UNIT);
    muon_turn_t turn = lock();
    uint32_t address = find(needed, alignment);
    if (address) {
        block_t *block = block_at(address);
        block->asked = bytes;
        block->place = place;
        block->guard = GUARD;
        *guard_of(block) = GUARD;
        neutrino_check_allocated(address + UNIT, bytes);
    }
    unlock(turn);
    return address ? (__shared void *)(address + UNIT) : NULL;
}

/* One lane speaks for the warp. */
static void stop(const char *what, const char *place, const char *allocated) {
    if (muon_lane_id() == (uint32_t)__builtin_ctz(muon_thread_mask())) {
        printf("%s: smem_free: %s\n", place ? place : "?", what);
        if (allocated)
            printf("%s: it is allocated here\n", allocated);
    }
    abort();
}

/* Whether a block of those that there are begins there. */
static bool is_block(uint32_t wanted) {
    uint32_t address = first();
    while (address < wanted && address < NEUTRINO_SHARED_BYTES)
        address += size_of(block_at(address));
    return address == wanted && address < NEUTRINO_SHARED_BYTES;
}

void neutrino_smem_free(__shared void *memory, const char *place) {
    uint32_t address = __uniform((uint32_t)memory) - UNIT;
    if (address == (uint32_t)-UNIT)
        return;
    muon_turn_t turn = lock();
    block_t *block = block_at(address);
    if (!is_block(address))
        stop("this is no block of smem_malloc", place, NULL);
    if (!is_used(block))
        stop("this block is free already", place, NULL);
    if (__uniform(block->guard) != GUARD || __uniform(*guard_of(block)) != GUARD)
        stop("what lies beside this block has been written over", place, block->place);
    join(address);
    neutrino_check_freed(address + UNIT);
    unlock(turn);
}

/* ---- what there is ---- */

/* largest: of each free block; else their sum. */
static uint32_t measure(bool largest) {
    uint32_t most = 0, sum = 0;
    muon_turn_t turn = lock();
    for (uint32_t address = first(); address < NEUTRINO_SHARED_BYTES;
         address += size_of(block_at(address)))
        if (!is_used(block_at(address))) {
            uint32_t bytes = join(address) - UNIT - GUARD_BYTES;
            bytes = (int32_t)bytes < 0 ? 0 : bytes;
            most = bytes > most ? bytes : most;
            sum += bytes;
        }
    unlock(turn);
    return largest ? most : sum;
}

uint32_t smem_largest(void) {
    return measure(true);
}

uint32_t smem_available(void) {
    return measure(false);
}
