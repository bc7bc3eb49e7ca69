/* The C++ library with 16-bit floats, those of the instructions and those by software.
 * RUN: for options in "-O0" "-O2" "-O2 -mhalf=bf16" "-O1 -mlanes=4"; do muonc -Wall -Wextra -Werror $options -mcores=1 -mwarps=1 %s -o %t.elf && musim --check %t.elf; done
 */
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <type_traits>
#include <utility>

template <class T> struct complex {
    T real, imaginary;
    complex operator*(complex other) const {
        return {T(real * other.real - imaginary * other.imaginary),
                T(real * other.imaginary + imaginary * other.real)};
    }
};

template <class T> static float checks() {
    using limits = std::numeric_limits<T>;
    static_assert(std::is_floating_point<T>::value && std::is_arithmetic<T>::value, "");
    static_assert(limits::digits + limits::max_exponent > 0 && sizeof(T) == 2, "");
    T x = T(muon_lane_id() % 3) + T(0.5f);
    std::array<T, 4> values = {{x, T(-x), T(2), T(0.25f)}};
    T greatest = std::max({values[0], values[1], values[2]});
    T sum = 0;
    for (T value : values)
        sum += value;
    auto square = [](T value) { return value * value; };
    std::swap(values[0], values[3]);
    complex<T> product = complex<T>{x, T(1)} * complex<T>{T(2), x};
    bool tests = std::isnan(limits::quiet_NaN()) && std::isinf(limits::infinity()) &&
                 std::isfinite(limits::max()) && !std::isfinite(T(limits::max() * T(2))) &&
                 T(T(1) + limits::epsilon()) > T(1) && limits::denorm_min() > T(0) &&
                 std::signbit(T(-0.0f)) && limits::lowest() < T(0);
    T roots = std::sqrt(square(x)) + std::floor(x) + std::abs(T(-x)) + std::fmax(x, T(1)) +
              std::pow(T(2), T(3)) + std::exp(T(0)) + std::max(x, T(2)) + std::min<T>(x, 2);
    return tests ? float(greatest) + float(sum) + float(product.real) + float(product.imaginary) +
                       float(roots) + float(values[0])
                 : -1;
}

int main() {
    float bfloat = checks<__bf16>(), half = checks<_Float16>();
    if (muon_lane_id() == 0)
        std::printf("%g %g %g %d\n", (double)bfloat, (double)half,
                    (double)(float)std::numeric_limits<_Float16>::max(),
                    std::numeric_limits<_Float16>::digits);
    return 0;
}
