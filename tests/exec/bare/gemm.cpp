/* c = a · b on bfloat16 with tiles in shared memory, and e = exp(c) by fexp.h. */
#include "schedule.h"
#include "sizes.h"

uint16_t a[GEMM_SIZE * GEMM_SIZE], b[GEMM_SIZE * GEMM_SIZE];
float c[GEMM_SIZE * GEMM_SIZE];
uint16_t e[GEMM_SIZE * GEMM_SIZE];

struct arguments {
    const uint16_t *a, *b;
    float *c;
    uint16_t *e;
};
__attribute__((section(".args"), used)) arguments launch_arguments = {a, b, c, e};

constexpr uint32_t tile = 16, tiles = GEMM_SIZE / tile, elements = tile * tile;
/* A word for each element; the cores share the memory. */
constexpr uint32_t tile_bytes = 4 * elements, core_bytes = 2 * tile_bytes;

static float widen(uint32_t half) {
    float result;
    asm("fcvt.s.h %0, %1" : "=r"(result) : "r"(half));
    return result;
}

static uint32_t exponential(float x) {
    uint32_t half, result;
    asm("fcvt.h.s %0, %1" : "=r"(half) : "r"(x));
    asm("fexp.h %0, %1" : "=r"(result) : "r"(half));
    return result;
}

/* All warps of a core have come here. */
static void meet() {
    gpu::barrier(gpu::core_id(), gpu::num_warps());
}

struct tile_product {
    uint32_t a_base = gpu::core_id() * core_bytes, b_base = a_base + tile_bytes;

    void load(uint32_t at, const arguments *in, uint32_t a_first, uint32_t b_first) const {
        uint32_t offset = at / tile * GEMM_SIZE + at % tile;
        gpu::store_shared(a_base + 4 * at, in->a[a_first + offset]);
        gpu::store_shared(b_base + 4 * at, in->b[b_first + offset]);
    }
    float add(uint32_t at, float sum) const {
        for (uint32_t k = 0; k < tile; k++) {
            float left = widen(gpu::load_shared(a_base + 4 * (at / tile * tile + k)));
            float right = widen(gpu::load_shared(b_base + 4 * (k * tile + at % tile)));
            sum = __builtin_fmaf(left, right, sum);
        }
        return sum;
    }
};

/* A block makes one tile of c, each of its threads some elements. */
static void gemm(const gpu::thread &self, void *given) {
    const auto *out = static_cast<arguments *>(given);
    constexpr uint32_t threads = __MUON_WARPS__ * __MUON_LANES__;
    constexpr uint32_t share = (elements + threads - 1) / threads;
    uint32_t row = self.block / tiles * tile, column = self.block % tiles * tile;
    tile_product product;
    float sum[share] = {};
    for (uint32_t step = 0; step < tiles; step++) {
        meet(); /* the tiles before have been used */
        for (uint32_t i = 0; i < share; i++)
            product.load(self.index + i * threads, out, row * GEMM_SIZE + step * tile,
                         step * tile * GEMM_SIZE + column);
        meet();
        for (uint32_t i = 0; i < share; i++)
            sum[i] = product.add(self.index + i * threads, sum[i]);
    }
    for (uint32_t i = 0; i < share; i++) {
        uint32_t at = self.index + i * threads;
        uint32_t place = (row + at / tile) * GEMM_SIZE + column + at % tile;
        out->c[place] = sum[i];
        out->e[place] = exponential(sum[i]);
    }
}

int main() {
    gpu::schedule(gemm, reinterpret_cast<void *>(ARGUMENTS), tiles * tiles);
    return 0;
}
