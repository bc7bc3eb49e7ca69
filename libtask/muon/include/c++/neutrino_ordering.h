/* What <algorithm>, which includes this, has to do with order. sort is a heap sort: in place,
 * without recursion. */
#ifndef NEUTRINO_ORDERING
#define NEUTRINO_ORDERING
#pragma GCC system_header

namespace std {

template <class I, class L = less<>> constexpr I min_element(I first, I last, L less = L()) {
    I best = first;
    for (; first != last; ++first)
        best = less(*first, *best) ? first : best;
    return best;
}
template <class I, class L = less<>> constexpr I max_element(I first, I last, L less = L()) {
    I best = first;
    for (; first != last; ++first)
        best = less(*best, *first) ? first : best;
    return best;
}
template <class I, class L = less<>>
constexpr pair<I, I> minmax_element(I first, I last, L less = L()) {
    I least = first, largest = first;
    for (; first != last; ++first) {
        least = less(*first, *least) ? first : least;
        largest = less(*first, *largest) ? largest : first;
    }
    return {least, largest};
}
template <class I, class L = less<>> constexpr I is_sorted_until(I first, I last, L less = L()) {
    if (first == last)
        return last;
    for (I next = std::next(first); next != last; ++first, ++next)
        if (less(*next, *first))
            return next;
    return last;
}
template <class I, class L = less<>> constexpr bool is_sorted(I first, I last, L less = L()) {
    return std::is_sorted_until(first, last, less) == last;
}

/* The first for which the predicate does not hold, of a range in which it holds for those in front.
 */
template <class I, class P> constexpr I partition_point(I first, I last, P predicate) {
    auto count = std::distance(first, last);
    while (count > 0) {
        auto half = count / 2;
        I middle = std::next(first, half);
        bool beyond = predicate(*middle);
        first = beyond ? std::next(middle) : first;
        count = beyond ? count - half - 1 : half;
    }
    return first;
}
template <class I, class P> constexpr bool is_partitioned(I first, I last, P predicate) {
    return std::none_of(std::find_if_not(first, last, predicate), last, predicate);
}
template <class I, class T, class L = less<>>
constexpr I lower_bound(I first, I last, const T &value, L less = L()) {
    return std::partition_point(first, last, [&](const auto &x) { return less(x, value); });
}
template <class I, class T, class L = less<>>
constexpr I upper_bound(I first, I last, const T &value, L less = L()) {
    return std::partition_point(first, last, [&](const auto &x) { return !less(value, x); });
}
template <class I, class T, class L = less<>>
constexpr pair<I, I> equal_range(I first, I last, const T &value, L less = L()) {
    return {std::lower_bound(first, last, value, less), std::upper_bound(first, last, value, less)};
}
template <class I, class T, class L = less<>>
constexpr bool binary_search(I first, I last, const T &value, L less = L()) {
    I place = std::lower_bound(first, last, value, less);
    return place != last && !less(value, *place);
}

/* Heaps: the largest first, the children of the i-th at 2i + 1 and 2i + 2. */
template <class I, class L>
constexpr void neutrino_sift_(I first, ptrdiff_t root, ptrdiff_t count, L &less) {
    auto value = std::move(first[root]);
    for (ptrdiff_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && less(first[child], first[child + 1]))
            ++child;
        if (!less(value, first[child]))
            break;
        first[root] = std::move(first[child]);
    }
    first[root] = std::move(value);
}
template <class I, class L = less<>> constexpr void make_heap(I first, I last, L less = L()) {
    for (ptrdiff_t root = (last - first) / 2; root-- > 0;)
        neutrino_sift_(first, root, last - first, less);
}
template <class I, class L = less<>> constexpr void push_heap(I first, I last, L less = L()) {
    ptrdiff_t i = last - first - 1;
    auto value = std::move(first[i]);
    for (; i > 0 && less(first[(i - 1) / 2], value); i = (i - 1) / 2)
        first[i] = std::move(first[(i - 1) / 2]);
    first[i] = std::move(value);
}
template <class I, class L = less<>> constexpr void pop_heap(I first, I last, L less = L()) {
    if (last - first < 2)
        return;
    --last;
    swap(*first, *last);
    neutrino_sift_(first, 0, last - first, less);
}
template <class I, class L = less<>> constexpr void sort_heap(I first, I last, L less = L()) {
    for (; last - first > 1; --last)
        std::pop_heap(first, last, less);
}
template <class I, class L = less<>> constexpr I is_heap_until(I first, I last, L less = L()) {
    for (ptrdiff_t i = 1; i < last - first; ++i)
        if (less(first[(i - 1) / 2], first[i]))
            return first + i;
    return last;
}
template <class I, class L = less<>> constexpr bool is_heap(I first, I last, L less = L()) {
    return std::is_heap_until(first, last, less) == last;
}
template <class I, class L = less<>> constexpr void sort(I first, I last, L less = L()) {
    std::make_heap(first, last, less);
    std::sort_heap(first, last, less);
}
template <class I, class L = less<>>
constexpr void partial_sort(I first, I middle, I last, L less = L()) {
    std::make_heap(first, middle, less);
    for (I it = middle; it != last && first != middle; ++it)
        if (less(*it, *first)) {
            swap(*it, *first);
            neutrino_sift_(first, 0, middle - first, less);
        }
    std::sort_heap(first, middle, less);
}
template <class I, class O, class L = less<>>
constexpr O partial_sort_copy(I first, I last, O out, O end, L less = L()) {
    O filled = out;
    for (; first != last && filled != end; ++first, ++filled)
        *filled = *first;
    std::make_heap(out, filled, less);
    for (; first != last && out != filled; ++first)
        if (less(*first, *out)) {
            *out = *first;
            neutrino_sift_(out, 0, filled - out, less);
        }
    std::sort_heap(out, filled, less);
    return filled;
}
template <class I, class L = less<>>
constexpr void nth_element(I first, I nth, I last, L less = L()) {
    if (nth != last)
        std::partial_sort(first, std::next(nth), last, less);
}

