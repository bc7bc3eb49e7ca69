// <atomic>: what there is of it, as other headers have it; nothing is lock-free.
//
// RUN: for std in 17 20; do muonc -std=c++$std -Wall -Wextra -Werror -O2 %s -o %t.elf && musim %t.elf --dump=wrong:x32; done
// RUN: muonc -O0 %s -o %t.elf && musim %t.elf --dump=wrong:x32
// RUN: muonc -DWRONG -c %s -o %t.o 2>&1 | sed -n "s,.*error: static,error: static,p;/^forms.cpp/p"
#include <atomic>

struct pair {
    short a, b;
};
static int array[4];

std::atomic<int> number{5};
std::atomic<unsigned char> byte{250};
std::atomic<bool> truth;
std::atomic<float> real{1.5f};
std::atomic<int *> pointer{array};
std::atomic<pair> both{{1, 2}};
std::atomic_flag flag = ATOMIC_FLAG_INIT;
unsigned wrong = 1;

#ifdef WRONG
struct triple {
    int a, b, c;
};
std::atomic<triple> large;
std::atomic<long long> wide;
triple get() {
    wide++;
    return large.load();
}
#endif

static unsigned integers() {
    unsigned bad = number++ != 5 || ++number != 7 || number-- != 7 || --number != 5;
    bad |= ((number += 10) != 15 || (number -= 1) != 14 || (number |= 1) != 15) << 1;
    bad |= ((number &= 7) != 7 || (number ^= 2) != 5 || number.exchange(9) != 5) << 2;
    int expected = 8;
    bad |= (number.compare_exchange_strong(expected, 1) || expected != 9) << 3;
    bad |= !number.compare_exchange_weak(expected, 11, std::memory_order_acq_rel) << 4;
    bad |= (number != 11 || byte.fetch_add(10) != 250 || byte != 4) << 5;
    return bad;
}

static unsigned others() {
    unsigned bad = truth.exchange(true) || !truth;
    bad |= (real.fetch_add(2) != 1.5f || (real -= 1) != 2.5f) << 1;
    bad |= (pointer++ != array || (pointer += 2) != array + 3 || pointer.fetch_sub(1) != array + 3) << 2;
    pair before = both.exchange({3, 4}), after = both;
    bad |= (before.b != 2 || after.a != 3) << 3;
    bad |= (flag.test_and_set() || !flag.test() || !flag.test_and_set()) << 4;
    flag.clear(std::memory_order_release);
    bad |= flag.test() << 5;
    bad |= (number.is_lock_free() || std::atomic<int>::is_always_lock_free) << 6;
    std::atomic_thread_fence(std::memory_order_seq_cst);
    return bad;
}

int main() {
    if (muon_hart_id() == 0)
        wrong = integers() | others() << 8;
    return 0;
}
