/* Work-groups of a library's kernel, one after the other. */
#include "libtask/host/device/native/library.h"
#include "libtask/host/device/native/traps.h"
#include "libtask/host/memory.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* What a thread executes, and where it goes on when a kernel cannot. */
struct run {
    struct tk_group group;
    struct neutrino_dma_arguments_ copy;
    const struct launch *launch;
    void *memory;
    char *arguments;
    void *trap_stack;
    sigjmp_buf failed;
    struct trap trap;
};

static _Thread_local struct run *running;

/* ---- failures ---- */

static _Noreturn void stop(struct run *run) {
    siglongjmp(run->failed, 1);
}

/* The global ids of the group's i-th work-item. */
static void ids_of(const struct tk_group *group, uint32_t i, uint32_t *id) {
    for (int axis = 0; axis < 3; axis++) {
        id[axis] = group->items.global_id[axis] + i % group->items.local_size[axis];
        i /= group->items.local_size[axis];
    }
}

#define ITEM "(%" PRIu32 ", %" PRIu32 ", %" PRIu32 ")"
#define ITEM_OF(id) (id)[0], (id)[1], (id)[2]

static void diverged(const struct tk_group *group, const uint32_t *next) {
    const struct tk_kernel_facts *facts = group->kernel->facts;
    struct run *run = group->loader;
    uint32_t other = 1, here[3], there[3];
    while (next[other] == next[0])
        other++;
    ids_of(group, 0, here);
    ids_of(group, other, there);
    fail(TK_ERROR_FAILED,
         "kernel '%s': work-item " ITEM " has come to %s, but work-item " ITEM
         " of its group to %s: all must come to the same barrier",
         run->launch->kernel->name, ITEM_OF(here), facts->places[next[0]], ITEM_OF(there),
         facts->places[next[other]]);
    stop(run);
}

static void assert_failed(const char *expression, const char *function, const char *file, int line,
                          const uint32_t *id) {
    struct run *run = running;
    fail(TK_ERROR_FAILED, "kernel '%s': %s:%d: %s: assertion '%s' failed in work-item " ITEM,
         run->launch->kernel->name, file, line, function, expression, ITEM_OF(id));
    stop(run);
}

const struct tk_kernel_services library_services = {assert_failed};

/* ---- memory ---- */

static uint64_t rounded(uint64_t bytes, uint64_t alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
}

static uint64_t local_argument_bytes(const struct launch *launch) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < launch->kernel->parameter_count; i++)
        bytes += rounded(launch->arguments[i].bytes, NEUTRINO_LOCAL_ALIGNMENT);
    return bytes;
}

/* One piece for the context, group memory and arguments. */
static bool get_memory(struct run *run) {
    const struct launch *launch = run->launch;
    const struct tk_kernel_facts *facts = launch->kernel->row->facts;
    uint64_t items = (uint64_t)launch->local[0] * launch->local[1] * launch->local[2];
    uint64_t locals = rounded(facts->local_bytes, TK_GROUP_ALIGNMENT);
    uint64_t arguments = rounded(local_argument_bytes(launch), TK_GROUP_ALIGNMENT), context;
    run->group.capacity = rounded(items, TK_GROUP_ALIGNMENT);
    uint64_t words = run->group.capacity * sizeof *run->group.words;
    if (__builtin_mul_overflow(run->group.capacity, facts->context_bytes, &context) ||
        context > INT64_MAX / 2 ||
        !memory_get_aligned(&run->memory, facts->context_alignment,
                            context + words + locals + arguments + TRAP_STACK_BYTES +
                                launch->kernel->argument_bytes + 1))
        return false;
    run->group.context = run->memory;
    run->group.words = (uint32_t *)((char *)run->memory + context);
    run->group.locals = (char *)run->group.words + words;
    run->group.local_arguments = (char *)run->group.locals + locals;
    run->trap_stack = (char *)run->group.local_arguments + arguments;
    run->arguments = (char *)run->trap_stack + TRAP_STACK_BYTES;
    run->group.arguments = run->arguments;
    return true;
}

