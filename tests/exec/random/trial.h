/* A batch of random programs, compiled as one, on the host and on Muon. They are made, compiled and
 * run in the current directory, where their files stay. */
#ifndef RANDOM_TRIAL_H
#define RANDOM_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

enum trial_kind {
    TRIAL_KERNELS, /* of kernelgen: for any number of lanes, compares the object `result` */
    TRIAL_CSMITH,  /* of csmith: for one lane, compares what is printed */
};

/* Starting the tools takes longer than what they do for one program. */
enum { TRIAL_BATCH = 16 };

struct trial {
    enum trial_kind kind;
    uint64_t seed;
    unsigned count;      /* of the programs of this seed and the next ones */
    const char *program; /* this file instead of the seeds' programs */
    unsigned lanes, warps, cores;
    const char *levels; /* of optimisation: "0123s" */
    uint64_t left_out;  /* out: bit i, the program of seed + i says nothing: it has no end */
};

/* The shape and the level that a seed stands for: the same for the seeds TRIAL_BATCH * n and up,
 * and all combinations in their turn as n grows. */
void trial_from_seed(struct trial *trial, enum trial_kind kind, uint64_t seed);

/* Whether the programs together fit the machine's shared memory. */
bool trial_fits(const struct trial *trial);

enum trial_outcome {
    TRIAL_AGREES,  /* those that are not left out */
    TRIAL_SKIPPED, /* says nothing: all are left out, or a stack is too small */
    TRIAL_FAILS,
};

enum { TRIAL_REPORT = 256 };

/* report: what is wrong, "-O2: program.c:…: internal error: …". */
enum trial_outcome trial_run(struct trial *trial, char report[TRIAL_REPORT]);

/* Whether the program in the current directory is fit to be compared: it has no undefined behaviour
 * that the host's sanitizers find. For reducing. */
bool trial_is_sound(const struct trial *trial, char report[TRIAL_REPORT]);

#endif
