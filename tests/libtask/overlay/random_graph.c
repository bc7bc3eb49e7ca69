#include "random_graph.h"

/* ---- the overlay ---- */

typedef struct {
    const struct graph_task *task;
    uint32_t number;
} graph_inputs_t;

OVERLAY_TYPES(graph, GRAPH_DIMENSIONS, GRAPH_PARENTS, graph_inputs_t);

static OVERLAY_CHANNEL graph_task_t slots[OVERLAY_SLOTS];

/* What the tasks compute. */
static uint32_t values[GRAPH_TASKS], chains[OVERLAY_QUEUES], runs[GRAPH_TASKS];

static uint32_t step(uint32_t chain, uint32_t value) {
    return (chain * 0x9e3779b1u) ^ (value + (chain >> 7));
}

static int execute(const struct graph_task *task, uint32_t number) {
    uint32_t value = number;
    for (unsigned i = 0; i < task->parents; i++)
        value = step(value, values[task->parent[i]]);
    graph_delay(task->delay);
    values[number] = chains[task->queue] = step(chains[task->queue], value);
    runs[number]++;
    return task->result;
}

static void kernel(overlay_queue_t *queue) {
    OVERLAY_CHANNEL graph_task_t *task;
    while ((task = overlay_kernel_begin(queue))) {
        const graph_inputs_t inputs = task->inputs;
        int result = 0;
        if (OVERLAY_ONE_LANE)
            result = execute(inputs.task, inputs.number);
        overlay_kernel_end(queue, result);
    }
}

static const overlay_name_t names[] = {
    {"A", "graph:1:1", "a", 3}, {"B", NULL, "b", 3}, {"C", "graph:3:1", "c", 3}};

/* Queue 5 has no kernel. */
static overlay_autorun_t *const kernels[] = {kernel, kernel, kernel, kernel,
                                             kernel, NULL,   kernel};

/* Exact keys, or such that many tasks have in common. */
static uint32_t key_of(const struct graph *graph, uint32_t number) {
    return graph->exact_keys ? number : (uint32_t)graph->task[number].at[0] % 2;
}

static OVERLAY_LOOPS void loops(overlay_run_t *run, const void *symbols) {
    const struct graph *graph = symbols;
    for (uint32_t i = 0; i <= graph->count; i++) {
        OVERLAY_CHANNEL graph_task_t *task = overlay_task(run);
        if (!task)
            return;
        const struct graph_task *from = &graph->task[i];
        if (i == graph->count) {
            task->last = true;
        } else {
            task->queue = from->queue;
            task->index = (graph_index_t){from->kind, {from->at[0], from->at[1], from->at[2]}};
            task->key = key_of(graph, i);
            for (unsigned k = 0; k < from->parents; k++) {
                const struct graph_task *parent = &graph->task[from->parent[k]];
                task->deps[task->num_of_deps++] = (graph_dep_t){
                    {parent->kind, {parent->at[0], parent->at[1], parent->at[2]}},
                    from->parent[k] < i ? OVERLAY_BEFORE : OVERLAY_AFTER,
                    key_of(graph, from->parent[k])};
            }
            if (from->is_error) {
                task->error = "an argument is wrong";
                task->error_value = i;
            }
            task->inputs = (graph_inputs_t){from, i};
        }
        overlay_enqueue(run, task);
    }
}

/* ---- random graphs ---- */

static uint32_t random_state;

static uint32_t draw(uint32_t below) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return (uint32_t)(((uint64_t)random_state * below) >> 32);
}

static bool one_in(uint32_t n) {
    return n && draw(n) == 0;
}

static uint8_t draw_queue(uint32_t queues) {
    uint32_t queue = draw(queues);
    return (uint8_t)(queue < 5 ? queue : 6);
}

