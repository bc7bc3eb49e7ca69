/* The SIMT cores: warps, and the interpreter that runs one warp for a slice of time. What is not of
 * a core it reaches through its bus (bus.h).
 *
 * A register of a warp is one contiguous vector of `width` lanes (the machine's lanes rounded up to
 * 8, 16 or 32; lanes beyond the machine's are never active). simt_exec.c is the fast part, compiled
 * for each width and several vector units. What is rare, and what touches anything beyond
 * registers, plain memory and control flow, goes through simt_slow, which is compiled once and
 * works lane by lane.
 *
 * Of the fast part there is a second compilation that tells each instruction and access to a
 * simt_tap. It is taken only while somebody listens, so that the first one costs nothing for it. */
#ifndef MUSIM_SIMT_H
#define MUSIM_SIMT_H

#include "musim/simt/bus.h"
#include "musim/simt/decode.h"
#include "neutrino/platform.h"

#include <stdbool.h>
#include <stdint.h>

enum warp_state {
    WARP_INACTIVE,
    WARP_READY,
    WARP_WAIT_RUN,  /* SYNC: until the scoreboard wakes it */
    WARP_WAIT_ROOM, /* the scoreboard was full: execute the invoke at pc again */
    WARP_WAIT_BARRIER,
};

enum { SIMT_STACK_DEPTH = 4096, PAYLOAD_WORDS = NEUTRINO_PAYLOAD_BYTES / 4, BARRIERS = 16 };

/* vx_split's stack: a mask to restore, and where to jump unless it is 0. (pc 0 is never code.) */
struct simt_entry {
    uint32_t mask, pc;
};

struct warp {
    struct core *core;
    uint32_t pc;    /* while a slice runs: only up to date in simt_slow */
    uint32_t tmask; /* likewise */
    uint32_t hart;  /* of lane 0, counted over the whole machine */
    uint8_t index;  /* in core */
    uint8_t state;  /* enum warp_state */
    uint8_t fflags; /* without what the host's unit still holds (host_float.h) */
    uint8_t
        rounding[8]; /* an instruction's rm → enum sf_rounding, above 4 if illegal; [7] is frm */
    uint8_t barrier; /* which one it waits for */
    run_id waits_for;
    uint64_t stack_loads, stack_stores; /* relative to sp */
    uint64_t payloads;                  /* instructions */
    bool looked;   /* at the instruction at pc, and the slice ended before it */
    bool arriving; /* at a run: whether it has to wait is not settled yet */
    unsigned payload_words;
    uint32_t payload[PAYLOAD_WORDS];
    unsigned depth;
    struct simt_entry stack[SIMT_STACK_DEPTH];
    _Alignas(128) uint32_t x[UOP_REGISTERS * NEUTRINO_MAX_LANES]; /* [register][width] */
};

/* Of clusters on different threads, no two share a line of the host's caches. */
struct core {
    _Alignas(128) const struct simt_context *simt;
    struct warp *warps;
    uint8_t index;                            /* in cluster */
    uint32_t runnable;                        /* warps in state WARP_READY, as a mask */
    uint64_t instructions, lane_instructions; /* of slices that ended */
};

/* What a slice needs, the same for all warps of a cluster. */
struct simt_context {
    struct simt_bus bus;
    const struct simt_tap *tap; /* of the observed interpreter */
    const bool *leave;          /* set by the bus or a tap: end the slice after this instruction */
    struct code *code;
    uint8_t *global;                     /* host address of global address 0 */
    uint8_t *shared;                     /* the cluster's, with a guard on both sides */
    unsigned lanes, width, warps, cores; /* warps of a core, cores of a cluster */
    unsigned cluster;                    /* its number */
    uint32_t block;                      /* of the grid, that the cluster executes */
    uint32_t grid[3], block_size[3];     /* of the launch block */
    uint32_t all_lanes;                  /* mask */
    uint32_t stack_bytes, stack_stride;  /* of a lane, from NEUTRINO_STACK_TOP downwards */
};

