/* A scoreboard under test whose callbacks write a log, one word for each call:
 *
 *   +5:1 run created   !5:1 issued   -5:1 retired   w0.3 warp 3 of core 0 woken
 *   >5:1(7,8) dispatched with its payload   room   ?3@5:1 misuse of kind 3 of that run
 */
#ifndef TESTS_MUSIM_SCOREBOARD_LOG_H
#define TESTS_MUSIM_SCOREBOARD_LOG_H

#include "musim/device/scoreboard.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define RUN(task, counter) ((run_id)(task) << NEUTRINO_RUN_COUNTER_BITS | (counter))
#define RUN_FORMAT "%u:%u"
#define RUN_VALUES(run) run_task(run), (run)&0xffffff

struct sb_log {
    char text[1 << 15];
    size_t length;
    bool quiet;              /* record nothing */
    struct sb_misuse misuse; /* the last */
    unsigned misuses[SB_SIGNAL_NOT_LIVE + 1];
};

static inline void __attribute__((format(printf, 2, 3)))
log_word(struct sb_log *log, const char *format, ...) {
    if (log->quiet)
        return;
    if (log->length)
        log->text[log->length++] = ' ';
    va_list arguments;
    va_start(arguments, format);
    log->length += (size_t)vsnprintf(log->text + log->length, sizeof log->text - log->length - 1,
                                     format, arguments);
    va_end(arguments);
    if (log->length >= sizeof log->text - 1)
        abort();
}

static inline void log_clear(struct sb_log *log) {
    log->length = 0;
    log->text[0] = 0;
}

static inline void log_wake(void *log, unsigned core, unsigned warp) {
    log_word(log, "w%u.%u", core, warp);
}

static inline void log_dispatch(void *context, const struct sb_task_run *task_run) {
    struct sb_log *log = context;
    log_word(log, ">" RUN_FORMAT "(", RUN_VALUES(task_run->run));
    for (unsigned i = 0; i < task_run->payload_words; i++)
        log->length +=
            (size_t)sprintf(log->text + log->length, i ? ",%u" : "%u", task_run->payload[i]);
    strcpy(log->text + log->length++, ")");
}

static inline void log_room(void *log) {
    log_word(log, "room");
}

static inline void log_misuse(void *context, const struct sb_misuse *misuse) {
    struct sb_log *log = context;
    log->misuse = *misuse;
    log->misuses[misuse->kind]++;
    log_word(log, "?%u@" RUN_FORMAT, misuse->kind, RUN_VALUES(misuse->run));
}

static inline void log_event(void *log, run_id run, enum sb_event event) {
    if (event <= SB_RETIRED)
        log_word(log, "%c" RUN_FORMAT, "+!-"[event], RUN_VALUES(run));
}

static inline struct sb_callbacks log_callbacks(struct sb_log *log) {
    return (struct sb_callbacks){
        .wake = log_wake,
        .dispatch = log_dispatch,
        .room = log_room,
        .misuse = log_misuse,
        .event = log_event,
        .context = log,
    };
}

#endif
