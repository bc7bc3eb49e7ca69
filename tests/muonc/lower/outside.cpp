// Builtins in initial values that run before main, which are in no function; a default argument is evaluated in one.
// RUN: nbc tasks.c -o %t.nbin && muonc --neutrino=%t.nbin -c %s -o %t.o
unsigned run = neutrino_invoke(empty_task, NO_DEPS, SINGLE_THREAD);
struct box {
    unsigned run = neutrino_invoke(empty_task, NO_DEPS, SINGLE_THREAD);
} box;
static int of(unsigned run = neutrino_invoke(empty_task, NO_DEPS, SINGLE_THREAD)) {
    return run != 0;
}
int main() {
    return of();
}
