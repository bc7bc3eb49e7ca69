/* Where in a group's context its work-items keep their slots: one slot of all of them after the
 * other, so that neighbours' values are beside each other. */
#include "muonc/ir/barriers/split.h"
#include "neutrino/host_kernel.h"

static uint64_t rounded(uint64_t bytes, uint64_t alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
}

static bool is_in_context(const struct split_slot *slot) {
    return slot->kept && !slot->uniform;
}

/* A slot begins at its offset times the context's capacity, which is a multiple of
 * TK_GROUP_ALIGNMENT: so one with more alignment comes before all with less. */
void split_lay_out(struct split_kernel *kernel) {
    kernel->context_alignment = TK_GROUP_ALIGNMENT;
    for (size_t i = 0; i < kernel->slot_count; i++)
        if (is_in_context(&kernel->slots[i]) &&
            kernel->slots[i].alignment > kernel->context_alignment)
            kernel->context_alignment = kernel->slots[i].alignment;
    for (unsigned alignment = kernel->context_alignment; alignment; alignment /= 2)
        for (size_t i = 0; i < kernel->slot_count; i++) {
            struct split_slot *slot = &kernel->slots[i];
            if (!is_in_context(slot) || slot->alignment != alignment)
                continue;
            slot->offset = kernel->context_bytes;
            kernel->context_bytes += rounded(slot->bytes, alignment);
        }
    kernel->next_offset = kernel->context_bytes;
    if (kernel->barrier_count)
        kernel->context_bytes += sizeof(uint32_t);
}
