#include "muonc/proof/state.h"

void state_note_write(struct analysis *analysis, uint32_t location) {
    const struct flow *flow = analysis->flow;
    const uint64_t *cycles = &flow->in_cycles[analysis->block * flow->cycle_words];
    uint64_t *written = &analysis->written[location * flow->cycle_words];
    for (size_t word = 0; word < flow->cycle_words; word++) {
        analysis->facts += (cycles[word] & ~written[word]) != 0;
        written[word] |= cycles[word];
    }
}

value_id state_make(struct analysis *analysis, uint32_t location, enum value_reason reason,
                    value_id cause) {
    uint32_t scope = analysis->flow->blocks[analysis->block].scope;
    return value_made(&analysis->values, &(struct value_origin){.insn = analysis->insn,
                                                                .location = location,
                                                                .scope = scope,
                                                                .reason = reason,
                                                                .cause = cause});
}
