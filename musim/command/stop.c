#include "musim/command/stop.h"

#include "musim/command/progress.h"

#include <signal.h>
#include <time.h>

static const int signals[] = {SIGINT, SIGTERM};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* Who sends one to a process and to its group as well, as timeout(1) does, means one. */
enum { ONE_AND_THE_SAME = 100 }; /* milliseconds */

static struct sigaction before[SIGNALS];
static struct musim *running;
static struct timespec first;
static volatile sig_atomic_t came;

static long milliseconds_since_first(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)(now.tv_sec - first.tv_sec) * 1000 + (now.tv_nsec - first.tv_nsec) / 1000000;
}

static void on_signal(int number) {
    if (!came) {
        came = number;
        clock_gettime(CLOCK_MONOTONIC, &first);
        musim_interrupt(running);
    } else if (milliseconds_since_first() >= ONE_AND_THE_SAME) {
        progress_hide();
        signal(number, SIG_DFL);
        raise(number); /* when this handler has returned */
    }
}

void stop_begin(struct musim *machine) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    running = machine;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++) {
        sigaddset(&action.sa_mask, signals[i]);
        sigaction(signals[i], NULL, &before[i]);
    }
    for (int i = 0; i < SIGNALS; i++)
        if (before[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

void stop_end(void) {
    for (int i = 0; i < SIGNALS && !came; i++)
        sigaction(signals[i], &before[i], NULL);
}

int stop_signal(void) {
    return came;
}
