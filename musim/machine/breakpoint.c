#include "musim/machine/machine.h"

#include "support/array.h"

#include <string.h>

/* The index of the first one at an address or behind it. */
static size_t find(const struct breakpoints *breakpoints, uint32_t address) {
    size_t i = 0;
    while (i < breakpoints->count && breakpoints->items[i] < address)
        i++;
    return i;
}

static bool is_set(const struct breakpoints *breakpoints, uint32_t address) {
    size_t i = find(breakpoints, address);
    return i < breakpoints->count && breakpoints->items[i] == address;
}

static bool wants(const void *context, const struct muon_insn *insn, uint32_t pc) {
    (void)insn;
    return is_set(context, pc);
}

static enum look look(const void *context, struct warp *warp, const struct uop *uop) {
    (void)uop;
    return is_set(context, warp->pc) ? LOOK_STOP : LOOK_GO_ON;
}

struct looker breakpoints_looker(const struct breakpoints *breakpoints) {
    return (struct looker){.wants = wants, .look = look, .context = breakpoints};
}

static void forget_code(struct musim *machine, uint32_t address) {
    for (unsigned i = 0; i < machine->code_count; i++)
        code_forget_range(&machine->codes[i], address, MUON_WORD_BYTES);
}

bool musim_set_breakpoint(struct musim *machine, uint32_t address) {
    struct breakpoints *breakpoints = &machine->breakpoints;
    if (address % MUON_WORD_BYTES)
        return machine_error(machine, "0x%08x is no address of an instruction", address);
    if (is_set(breakpoints, address))
        return true;
    size_t i = find(breakpoints, address);
    ARRAY_ADD(breakpoints->items, breakpoints->count);
    memmove(breakpoints->items + i + 1, breakpoints->items + i,
            (breakpoints->count - 1 - i) * sizeof *breakpoints->items);
    breakpoints->items[i] = address;
    forget_code(machine, address);
    return true;
}

void musim_clear_breakpoint(struct musim *machine, uint32_t address) {
    struct breakpoints *breakpoints = &machine->breakpoints;
    if (!is_set(breakpoints, address))
        return;
    size_t i = find(breakpoints, address);
    memmove(breakpoints->items + i, breakpoints->items + i + 1,
            (--breakpoints->count - i) * sizeof *breakpoints->items);
    forget_code(machine, address);
}

struct musim_warp_id musim_where(const struct musim *machine) {
    return machine->where;
}
