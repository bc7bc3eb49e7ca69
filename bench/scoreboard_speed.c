/* Invokes per second of the scoreboard, and how they grow with the number of live runs. The bound
 * is the same work on a scoreboard with nothing else in it. */
#include "musim/device/scoreboard.h"

#include <stdlib.h>
#include <time.h>

enum { INVOKES = 4000000 };

static unsigned long callbacks;

static void on_wake(void *context, unsigned core, unsigned warp) {
    callbacks++;
}

static void on_dispatch(void *context, const struct sb_task_run *task_run) {
    callbacks++;
}

static void on_room(void *context) {
    callbacks++;
}

static void on_misuse(void *context, const struct sb_misuse *misuse) {
    fprintf(stderr, "scoreboard_speed: misuse of run 0x%x\n", misuse->run);
    exit(EXIT_FAILURE);
}

static run_id invoke(struct scoreboard *sb, struct sb_invoke shape, unsigned warp) {
    struct sb_warp who = {.core = warp / 16, .warp = warp % 16, .lanes = 16};
    run_id run;
    if (scoreboard_invoke(sb, &shape, &who, NULL, 0, &run) == SB_FULL)
        exit(EXIT_FAILURE);
    return run;
}

static const struct sb_invoke single = {.part = MUON_PART_WARPS, .n = 1};
static const struct sb_invoke manual = {
    .retire = MUON_RETIRE_MANUAL, .part = MUON_PART_WARPS, .n = 1};

/* ---- what is measured; each returns the number of invokes ---- */

/* Anonymous dummies that retire at once. */
static unsigned dummies(struct scoreboard *sb) {
    for (unsigned i = 0; i < INVOKES; i++)
        invoke(sb, single, i % 16);
    return INVOKES;
}

/* Eight warps meet at a barrier. */
static unsigned barriers(struct scoreboard *sb) {
    struct sb_invoke barrier = {.part = MUON_PART_WARPS, .n = 8, .sync = true};
    for (unsigned i = 0; i < INVOKES; i++)
        invoke(sb, barrier, i % 8);
    return INVOKES;
}

/* A producer's run and the consumer that waits for it. */
static unsigned pairs(struct scoreboard *sb) {
    for (unsigned i = 0; i < INVOKES; i += 2) {
        struct sb_invoke wait = {.part = MUON_PART_WARPS, .n = 1, .sync = true};
        wait.deps[0] = invoke(sb, manual, 0);
        invoke(sb, wait, 1);
        scoreboard_complete_all(sb, wait.deps[0]);
    }
    return INVOKES;
}

/* ---- what else lives meanwhile ---- */

/* Closed runs, each waiting for the one before it. */
static void waiting(struct scoreboard *sb, unsigned count) {
    struct sb_invoke shape = manual;
    while (count-- > 0)
        shape.deps[0] = invoke(sb, shape, 2);
}

/* Open runs of the same task: the longest list that an arrival can have to look through. */
static void open(struct scoreboard *sb, unsigned count) {
    struct sb_invoke shape = {.part = MUON_PART_WARPS, .n = 64};
    while (count-- > 0)
        invoke(sb, shape, 3);
}

static double nanoseconds(unsigned (*work)(struct scoreboard *),
                          void (*others)(struct scoreboard *, unsigned), unsigned live) {
    struct sb_callbacks on = {
        .wake = on_wake, .dispatch = on_dispatch, .room = on_room, .misuse = on_misuse};
    struct scoreboard *sb = scoreboard_create(live + 2, &on);
    others(sb, live);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    unsigned invokes = work(sb);
    clock_gettime(CLOCK_MONOTONIC, &end);
    scoreboard_free(sb);
    return ((end.tv_sec - begin.tv_sec) * 1e9 + (end.tv_nsec - begin.tv_nsec)) / invokes;
}

int main(void) {
    static const struct {
        const char *name;
        unsigned (*work)(struct scoreboard *);
        void (*others)(struct scoreboard *, unsigned);
    } rows[] = {
        {"dummies, others wait", dummies, waiting}, {"barriers, others wait", barriers, waiting},
        {"pairs, others wait", pairs, waiting},     {"dummies, others open", dummies, open},
        {"barriers, others open", barriers, open},
    };
    static const unsigned live[] = {8, 32, 128, 512};
    printf("scoreboard: million invokes per second alone; time per invoke with so many other live "
           "runs, as a ratio\n%-24s %8s",
           "", "alone");
    for (unsigned j = 0; j < sizeof live / sizeof *live; j++)
        printf(" %7u", live[j]);
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        double alone = nanoseconds(rows[i].work, rows[i].others, 0);
        printf("\n%-24s %8.1f", rows[i].name, 1e3 / alone);
        for (unsigned j = 0; j < sizeof live / sizeof *live; j++)
            printf(" %7.2f", nanoseconds(rows[i].work, rows[i].others, live[j]) / alone);
    }
    printf("\n");
    return EXIT_SUCCESS;
}
