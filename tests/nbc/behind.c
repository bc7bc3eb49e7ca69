/* clang compiles the boilerplate behind the first source, whatever that leaves behind: macros of the
 * words that the boilerplate has, types and functions by its names, open pragmas.
 *
 * RUN: printf 'int main(void) { if (muon_hart_id()) return 0; neutrino_payload((uint8_args_t){{7}, (char *)1, 2.5f, -3, UP}); neutrino_invoke(uint8_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }\n' >%tk.c; printf '#!/bin/sh\nnbc -w "$@" -o %tr.nbin && muonc -w %tk.c --neutrino=%tr.nbin -mcores=1 -mwarps=1 -mlanes=1 -o %tr.elf && musim %tr.elf\n' >%trun; chmod +x %trun
 * RUN: %trun %s
 * RUN: %trun -x c++ %s
 * RUN: cp %s %tsame.cpp && %trun %tsame.cpp
 *
 * Strict about the language, unlike the boilerplate.
 * RUN: for o in -std=c99 -std=c11 -std=c23 -xc++\ -std=c++98 -xc++\ -std=c++20; do %trun $o -pedantic-errors %s; done
 *
 * Optimised or not, the code of tasks is their own.
 * RUN: for o in -O0 -O1 -O2 -Os; do %trun $o %s; done; llvm-nm-19 %tr.nbin | sed -n 's/.* T uint8_task/T uint8_task/p'
 *
 * Sources that end in the middle of a line, or in one that goes on; that include themselves, or that
 * are included again by others; by other names.
 * RUN: head -c -1 %s >%tend.c && %trun %tend.c; (cat %s; printf '//\\') >%tend.c && %trun %tend.c
 * RUN: (echo '#ifndef __INCLUDED'; echo '#define __INCLUDED'; echo '#include __FILE__'; cat %s; echo '#endif') >%tself.c && %trun %tself.c
 * RUN: mkdir %td && cp %s '%td/a "b'\''.c' && ln -s 'a "b'\''.c' %td/link.c && %trun %td/a*.c && %trun %td/link.c && cd %td && %trun link.c
 * RUN: cp %s "$(printf '%td/\351.c')" && nbc -w "$(printf '%td/\351.c')" -o %tr.nbin && llvm-nm-19 %tr.nbin | grep -c 'T .*_task'
 * RUN: cp %s %tname.i && %trun -xc %tname.i && clang-19 --target=riscv64 -w -ffreestanding -I%I -E -P -D__neutrino__=1 %s -o %tname.i && %trun %tname.i
 *
 * Several: it stands behind the first one, for all.
 * RUN: printf 'volatile int seen;\nvoid other_task(int n) {\n    seen = n;\n}\n' >%tother.c && printf 'struct cell { int m; };\nvolatile int more;\nvoid more_task(cell c) {\n    more = c.m;\n}\n' >%tmore.cpp
 * RUN: for s in '%s %tother.c %tmore.cpp' '%tother.c %tmore.cpp %s' '%tmore.cpp %s %tother.c'; do %trun $s; llvm-nm-19 %tr.nbin | grep -c 'T .*_task'; nbc -w -v $s -o %tr.nbin 2>&1 | grep -c clang-19; done
 *
 * No clang library is loaded to tell of it.
 * RUN: for o in --version --help --explain=nu-name; do LD_DEBUG=files nbc $o 2>&1 | grep -c -e libclang -e libLLVM; done
 */
struct vec {
    signed char packed;
};
enum way { DOWN, UP = 4 };
#ifdef __cplusplus
extern "C" {
#endif
int printf(const char *format, ...);

void uint8_task(struct vec v, char *aligned, float factor, short id, enum way way) {
    printf("%d %d %d %d %d\n", v.packed, (int)(long)aligned, (int)(factor * 2), id, way);
}
#ifdef __cplusplus
}
#endif

/* By the names of the boilerplate's types and of what is in them. */
struct neutrino_payload {
    int x;
};
typedef struct uint8_t {
    double d;
} uint8_t, size_t_, run_t;
static int function, payload, bytes, neutrino_args, neutrino_call;
static void use(void) {
    function = payload = bytes = neutrino_args = neutrino_call;
}
void (*user)(void) = use;

#define struct union
#define enum static
#define void int
#define char double
#define float int
#define short long
#define id (
#define way )
#define vec hidden
#define uint32_t char
#define uintptr_t float
#define factor 1
#define bool
#define sizeof 1 +
#define const volatile
#define typedef extern
#define uint8_task(x) x
#define UP 17
#define __attribute__(x)
#define noinline #
#define clang gnu
#define __aligned__(x)
#define NEUTRINO_SHARED_WINDOW 3
#pragma pack(push, 1)
