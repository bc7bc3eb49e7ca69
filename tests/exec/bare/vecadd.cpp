/* c = a + b over a grid of blocks. */
#include "schedule.h"
#include "sizes.h"

float a[VECADD_LENGTH], b[VECADD_LENGTH], c[VECADD_LENGTH];

struct arguments {
    const float *a, *b;
    float *c;
    uint32_t length;
};
__attribute__((section(".args"), used)) arguments launch_arguments = {a, b, c, VECADD_LENGTH};

static void vecadd(const gpu::thread &self, void *given) {
    const auto *in = static_cast<arguments *>(given);
    uint32_t i = self.block * self.threads + self.index;
    if (i < in->length)
        in->c[i] = in->a[i] + in->b[i];
}

int main() {
    auto *in = reinterpret_cast<arguments *>(ARGUMENTS);
    uint32_t threads = gpu::num_warps() * gpu::num_threads();
    gpu::schedule(vecadd, in, (in->length + threads - 1) / threads);
    return 0;
}
