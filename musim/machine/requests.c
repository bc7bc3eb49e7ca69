/* What is asked of a machine while it runs: to end, and to call whoever shows how far it is. */
#include "musim/machine/machine.h"

static unsigned take(struct musim *machine, unsigned request) {
    return atomic_fetch_and_explicit(&machine->requests, ~request, memory_order_relaxed) & request;
}

void musim_interrupt(struct musim *machine) {
    atomic_fetch_or_explicit(&machine->requests, REQUEST_INTERRUPT, memory_order_relaxed);
}

bool machine_take_interrupt(struct musim *machine) {
    return take(machine, REQUEST_INTERRUPT);
}

void musim_ask(struct musim *machine) {
    atomic_fetch_or_explicit(&machine->requests, REQUEST_WATCHER, memory_order_relaxed);
}

void musim_watch(struct musim *machine, const struct musim_watcher *watcher) {
    machine->console.watcher = watcher;
}

void machine_call_watcher(struct musim *machine) {
    const struct musim_watcher *watcher = machine->console.watcher;
    take(machine, REQUEST_WATCHER);
    if (watcher && watcher->asked)
        watcher->asked(watcher->context);
}

void machine_tell_end(const struct musim *machine) {
    const struct musim_watcher *watcher = machine->console.watcher;
    if (watcher && watcher->writes)
        watcher->writes(watcher->context, NULL, 0);
}

uint64_t musim_cycles(const struct musim *machine) {
    uint64_t most = 0;
    for (unsigned i = 0; machine->program && i < machine->config.clusters; i++) {
        uint64_t cycles = cluster_cycles(&machine->clusters[i]);
        if (cycles > most)
            most = cycles;
    }
    return most;
}
