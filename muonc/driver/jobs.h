/* The units of a command, compiled side by side. */
#ifndef MUONC_DRIVER_JOBS_H
#define MUONC_DRIVER_JOBS_H

#include "muonc/driver/session.h"

struct job {
    const struct input *input;
    const char *output;      /* as unit_compile has it */
    const char *rule_target; /* what its dependency rules are for */
    char *rules;             /* these, afterwards, NULL if none are wanted; the caller's */
};

/* Compiles all, several objects at a time if the command allows: -j. What units say comes in their
 * order, whichever is finished first. false if one has failed. */
bool jobs_run(struct session *session, struct job *jobs, size_t count, enum action action);

#endif
