/* The C++ library with values that differ from lane to lane: each case gives a number, the same as by the
 * host's library (algorithms.cpp). SEVENTEEN leaves out what C++20 has brought. */
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#if __cplusplus >= 202002L
#include <compare>
#include <concepts>
#endif
#include <functional>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#if __cplusplus >= 202002L && !defined SEVENTEEN
#define TWENTY
#endif

struct counted {
    int value;
    static inline int balance = 0;
    explicit counted(int value) : value(value) {}
    counted(const counted &other) : value(other.value) {}
    ~counted() { value = -1; }
    bool is_even() const { return value % 2 == 0; }
    int scaled(int by) { return value * by; }
};

static unsigned mixed(unsigned hash, unsigned value) {
    return (hash ^ value) * 16777619u;
}

template <class C> static unsigned digest(const C &values) {
    unsigned hash = 2166136261u;
    for (auto value : values)
        hash = mixed(hash, unsigned(value));
    return hash;
}

static std::array<int, 16> numbers(int item) {
    std::array<int, 16> values;
    int i = item;
    std::generate(values.begin(), values.end(), [&] { return (i++ * 7919 + item * 31) % 13; });
    return values;
}

static unsigned ordering(int item) {
    auto a = numbers(item), b = a, c = a, d = a;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.begin() + item, std::greater<>());
    std::partial_sort(c.begin(), c.begin() + 5, c.end());
    std::nth_element(d.begin(), d.begin() + item, d.end());
    auto [low, high] = std::equal_range(a.begin(), a.end(), item);
    unsigned hash = digest(a) + digest(std::span(b).first(item)) + digest(std::span(c).first<5>());
    hash = mixed(hash, unsigned(d[item]));
    hash = mixed(hash, unsigned((low - a.begin()) * 100 + (high - a.begin())));
    hash = mixed(hash, std::binary_search(a.begin(), a.end(), item) + 2 * std::is_sorted(b.begin(), b.end()));
    std::make_heap(b.begin(), b.end());
    hash = mixed(hash, unsigned(b[0]) + std::is_heap(b.begin(), b.end()));
    std::pop_heap(b.begin(), b.end());
    b[15] = item;
    std::push_heap(b.begin(), b.end());
    hash = mixed(hash, unsigned(b[0]));
    auto [least, most] = std::minmax_element(d.begin(), d.end());
    hash = mixed(hash, unsigned(*least * 100 + *most));
    hash = mixed(hash, unsigned(*std::max_element(a.begin(), a.end(), std::greater<int>())));
    return hash;
}

static unsigned sets(int item) {
    auto a = numbers(item), b = numbers(item / 2 + 3);
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    auto a_end = std::unique(a.begin(), a.end()), b_end = std::unique(b.begin(), b.end() - 4);
    std::array<int, 32> out{};
    unsigned hash = 1;
    auto add = [&](auto end) { hash = mixed(hash, digest(std::span(out.data(), size_t(end - out.begin())))); };
    add(std::merge(a.begin(), a_end, b.begin(), b_end, out.begin()));
    add(std::set_union(a.begin(), a_end, b.begin(), b_end, out.begin()));
    add(std::set_intersection(a.begin(), a_end, b.begin(), b_end, out.begin()));
    add(std::set_difference(a.begin(), a_end, b.begin(), b_end, out.begin()));
    add(std::set_symmetric_difference(a.begin(), a_end, b.begin(), b_end, out.begin()));
    hash = mixed(hash, std::includes(a.begin(), a_end, b.begin(), b.begin() + 2));
    int order[] = {1, 2, 3, item % 4 + 2};
    std::sort(std::begin(order), std::end(order));
    for (int i = 0; i < item; i++)
        hash = mixed(hash, std::next_permutation(std::begin(order), std::end(order)));
    hash = mixed(hash, digest(order));
    std::prev_permutation(std::begin(order), std::end(order));
    return mixed(hash, digest(order));
}

static unsigned changes(int item) {
    auto a = numbers(item);
    unsigned hash = 1;
    std::rotate(a.begin(), a.begin() + item, a.end());
    hash = mixed(hash, digest(a));
    std::replace(a.begin(), a.end(), item % 13, 99);
    std::replace_if(a.begin(), a.end(), [](int x) { return x == 5; }, 55);
    auto middle = std::partition(a.begin(), a.end(), [&](int x) { return x < item; });
    hash = mixed(hash, unsigned(middle - a.begin()) + 50 * std::is_partitioned(a.begin(), a.end(), [&](int x) { return x < item; }));
    std::sort(a.begin(), middle);
    std::sort(middle, a.end());
    auto end = std::remove_if(a.begin(), a.end(), [](int x) { return x % 3 == 1; });
    end = std::remove(a.begin(), end, 55);
    hash = mixed(hash, digest(std::span(a.data(), size_t(end - a.begin()))));
    std::array<int, 16> b{};
    std::reverse_copy(a.begin(), end, b.begin());
    std::copy_backward(b.begin(), b.begin() + 8, b.begin() + 12);
    std::transform(a.begin(), a.end(), b.begin(), b.begin(), std::plus<>());
    std::swap_ranges(a.begin(), a.begin() + 3, b.begin() + 9);
    hash = mixed(hash, digest(a) + digest(b));
    hash = mixed(hash, unsigned(std::count(b.begin(), b.end(), 0)) + 20 * unsigned(std::count_if(a.begin(), a.end(), std::not_fn([](int x) { return x > 3; }))));
    return hash;
}

