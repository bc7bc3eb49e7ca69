/* A warp's life, and how it ends early. */
#include "musim/simt/simt.h"

#include "support/alloc.h"
#include "support/diag.h"

#include <stdarg.h>
#include <stdlib.h>

void warp_set_state(struct warp *warp, enum warp_state state) {
    const struct simt_bus *bus = &warp->core->simt->bus;
    uint32_t bit = UINT32_C(1) << warp->index;
    if (state == WARP_READY)
        warp->core->runnable |= bit;
    else
        warp->core->runnable &= ~bit;
    if (warp->state == state)
        return;
    warp->state = (uint8_t)state;
    if (!warp->arriving)
        bus->changed(bus->context, warp);
}

void warp_start(const struct simt_context *context, struct warp *warp, uint32_t pc,
                const struct warp *spawner) {
    context->bus.started(context->bus.context, warp, spawner);
    warp->pc = pc;
    warp->tmask = context->all_lanes;
    warp->depth = 0;
    warp->payload_words = 0;
    warp->looked = warp->arriving = false;
    warp_set_state(warp, WARP_READY);
}

void warp_end(struct warp *warp) {
    warp->tmask = 0;
    warp_set_state(warp, WARP_INACTIVE);
}

static bool fault(const struct warp *warp, int lane, const struct diag_location *where,
                  const char *format, va_list arguments) {
    const struct simt_bus *bus = &warp->core->simt->bus;
    char *text = xvasprintf(format, arguments);
    bus->fault(bus->context, warp, lane, where, text);
    free(text);
    return false;
}

bool warp_fault(const struct warp *warp, int lane, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fault(warp, lane, NULL, format, arguments);
    va_end(arguments);
    return false;
}

bool warp_fault_at(const struct warp *warp, const struct diag_location *where, const char *format,
                   ...) {
    va_list arguments;
    va_start(arguments, format);
    fault(warp, -1, where, format, arguments);
    va_end(arguments);
    return false;
}