/* What graphs have in them. */
struct habits {
    uint32_t queues, kinds, width;
    uint32_t ahead;   /* how far behind a task in enqueue order its parents may be, and */
    uint32_t later;   /* how often they are */
    uint32_t wild;    /* how often a parent is any task at all, so that there may be cycles */
    uint32_t failing; /* how often a task fails */
    uint32_t slow;    /* the kind of task that takes longer than all others */
    uint32_t pace;
    bool by_kind; /* each kind has its queue */
};

static struct habits draw_habits(const struct graph *graph) {
    struct habits habits = {.queues = 1 + draw(6), .kinds = 1 + draw(3), .width = 1 + draw(5)};
    habits.ahead = draw(graph->slots);
    habits.later = one_in(2) ? 1 + draw(8) : 0;
    habits.wild = one_in(8) ? 10 + draw(200) : 0;
    habits.failing = one_in(3) ? 10 + draw(60) : 0;
    habits.slow = draw(2 * habits.kinds);
    habits.pace = one_in(2) ? 200 : 20;
    habits.by_kind = one_in(2);
    return habits;
}

/* An order in which the tasks can end, as numbers that grow along each queue: somewhat behind the
 * one in which they are enqueued. */
static uint32_t turn[GRAPH_TASKS];

static void draw_turn(const struct graph *graph, uint32_t number, uint32_t ahead) {
    turn[number] = number + (one_in(4) ? draw(ahead + 1) : 0);
    for (uint32_t i = 0; i < number; i++)
        if (graph->task[i].queue == graph->task[number].queue && turn[i] > turn[number])
            turn[number] = turn[i];
}

static bool may_depend(uint32_t child, uint32_t parent) {
    return turn[parent] < turn[child] || (turn[parent] == turn[child] && parent < child);
}

static void draw_parents(struct graph *graph, uint32_t number, const struct habits *habits) {
    struct graph_task *task = &graph->task[number];
    uint32_t parents = draw(one_in(2) ? 3 : GRAPH_PARENTS + 1);
    for (uint32_t i = 0; i < parents; i++) {
        uint32_t back = one_in(3) ? draw(number + 1) : draw(8), parent = number - back;
        bool is_wild = one_in(habits->wild);
        if (is_wild)
            parent = draw(graph->count);
        else if (one_in(habits->later))
            parent = number + draw(habits->ahead + 1);
        if (parent < graph->count && (is_wild || may_depend(number, parent)))
            task->parent[task->parents++] = (uint8_t)parent;
    }
}

static void draw_task(struct graph *graph, uint32_t number, const struct habits *habits) {
    struct graph_task *task = &graph->task[number];
    uint32_t at = number / habits->kinds;
    *task = (struct graph_task){.kind = number % habits->kinds};
    task->at[0] = (int64_t)(at / habits->width / habits->width) - 2;
    task->at[1] = (int64_t)(at / habits->width % habits->width) << 40; /* all 64 bits count */
    task->at[2] = at % habits->width;
    task->queue = draw_queue(habits->queues);
    if (habits->by_kind)
        task->queue = (uint8_t)(task->kind % habits->queues);
    task->delay = (uint16_t)draw(habits->pace);
    if (task->kind == habits->slow)
        task->delay = 2000;
    task->result = one_in(habits->failing) ? (uint8_t)(1 + draw(200)) : 0;
    task->is_error = one_in(habits->failing);
}

static void draw_graph(struct graph *graph) {
    const struct habits habits = draw_habits(graph);
    graph->count = draw(GRAPH_TASKS + 1);
    for (uint32_t i = 0; i < graph->count; i++) {
        draw_task(graph, i, &habits);
        draw_turn(graph, i, habits.ahead);
    }
    for (uint32_t i = 0; i < graph->count; i++)
        draw_parents(graph, i, &habits);
}

/* ---- what must become of it ---- */

static bool is_over(const struct graph_task *task) {
    return task->state >= TASK_RAN;
}