/* As the kernel takes them: a struct of pointers, sizes and values. */
static void lay_out(const struct launch *launch, char *block) {
    const struct kernel *kernel = launch->kernel;
    for (size_t i = 0; i < kernel->parameter_count; i++) {
        const struct parameter *parameter = &kernel->parameters[i];
        const struct argument *argument = &launch->arguments[i];
        uint64_t word = parameter->kind == NEUTRINO_LOCAL ? argument->bytes : argument->address;
        bool value = parameter->kind != NEUTRINO_POINTER && parameter->kind != NEUTRINO_LOCAL;
        memcpy(block + parameter->offset, value ? argument->value : &word, parameter->bytes);
    }
}

/* ---- groups ---- */

static void begin(struct run *run) {
    const struct launch *launch = run->launch;
    struct neutrino_items *items = &run->group.items;
    run->group.kernel = launch->kernel->row;
    run->group.diverged = diverged;
    run->group.loader = run;
    run->group.copy = &run->copy;
    items->dimensions = launch->dimensions;
    memcpy(items->enqueued_local_size, launch->local, sizeof launch->local);
    memcpy(items->groups, launch->groups, sizeof launch->groups);
    memcpy(items->global_size, launch->global, sizeof launch->global);
    memcpy(items->global_offset, launch->offset, sizeof launch->offset);
    lay_out(launch, run->arguments);
}

/* Those at the end of the grid are smaller. */
static void place_along(struct run *run, int axis, uint32_t number) {
    const struct launch *launch = run->launch;
    struct neutrino_items *items = &run->group.items;
    uint32_t first = number * launch->local[axis], rest = launch->global[axis] - first;
    items->group_id[axis] = number;
    items->local_size[axis] = rest < launch->local[axis] ? rest : launch->local[axis];
    items->global_id[axis] = launch->offset[axis] + first;
}

static void place(struct run *run, uint64_t number) {
    for (int axis = 0; axis < 3; axis++) {
        place_along(run, axis, (uint32_t)(number % run->launch->groups[axis]));
        number /= run->launch->groups[axis];
    }
}

/* Without the divisions, which take as long as a small group. */
static void place_next(struct run *run) {
    for (int axis = 0; axis < 3; axis++) {
        uint32_t next = run->group.items.group_id[axis] + 1;
        bool more = next < run->launch->groups[axis];
        place_along(run, axis, more ? next : 0);
        if (more)
            return;
    }
}

static enum tk_status trapped(struct run *run) {
    const struct neutrino_items *items = &run->group.items;
    struct trap_text text;
    uint32_t id[3];
    trap_describe(&run->trap, &text);
    for (int axis = 0; axis < 3; axis++)
        id[axis] = items->global_id[axis] + text.local_id[axis];
    if (text.has_item)
        return fail(TK_ERROR_FAILED, "kernel '%s': %s, by work-item " ITEM,
                    run->launch->kernel->name, text.what, ITEM_OF(id));
    return fail(TK_ERROR_FAILED, "kernel '%s': %s, by a work-item of group " ITEM,
                run->launch->kernel->name, text.what, ITEM_OF(items->group_id));
}

static enum tk_status run_groups(struct device *device, struct run *run, uint64_t first,
                                 uint64_t end) {
    if (sigsetjmp(run->failed, 1))
        return run->trap.signal ? trapped(run) : TK_ERROR_FAILED;
    place(run, first);
    for (uint64_t group = first; group < end; group++, place_next(run)) {
        if (atomic_load_explicit(&device->stopped, memory_order_relaxed))
            return fail(TK_ERROR_DEVICE_LOST, "the device was lost");
        run->group.kernel->run(&run->group);
    }
    return TK_OK;
}

enum tk_status library_run(struct device *device, const struct launch *launch, uint64_t first,
                           uint64_t end) {
    struct run run = {.launch = launch}, *before = running;
    if (!get_memory(&run))
        return fail_memory();
    begin(&run);
    running = &run;
    run.trap.back = &run.failed;
    run.trap.state.library = (uintptr_t)launch->kernel->row->run;
    run.trap.stack_end = (uintptr_t)__builtin_frame_address(0);
    struct trap_scope scope = traps_begin(&run.trap, run.trap_stack);
    enum tk_status status = run_groups(device, &run, first, end);
    traps_end(&scope);
    running = before;
    if (launch->kernel->everything)
        fflush(stdout);
    free(run.memory);
    return status;
}
