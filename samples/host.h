/* The host's side of the samples: a machine, a kernel on it, and what has been found wrong so far.
 *
 *   sample_begin(argc, argv);                    loads the kernel, the first argument
 *   uint32_t n = sample_number("N", 1, 99, 50);  takes the next one
 *   SEND(a);  sample_run();  RECEIVE(b);         variables of the kernel's, by name
 *   sample_check_words("b", …);
 *   return sample_end();
 *
 * Anything that goes wrong on the way ends the program with a message. */
#ifndef SAMPLES_HOST_H
#define SAMPLES_HOST_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void sample_begin(int argc, char **argv);
/* Without a machine: returns the first argument. */
const char *sample_arguments(int argc, char **argv);
/* The next argument, a number from least to most; if it is none, or missing, `otherwise`. */
uint32_t sample_number(const char *name, uint32_t least, uint32_t most, uint32_t otherwise);
/* Whether the next argument is this word; if not it is left for others. */
bool sample_word(const char *word);
/* Every argument must have been taken. */
void sample_no_more(void);
void sample_run(void);
/* A kernel for work-items instead of main. */
struct musim_kernel;
void sample_launch(const struct musim_kernel *kernel);
/* Prints what the run took. The exit status: whether a check failed. */
int sample_end(void);
bool sample_has_failed(void);
void sample_fail(const char *what, const char *why) __attribute__((noreturn));

/* A variable of the kernel's, whose size is that of the host's of the same name. */
#define SEND(object) sample_send(#object, &(object), sizeof(object))
#define RECEIVE(object) sample_receive(#object, &(object), sizeof(object))
void sample_send(const char *name, const void *object, uint32_t bytes);
void sample_receive(const char *name, void *object, uint32_t bytes);
/* One whose size is the kernel's own, `most` bytes if not less; returns it. */
uint32_t sample_receive_all(const char *name, void *object, uint32_t most);

uint32_t sample_address(const char *name);

/* Global memory that no variable of the kernel's is in: each call gives the next, at a multiple
 * of 64. The address there; with contents, they are copied. */
uint32_t sample_place(const void *contents, uint32_t bytes);
/* Numbers as they are or, with bf16, rounded to bfloat16; `values` becomes what has been placed. */
uint32_t sample_place_floats(float *values, uint32_t count, bool bf16);
/* bfloat16 is the upper half of a binary32. */
float sample_bf16_value(uint16_t bits);
void sample_read(uint32_t address, void *bytes, uint32_t size);

/* The same numbers in every run. */
uint32_t sample_random(uint32_t bound); /* below it */
void sample_fill(float *values, uint32_t count, float low, float high);

/* Each error is measured against the largest of the expected magnitudes: 0 allows none. */
void sample_check_floats(const char *name, const float *got, const float *expected, uint32_t count,
                         double allowed);
/* Each value has a bound of its own; the largest error is told as a part of it. */
void sample_check_bounds(const char *name, const float *got, const double *expected,
                         const double *bounds, uint32_t count);
void sample_check_words(const char *name, const uint32_t *got, const uint32_t *expected,
                        uint32_t count);

#endif
