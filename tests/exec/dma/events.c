/* Events: one copy that follows another, arrays of them, waited for late, twice, together with nothing, or
 * never; and waits for nothing, which are barriers. In whatever order copies are done, and with no more
 * room in the scoreboard than the runs that live.
 *
 * RUN: muonc -O2 -Wall -Wextra %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=wrong:u32 && sh ../scoreboard/schedules.sh %t.elf --dump=written:str
 * RUN: muonc -O0 %s -o %t.elf && musim %t.elf --dump=wrong:u32 --dump=written:str
 * RUN: muonc -xc++ -O2 %s -o %t.elf && musim %t.elf --dump=wrong:u32 --dump=written:str
 * RUN: muonc -O2 %s -o %t.elf && musim %t.elf --scoreboard=1 --dump=wrong:u32 --dump=written:str
 * RUN: muonc -O2 %s -o %t.elf && musim %t.elf --stats | grep -e "^runs" -e "^DMA" */
#include <neutrino/dma.h>

enum { PIECES = 10, BYTES = 48 };

uint8_t from[PIECES][BYTES], to[PIECES][BYTES];
char text[] = "written without anybody who waits", written[sizeof text];
__shared uint8_t tile[PIECES][BYTES];
__shared char held[sizeof text];
__shared uint32_t turns;
uint32_t wrong;

static bool is_leader(void) {
    return tk_local_linear_id() == 0;
}

static void meet(void) {
    tk_dma_wait(0, 0);
}

/* What copies leave is overwritten between two steps, and nothing is copied then. */
static void clear(int step) {
    meet();
    for (uint32_t i = tk_local_linear_id(); i < PIECES * BYTES; i += tk_local_size(0)) {
        from[i / BYTES][i % BYTES] = (uint8_t)(i + step);
        to[i / BYTES][i % BYTES] = tile[i / BYTES][i % BYTES] = 0xff;
    }
    meet();
}

static void expect(const uint8_t *bytes, int step, int piece) {
    for (uint32_t i = tk_local_linear_id(); i < BYTES; i += tk_local_size(0))
        if (bytes[i] != (uint8_t)(piece * BYTES + i + step))
            wrong = step * 100 + piece;
}

static void expect_shared(int step, int piece) {
    for (uint32_t i = tk_local_linear_id(); i < BYTES; i += tk_local_size(0))
        if (tile[piece][i] != (uint8_t)(piece * BYTES + i + step))
            wrong = step * 100 + piece;
}

/* There and back again: the second copy joins the first, and its event is for both. */
static void follow(int step) {
    clear(step);
    tk_event_t event = tk_dma_read_1d(tile[0], from[0], BYTES, 0);
    event = tk_dma_write_1d(to[0], tile[0], BYTES, event);
    tk_dma_wait(1, &event);
    expect(to[0], step, 0);
    expect_shared(step, 0);
}

/* All at once; some waited for one by one, the rest together, in a list with zeros and repetitions. */
static void scatter(int step) {
    tk_event_t events[PIECES + 4] = {0};
    clear(step);
    for (int i = 0; i < PIECES; i++)
        events[i] = tk_dma_read_1d(tile[i], from[i], BYTES, 0);
    for (int i = 3; i < 5; i++) {
        tk_dma_wait(1, &events[i]);
        expect_shared(step, i);
    }
    events[PIECES + 1] = events[1];
    events[PIECES + 3] = events[4];
    tk_dma_wait(PIECES + 4, events);
    for (int i = 0; i < PIECES; i++)
        expect_shared(step, i);
    tk_dma_wait(PIECES, events); /* long over */
}

/* Each count there is a remainder of. */
static void count(int step) {
    for (int pieces = 1; pieces <= 7; pieces++) {
        tk_event_t events[7];
        clear(step + pieces);
        for (int i = 0; i < pieces; i++)
            events[i] = tk_dma_read_2d(tile[i], from[i], BYTES / 4, 4, BYTES / 4, BYTES / 4, 0);
        tk_dma_wait(pieces, events);
        for (int i = 0; i < pieces; i++)
            expect_shared(step + pieces, i);
    }
}

/* A chain of copies over one place, each after the one before it. */
static void chain(int step) {
    tk_event_t event = 0;
    clear(step);
    for (int i = 0; i < PIECES; i++) {
        event = tk_dma_read_1d(tile[0], from[i], BYTES, event);
        event = tk_dma_write_1d(to[i], tile[0], BYTES, event);
    }
    tk_dma_wait(1, &event);
    for (int i = 0; i < PIECES; i++)
        expect(to[i], step, i);
}

/* An event is true in every work-item. */
static void know(void) {
    tk_event_t event = tk_dma_read_1d(tile[0], from[0], BYTES, 0);
    if (!event)
        wrong = 1;
    tk_dma_wait(1, &event);
}

/* Waiting for nothing is a barrier: work-items take turns. */
static void take_turns(void) {
    for (uint32_t turn = 0; turn < 8; turn++) {
        if (turn * 31 % tk_local_size(0) == tk_local_linear_id())
            turns = turn ? turns + turn : 0;
        meet();
        if (turns != turn * (turn + 1) / 2)
            wrong = 2;
        meet();
    }
}

int main(void) {
    follow(1);
    scatter(2);
    count(3);
    chain(20);
    know();
    take_turns();
    if (is_leader())
        for (uint32_t i = 0; i < sizeof text; i++)
            held[i] = text[i];
    meet();
    (void)tk_dma_write_1d(written, held, sizeof text, 0);
    return 0;
}
