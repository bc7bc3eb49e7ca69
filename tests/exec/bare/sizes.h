/* What the kernels and the host agree on. */
#ifndef BARE_SIZES_H
#define BARE_SIZES_H

#define VECADD_LENGTH 1000
#define GEMM_SIZE 48

#endif
