/* The Neutrino instructions and the hardware barrier. */
#include "musim/simt/simt.h"
#include "neutrino/platform.h"

#include <string.h>

static void write_lanes(const struct simt_context *context, struct warp *warp, unsigned rd,
                        uint32_t value) {
    uint32_t *destination = warp_register(context, warp, rd);
    for (uint32_t rest = warp->tmask; rest; rest &= rest - 1)
        destination[lowest_lane(rest)] = value;
}

/* The task operand; a fault if it is none. */
static bool task_operand(const struct simt_context *context, struct warp *warp,
                         const struct uop *uop, uint8_t *task) {
    uint32_t value =
        uop->op == MUON_NU_INVOKEI ? (uint32_t)uop->imm : warp_uniform(context, warp, uop->rs1);
    *task = (uint8_t)value;
    if (value <= UINT8_MAX)
        return true;
    return warp_fault(warp, (int)lowest_lane(warp->tmask), "task id %u is above 255", value);
}

static bool captures_payload(unsigned task) {
    return task >= 1 && task <= NEUTRINO_MAX_TASK;
}

static void empty_payload(struct warp *warp) {
    memset(warp->payload, 0, warp->payload_words * sizeof warp->payload[0]);
    warp->payload_words = 0;
}

static bool invoke(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    struct sb_invoke invoke = {
        .retire = uop->retire,
        .part = uop->part,
        .n = uop->elems,
        .sync = uop->sync,
        .deps = {warp_uniform(context, warp, uop->rs2), warp_uniform(context, warp, uop->rs3),
                 warp_uniform(context, warp, uop->rs4)},
    };
    if (!task_operand(context, warp, uop, &invoke.task))
        return false;
    run_id run = 0;
    warp->waits_for = 0;
    /* The wake of a SYNC run that is over at once comes during the call. */
    warp->arriving = true;
    warp_set_state(warp, WARP_WAIT_RUN);
    enum sb_arrival arrival = context->bus.invoke(context->bus.context, warp, &invoke, &run);
    if (arrival == SB_FULL) {
        warp->waits_for = (run_id)invoke.task << NEUTRINO_RUN_COUNTER_BITS;
        warp_set_state(warp, WARP_WAIT_ROOM);
    } else if (arrival == SB_ARRIVED) {
        warp_set_state(warp, WARP_READY);
    } else {
        warp->waits_for = run;
    }
    warp->arriving = false;
    if (warp->state != WARP_READY)
        context->bus.changed(context->bus.context, warp);
    if (arrival == SB_FULL)
        return false;
    if (captures_payload(invoke.task))
        empty_payload(warp);
    write_lanes(context, warp, uop->rd, run);
    return warp->state == WARP_READY;
}

static bool payload(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    unsigned first = 3 * ((unsigned)uop->imm & 63);
    warp->payload[first] = warp_uniform(context, warp, uop->rs2);
    warp->payload[first + 1] = warp_uniform(context, warp, uop->rs3);
    warp->payload[first + 2] = warp_uniform(context, warp, uop->rs4);
    if (warp->payload_words < first + 3)
        warp->payload_words = first + 3;
    warp->payloads++;
    return true;
}

static bool complete(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    context->bus.complete(context->bus.context, warp, warp_uniform(context, warp, uop->rs1),
                          (enum muon_part)uop->part, uop->elems);
    return true;
}

static bool barrier(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    uint32_t number = warp_uniform(context, warp, uop->rs1);
    uint32_t count = warp_uniform(context, warp, uop->rs2);
    unsigned warps = context->cores * context->warps;
    int lane = (int)lowest_lane(warp->tmask);
    if (number == NEUTRINO_NO_BARRIER)
        return warp_fault(warp, lane,
                          "a barrier of a work-group that has more work-items than the cluster has "
                          "lanes, in a function that is in another file than the kernel, or is "
                          "called through a pointer: the kernel cannot be split there");
    if (number >= BARRIERS)
        return warp_fault(warp, lane, "barrier %u does not exist: there are 0 to %d", number,
                          BARRIERS - 1);
    if (count > warps)
        return warp_fault(warp, lane, "barrier of %u warps in a cluster that has %u", count, warps);
    return context->bus.barrier(context->bus.context, warp, number, count);
}

bool simt_neutrino(const struct simt_context *context, struct warp *warp, const struct uop *uop) {
    switch (uop->op) {
    case UOP_BARRIER: return barrier(context, warp, uop);
    case MUON_NU_PAYLOAD: return payload(context, warp, uop);
    case MUON_NU_COMPLETE: return complete(context, warp, uop);
    default: return invoke(context, warp, uop);
    }
}
