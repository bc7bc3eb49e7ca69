/* What the kernels have in common with the host. */
#ifndef TESTS_EXEC_BFLOAT_KERNELS_H
#define TESTS_EXEC_BFLOAT_KERNELS_H

enum {
    GEMM_M = 24,
    GEMM_N = 40,
    GEMM_K = 32,
    GEMV_ROWS = 64,
    GEMV_COLUMNS = 48,
    SOFTMAX_ROWS = 12,
    SOFTMAX_COLUMNS = 40,
    SWIGLU_LENGTH = 500,
};

#ifdef __MUON__
#ifdef __MUON_HALF_BF16__ /* -mhalf=bf16 */
typedef _Float16 half_t;
#else
typedef __bf16 half_t;
#endif

#define LANES_OF_ALL (__MUON_CORES__ * __MUON_WARPS__ * __MUON_LANES__)
#define LANE_OF_ALL                                                                                \
    ((muon_core_id() * __MUON_WARPS__ + muon_warp_id()) * __MUON_LANES__ + muon_lane_id())
#endif

#endif
