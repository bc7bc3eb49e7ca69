#ifndef BENCH_RV64_LOOPS_H
#define BENCH_RV64_LOOPS_H

#include <stdint.h>

#define RV64_LOOP_STEPS 20000000

uint64_t integer_loop(void);
uint64_t memory_loop(void);
uint64_t float_loop(void);

#endif
