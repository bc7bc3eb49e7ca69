/* A work queue: all warps take squares of an image from it, and draw them, or part them and put the
 * parts in. What a square costs, and how many there will be, nobody knows before.
 *
 * Where those who take work also make it, two things need thought:
 *
 * - Room. Who pushes into a full queue sleeps. If all warps did, nobody would be left to pop. So a
 *   warp reserves places before it pushes, and keeps for itself what finds none.
 * - The end. Who pops from an empty queue sleeps until something comes, which is right as long as
 *   somebody has a square in hand. So the squares that are not done are counted, wherever they
 *   are, and who finishes the last one pushes an end for each warp.
 *
 * Both counters are behind one mutex. No warp polls: it has a square, or it sleeps in the
 * scoreboard. */
#include <neutrino/fifo.h>
#include <neutrino/lanes.h>
#include <neutrino/mutex.h>

#include "squares.h"

uint32_t steps[SIZE][SIZE];         /* the result: of each pixel */
uint32_t drawn[MUON_CLUSTER_WARPS]; /* how many squares each warp has drawn or parted */

enum { LANES = __MUON_LANES__, WARP_COUNT = MUON_CLUSTER_WARPS, PLACES = 16 };

MUON_FIFO(queue, struct square, PLACES);

MUON_MUTEX(counters);
static __shared_zeroed uint32_t not_done; /* squares that are not */
static __shared_zeroed uint32_t reserved; /* places of the queue */

/* Each warp's own: what it keeps. A square is followed down to its smallest parts before another is
 * taken up, so there are three of each size at most, and one more. */
enum { MOST_KEPT = 3 * 7 + 1 };
static __shared struct square kept[WARP_COUNT][MOST_KEPT];
_Static_assert(SIZE <= SMALLEST << 7, "three of each size");

/* ---- drawing ---- */

/* Draws the border. Whether all of it took as many steps. */
static bool draw_border(struct square square) {
    uint32_t first = count_steps(square.x, square.y);
    bool differs = false;
    for (uint32_t i = muon_lane_id(); i < border_pixels(square); i += LANES) {
        uint32_t column, row;
        border_pixel(square, i, &column, &row);
        uint32_t count = count_steps(column, row);
        steps[row][column] = count;
        differs |= count != first;
    }
    return !muon_any(differs);
}

static void draw_inside(struct square square, bool all_the_same) {
    uint32_t inner = square.size - 2u, same = steps[square.y][square.x];
    for (uint32_t i = muon_lane_id(); i < inner * inner; i += LANES) {
        uint32_t column = square.x + 1 + i % inner, row = square.y + 1 + i / inner;
        steps[row][column] = all_the_same ? same : count_steps(column, row);
    }
}

/* ---- the queue ---- */

/* A square has become four, of which this warp keeps one. Whether there is room for the others. */
static bool reserve_three(void) {
    muon_turn_t turn = counters_lock();
    bool room = __uniform(reserved) + 3 <= PLACES;
    not_done += 3;
    reserved += room ? 3 : 0;
    counters_unlock(turn);
    return room;
}

static struct square take(void) {
    struct square square = queue_pop();
    muon_turn_t turn = counters_lock();
    reserved--;
    counters_unlock(turn);
    return square;
}

static void finish(void) {
    muon_turn_t turn = counters_lock();
    uint32_t left = --not_done;
    reserved += left ? 0 : WARP_COUNT;
    counters_unlock(turn);
    if (__uniform(left) == 0) /* all others pop, so that room comes */
        for (uint32_t i = 0; i < WARP_COUNT; i++)
            queue_push((struct square){0, 0, 0});
}

static void work(void) {
    __shared struct square *mine = kept[muon_cluster_warp()];
    uint32_t keeps = 0;
    for (;;) {
        struct square square = keeps ? mine[--keeps] : take();
        if (__uniform(square.size) == 0)
            return;
        drawn[muon_cluster_warp()]++;
        bool same = draw_border(square);
        if (same || __uniform(square.size) <= SMALLEST) {
            draw_inside(square, same);
            finish();
            continue;
        }
        bool room = reserve_three();
        mine[keeps++] = quarter(square, 0);
        for (uint32_t i = 1; i < 4; i++)
            if (room)
                queue_push(quarter(square, i));
            else
                mine[keeps++] = quarter(square, i);
    }
}

int main(void) {
    if (muon_cluster_warp() == 0) {
        not_done = reserved = 1;
        queue_push((struct square){0, 0, SIZE});
    }
    work();
    return 0;
}
