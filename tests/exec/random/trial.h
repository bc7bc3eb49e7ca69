/* One random program, on the host and on Muon. It is made, compiled and run in the current
 * directory, where its files stay. */
#ifndef RANDOM_TRIAL_H
#define RANDOM_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

enum trial_kind {
    TRIAL_KERNELS, /* of kernelgen: for any number of lanes, compares the object `result` */
    TRIAL_CSMITH,  /* of csmith: for one lane, compares what is printed */
};

struct trial {
    enum trial_kind kind;
    uint64_t seed;
    const char *program; /* this file instead of the seed's program */
    unsigned lanes, warps, cores;
    const char *levels; /* of optimisation: "0123s" */
};

/* The shape and the level that a seed stands for, all combinations in their turn. */
void trial_from_seed(struct trial *trial, enum trial_kind kind, uint64_t seed);

enum trial_outcome {
    TRIAL_AGREES,
    TRIAL_SKIPPED, /* says nothing: csmith or its program has no end, or a stack is too small */
    TRIAL_FAILS,
};

enum { TRIAL_REPORT = 256 };

/* report: what is wrong, "-O2: program.c:…: internal error: …". */
enum trial_outcome trial_run(const struct trial *trial, char report[TRIAL_REPORT]);

/* Whether the program in the current directory is fit to be compared: it has no undefined behaviour
 * that the host's sanitizers find. For reducing. */
bool trial_is_sound(const struct trial *trial, char report[TRIAL_REPORT]);

#endif
