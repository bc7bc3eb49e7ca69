/* Kernels of C++ that items_test.c launches. */
#include <neutrino/kernel.h>

extern "C" uint32_t sums[];
extern "C" __kernel void count(uint32_t *to, uint32_t end);

/* An argument without a name is still one. */
__kernel void nameless(uint32_t *to, uint32_t) {
    *to = 1;
}

__kernel void count_differently(uint32_t *to) {
    count(to, tk_global_id(0));
}

namespace image {
struct pixel {
    uint8_t r, g, b, a;
};
enum class channel : uint8_t { red, green, blue, alpha };

template <class T> T pick(pixel from, channel which) {
    switch (which) {
    case channel::red: return from.r;
    case channel::green: return from.g;
    case channel::blue: return from.b;
    default: return from.a;
    }
}

__kernel void extract(pixel from, channel which, uint32_t *to) noexcept {
    to[tk_global_id(0)] = pick<uint32_t>(from, which);
}
} // namespace image

extern "C" {
image::pixel pixel_object = {10, 20, 30, 40};
}