/* Runs warp for at most budget instructions, less if it ends, stalls or faults. Returns how many it
 * executed and adds the active lanes' to *lane_instructions. */
typedef unsigned simt_run_fn(const struct simt_context *context, struct warp *warp, unsigned budget,
                             uint64_t *lane_instructions);

/* Lanes in a row of registers: the narrowest compiled width that holds the machine's lanes. */
static inline unsigned simt_width(unsigned lanes) {
    return lanes <= 8 ? 8 : lanes <= 16 ? 16 : 32;
}

/* The best interpreter that this host can run, and its twin that tells the tap; unit, if not NULL,
 * demands one of simt_units. false if this host has no such unit. */
struct simt_interpreter {
    simt_run_fn *plain, *observed;
};
bool simt_select(unsigned width, const char *unit, struct simt_interpreter *interpreter);
/* Names of the vector units compiled in and usable here, best first, ended by NULL. */
const char *const *simt_units(void);

/* Prepares the code at warp->pc for execution. Returns whether the slice goes on: not at pc 0,
 * which ends the warp, nor where no code can be. */
bool simt_fetch(const struct simt_context *context, struct warp *warp);

/* Executes the instruction at warp->pc in full, with pc and tmask. executed counts the slice's
 * instructions before this one, for counters. Returns whether the slice goes on. */
bool simt_slow(const struct simt_context *context, struct warp *warp, const struct uop *uop,
               unsigned executed);

/* The parts of simt_slow. Each returns whether the slice goes on. */
bool simt_memory(const struct simt_context *context, struct warp *warp, const struct uop *uop);
bool simt_float(const struct simt_context *context, struct warp *warp, const struct uop *uop);
bool simt_csr(const struct simt_context *context, struct warp *warp, const struct uop *uop,
              unsigned executed);
bool simt_neutrino(const struct simt_context *context, struct warp *warp, const struct uop *uop);

/* fma's flags where the host's unit has its own mind: inf × 0 + NaN is invalid. */
void simt_fma_flags(const struct simt_context *context, struct warp *warp, uint32_t tmask,
                    const struct uop *uop);

/* Asks those who look (look.h) before the instruction at the warp's pc. */
enum look simt_look(struct code *code, struct warp *warp, const struct uop *uop);

/* Starts a warp: all lanes active, empty stack. Registers keep their values. spawner NULL: it
 * starts a block. */
void warp_start(const struct simt_context *context, struct warp *warp, uint32_t pc,
                const struct warp *spawner);
void warp_end(struct warp *warp);
void warp_set_state(struct warp *warp, enum warp_state state);

/* The run stops with this message; lane -1 if it concerns the whole warp. Always false. */
bool warp_fault(const struct warp *warp, int lane, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same of the whole warp, with the place in the source. */
bool warp_fault_at(const struct warp *warp, const struct diag_location *where, const char *format,
                   ...) __attribute__((format(printf, 3, 4)));

static inline uint32_t *warp_register(const struct simt_context *context, struct warp *warp,
                                      unsigned number) {
    return warp->x + number * context->width;
}

/* Of the instruction that the warp waits in, or else of the next. A SYNC or a barrier has been
 * executed, an invoke without room has not. */
static inline uint32_t warp_place(const struct warp *warp) {
    bool in_it = warp->state == WARP_WAIT_RUN || warp->state == WARP_WAIT_BARRIER;
    return in_it ? warp->pc - MUON_WORD_BYTES : warp->pc;
}

static inline unsigned lowest_lane(uint32_t tmask) {
    return (unsigned)__builtin_ctz(tmask);
}

/* The value that counts where an operand is the warp's rather than a lane's. */
static inline uint32_t warp_uniform(const struct simt_context *context, struct warp *warp,
                                    unsigned number) {
    return warp_register(context, warp, number)[lowest_lane(warp->tmask)];
}

#endif
