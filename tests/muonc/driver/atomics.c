/* Atomic objects of up to a word, read and written as such, and changed in one step.
 * RUN: for level in 0 1 2 3 s z; do muonc -O$level %s -o %t.elf && musim %t.elf --dump=wrong:x32; done
 * RUN: muonc -O0 -x c++ -DCXX %s -o %t.elf && musim %t.elf --dump=wrong:x32
 * RUN: muonc -DEXTENSION -O1 -c %s -o %t.o 2>&1 | grep -o "requires the following: 'A'"
 */
#ifndef CXX
#include <stdatomic.h>
#include <stdbool.h>
#endif

struct pair {
    short first, second;
};
struct three {
    char bytes[3];
};

_Atomic(int) number;
_Atomic(float) real;
_Atomic(short) half;
_Atomic(bool) flag;
_Atomic(unsigned char) byte;
_Atomic(int *) pointer;
__shared _Atomic(int) shared;
struct {
    char before;
    _Atomic(int) member;
} container;
int plain, target;
unsigned wrong = 1;

#if defined __riscv_atomic || defined __riscv_a || defined __GCC_HAVE_SYNC_COMPARE_AND_SWAP_4
#error there are no atomic operations but loads and stores
#endif

#ifdef CXX
static unsigned others(void) { return 0; }
#else
_Atomic(struct pair) pair;
_Atomic(struct three) three;
_Atomic(long long) wide;
struct pair two = {7, -1};

static unsigned others(void) {
    pair = two;
    three = (struct three){{1, 2, 3}};
    struct pair p = pair;
    struct three t = three;
    unsigned bad = (p.first != 7 || p.second != -1) | (t.bytes[0] != 1 || t.bytes[2] != 3) << 1;
    bad |= atomic_is_lock_free(&number) << 2 | atomic_is_lock_free(&wide) << 3;
    atomic_store_explicit(&number, 6, memory_order_release);
    atomic_thread_fence(memory_order_seq_cst);
    bad |= (atomic_load_explicit(&number, memory_order_acquire) != 6) << 4;
    bad |= (atomic_fetch_sub(&number, 2) != 6 || number++ != 4 || (number *= 3) != 15) << 5;
    bad |= ((real += 0.5f) != 2 || (half -= 3) != -5 || byte++ != 200 || (shared |= 6) != 15) << 6;
    bad |= (pointer++ != &target || atomic_exchange(&pointer, (int *)0) != &target + 1) << 7;
    struct pair wanted = {7, -1}, other = {1, 2};
    bad |= !atomic_compare_exchange_strong(&pair, &wanted, other) << 8;
    bad |= (atomic_compare_exchange_strong(&pair, &wanted, two) || wanted.second != 2) << 9;
    bad |= (__atomic_fetch_nand(&plain, 1, __ATOMIC_RELAXED) != 3 || plain != ~(3 & 1)) << 10;
    bad |= (ATOMIC_INT_LOCK_FREE || __atomic_always_lock_free(4, 0)) << 11;
    return bad;
}
#endif

int main(void) {
    if (muon_hart_id() != 0)
        return 0;
    number = 5;
    real = 1.5f;
    half = -2;
    flag = 3;
    byte = 200;
    pointer = &target;
    shared = 9;
    container.member = 4;
    int written = 3, read;
    __atomic_store(&plain, &written, __ATOMIC_SEQ_CST);
    __atomic_load(&plain, &read, __ATOMIC_ACQUIRE);
    unsigned bad = (number != 5) | (real != 1.5f) << 1 | (half != -2) << 2 | (flag != 1) << 3;
    bad |= (byte != 200) << 4 | (pointer != &target) << 5 | (shared != 9) << 6;
    bad |= (container.member != 4) << 7 | (read != 3) << 8;
    wrong = bad | others() << 9;
    return 0;
}

#ifdef EXTENSION
int add(int *p) {
    int old;
    __asm__ volatile("amoadd.w %0, %2, (%1)" : "=r"(old) : "r"(p), "r"(1) : "memory");
    return old;
}
#endif
