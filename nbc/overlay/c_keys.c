/* Keys of tasks, by which the runtime looks for them: sums of their variables times factors, and
 * their names' numbers. Where the variables' ranges allow, no two tasks of a run have the same. */
#include "nbc/overlay/c.h"

#include <stdint.h>
#include <stdio.h>

/* Numbers of names, rounded up to a power of two: so what is added to a multiple stays apart from
 * other such sums when they are cut to 32 bits. */
static uint64_t name_count(const struct overlay_program *program, const struct overlay *overlay) {
    uint64_t count = 0, power = 1;
    for (size_t i = 0; i < program->task_count; i++)
        count += program->tasks[i]->overlay == overlay;
    while (power < count)
        power *= 2;
    return power;
}

/* How many values a loop's variable may have; 0: too many. */
static uint64_t extent(const struct loop *loop) {
    __int128 extent = (__int128)loop->variable.most - loop->variable.least + 1;
    return extent > UINT32_MAX ? 0 : (uint64_t)extent;
}

/* What a task's variables are multiplied by, outermost loop first. Is there no other instance with
 * the same key? */
static bool find_factors(const struct overlay_program *program, const struct task *task,
                         uint32_t *factors) {
    const uint64_t all = UINT64_C(1) << 32;
    uint64_t factor = name_count(program, task->overlay);
    bool is_exact = factor <= all;
    for (size_t k = task->depth; k-- > 0;) {
        uint64_t values = extent(task->loops[k]);
        factors[k] = (uint32_t)factor;
        is_exact = is_exact && values && factor <= all / values;
        factor *= is_exact ? values : UINT64_C(0x9e3779b1);
    }
    return is_exact;
}

bool c_keys_are_exact(const struct overlay_program *program, const struct overlay *overlay) {
    uint32_t factors[LOOPS_MOST];
    for (size_t i = 0; i < program->task_count; i++)
        if (program->tasks[i]->overlay == overlay && program->tasks[i]->group->has_run &&
            !find_factors(program, program->tasks[i], factors))
            return false;
    return true;
}

void c_variables(FILE *out, const struct task *task, const char *type) {
    for (size_t k = 0; k < task->depth; k++)
        fprintf(out, "%s%s%s%s", k ? ", " : "", type,
                C_VARIABLE(&task->loops[task->order[k]]->variable));
}

void c_keys(FILE *out, const struct overlay_program *program, const struct overlay *overlay) {
    uint32_t factors[LOOPS_MOST];
    for (size_t i = 0; i < program->task_count; i++) {
        const struct task *task = program->tasks[i];
        if (task->overlay != overlay || !task->group->has_run)
            continue;
        find_factors(program, task, factors);
        fprintf(out, "static inline uint32_t %s_%s_key(", c_overlay_name(overlay), task->name);
        c_variables(out, task, "int64_t ");
        fputs(task->depth ? ") {\n    return " : "void) {\n    return ", out);
        for (size_t k = 0; k < task->depth; k++)
            fprintf(out, "%uu * (uint32_t)%s%s + ", factors[k],
                    C_VARIABLE(&task->loops[k]->variable));
        fprintf(out, "%s_%s;\n}\n\n", c_overlay_name(overlay), task->name);
    }
}
