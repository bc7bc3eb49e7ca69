#include "musim/command/progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct {
    struct musim *machine; /* NULL: nothing is shown */
    uint64_t most_cycles;
    struct timespec begin;
    bool console_is_terminal;
    bool in_line; /* the program's last line has no end yet: it would be overwritten */
    volatile sig_atomic_t shown;
} progress;

/* ---- the terminal ---- */

static void put(const char *text, size_t size) {
    ssize_t written = write(STDERR_FILENO, text, size);
    (void)written;
}

void progress_hide(void) {
    static const char erase[] = "\r\033[K";
    if (progress.shown)
        put(erase, strlen(erase));
    progress.shown = 0;
}

/* A line that does not fit could not be erased. */
static void show(char *text, size_t length) {
    struct winsize size = {0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col && length >= size.ws_col)
        length = size.ws_col - 1u;
    progress_hide();
    put(text, length);
    progress.shown = 1;
}

/* A job in the background leaves the terminal to others. */
static bool is_in_foreground(void) {
    pid_t group = tcgetpgrp(STDERR_FILENO);
    return group < 0 || group == getpgrp();
}

/* ---- the line ---- */

static double seconds_since_begin(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - progress.begin.tv_sec) +
           (double)(now.tv_nsec - progress.begin.tv_nsec) / 1e9;
}

/* The limit is that of one core: others may end before. */
static void print_time_left(FILE *out, double elapsed) {
    enum { LONGEST = 100 * 60 * 60 };
    uint64_t cycles = musim_cycles(progress.machine);
    if (!cycles || cycles > progress.most_cycles)
        return;
    double left = (double)(progress.most_cycles - cycles) * elapsed / (double)cycles;
    if (left > LONGEST)
        return;
    unsigned seconds = (unsigned)left, minutes = seconds / 60, hours = minutes / 60;
    fputs(", at most ", out);
    if (hours)
        fprintf(out, "%u:%02u:%02u left", hours, minutes % 60, seconds % 60);
    else
        fprintf(out, "%u:%02u left", minutes, seconds % 60);
}

static void print_line(FILE *out) {
    struct musim_stats stats;
    musim_get_stats(progress.machine, &stats);
    double elapsed = seconds_since_begin();
    double millions = (double)(stats.warp_instructions + stats.neutrino_instructions) / 1e6;
    unsigned long long live = stats.runs_created - stats.runs_retired;
    fprintf(out, "%.1f M instructions, %.1f M/s, %llu %s live", millions, millions / elapsed, live,
            live == 1 ? "run" : "runs");
    if (progress.most_cycles)
        print_time_left(out, elapsed);
}

static void on_asked(void *context) {
    char text[256] = "";
    (void)context;
    if (progress.in_line || !is_in_foreground())
        return;
    FILE *out = fmemopen(text, sizeof text, "w");
    print_line(out);
    fclose(out);
    show(text, strlen(text));
}

static void on_writes(void *context, const char *bytes, size_t size) {
    (void)context;
    if (size && !progress.console_is_terminal)
        return;
    progress_hide();
    if (size)
        progress.in_line = bytes[size - 1] != '\n';
}

/* ---- when ---- */

static void on_alarm(int number) {
    (void)number;
    musim_ask(progress.machine);
}

static void set_timer(struct timeval first, struct timeval then) {
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = first, .it_interval = then}, NULL);
}

void progress_begin(struct musim *machine, uint64_t most_cycles) {
    static const struct musim_watcher watcher = {.asked = on_asked, .writes = on_writes};
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    if (!isatty(STDERR_FILENO))
        return;
    progress.machine = machine;
    progress.most_cycles = most_cycles;
    progress.console_is_terminal = isatty(STDOUT_FILENO);
    clock_gettime(CLOCK_MONOTONIC, &progress.begin);
    musim_watch(machine, &watcher);
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    set_timer((struct timeval){.tv_sec = 2}, (struct timeval){.tv_usec = 500000});
}

void progress_end(void) {
    if (!progress.machine)
        return;
    set_timer((struct timeval){0}, (struct timeval){0});
    musim_watch(progress.machine, NULL);
}
