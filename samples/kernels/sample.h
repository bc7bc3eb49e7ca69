/* What the samples share. Each is one file that is compiled twice: by muonc as the kernel, and by
 * the host's compiler as the program that runs it on the simulator and checks it. Constants and
 * global variables in front are in both; the host's SEND and RECEIVE copy a variable to and from
 * the kernel's of the same name. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <math.h>
#include <stdint.h>

#ifdef __MUON__

/* ---- the kernel's side: the shape of the cluster that main runs in ---- */

enum {
    LANES = __MUON_LANES__, /* of a warp */
    WARP_COUNT = __MUON_CORES__ * __MUON_WARPS__,
    LANE_COUNT = WARP_COUNT * LANES,
};

/* The warp's number in the cluster, the same in all its lanes. */
static inline uint32_t warp_index(void) {
    return muon_core_id() * __MUON_WARPS__ + muon_warp_id();
}

/* The lane's number in the cluster: neighbours in a warp are neighbours here. */
static inline uint32_t lane_index(void) {
    return muon_hart_id();
}

/* All warps of the cluster meet; each sees what the others have stored. */
static inline void barrier(void) {
    muon_fence();
    muon_barrier(0, WARP_COUNT);
}

#else

/* ---- the host's side ----
 *
 * A host's main is: sample_begin, SEND what the kernel reads, sample_run, RECEIVE what it wrote,
 * sample_check…, return sample_end. Anything that goes wrong on the way ends the program with a
 * message. */

/* The program's one argument is the compiled kernel. */
void sample_begin(int argc, char **argv);
void sample_run(void);
/* Prints what the run took. The exit status: whether a check failed. */
int sample_end(void);

#define SEND(object) sample_send(#object, &(object), sizeof(object))
#define RECEIVE(object) sample_receive(#object, &(object), sizeof(object))
void sample_send(const char *name, const void *object, uint32_t bytes);
void sample_receive(const char *name, void *object, uint32_t bytes);

/* The same numbers in every run. */
uint32_t sample_random(uint32_t bound); /* below it */
void sample_fill(float *values, uint32_t count, float low, float high);

/* Each error is measured against the largest of the expected magnitudes: 0 allows none. */
void sample_check_floats(const char *name, const float *got, const float *expected, uint32_t count,
                         double allowed);
void sample_check_words(const char *name, const uint32_t *got, const uint32_t *expected,
                        uint32_t count);

#endif
#endif
