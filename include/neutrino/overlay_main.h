/* The main of an overlay program on the host that nbc makes if no C file has one. */
#ifndef NEUTRINO_OVERLAY_MAIN_H
#define NEUTRINO_OVERLAY_MAIN_H

#include <stddef.h>

/* A buffer or a scalar. */
typedef struct {
    const char *name, *type; /* of its elements, in C: "unsigned int" */
    const void *address;
    size_t bytes;
} overlay_object_t;

/* Runs the program, then prints what options ask for, as musim does:
 *
 *   --dump=OBJECT[:TYPE]   i8 to i64, u8 to u64, f32, f64, x8 to x64; its own type if none is named
 *
 * objects end with one that has no name. The exit status is 0, 1 if a task has not run or has
 * failed, 2 for a wrong option. */
int overlay_main(int argc, char **argv, int (*run)(void), const overlay_object_t *objects);

#endif
