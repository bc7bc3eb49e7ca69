/* The program of dwarf.c in C++. */
#include <array>
#include <cstdio>

namespace weights {

template <class T> struct item {
    T weight;
    item *next;
};

template <class T, class F> static T fold(const item<T> *first, F function) {
    T sum{};
    for (; first; first = first->next)
        sum = function(sum, *first);
    return sum;
}

} // namespace weights

struct base {
    virtual int get(int x) const = 0;
};
struct derived : base {
    int get(int x) const override { return x + 1; }
};

static std::array<weights::item<float>, 2> items;
static const derived object;
__shared float tile[16];

int main() {
    int lane = muon_lane_id();
    items[0] = {float(lane), lane > 3 ? &items[1] : nullptr};
    const base &any = object;
    auto add = [&](float sum, const weights::item<float> &item) {
        return sum + item.weight + any.get(lane);
    };
    tile[lane] = weights::fold(items.data(), add);
    std::printf("%f\n", double(tile[lane]));
    return 0;
}
