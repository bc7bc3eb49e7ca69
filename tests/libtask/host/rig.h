/* What tests of the engine share: a native device with a queue and a fence, and kernels. */
#ifndef TESTS_LIBTASK_HOST_RIG_H
#define TESTS_LIBTASK_HOST_RIG_H

#include "neutrino/host.h"
#include "tests/suite.h"

#include <string.h>

#define OK(call) ck_assert_msg((call) == TK_OK, "%s: %s", #call, tk_message())
/* A call that fails, with a part of the message. */
#define FAILS(status, text, call)                                                                  \
    do {                                                                                           \
        ck_assert_str_eq(tk_status_name(call), #status);                                           \
        ck_assert_msg(strstr(tk_message(), text) != NULL, "message: %s", tk_message());            \
    } while (0)

struct rig {
    tk_device device;
    tk_queue queue;
    tk_fence fence;
    tk_program program;
    tk_command_buffer commands;
};

/* out[i] = in[i] * factor + 1, and out[i] += 1. */
static inline int scale(const struct tk_item *item, void *const *arguments) {
    const uint32_t *in = arguments[0];
    uint32_t *out = arguments[1], i = item->global_id[0];
    out[i] = in[i] * *(uint32_t *)arguments[2] + 1;
    return 0;
}

static inline int increment(const struct tk_item *item, void *const *arguments) {
    ((uint32_t *)arguments[0])[item->global_id[0]]++;
    return 0;
}

/* Fails at one work-item. */
static inline int fail_at(const struct tk_item *item, void *const *arguments) {
    return item->global_id[0] == *(uint32_t *)arguments[0] ? 7 : 0;
}

static const struct tk_host_parameter scale_parameters[] = {
    {"in", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"out", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0},
    {"factor", NEUTRINO_UINT, NEUTRINO_READ, 4},
};
static const struct tk_host_kernel rig_kernels[] = {
    {"scale", scale, scale_parameters, 3, {0}, false},
    {"increment", increment, &scale_parameters[1], 1, {0}, false},
    {"fail_at", fail_at, &scale_parameters[2], 1, {0}, false},
};

static inline void rig_open(struct rig *rig) {
    OK(tk_open_native(3, &rig->device));
    OK(tk_queue_create(rig->device, &rig->queue));
    OK(tk_fence_create(&rig->fence));
    OK(tk_program_create(rig->device, rig_kernels, 3, &rig->program));
    OK(tk_commands_create(rig->device, &rig->commands));
}

/* The same on a simulated machine, with a program of a file. */
static inline void rig_open_musim(struct rig *rig, const char *program, FILE *console) {
    OK(tk_open_musim(&(struct tk_musim){.console = console}, &rig->device));
    OK(tk_queue_create(rig->device, &rig->queue));
    OK(tk_fence_create(&rig->fence));
    OK(tk_program_load(rig->device, program, &rig->program));
    OK(tk_commands_create(rig->device, &rig->commands));
}

static inline void rig_close(struct rig *rig) {
    OK(tk_commands_destroy(rig->commands));
    OK(tk_program_destroy(rig->program));
    OK(tk_fence_destroy(rig->fence));
    OK(tk_queue_destroy(rig->queue, TK_END_WAIT));
    OK(tk_device_close(rig->device, TK_END_WAIT));
}

/* Dispatches and waits: what the fence says. */
static inline enum tk_status rig_dispatch(struct rig *rig, tk_command_buffer commands) {
    OK(tk_dispatch(rig->queue, commands, &(struct tk_dispatch){.fence = rig->fence}));
    return tk_fence_wait(rig->fence, TK_FOREVER);
}

/* The same, with time stamps. */
static inline enum tk_status rig_profile(struct rig *rig, tk_command_buffer commands) {
    OK(tk_dispatch(rig->queue, commands,
                   &(struct tk_dispatch){.fence = rig->fence, .profile = true}));
    return tk_fence_wait(rig->fence, TK_FOREVER);
}

static inline void rig_run(struct rig *rig) {
    OK(tk_commands_finalize(rig->commands));
    OK(rig_dispatch(rig, rig->commands));
}

static inline tk_buffer rig_buffer(struct rig *rig, uint64_t bytes) {
    tk_buffer buffer;
    OK(tk_buffer_create(rig->device, bytes, 0, &buffer));
    return buffer;
}

/* A launch along one dimension. */
static inline struct tk_launch along(struct rig *rig, const char *kernel, uint32_t items,
                                     size_t count, const struct tk_argument *arguments) {
    return (struct tk_launch){
        .program = rig->program,
        .kernel = kernel,
        .dimensions = 1,
        .global = {items},
        .local = {4},
        .argument_count = count,
        .arguments = arguments,
    };
}

#endif
