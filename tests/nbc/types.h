/* Types that tasks and kernels share. */
#ifndef TYPES_H
#define TYPES_H

struct vec {
    float x, y;
};

typedef struct {
    int n;
    struct vec at[2];
    union {
        int bits;
        float value;
    };
    struct {
        short low, high;
    } parts;
} shape_t;

#endif
