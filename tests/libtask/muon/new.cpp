/* new and delete, each lane for itself.
 * RUN: for o in -O0 -O2; do muonc -Wall -Wextra $o -mcores=1 -mwarps=1 -mlanes=8 %s -o %t.elf && musim --check %t.elf; done
 * RUN: muonc -DALL -mcores=1 -mwarps=1 -mlanes=1 %s -o %t.elf && musim %t.elf; echo $?
 */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

MUON_HEAP(1 << 20);

static int living[8];

struct base {
    virtual ~base() {}
    virtual int value() = 0;
};

struct leaf : base {
    int lane;
    explicit leaf(int lane) : lane(lane) { living[lane]++; }
    ~leaf() override { living[lane]--; }
    int value() override { return lane; }
};

struct node : base {
    base *left, *right;
    node(base *left, base *right) : left(left), right(right) {}
    ~node() override {
        delete left;
        delete right;
    }
    int value() override { return left->value() + right->value(); }
};

struct alignas(128) wide {
    char bytes[128];
};

static base *tree(int depth, int lane) {
    if (depth == 0)
        return new leaf(lane);
    base *left = tree(depth > 1 ? depth - 1 - lane % 2 : 0, lane);
    return new node(left, new leaf(lane));
}

int main() {
#ifdef ALL
    char *volatile none = new (std::nothrow) char[1 << 20];
    printf("%d\n", none == nullptr);
    none = new char[1 << 20];
    return 0;
#else
    int lane = (int)muon_hart_id();
    base *volatile whole = tree(4, lane);
    int value = whole->value(), built = living[lane];
    delete whole;
    int *numbers = new int[100 + lane]();
    wide *volatile aligned = new wide, *volatile several = new wide[3];
    bool right = uintptr_t(aligned) % 128 == 0 && uintptr_t(several) % 128 == 0 && !numbers[50 + lane];
    delete[] numbers;
    delete aligned;
    delete[] several;
    printf("%d: %d %d %d %d\n", lane, value, built, living[lane], right);
    return 0;
#endif
}