/* Ranges in order. */
template <class I, class J, class O, class L = less<>>
constexpr O merge(I first, I last, J other, J end, O out, L less = L()) {
    for (; first != last || other != end; ++out) {
        bool from_other = first == last || (other != end && less(*other, *first));
        if (from_other) {
            *out = *other;
            ++other;
        } else {
            *out = *first;
            ++first;
        }
    }
    return out;
}
/* Without memory: halves of the longer run meet what belongs between them in the other by a
 * rotation, then the shorter part is merged by a call, so that calls are as deep as the logarithm.
 */
template <class I, class L = less<>>
constexpr void inplace_merge(I first, I middle, I last, L less = L()) {
    for (;;) {
        auto here = std::distance(first, middle), there = std::distance(middle, last);
        if (!here || !there)
            return;
        I left = first, right = middle;
        if (here + there == 2) {
            if (less(*middle, *first))
                swap(*first, *middle);
            return;
        }
        if (here > there) {
            left = std::next(first, here / 2);
            right = std::lower_bound(middle, last, *left, less);
        } else {
            right = std::next(middle, there / 2);
            left = std::upper_bound(first, middle, *right, less);
        }
        I between = std::rotate(left, middle, right);
        if (std::distance(first, between) < std::distance(between, last)) {
            std::inplace_merge(first, left, between, less);
            first = between, middle = right;
        } else {
            std::inplace_merge(between, right, last, less);
            last = between, middle = left;
        }
    }
}
/* Runs by insertion, merged in place: n log² n moves. */
template <class I, class L = less<>> constexpr void stable_sort(I first, I last, L less = L()) {
    const ptrdiff_t count = last - first;
    ptrdiff_t run = 8;
    for (ptrdiff_t begin = 0; begin < count; begin += run)
        for (ptrdiff_t i = begin + 1; i < std::min(begin + run, count); ++i) {
            auto value = std::move(first[i]);
            ptrdiff_t to = i;
            for (; to > begin && less(value, first[to - 1]); --to)
                first[to] = std::move(first[to - 1]);
            first[to] = std::move(value);
        }
    for (; run < count; run *= 2)
        for (ptrdiff_t begin = 0; begin + run < count; begin += 2 * run)
            std::inplace_merge(first + begin, first + begin + run,
                               first + std::min(begin + 2 * run, count), less);
}
template <class I, class J, class L = less<>>
constexpr bool includes(I first, I last, J other, J end, L less = L()) {
    for (; other != end; ++first) {
        if (first == last || less(*other, *first))
            return false;
        if (!less(*first, *other))
            ++other;
    }
    return true;
}
/* Which elements are taken: of the first range alone, of the second alone, of both. */
template <bool of_first, bool of_second, bool of_both, class I, class J, class O, class L>
constexpr O neutrino_merge_sets_(I first, I last, J other, J end, O out, L &less) {
    while (first != last || other != end) {
        bool only_first = other == end || (first != last && less(*first, *other));
        bool only_second = first == last || (other != end && less(*other, *first));
        if (only_second ? of_second : only_first ? of_first : of_both) {
            if (only_second)
                *out = *other;
            else
                *out = *first;
            ++out;
        }
        if (!only_second)
            ++first;
        if (!only_first)
            ++other;
    }
    return out;
}
#define NEUTRINO_SETS_(name, of_first, of_second, of_both)                                         \
    template <class I, class J, class O, class L = less<>>                                         \
    constexpr O name(I first, I last, J other, J end, O out, L less = L()) {                       \
        return neutrino_merge_sets_<of_first, of_second, of_both>(first, last, other, end, out,    \
                                                                  less);                           \
    }
NEUTRINO_SETS_(set_union, true, true, true)
NEUTRINO_SETS_(set_intersection, false, false, true)
NEUTRINO_SETS_(set_difference, true, false, false)
NEUTRINO_SETS_(set_symmetric_difference, true, true, false)
#undef NEUTRINO_SETS_

template <class I, class L = less<>>
constexpr bool next_permutation(I first, I last, L less = L()) {
    I at = last;
    if (first == last || first == --at)
        return false;
    for (;;) {
        I behind = at;
        if (less(*--at, *behind)) {
            I other = last;
            while (!less(*at, *--other))
                ;
            swap(*at, *other);
            std::reverse(behind, last);
            return true;
        }
        if (at == first) {
            std::reverse(first, last);
            return false;
        }
    }
}
template <class I, class L = less<>>
constexpr bool prev_permutation(I first, I last, L less = L()) {
    return std::next_permutation(first, last,
                                 [&](const auto &a, const auto &b) { return less(b, a); });
}

} // namespace std

#endif
