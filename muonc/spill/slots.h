/* The program's spill slots, and which registers they can be: those from x32 on that hand-written
 * code does not name. While a function runs, so may whatever it calls; the registers of its slots
 * must differ from theirs. */
#ifndef MUONC_SPILL_SLOTS_H
#define MUONC_SPILL_SLOTS_H

#include "muonc/program/call_graph.h"
#include "muonc/program/registers.h"
#include "muonc/spill/stack.h"
#include "object/frames.h"

/* Four bytes of a frame. */
struct slot {
    int32_t offset; /* from the stack pointer at entry */
    unsigned loads, stores;
    uint64_t weight; /* how often they may run */
    bool fits;       /* only whole words are loaded and stored */
    uint8_t reg;     /* 0: it stays on the stack */
};

struct slot_frame {
    bool compiled; /* the compiler told its slots, and control enters it at its start only */
    enum frame_results results;
    struct slot *slots; /* by offset */
    size_t count;
    struct stack stack; /* without accesses if not followed */
};

/* For each function of the list; reads .neutrino.frames. What is malformed there tells nothing.
 * The caller frees it. */
struct slot_frame *slots_read(const struct image *image, const struct function_list *functions);
/* Whether an object says there that frames have to stay as they are. */
bool slots_stay(const struct image *image);
void slots_free(struct slot_frame *frames, size_t count);

/* Finds each slot's accesses. */
void slots_count(struct slot_frame *frames, const struct call_graph *graph);

/* Chooses registers out of a set, for the slots that are accessed most first. */
void slots_assign(struct slot_frame *frames, const struct call_graph *graph, register_set pool);

/* The slot that an instruction accesses, NULL if none. */
struct slot *slots_at(const struct slot_frame *frame, size_t insn);

#endif
