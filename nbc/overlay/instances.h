/* The instances of a run's tasks, one after the other as they are enqueued, where the compiler
 * knows all bounds; and what their parents and views are. */
#ifndef NBC_OVERLAY_INSTANCES_H
#define NBC_OVERLAY_INSTANCES_H

#include "nbc/overlay/values.h"

struct instance {
    struct task *task;
    size_t values; /* where those of its loops begin, outermost first */
};

/* The instances of one task, which are in the order of their values. */
struct task_instances {
    uint32_t *items;
    size_t count;
};

struct instances {
    const struct run *run;
    struct instance *items;
    size_t count;
    int64_t *values;
    size_t value_count;
    struct task_instances *of; /* by the task's place in its group */
    size_t steps;
};

/* Runs with more are left to the scheduler. */
enum { INSTANCES_MOST = 100000 };

enum instances_result {
    INSTANCES_ALL,
    INSTANCES_UNKNOWN, /* a bound depends on a C variable, or has no value */
    INSTANCES_MANY,
};

/* The symbols that the run binds are known from here to instances_free, where their values are
 * constants. */
enum instances_result instances_list(struct instances *instances, const struct run *run);
void instances_free(struct instances *instances);

/* Gives the loops' variables the values that they have for this one. */
void instances_enter(const struct instances *instances, size_t index);

enum { PARENT_NONE = -1, PARENT_UNKNOWN = -2 };
/* Which instance the one that has been entered waits for: a condition may be false, or the parent
 * outside of its space. */
int64_t instances_parent(const struct instances *instances, const struct dependency *dependency);

/* Its name with its variables in the order of its head: "Row(0, 2)". */
void instances_print(FILE *out, const struct instances *instances, size_t index);
char *instances_name(const struct instances *instances, size_t index);

/* What of a buffer an argument is. */
struct view_value {
    int64_t min[BUFFER_RANK], extent[BUFFER_RANK];
};
/* For the instance that has been entered. fault: what is wrong with it, with %lld for *at. */
enum value_result instances_view(const struct argument *argument, struct view_value *view,
                                 const char **fault, int64_t *at);
/* Blocks first to last, both included, of a dimension; the last one may be cut. What is wrong with
 * them, of block *at, or NULL. */
struct crop {
    int64_t min, extent;
};
const char *view_crop(int64_t size, int64_t block, int64_t first, int64_t last, struct crop *crop,
                      int64_t *at);

bool view_is_dense(const struct buffer *buffer, const struct view_value *view);
bool views_overlap(const struct argument *a, const struct view_value *x, const struct argument *b,
                   const struct view_value *y);

#endif