static unsigned searches(int item) {
    auto a = numbers(item), b = a;
    int part[] = {a[item], item < 15 ? a[item + 1] : a[item]};
    b[item] += item % 3 == 0;
    auto place = [&](auto it) { return unsigned(it - a.begin()); };
    unsigned hash = place(std::search(a.begin(), a.end(), std::begin(part), std::end(part)));
    hash = mixed(hash, place(std::find_first_of(a.begin(), a.end(), part + 1, part + 2)));
    hash = mixed(hash, place(std::adjacent_find(a.begin(), a.end(), [](int x, int y) { return x > y; })));
    hash = mixed(hash, place(std::mismatch(a.begin(), a.end(), b.begin()).first));
    hash = mixed(hash, std::equal(a.begin(), a.end(), b.begin()) + 2 * std::equal(a.begin(), a.end(), b.begin(), b.end() - 1));
    hash = mixed(hash, std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()));
    std::reverse(b.begin(), b.end());
    hash = mixed(hash, std::is_permutation(a.begin(), a.end(), b.begin()));
    hash = mixed(hash, place(std::find_if_not(a.begin(), a.end(), [&](int x) { return x != item % 7; })));
    auto back = std::find(std::make_reverse_iterator(a.end()), std::make_reverse_iterator(a.begin()), a[0]);
    return mixed(hash, place(back.base()));
}

static unsigned sums(int item) {
    auto a = numbers(item);
    std::array<int, 16> out{};
    unsigned hash = unsigned(std::accumulate(a.begin(), a.end(), item));
    hash = mixed(hash, unsigned(std::reduce(a.begin(), a.begin() + item)));
    hash = mixed(hash, unsigned(std::inner_product(a.begin(), a.end(), a.begin() , 1)));
    hash = mixed(hash, unsigned(std::transform_reduce(a.begin(), a.end(), a.begin(), 0, std::bit_xor<>(), std::minus<>())));
    std::partial_sum(a.begin(), a.end(), out.begin(), std::multiplies<>());
    hash = mixed(hash, digest(out));
    std::inclusive_scan(a.begin(), a.end(), out.begin());
    hash = mixed(hash, digest(out));
    std::exclusive_scan(a.begin(), a.end(), out.begin(), item);
    hash = mixed(hash, digest(out));
    std::adjacent_difference(a.begin(), a.end(), out.begin());
    hash = mixed(hash, digest(out));
    std::iota(out.begin(), out.end(), item);
    hash = mixed(hash, digest(out));
    hash = mixed(hash, unsigned(std::gcd(item * 12, -90) * 1000 + std::lcm(item, 6)));
    return mixed(hash, unsigned(std::midpoint(item, -7) * 100 + int(std::midpoint(1.5, double(item)))));
}

static unsigned bits(int item) {
    unsigned x = unsigned(item) * 2654435761u;
    unsigned char small = static_cast<unsigned char>(x >> 13);
    unsigned long long wide = x * 0x100000001ull;
    unsigned hash = unsigned(std::popcount(x) + 100 * std::countl_zero(x) + 10000 * std::countr_zero(x));
    hash = mixed(hash, unsigned(std::countl_one(small) + 10 * std::countr_one(small) + 100 * std::bit_width(small)));
    hash = mixed(hash, std::rotl(x, item) + std::rotr(small, item) + std::rotl(small, -item));
    hash = mixed(hash, unsigned(std::bit_floor(x) + std::bit_ceil(x >> 1) + std::has_single_bit(x)));
    hash = mixed(hash, unsigned(std::popcount(wide) + std::countl_zero(wide)));
    return mixed(hash, std::bit_cast<unsigned>(float(item)) + (std::endian::native == std::endian::little));
}