static bool can_end(const struct graph *graph, uint32_t number) {
    const struct graph_task *task = &graph->task[number];
    for (uint32_t i = 0; i < number; i++)
        if (graph->task[i].queue == task->queue && !is_over(&graph->task[i]))
            return false;
    for (unsigned i = 0; i < task->parents; i++)
        if (!is_over(&graph->task[task->parent[i]]))
            return false;
    return true;
}

static void end_task(struct graph *graph, uint32_t number, uint32_t *chain) {
    struct graph_task *task = &graph->task[number];
    uint32_t value = number;
    task->state = task->is_error ? TASK_FAILED : TASK_RAN;
    for (unsigned i = 0; i < task->parents; i++) {
        const struct graph_task *parent = &graph->task[task->parent[i]];
        value = step(value, parent->value);
        if (parent->state != TASK_RAN)
            task->state = TASK_CANCELLED;
    }
    if (task->state == TASK_RAN) {
        task->value = chain[task->queue] = step(chain[task->queue], value);
        task->state = task->result ? TASK_FAILED : TASK_RAN;
    }
    graph->outcome.failed += task->state == TASK_FAILED;
    graph->outcome.cancelled += task->state == TASK_CANCELLED;
}

/* Whatever order tasks run in, the same ones run in the end. */
void graph_work_out(struct graph *graph) {
    uint32_t chain[OVERLAY_QUEUES] = {0}, enqueued = 0, live = 0;
    graph->outcome = (overlay_outcome_t){0};
    for (bool changed = true; changed;) {
        changed = false;
        for (; enqueued < graph->count && live < graph->slots; live++)
            graph->task[enqueued++].state = TASK_WAITS;
        for (uint32_t i = 0; i < enqueued; i++)
            if (!is_over(&graph->task[i]) && can_end(graph, i)) {
                end_task(graph, i, chain);
                live--;
                changed = true;
            }
    }
    graph->outcome.tasks = enqueued;
    graph->outcome.blocked = live;
}

void graph_make(struct graph *graph, uint32_t seed, uint32_t slot_count) {
    random_state = seed * 2654435761u + 1;
    graph->slots = slot_count;
    graph->exact_keys = seed % 2;
    draw_graph(graph);
    graph_work_out(graph);
}

/* ---- running it ---- */

static const char *compare(const struct graph *graph, const overlay_outcome_t *outcome) {
    if (outcome->tasks != graph->outcome.tasks)
        return "another number of tasks was enqueued";
    if (outcome->failed != graph->outcome.failed)
        return "another number of tasks failed";
    if (outcome->cancelled != graph->outcome.cancelled)
        return "another number of tasks was cancelled";
    if (outcome->blocked != graph->outcome.blocked)
        return "another number of tasks is blocked";
    for (uint32_t i = 0; i < graph->count; i++) {
        const struct graph_task *task = &graph->task[i];
        bool must_run = task->state == TASK_RAN || (task->state == TASK_FAILED && !task->is_error);
        if (runs[i] != must_run)
            return runs[i] ? "a task ran that must not, or twice" : "a task did not run";
        if (must_run && values[i] != task->value)
            return "a task has computed another value";
    }
    return NULL;
}

static const overlay_t layout = {.name = "graph",
                                 .queues = 7,
                                 .tasks = 3,
                                 .names = names,
                                 .kernels = kernels,
                                 OVERLAY_RECORDS(graph, slots)};
static overlay_t overlay;

void graph_ready(const struct graph *graph) {
    for (uint32_t i = 0; i < GRAPH_TASKS; i++)
        values[i] = runs[i] = 0;
    for (uint32_t i = 0; i < OVERLAY_QUEUES; i++)
        chains[i] = 0;
    overlay = layout;
    overlay.slots = graph->slots;
    overlay.exact_keys = graph->exact_keys;
}

const char *graph_run(const struct graph *graph) {
    overlay_outcome_t outcome = overlay_realize(&overlay, loops, graph);
    return compare(graph, &outcome);
}
