#include "muonc/spill/slots.h"

#include "support/alloc.h"

#include <stdlib.h>

enum { WORD = 4, MAX_SLOTS = 4096 };

/* ---- what the compiler told ---- */

static int by_offset(const void *a, const void *b) {
    const struct slot *left = a, *right = b;
    return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static size_t words_of(const struct frame_record *record) {
    size_t words = 0;
    for (uint32_t i = 0; i < record->count && words <= MAX_SLOTS; i++)
        words += frame_record_slot(record, i).size / WORD;
    return words;
}

static void take_words(struct slot_frame *frame, struct frame_slot slot) {
    bool aligned = slot.offset % WORD == 0;
    for (uint32_t byte = 0; byte + WORD <= slot.size; byte += WORD)
        frame->slots[frame->count++] =
            (struct slot){.offset = slot.offset + (int32_t)byte, .fits = aligned};
}

static bool is_sane(const struct slot_frame *frame) {
    for (size_t i = 0; i < frame->count; i++)
        if (frame->slots[i].offset > INT32_MAX - WORD ||
            (i && (int64_t)frame->slots[i - 1].offset + WORD > frame->slots[i].offset))
            return false;
    return true;
}

static void read_record(const struct image *image, const struct function_list *functions,
                        const struct image_relocation *relocation,
                        const struct frame_record *record, struct slot_frame *frames) {
    const struct function *function =
        functions_at(functions, image, image_target(image, relocation));
    if (!function || image->symbols[function->symbol].size != record->code_size)
        return;
    struct slot_frame *frame = &frames[function - functions->items];
    size_t words = words_of(record);
    if (words > MAX_SLOTS || frame->slots)
        return;
    frame->slots = xcalloc(words + 1, sizeof *frame->slots);
    for (uint32_t i = 0; i < record->count; i++)
        take_words(frame, frame_record_slot(record, i));
    qsort(frame->slots, frame->count, sizeof *frame->slots, by_offset);
    frame->results = record->results;
    frame->compiled = is_sane(frame);
    if (!frame->compiled)
        frame->count = 0;
}

struct slot_frame *slots_read(const struct image *image, const struct function_list *functions) {
    struct slot_frame *frames = xcalloc(functions->count + 1, sizeof *frames);
    const struct image_section *section = image_find_section(image, FRAMES_SECTION);
    struct frame_record record;
    size_t offset = 0, next = 0;
    if (!section || !section->bytes)
        return frames;
    while (frame_record_next(section->bytes, section->size, &offset, &record)) {
        while (next < section->relocation_count &&
               section->relocations[next].offset < record.address)
            next++;
        if (next < section->relocation_count && section->relocations[next].offset == record.address)
            read_record(image, functions, &section->relocations[next], &record, frames);
    }
    return frames;
}

bool slots_stay(const struct image *image) {
    const struct image_section *section = image_find_section(image, FRAMES_SECTION);
    struct frame_record record;
    size_t offset = 0;
    while (section && section->bytes &&
           frame_record_next(section->bytes, section->size, &offset, &record))
        if (record.code_size == FRAMES_STAY)
            return true;
    return false;
}

void slots_free(struct slot_frame *frames, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(frames[i].slots);
        free(frames[i].stack.accesses);
    }
    free(frames);
}

/* ---- accesses ---- */

/* The slots that an access touches are one behind the other; the first, or where it would be. */
static struct slot *first_touched(const struct slot_frame *frame, int32_t offset) {
    size_t low = 0, high = frame->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frame->slots[middle].offset + WORD <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return &frame->slots[low];
}

struct slot *slots_at(const struct slot_frame *frame, size_t insn) {
    const struct stack_access *access = &frame->stack.accesses[insn];
    struct slot *slot = first_touched(frame, access->offset);
    bool touches = access->known && slot < frame->slots + frame->count &&
                   slot->offset < (int64_t)access->offset + access->bytes;
    return touches ? slot : NULL;
}

static void count_access(struct slot_frame *frame, const struct function *function, size_t insn,
                         uint64_t weight) {
    const struct stack_access *access = &frame->stack.accesses[insn];
    struct slot *slot = slots_at(frame, insn);
    if (!slot)
        return;
    if (muon_op_info(function->insns[insn].words[0].op)->class == MUON_CLASS_STORE)
        slot->stores++;
    else
        slot->loads++;
    slot->weight = slot->weight + weight < weight ? UINT64_MAX : slot->weight + weight;
    bool whole = access->bytes == WORD && access->offset == slot->offset;
    for (; !whole && slot < frame->slots + frame->count &&
           slot->offset < (int64_t)access->offset + access->bytes;
         slot++)
        slot->fits = false;
}

/* How many loops an instruction is in: the backward jumps over it to different places. */
static unsigned *loop_depths(const struct image *image, const struct function *function) {
    unsigned *depth = xcalloc(function->count + 1, sizeof *depth);
    size_t *end = xcalloc(function->count + 1, sizeof *end); /* of the loop that starts here */
    for (size_t i = 0; i < function->count; i++) {
        ptrdiff_t to = function_target(image, function, i);
        if (to != FUNCTION_OUTSIDE && (size_t)to <= i)
            end[to] = i;
    }
    /* Each loop adds one from its start on and takes it back behind its end. */
    for (size_t i = 0; i < function->count; i++)
        if (end[i]) {
            depth[i]++;
            depth[end[i] + 1]--;
        }
    for (size_t i = 1; i < function->count; i++)
        depth[i] += depth[i - 1];
    free(end);
    return depth;
}

