/* The C++ library with values that differ from lane to lane: each case gives a number, the same as by the
 * host's library (algorithms.cpp). */
#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>

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

static unsigned (*const cases[])(int) = {ordering, sets, changes, searches, sums, bits, tuples, optionals, functions};
enum { CASES = sizeof cases / sizeof *cases, ITEMS = 16 };
