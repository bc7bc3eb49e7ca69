/* Assembly that is a declaration makes a unit go through LLVM assembly; nothing else does.
 * RUN: for n in 0 1 2 3 4 5 6; do muonc -std=c++17 -v -w -DCASE=$n -S %s -o - 2>%t.v | grep -c 'vx_tmc'; grep -o 'emit-llvm" "-[Sc]' %t.v; done
 * RUN: echo 'extern int x; int x; ; _Static_assert(1, ""); int y __asm__("z");' >%t.c && muonc -v -S %t.c -o /dev/null 2>&1 | grep -o 'emit-llvm" "-[Sc]'
 * RUN: echo '__extension__ __asm__("vx_tmc x0");' >%t.c && muonc -v -S %t.c -o /dev/null 2>&1 | grep -o 'emit-llvm" "-[Sc]' */
#define ASSEMBLY __asm__("vx_tmc x0")
#define NOTHING
#if CASE == 0
namespace a {
template <class T> constexpr bool variable = true;
template <class T> struct pair { static_assert(variable<T>); };
}
using namespace a;
namespace c = a;
template struct a::pair<int>;
NOTHING;
;
int named __asm__("other");
void f() { asm("vx_tmc x0"); }
struct s { void f() { asm("vx_tmc x1"); } };
#elif CASE == 1
asm("vx_tmc x0");
#elif CASE == 2
ASSEMBLY;
#elif CASE == 3
namespace a { inline namespace b { __asm("vx_tmc x0"); } }
#elif CASE == 4
extern "C" { extern "C++" { ASSEMBLY; } }
#elif CASE == 5
NOTHING ASSEMBLY;
#else
int f(run_t run) { neutrino_complete(run, WARPS(1)); return 0; }
ASSEMBLY;
#endif