static unsigned tuples(int item) {
    std::tuple<int, double, char> t{item, item * 0.5, char('a' + item)};
    auto [i, d, c] = t;
    int one;
    double two;
    std::tie(one, two, std::ignore) = t;
    auto both = std::tuple_cat(t, std::make_tuple(item + 1, std::ref(one)), std::pair<int, int>(3, item));
    std::get<4>(both) += 7;
    unsigned hash = unsigned(one + i + int(d * 4) + int(two * 2) + c);
    hash = mixed(hash, unsigned(std::apply([](auto... x) { return int((x + ...)); }, both)));
    hash = mixed(hash, unsigned(std::get<char>(t)) + unsigned(std::tuple_size_v<decltype(both)>));
    auto other = std::make_tuple(7, 3.5, 'h');
    hash = mixed(hash, (t < other) + 2 * (t == other) + 4 * (t >= other));
    std::swap(t, other);
    hash = mixed(hash, unsigned(std::get<0>(other) * 100 + std::get<0>(t)));
    return mixed(hash, unsigned(std::make_from_tuple<counted>(std::make_tuple(item)).value));
}

static std::optional<int> root(int x) {
    for (int i = 0; i * i <= x; i++)
        if (i * i == x)
            return i;
    return std::nullopt;
}

static unsigned optionals(int item) {
    std::optional<int> r = root(item), copy = r;
    std::optional<counted> object;
    if (item % 2)
        object.emplace(item);
    std::optional<counted> second = object;
    unsigned hash = unsigned(r.value_or(50) + (copy == r) + 2 * (r == 3) + 4 * (r == std::nullopt));
    hash = mixed(hash, unsigned(second ? second->value : 77));
    copy = item;
    std::swap(r, copy);
    hash = mixed(hash, unsigned(*r + (copy ? *copy : 9) + 100 * (copy < r)));
    object = second;
    object.reset();
    return mixed(hash, unsigned(object.has_value() + 2 * second.has_value()));
}

static unsigned functions(int item) {
    counted object(item);
    unsigned hash = unsigned(std::invoke(&counted::is_even, object) + 2 * std::invoke(&counted::scaled, &object, 3));
    hash = mixed(hash, unsigned(std::invoke(&counted::value, object) + std::invoke(std::negate<>(), item)));
    auto reference = std::ref(item);
    reference.get() += 5;
    hash = mixed(hash, unsigned(item + std::cref(item) + std::identity()(item)));
    return mixed(hash, std::logical_and<>()(item, hash & 1) + 2 * std::less<int>()(item, 8) + unsigned(std::modulus<>()(item, 4)));
}

/* Equal keys keep their order. */
static unsigned stability(int item) {
    struct entry {
        int key, place;
    };
    std::array<entry, 45> a{};
    const auto count = a.size() - item;
    unsigned hash = 1;
    auto fill = [&] {
        for (int i = 0; i < int(count); i++)
            a[i] = {(i * 7919 + item * 31) % 13, i};
    };
    auto add = [&] {
        for (int i = 0; i < int(count); i++)
            hash = mixed(hash, unsigned(a[i].key * 100 + a[i].place));
    };
    auto by_key = [](const entry &x, const entry &y) { return x.key < y.key; };
    const auto end = a.begin() + count, middle = a.begin() + item * 2;
    fill();
    std::stable_sort(a.begin(), end, by_key);
    add();
    fill();
    auto split = std::stable_partition(a.begin(), end, [&](const entry &x) { return x.key > item % 13; });
    add();
    hash = mixed(hash, unsigned(split - a.begin()));
    fill();
    std::stable_sort(a.begin(), middle, by_key);
    std::stable_sort(middle, end, by_key);
    std::inplace_merge(a.begin(), middle, end, by_key);
    add();
    return hash;
}

static unsigned copies(int item) {
    auto a = numbers(item);
    std::array<int, 16> out{}, rest{};
    unsigned hash = 1;
    auto add = [&](auto end) { hash = mixed(hash, digest(std::span(out.data(), size_t(end - out.begin())))); };
    auto is_odd = [](int x) { return x % 2 != 0; };
    add(std::remove_copy(a.begin(), a.end(), out.begin(), item % 13));
    add(std::remove_copy_if(a.begin(), a.end(), out.begin(), is_odd));
    add(std::replace_copy(a.begin(), a.end(), out.begin(), item % 13, -1));
    add(std::replace_copy_if(a.begin(), a.end(), out.begin(), is_odd, 77));
    add(std::rotate_copy(a.begin(), a.begin() + item, a.end(), out.begin()));
    auto [odd, even] = std::partition_copy(a.begin(), a.end(), out.begin(), rest.begin(), is_odd);
    add(odd);
    hash = mixed(hash, digest(std::span(rest.data(), size_t(even - rest.begin()))));
    add(std::partial_sort_copy(a.begin(), a.end(), out.begin(), out.begin() + item, std::greater<>()));
    std::sort(a.begin(), a.end());
    add(std::unique_copy(a.begin(), a.end(), out.begin()));
    add(std::unique_copy(a.begin(), a.begin(), out.begin()));
    auto place = [&](auto it) { return unsigned(it - a.begin()); };
    hash = mixed(hash, place(std::search_n(a.begin(), a.end(), item % 4, item % 13)));
    int part[] = {a[item], item < 15 ? a[item + 1] : a[item]};
    hash = mixed(hash, place(std::find_end(a.begin(), a.end(), part, part + 1 + item % 2)));
    hash = mixed(hash, place(std::is_heap_until(a.begin(), a.end())));
    hash = mixed(hash, unsigned(*std::make_move_iterator(a.begin() + item)));
#ifdef TWENTY
    auto end = std::shift_left(a.begin(), a.end(), item);
    hash = mixed(hash, digest(std::span(a.data(), size_t(end - a.begin()))));
    auto begin = std::shift_right(a.begin(), a.end(), item % 5);
    hash = mixed(hash, digest(std::span(&*begin, size_t(a.end() - begin))));
#endif
    return hash;
}

