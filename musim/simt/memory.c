/* Loads and stores lane by lane: the Neutrino's private memory, devices, and faults. */
#include "musim/simt/simt.h"

#include <string.h>

static bool access_fault(struct warp *warp, unsigned lane, const struct muon_access *access,
                         const char *what, uint32_t address) {
    return warp_fault(warp, (int)lane, "%s: %u-byte %s %s %s address 0x%08x", what, access->bytes,
                      access->store ? "store" : "load", access->store ? "to" : "from",
                      access->shared ? "shared" : "global", address);
}

/* One lane's access; *value is what to store, or what was loaded. */
static bool access_lane(const struct simt_context *context, struct warp *warp, unsigned lane,
                        const struct muon_access *access, uint32_t address, uint32_t *value) {
    const struct simt_bus *bus = &context->bus;
    if (address % access->bytes)
        return access_fault(warp, lane, access, "misaligned access", address);
    uint8_t *memory;
    if (access->shared)
        memory = address < NEUTRINO_SHARED_BYTES ? context->shared + address : NULL;
    else
        memory = bus->memory(bus->context, address);
    if (memory) {
        if (access->store)
            memcpy(memory, value, access->bytes);
        else
            memcpy(value, memory, access->bytes);
        return true;
    }
    bool device = !access->shared &&
                  (access->store ? bus->store(bus->context, warp, address, access->bytes, *value)
                                 : bus->load(bus->context, warp, address, access->bytes, value));
    return device || access_fault(warp, lane, access, "unmapped address", address);
}

/* A store is told before it is done, also if one of its lanes faults. */
static void tell(const struct simt_context *context, const struct warp *warp,
                 const struct muon_access *access, const uint32_t *addresses,
                 const uint32_t *values) {
    if (!context->tap || !context->tap->access)
        return;
    const struct simt_access told = {
        .pc = warp->pc,
        .tmask = warp->tmask,
        .addresses = addresses,
        .values = values,
        .size = access->bytes,
        .store = access->store,
        .shared = access->shared,
    };
    context->tap->access(context->tap->context, warp, &told);
}

bool simt_memory(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    const struct muon_access *access = &muon_op_info(uop->op)->access;
    const uint32_t *base = warp_register(context, warp, uop->rs1);
    const uint32_t *source = warp_register(context, warp, uop->rs2);
    uint32_t *destination = warp_register(context, warp, uop->rd);
    unsigned unused_bits = 32 - 8 * access->bytes;
    /* Addresses first: the destination may be the base. */
    uint32_t addresses[NEUTRINO_MAX_LANES];
    for (unsigned lane = 0; lane < context->lanes; lane++)
        addresses[lane] = base[lane] + (uint32_t)uop->imm;
    if (access->store)
        tell(context, warp, access, addresses, source);
    for (uint32_t rest = warp->tmask; rest; rest &= rest - 1) {
        unsigned lane = lowest_lane(rest);
        uint32_t value = access->store ? source[lane] : 0;
        if (!access_lane(context, warp, lane, access, addresses[lane], &value))
            return false;
        if (!access->store)
            destination[lane] =
                access->sign ? (uint32_t)((int32_t)(value << unused_bits) >> unused_bits) : value;
    }
    if (!access->store)
        tell(context, warp, access, addresses, NULL);
    return true;
}
