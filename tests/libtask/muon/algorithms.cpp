/* The C++ library in kernels, each number as the host's own library has it.
 *
 * RUN: clang++-19 -std=c++20 -w -DHOST %s -o %thost && %thost >%texpected && wc -l <%texpected
 * RUN: for o in -O0 -O2; do muonc $o -std=c++20 -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --check %t.elf | cmp - %texpected; done
 * RUN: clang++-19 -std=c++20 -w -DHOST -DSEVENTEEN %s -o %thost && %thost >%texpected
 * RUN: muonc -O1 -std=c++17 -DSEVENTEEN -Wall -Wextra -Werror -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --check %t.elf | cmp - %texpected
 */
#include "algorithms.h"

#include <cstdio>

/* At compile time. */
constexpr int third_of_sorted() {
    int values[] = {5, 2, 9, 1, 7};
    std::sort(values, values + 5);
    return values[2];
}
static_assert(third_of_sorted() == 5);
constexpr std::optional<int> five = 5, copied = five, none;
static_assert(copied == 5 && !none && none.value_or(3) == 3);
constexpr std::tuple<int, char> pair_of(3, 'x');
static_assert(std::get<0>(pair_of) == 3 && pair_of < std::make_tuple(3, 'y'));
static_assert(std::is_trivially_copyable_v<std::optional<float>>);
static_assert(std::popcount(0xf0u) == 4 && std::gcd(12, 18) == 6);

int main() {
#ifdef HOST
    for (auto function : cases)
        for (int item = 0; item < ITEMS; item++)
            std::printf("%08x\n", function(item));
#else
    for (auto function : cases)
        std::printf("%08x\n", function(muon_lane_id()));
#endif
    return 0;
}