static uint64_t scaled(uint64_t frequency, unsigned depth) {
    for (; depth > 0 && frequency < UINT64_MAX; depth--)
        frequency = frequency > UINT64_MAX / 8 ? UINT64_MAX : frequency * 8;
    return frequency;
}

static void count_frame(struct slot_frame *frames, const struct call_graph *graph, size_t node,
                        uint64_t *frequency) {
    const struct function *function = &graph->functions->items[node];
    struct slot_frame *frame = &frames[node];
    unsigned *depth = loop_depths(graph->image, function);
    for (size_t i = 0; i < function->count; i++) {
        size_t callee;
        uint64_t weight = scaled(frequency[node], depth[i]);
        if (frame->stack.accesses)
            count_access(frame, function, i, weight);
        if (call_graph_leaves(graph, function, i, &callee) == CALL_EXIT_DIRECT) {
            uint64_t sum = frequency[callee] + weight;
            frequency[callee] = sum < weight ? UINT64_MAX : sum;
        }
    }
    free(depth);
}

/* Callers before callees. */
void slots_count(struct slot_frame *frames, const struct call_graph *graph) {
    uint64_t *frequency = xcalloc(graph->count, sizeof *frequency);
    for (size_t i = 0; i < graph->count; i++)
        frequency[i] = 1;
    for (size_t i = graph->count; i-- > 0;) {
        size_t node = graph->order[i];
        if (node >= graph->functions->count)
            continue;
        if (frames[node].compiled && frames[node].count)
            frames[node].stack = stack_follow(graph->image, &graph->functions->items[node]);
        count_frame(frames, graph, node, frequency);
    }
    free(frequency);
}

/* ---- assignment ---- */

struct candidate {
    struct slot *slot;
    size_t node;
};

struct assignment {
    const struct call_graph *graph;
    register_set pool;
    register_set *own, *above, *below; /* of each node, its callers', its callees' slots */
    size_t *worklist;
};

static int by_weight(const void *a, const void *b) {
    const struct candidate *left = a, *right = b;
    if (left->slot->weight != right->slot->weight)
        return left->slot->weight > right->slot->weight ? -1 : 1;
    if (left->node != right->node)
        return left->node < right->node ? -1 : 1;
    return left->slot < right->slot ? -1 : left->slot > right->slot;
}

/* A register is taken for all nodes that lead to this one, or that this one leads to. */
static void take(struct assignment *assignment, size_t node, register_set *taken, bool callers,
                 register_set bit) {
    size_t waiting = 0;
    assignment->worklist[waiting++] = node;
    while (waiting) {
        const struct call_graph_node *of =
            &assignment->graph->nodes[assignment->worklist[--waiting]];
        const size_t *next = callers ? of->callers : of->callees;
        for (size_t i = callers ? of->caller_count : of->callee_count; i-- > 0;) {
            if (taken[next[i]] & bit)
                continue;
            taken[next[i]] |= bit;
            assignment->worklist[waiting++] = next[i];
        }
    }
}

static void assign(struct assignment *assignment, const struct candidate *candidate) {
    size_t node = candidate->node;
    register_set possible = assignment->pool & ~(assignment->own[node] | assignment->above[node] |
                                                 assignment->below[node]);
    for (unsigned reg = REGISTER_HIGH; reg < MUON_REGISTERS; reg++) {
        register_set bit = REGISTER_BIT(reg);
        if (!(possible & bit))
            continue;
        candidate->slot->reg = (uint8_t)reg;
        assignment->own[node] |= bit;
        take(assignment, node, assignment->below, true, bit);
        take(assignment, node, assignment->above, false, bit);
        return;
    }
}

static struct candidate *collect(struct slot_frame *frames, const struct call_graph *graph,
                                 size_t *count) {
    size_t total = 0;
    for (size_t f = 0; f < graph->functions->count; f++)
        total += frames[f].count;
    struct candidate *candidates = xcalloc(total + 1, sizeof *candidates);
    *count = 0;
    for (size_t f = 0; f < graph->functions->count; f++)
        for (size_t i = 0; frames[f].stack.accesses && i < frames[f].count; i++)
            if (frames[f].slots[i].fits && frames[f].slots[i].weight && !graph->nodes[f].recursive)
                candidates[(*count)++] = (struct candidate){&frames[f].slots[i], f};
    qsort(candidates, *count, sizeof *candidates, by_weight);
    return candidates;
}

void slots_assign(struct slot_frame *frames, const struct call_graph *graph, register_set pool) {
    size_t count;
    struct candidate *candidates = collect(frames, graph, &count);
    register_set *sets = xcalloc(3 * graph->count, sizeof *sets);
    struct assignment assignment = {
        .graph = graph,
        .pool = pool,
        .own = sets,
        .above = sets + graph->count,
        .below = sets + 2 * graph->count,
        .worklist = xcalloc(graph->count + 1, sizeof(size_t)),
    };
    for (size_t i = 0; i < count; i++)
        assign(&assignment, &candidates[i]);
    free(assignment.worklist);
    free(sets);
    free(candidates);
}
