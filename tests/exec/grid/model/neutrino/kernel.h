/* neutrino/kernel.h for kernels on the host: the work-items of a group take turns, each until its next
 * barrier (model.c). */
#ifndef GRID_MODEL_KERNEL_H
#define GRID_MODEL_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#define __shared
#define __local static

struct model_item {
    uint32_t dimensions, lanes;
    uint32_t global_size[3], offset[3], block[3], groups[3];
    uint32_t group[3], size[3], local[3];
    bool ended;
    int at; /* the barrier that it waits at, -1: none */
};
extern struct model_item *model_item; /* whose turn it is */
void model_barrier(int id);

#define MODEL_FUNCTION(name, expression, otherwise)                                                \
    static inline uint32_t name(uint32_t d) {                                                      \
        const struct model_item *item = model_item;                                                \
        return d < 3 ? (expression) : (otherwise);                                                 \
    }
MODEL_FUNCTION(tk_local_id, item->local[d], 0)
MODEL_FUNCTION(tk_group_id, item->group[d], 0)
MODEL_FUNCTION(tk_global_offset, item->offset[d], 0)
MODEL_FUNCTION(tk_global_id, item->group[d] * item->block[d] + item->local[d] + item->offset[d], 0)
MODEL_FUNCTION(tk_global_size, item->global_size[d], 1)
MODEL_FUNCTION(tk_local_size, item->size[d], 1)
MODEL_FUNCTION(tk_enqueued_local_size, item->block[d], 1)
MODEL_FUNCTION(tk_num_groups, item->groups[d], 1)

static inline uint32_t model_linear(const uint32_t id[3], const uint32_t size[3]) {
    return id[0] + size[0] * (id[1] + size[1] * id[2]);
}
static inline uint32_t tk_work_dim(void) {
    return model_item->dimensions;
}
static inline uint32_t tk_local_linear_id(void) {
    return model_linear(model_item->local, model_item->size);
}
static inline uint32_t tk_group_linear_id(void) {
    return model_linear(model_item->group, model_item->groups);
}
static inline uint32_t tk_global_linear_id(void) {
    uint32_t id[3];
    for (uint32_t d = 0; d < 3; d++)
        id[d] = tk_global_id(d) - tk_global_offset(d);
    return model_linear(id, model_item->global_size);
}
static inline uint32_t tk_max_sub_group_size(void) {
    return model_item->lanes;
}
static inline uint32_t tk_sub_group_id(void) {
    return tk_local_linear_id() / model_item->lanes;
}
static inline uint32_t tk_sub_group_local_id(void) {
    return tk_local_linear_id() % model_item->lanes;
}
static inline uint32_t model_items(void) {
    return tk_local_size(0) * tk_local_size(1) * tk_local_size(2);
}
static inline uint32_t tk_num_sub_groups(void) {
    return (model_items() + model_item->lanes - 1) / model_item->lanes;
}
static inline uint32_t tk_sub_group_size(void) {
    uint32_t rest = model_items() - tk_sub_group_id() * model_item->lanes;
    return rest < model_item->lanes ? rest : model_item->lanes;
}
static inline bool tk_group_leader_(void) {
    return tk_sub_group_id() == 0;
}

enum { TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE = 0, TK_MEMORY_WORK_GROUP = 0 };
#define tk_work_group_barrier(id, scope, semantics) model_barrier(id)

#endif
