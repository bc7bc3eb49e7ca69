/* C++17 and its headers: what a kernel may use of them, computed where it says so in lanes that
 * differ.
 *
 * RUN: for level in 0 2 3; do muonc -std=c++17 -Wall -Wextra -Werror -O$level %s -o %t.elf && musim --check %t.elf --dump=failures:i32; done
 */
#include <algorithm>
#include <array>
#include <cassert>
#include <cfloat>
#include <climits>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>

int failures;

/* In one lane of a warp that other warps leave alone. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::printf("%d: %s\n", __LINE__, #condition);                                         \
            failures++;                                                                            \
        }                                                                                          \
    } while (0)

/* ---- templates, lambdas, constexpr ---- */

constexpr int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
static_assert(fibonacci(12) == 144);

template <class T, class... Rest> constexpr T sum(T first, Rest... rest) {
    return (first + ... + rest);
}
static_assert(sum(1, 2, 3, 4) == 10);

template <class F> static int twice(F function, int x) {
    return function(function(x));
}

template <class T> static auto half(T x) {
    if constexpr (std::is_integral_v<T>)
        return x >> 1;
    else
        return x * T(0.5);
}

/* ---- classes: globals, virtual functions, placement new ---- */

struct shape {
    int id;
    explicit shape(int id) : id(id) {}
    virtual ~shape() {}
    virtual float area() const = 0;
};
struct square final : shape {
    float side;
    square(int id, float side) : shape(id), side(side) {}
    float area() const override { return side * side; }
};
struct rectangle : shape {
    float a, b;
    rectangle(int id, float a, float b) : shape(id), a(a), b(b) {}
    float area() const override { return a * b; }
};
static square unit(1, 1);
static rectangle wide(2, 3, 4);
static const shape *const shapes[] = {&unit, &wide};
alignas(square) static unsigned char place[sizeof(square)];

inline int counted = 3;
inline int next() {
    static int calls = 40;
    return ++calls;
}

/* ---- shared memory: references, range-for, whole objects, copies ---- */

struct point {
    int x, y;
};
__shared point points[4] = {};
__shared int numbers[32];
template <class T, int n> struct span {
    __shared T *first;
    __shared T *begin() const { return first; }
    __shared T *end() const { return first + n; }
    __shared T &operator[](int i) const { return first[i]; }
};

static void check_shared(int lane) {
    span<int, 16> all{numbers};
    __shared int &mine = all[lane % 16];
    mine = lane * lane;
    muon_fence_shared();
    int total = 0;
    for (__shared int &number : all)
        total += number;
    muon_store(&points[lane % 4], point{lane % 4, 7});
    point copy = muon_load(&points[lane % 4]);
    int buffer[4];
    std::memset(numbers + 16, 1, 16);
    memcpy(buffer, numbers + 16, sizeof buffer);
    CHECK(total == 1240 && copy.x == lane % 4 && copy.y == 7 && buffer[3] == 0x01010101);
}

/* ---- headers ---- */

static_assert(std::is_same_v<std::remove_cv_t<const volatile int>, int>);
static_assert(std::is_same_v<std::decay_t<int (&)[3]>, int *>);
static_assert(std::is_same_v<std::invoke_result_t<decltype(half<float>), float>, float>);
static_assert(std::is_same_v<std::common_type_t<char, short, float>, float>);
static_assert(std::conjunction_v<std::is_signed<int>, std::negation<std::is_const<int>>>);
static_assert(std::is_base_of_v<shape, square> && !std::is_convertible_v<shape *, square *>);
static_assert(std::numeric_limits<int>::max() == INT_MAX);
static_assert(std::numeric_limits<int64_t>::min() == INT64_MIN);
static_assert(std::numeric_limits<uint8_t>::max() == 255 && std::numeric_limits<char>::digits > 6);
static_assert(std::numeric_limits<float>::max() == FLT_MAX);
static_assert(std::numeric_limits<float>::infinity() > FLT_MAX);
static_assert(std::make_index_sequence<5>::size() == 5);
static_assert(std::tuple_size_v<std::array<int, 3>> == 3);
static_assert(std::max({3, 9, 4}) == 9 && std::clamp(7, 0, 5) == 5);

template <std::size_t... i> static int squares(std::index_sequence<i...>) {
    return ((i * i) + ...);
}

static void check_headers(int lane) {
    std::array values{lane, 3, 1, 2};
    auto [smallest, largest] =
        std::pair{*std::min_element(values.begin(), values.end()),
                  *std::max_element(values.begin(), values.end())};
    CHECK(smallest == std::min(lane, 1) && largest == std::max(lane, 3));
    std::reverse(values.begin(), values.end());
    CHECK(values == (std::array{2, 1, 3, lane}));
    int kept = std::exchange(values[0], 5);
    std::swap(values[0], values[1]);
    CHECK(kept == 2 && std::get<0>(values) == 1 && values[1] == 5);
    CHECK(std::any_of(values.begin(), values.end(), [=](int v) { return v == lane; }));
    CHECK(squares(std::make_index_sequence<4>()) == 14);
    CHECK(std::sqrt(4.0f) == 2 && std::abs(-3) == 3 && std::abs(-2.5f) == 2.5f);
    CHECK(std::fmax(std::floor(1.5f), std::exp(0.0f)) == 1 && !std::isnan(1.0f));
    CHECK(std::strcmp("lane", lane % 2 ? "lane" : "land") == (lane % 2 ? 0 : 1));
    CHECK(std::strlen("four") == 4 && std::strchr("abc", 'c')[0] == 'c');
    CHECK(!std::memchr("abc", 'd', 3) && std::strncmp("abcd", "abce", 3) == 0);
    char text[8];
    CHECK(std::strcmp(std::strcpy(text, "copy"), "copy") == 0);
    CHECK(std::strncpy(text, "xy", 5)[3] == 0 && text[1] == 'y');
}

static void check_language(int lane) {
    CHECK(twice([lane](int x) { return x + lane; }, 1) == 1 + 2 * lane);
    CHECK(half(lane * 2) == lane && half(3.0f) == 1.5f);
    float areas = 0;
    for (const shape *each : shapes)
        areas += each->area() + each->id;
    CHECK(areas == 16);
    square *placed = new (place) square(5, 3);
    CHECK(placed->area() == 9 && placed->id == 5);
    placed->~square();
    for (int i : {2, 3, 5})
        areas -= i;
    CHECK(areas == 6 && counted == 3);
}

int main() {
    if (muon_core_id() || muon_warp_id())
        return 0;
    assert(muon_num_lanes() == 16);
    check_language(muon_lane_id());
    check_shared(muon_lane_id());
    check_headers(muon_lane_id());
    CHECK(next() + next() > 80);
    return failures != 0;
}
