/* Kernels of C++, with their namespaces; types of parameters need not be spelled at the end of the
 * file.
 * RUN: muonc -O2 -Wall -Wextra -Werror -c %s -o %t.o && llvm-readelf-19 -p .note.muon %t.o | grep -o '{.*'
 * RUN: muonc --emit=lowered %s -o - | sed -n '/^template/,$p' | grep -v '^#undef'
 * RUN: muonc -std=c++20 -O0 -c %s -o %t.o && muonc -E %s -o %t.ii && muonc -c %t.ii -o %t.o && llvm-readelf-19 -p .note.muon %t.o | grep -c '{.*'
 */
#include <neutrino/kernel.h>

namespace image {
struct pixel {
    uint8_t r, g, b, a;
};
enum class mode : uint8_t { fast, exact };
using row = const pixel[4];

__kernel void blur(const pixel *in, pixel *out, pixel border, mode how, const row *rows,
                   __shared float *tile) noexcept {
    *tile = float(in->r + border.g);
    out->a = how == mode::fast ? uint8_t(*tile) : rows[1][2].b;
}

inline namespace newest {
template <class T> void fill(T *data, T value) {
    *data = value;
}
__kernel __kernel_size(4, 2, 1) void fill_float(float *data, float value) {
    fill(data, value);
}
} // namespace newest
} // namespace image

extern "C" {
__kernel void plain(char16_t unit, bool flag, struct unknown *);
}
void plain(char16_t, bool, unknown *) {
}
