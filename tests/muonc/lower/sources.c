/* What a source means is the same for a unit with calls, wherever they stand: headers that are
 * included several times, names of files, counters, and macros by the builtins' own names. (sources.test) */
#ifndef INSIDE
#define INSIDE

#define FUNCTION first
#define FLAGS WARPS(1)
#include "twice.h"
#undef FUNCTION
#undef FLAGS
#define FUNCTION second
#define FLAGS WARPS(2)
#include "twice.h"
#if __has_include("once.h") && !__has_include("never.h")
#include "once.h"
#include "./once.h"
#endif
#include "sources.c"

#define neutrino_complete(run, flags) (count += 1, neutrino_complete(run, flags))
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define RUN run_t PASTE(run, __COUNTER__) = neutrino_invoke(0, NO_DEPS, MANUAL | WARPS(1))
#define PLAIN int PASTE(run, __COUNTER__) = 3
#define LATER(x) (values[3] += (x))
#define START neutrino_invoke(0, NO_DEPS, SYNC | WARPS(1)); LATER
#define STRING(x) #x

int values[6], count;

int main(void) {
    if (muon_hart_id())
        return 0;
    PLAIN; RUN; PLAIN; RUN;
    values[0] = __COUNTER__;
    values[1] = __INCLUDE_LEVEL__;
    values[2] = __BASE_FILE__[0] == __FILE__[0];
    neutrino_complete(run1, WARPS(1));
    neutrino_complete(run3, WARPS(1)), START (7);
    values[4] = sizeof STRING(neutrino_complete(run, flags));
    values[5] = inside(__LINE__);
    first(0);
    second(0);
    once(0);
    return 0;
}
#else
static int inside(int line) {
    neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(4));
    return line;
}
#endif
