/* The smallest prime factors of many numbers: one warp sorts the numbers into two pipes, of whose
 * consumers one is quick and the other slow.
 *
 *             ┌── easy, 2 stages ──► dividers (one warp): a few instructions a number
 *   sorter ───┤
 *             └── hard, 4 stages ──► searchers (all others): up to hundreds of divisions
 *
 * Nobody knows before how many numbers go where. So each pipe has blocks that are sent when they
 * are full, at a pace of its own, and an end that the sorter tells. A side that has nothing to do
 * sleeps: the sorter when the stages of a pipe are full, whichever comes first, and the consumers
 * when they are empty. Where hard numbers come in bursts, more stages let the sorter go on past
 * them. */
#include <neutrino/lanes.h>
#include <neutrino/pipe.h>

#include "factors.h"

/* Found by name by the host, which writes count and numbers before the run. */
extern "C" {
uint32_t count, numbers[MOST_NUMBERS];
uint32_t factors[MOST_NUMBERS]; /* the result */
}

enum { LANES = __MUON_LANES__, BLOCK = 64 };

struct block {
    uint32_t count, index[BLOCK], number[BLOCK];
};

MUON_GROUP(sorter, 0, 1);
MUON_GROUP(dividers, 1, 1);
MUON_GROUP(searchers, 2, MUON_CLUSTER_WARPS > 64 ? 62 : MUON_CLUSTER_WARPS - 2);
MUON_PIPE(easy, struct block, 2, sorter, dividers);
MUON_PIPE(hard, struct block, 4, sorter, searchers);

/* ---- the sorter, for whom both pipes are alike ---- */

template <class pipe> static void begin_block(pipe &to) {
    to.produce_wait();
    to.produce_buf().count = 0;
}

/* Appends the numbers of those lanes that want it, and sends the block if another row of lanes might not fit. */
template <class pipe>
static void append(pipe &to, bool wanted, uint32_t index, uint32_t number) {
    __shared block &block = to.produce_buf();
    uint32_t place = block.count + muon_scan_add((uint32_t)wanted) - 1;
    if (wanted) {
        block.index[place] = index;
        block.number[place] = number;
    }
    block.count += muon_reduce_add((uint32_t)wanted);
    if (__uniform(block.count) > BLOCK - LANES) {
        to.produce_complete();
        begin_block(to);
    }
}

/* Sends what is left, which may be nothing. */
template <class pipe> static void end(pipe &to) {
    to.produce_complete();
    to.produce_close();
}

static void sort() {
    easy to_dividers = easy::init();
    hard to_searchers = hard::init();
    begin_block(to_dividers);
    begin_block(to_searchers);
    for (uint32_t first = 0; first < count; first += LANES) {
        uint32_t index = first + muon_lane_id();
        bool is_there = index < count;
        uint32_t number = numbers[is_there ? index : 0];
        bool is_easy = easy_factor(number);
        append(to_dividers, is_there && is_easy, index, number);
        append(to_searchers, is_there && !is_easy, index, number);
    }
    end(to_dividers);
    end(to_searchers);
}

/* ---- the consumers ---- */

static void divide() {
    for (easy from = easy::init(); from.consume_next(); from.consume_complete()) {
        const __shared block &block = from.consume_buf();
        for (uint32_t i = muon_lane_id(); i < block.count; i += LANES)
            factors[block.index[i]] = easy_factor(block.number[i]);
    }
}

static void search() {
    for (hard from = hard::init(); from.consume_next(); from.consume_complete()) {
        const __shared block &block = from.consume_buf();
        for (uint32_t i = searchers::rank() * LANES + muon_lane_id(); i < block.count;
             i += searchers::size * LANES)
            factors[block.index[i]] = hard_factor(block.number[i]);
    }
}

int main() {
    if (sorter::mine())
        sort();
    else if (dividers::mine())
        divide();
    else if (searchers::mine())
        search();
    return 0;
}
