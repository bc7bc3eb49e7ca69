/* Constructors and destructors are in the sections that linker scripts of RISC-V have for them, by
 * priority, and in the group of what they are for; small variables are in no sections of their own.
 * RUN: muonc -O0 -c %s -o %t.o && llvm-readelf-19 -S %t.o | awk "/_array|ctors|dtors|sbss|sdata/ {sub(/.*\\]/, \"\"); print \$1, \$2}"
 * RUN: muonc -O0 -mcores=1 -mwarps=1 -mlanes=1 -nostartfiles -nodefaultlibs -T constructors.ld %s -o %t.elf && musim %t.elf --dump=order:i32
 */
int order[4], next;

__attribute__((constructor)) static void second() {
    order[next++] = 2;
}

__attribute__((constructor(200))) static void first() {
    order[next++] = 1;
}

__attribute__((destructor)) static void last() {
    order[next++] = 9;
}

struct counted {
    counted() { order[next++] = 3; }
};
template <int> struct holder {
    static counted member;
};
template <int n> counted holder<n>::member;
template struct holder<1>;

typedef void function();
extern function *const init_start[], *const init_end[], *const fini_start[], *const fini_end[];

/* __uniform: what a table of functions holds is the same in each lane. */
static void call_all(function *const *from, function *const *to) {
    for (; from != to; from++)
        __uniform(*from)();
}

extern "C" void _start() {
    __asm__ volatile("li sp, 0x7f000000");
    call_all(init_start, init_end);
    call_all(fini_start, fini_end);
    __asm__ volatile("tohost zero");
}