struct stack {
    using value_type = int;
    int values[16], count = 0;
    void push_back(int value) { values[count++] = value; }
};

static unsigned words(int item) {
    auto a = numbers(item);
    std::array<int, 16> out{};
    auto square = [](int x) { return x * x; };
    std::transform_inclusive_scan(a.begin(), a.end(), out.begin(), std::plus<>(), square);
    unsigned hash = digest(out);
    std::transform_inclusive_scan(a.begin(), a.end(), out.begin(), std::plus<>(), square, item);
    hash = mixed(hash, digest(out));
    std::transform_exclusive_scan(a.begin(), a.end(), out.begin(), item, std::bit_xor<>(), square);
    hash = mixed(hash, digest(out));
    stack kept;
    std::copy_if(a.begin(), a.end(), std::back_inserter(kept), [&](int x) { return x > item % 7; });
    hash = mixed(hash, digest(std::span(kept.values, size_t(kept.count))));
    counted object(item);
    hash = mixed(hash, unsigned(std::mem_fn(&counted::scaled)(object, 5) + std::mem_fn(&counted::value)(&object)));
    static_assert(std::is_invocable_v<int (counted::*)(int), counted &, int>);
    static_assert(!std::is_invocable_v<int (counted::*)(int), counted &>);
    static_assert(std::is_invocable_r_v<void, std::plus<>, int, int> && !std::is_invocable_r_v<int *, std::plus<>, int, int>);
    static_assert(std::is_same_v<std::invoke_result_t<int counted::*, counted &>, int &>);
    static_assert(std::has_virtual_destructor_v<counted> == false && !std::is_trivially_copy_constructible_v<counted>);
    std::byte low{0x5a};
    low = (low << 1 ^ std::byte(item)) | std::byte{1};
    hash = mixed(hash, std::to_integer<unsigned>(~low));
    std::pair<int, int> x(item % 3, item), y(1, 7);
    hash = mixed(hash, (x > y) + 2 * (x <= y) + 4 * (x >= y) + 8 * (a < numbers(7)) + 16 * (a >= numbers(7)));
#ifdef TWENTY
    hash = mixed(hash, unsigned(std::bind_front(std::minus<>(), item)(3)));
    hash = mixed(hash, std::cmp_less(item - 8, 3u) + 2 * std::cmp_greater_equal(4u, item - 8) + 4 * std::cmp_equal(-1, unsigned(-1)) +
                           8 * std::in_range<signed char>(item * 20) + 16 * std::in_range<unsigned>(item - 5) + std::ssize(a));
    hash = mixed(hash, std::bit_cast<unsigned>(std::lerp(float(item) - 3, 11.5f, float(item) / 8)));
    struct version {
        int major;
        float minor;
        auto operator<=>(const version &) const = default;
    };
    version mine{item / 4, float(item % 4)}, other{2, 2};
    auto order = mine <=> other;
    static_assert(std::same_as<decltype(order), std::partial_ordering>);
    static_assert(std::same_as<decltype(1 <=> 2), std::strong_ordering> && std::is_gteq(2 <=> 1));
    static_assert(std::totally_ordered<version> && std::regular<version> && !std::regular<stack>);
    static_assert(std::invocable<std::plus<>, int, int> && std::predicate<std::less<>, int, int>);
    hash = mixed(hash, (order < 0) + 2 * (order == 0) + 4 * (order > 0) + 8 * (mine <= other) + 16 * (mine == other));
    version odd{2, NAN};
    hash = mixed(hash, ((odd <=> other) == std::partial_ordering::unordered) + 2 * (odd < other));
    std::weak_ordering weak = item <=> 7;
    hash = mixed(hash, (weak >= 0) + 2 * (weak != 0));
#endif
    return hash;
}

static unsigned (*const cases[])(int) = {ordering, sets, changes, searches, sums, bits, tuples, optionals, functions,
                                         stability, copies, words};
enum { CASES = sizeof cases / sizeof *cases, ITEMS = 16 };
