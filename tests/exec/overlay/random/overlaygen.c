/* Random overlay programs, with kernels that find out whether all is as it should be.
 *
 *   overlaygen SEED DIRECTORY     writes program.overlay and kernels.c, and prints what nbc has to
 *                                 say of it: right, cycle, slots, or run (the run finds a deadlock)
 *
 * What a program means is found out here by going through it one statement after the other. Each
 * kernel looks up the instance that it executes, compares its arguments with those that it should have,
 * and makes its result of those of all that it has to wait for: a lost dependency changes it. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOPS = 3, TASKS = 12, PARENTS = 4, INSTANCES = 2000, ROWS = 7, COLUMNS = 10 };

/* ---- chance ---- */

static uint64_t state;

/* xorshift64* */
static unsigned chance(unsigned below) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * 2685821657736338717u) >> 33) % below;
}

/* ---- expressions ---- */

struct node {
    enum { NUMBER, NAME, BINARY, LEAST, MOST, CHOICE } kind;
    int64_t number;
    int name; /* a loop's depth, or one of these */
    const char *operator;
    struct node *parts[3];
};
enum { NAME_N = LOOPS, NAME_S }; /* a symbol, and a variable of C, which is 3 */

static const char *const names[] = {"i", "j", "k", "N", "s"};
static int64_t values[] = {0, 0, 0, 0, 3};

static struct node *make(struct node node) {
    struct node *made = malloc(sizeof *made);
    *made = node;
    return made;
}

static struct node *number(int64_t value) {
    return make((struct node){.kind = NUMBER, .number = value});
}

static struct node *two(const char *operator, struct node *a, struct node *b) {
    return make((struct node){.kind = BINARY, .operator = operator, .parts = {a, b}});
}

static struct node *bounded(int kind, struct node *a, int64_t b) {
    return make((struct node){.kind = kind, .parts = {a, number(b)}});
}

static int64_t value(const struct node *node) {
    static const char *const operators[] = {"+", "-",  "*",  "&",  "^", "|",
                                            "<", ">=", "==", "!=", "&&", "||"};
    if (node->kind == NUMBER)
        return node->number;
    if (node->kind == NAME)
        return values[node->name];
    int64_t a = value(node->parts[0]), b = value(node->parts[1]);
    if (node->kind == LEAST)
        return a < b ? a : b;
    if (node->kind == MOST)
        return a > b ? a : b;
    if (node->kind == CHOICE)
        return a ? b : value(node->parts[2]);
    size_t at = 0;
    while (strcmp(operators[at], node->operator))
        at++;
    const int64_t results[] = {a + b, a - b,  a * b,  a & b,  a ^ b,  a | b,
                               a < b, a >= b, a == b, a != b, a && b, a || b};
    return results[at];
}

static void print(FILE *out, const struct node *node) {
    switch (node->kind) {
    case NUMBER: fprintf(out, "%" PRId64, node->number); return;
    case NAME: fputs(names[node->name], out); return;
    case BINARY: fputc('(', out); break;
    case CHOICE: fputc('(', out); break;
    case LEAST: fputs("min(", out); break;
    case MOST: fputs("max(", out); break;
    }
    print(out, node->parts[0]);
    fprintf(out, " %s ", node->kind == BINARY   ? node->operator
                         : node->kind == CHOICE ? "?"
                                                : ",");
    print(out, node->parts[1]);
    if (node->kind == CHOICE) {
        fputs(" : ", out);
        print(out, node->parts[2]);
    }
    fputc(')', out);
}

/* Over the variables of so many loops. Small enough to overflow nowhere. */
static struct node *random_expression(int loops, int depth) {
    static const char *const operators[] = {"+", "-", "*", "&", "^", "|", "<", ">=", "==", "&&", "||"};
    if (!depth || !chance(4)) {
        unsigned pick = chance((unsigned)loops + 3);
        return pick < (unsigned)loops ? make((struct node){.kind = NAME, .name = (int)pick})
               : pick == (unsigned)loops ? make((struct node){.kind = NAME, .name = NAME_N + (int)chance(2)})
                                         : number(chance(5));
    }
    struct node *a = random_expression(loops, depth - 1), *b = random_expression(loops, depth - 1);
    switch (chance(8)) {
    case 0: return make((struct node){.kind = LEAST, .parts = {a, b}});
    case 1: return make((struct node){.kind = MOST, .parts = {a, b}});
    case 2: return make((struct node){.kind = CHOICE, .parts = {a, b, number(chance(3))}});
    default: return two(operators[chance(sizeof operators / sizeof *operators)], a, b);
    }
}

/* A variable of so many loops, or none, and a distance. */
static struct node *random_affine(int loops, int least, int most) {
    int64_t distance = least + (int)chance((unsigned)(most - least + 1));
    if (!loops || !chance(8))
        return number(distance < 0 ? -distance : distance);
    struct node *variable = make((struct node){.kind = NAME, .name = (int)chance((unsigned)loops)});
    return two("+", chance(10) ? variable : two("*", number(2), variable), number(distance));
}

/* ---- programs ---- */

struct parent {
    int task;
    struct node *indices[LOOPS], *condition;
};

static struct task {
    int loops, order[LOOPS], queue, block;
    struct node *views[4], *number;
    struct parent parents[PARENTS];
    int parent_count;
} tasks[TASKS];
static int task_count;

/* A nest in the order of its text: what begins, ends, or is a task. */
static struct step {
    enum { BEGIN, END, TASK } kind;
    struct node *first, *limit;
    bool inclusive;
    int task;
} steps[200];
static int step_count;

static int queues[4], queue_count, slots;
static bool known; /* to nbc: bounds and conditions */

static void add_task(int loops) {
    struct task *task = &tasks[task_count];
    *task = (struct task){.loops = loops, .queue = queues[chance((unsigned)queue_count)], .block = 1 + (int)chance(3)};
    for (int i = 0; i < loops; i++)
        task->order[i] = i;
    for (int i = loops - 1; i > 0; i--) {
        int other = (int)chance((unsigned)i + 1), saved = task->order[i];
        task->order[i] = task->order[other];
        task->order[other] = saved;
    }
    for (int d = 0; d < 2; d++) {
        int blocks = ((d ? COLUMNS : ROWS) - 1) / task->block + 1;
        task->views[2 * d] =
            bounded(LEAST, bounded(MOST, random_expression(loops, 1), 0), blocks - 1);
        task->views[2 * d + 1] =
            bounded(LEAST, two("+", task->views[2 * d], number((int)chance(4) - 1)), blocks - 1);
    }
    task->number = random_expression(loops, 3);
    steps[step_count++] = (struct step){.kind = TASK, .task = task_count++};
}

static void add_body(int loops) {
    for (unsigned count = 1 + chance(2); count > 0 && task_count < TASKS; count--) {
        if (loops == LOOPS || (loops && chance(2))) {
            add_task(loops);
            continue;
        }
        struct step *loop = &steps[step_count++];
        *loop = (struct step){.kind = BEGIN, .inclusive = !chance(4)};
        loop->first = loops && chance(2) ? random_affine(loops, 0, 1) : number(chance(3));
        loop->limit = loops && chance(2) ? random_affine(loops, 1, 2)
                                         : make((struct node){.kind = NAME, .name = NAME_N});
        add_body(loops + 1);
        steps[step_count++] = (struct step){.kind = END};
        if (!loops)
            return;
    }
}

static void add_parents(struct task *task) {
    static const int counts[] = {0, 1, 1, 2, 3};
    task->parent_count = counts[chance(5)];
    for (int i = 0; i < task->parent_count; i++) {
        struct parent *parent = &task->parents[i];
        bool later = !chance(9);
        parent->task = (int)chance((unsigned)task_count);
        for (int k = 0; k < tasks[parent->task].loops; k++)
            parent->indices[k] = k < task->loops && chance(4)
                                     ? two("+", make((struct node){.kind = NAME, .name = k}),
                                           number(later ? (int)chance(3) - 1 : -(int)chance(2)))
                                     : random_affine(task->loops, -1, 1);
        parent->condition = chance(3) ? NULL : random_expression(task->loops, 2);
    }
}

static bool depends_on_s(const struct node *node) {
    bool depends = node->kind == NAME && node->name == NAME_S;
    for (int i = 0; node->kind > NAME && i < 3 && node->parts[i]; i++)
        depends |= depends_on_s(node->parts[i]);
    return depends;
}

static void make_program(void) {
    values[NAME_N] = 1 + chance(4);
    known = chance(4);
    if (!known)
        values[NAME_N] = values[NAME_S];
    queue_count = 1 + (int)chance(4);
    for (int i = 0; i < queue_count; i++)
        queues[i] = 4 * i + (int)chance(4);
    slots = (int[]){16, 16, 17, 64}[chance(4)];
    while (!task_count) {
        step_count = 0;
        add_body(0);
    }
    for (int i = 0; i < task_count; i++) {
        add_parents(&tasks[i]);
        for (int k = 0; k < tasks[i].parent_count; k++)
            known &= !tasks[i].parents[k].condition || !depends_on_s(tasks[i].parents[k].condition);
    }
}

/* ---- what it means ---- */

static struct instance {
    int task;
    int64_t at[LOOPS], number, view[5];
    int parents[PARENTS + 1], parent_count;
} instances[INSTANCES];
static int instance_count, order[INSTANCES];

static void take_instance(int index) {
    const struct task *task = &tasks[index];
    struct instance *instance = &instances[instance_count++];
    *instance = (struct instance){.task = index, .number = value(task->number)};
    memcpy(instance->at, values, (size_t)task->loops * sizeof *values);
    for (int d = 0; d < 2; d++) {
        int64_t size = d ? COLUMNS : ROWS, first = value(task->views[2 * d]) * task->block,
                end = (value(task->views[2 * d + 1]) + 1) * task->block;
        instance->view[d] = first;
        instance->view[2 + d] = (end < size ? end : size) - first;
        instance->view[2 + d] = instance->view[2 + d] > 0 ? instance->view[2 + d] : 0;
    }
    instance->view[4] = instance->view[0] * COLUMNS + instance->view[1];
}

/* The steps from one on, of a loop's body; returns that behind its end. */
static int execute(int step, int loops) {
    for (; step < step_count && instance_count < INSTANCES; step++) {
        if (steps[step].kind == END)
            return step;
        if (steps[step].kind == TASK) {
            take_instance(steps[step].task);
            continue;
        }
        int64_t first = value(steps[step].first), limit = value(steps[step].limit);
        int end = step + 1;
        for (int depth = 1; depth; end++)
            depth += steps[end].kind == BEGIN ? 1 : steps[end].kind == END ? -1 : 0;
        for (int64_t at = first; at < limit + steps[step].inclusive; at++) {
            values[loops] = at;
            execute(step + 1, loops + 1);
        }
        step = end - 1;
    }
    return step;
}

static int find(int task, const int64_t *at) {
    for (int i = 0; i < instance_count; i++)
        if (instances[i].task == task &&
            !memcmp(instances[i].at, at, (size_t)tasks[task].loops * sizeof *at))
            return i;
    return -1;
}

static void find_parents(int index, int *last_of_queue) {
    struct instance *instance = &instances[index];
    const struct task *task = &tasks[instance->task];
    int before = last_of_queue[task->queue];
    memcpy(values, instance->at, sizeof instance->at);
    if (before >= 0)
        instance->parents[instance->parent_count++] = before;
    last_of_queue[task->queue] = index;
    for (int i = 0; i < task->parent_count; i++) {
        int64_t at[LOOPS] = {0};
        const struct parent *parent = &task->parents[i];
        if (parent->condition && !value(parent->condition))
            continue;
        for (int k = 0; k < tasks[parent->task].loops; k++)
            at[k] = value(parent->indices[k]);
        int found = find(parent->task, at);
        if (found >= 0)
            instance->parents[instance->parent_count++] = found;
    }
}

/* Whether all can run, in so many slots; order is one that they can run in. */
static bool all_run(int slot_count) {
    static bool done[INSTANCES];
    int enqueued = 0, count = 0, in_slots = 0;
    memset(done, 0, sizeof done);
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (; in_slots < slot_count && enqueued < instance_count; in_slots++, enqueued++)
            goes_on = true;
        for (int i = 0; i < enqueued; i++) {
            bool ready = !done[i];
            for (int k = 0; ready && k < instances[i].parent_count; k++)
                ready = done[instances[i].parents[k]];
            if (ready) {
                done[i] = goes_on = true;
                order[count++] = i;
                in_slots--;
            }
        }
    }
    return count == instance_count;
}

/* ---- files ---- */

static FILE *create(const char *directory, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *out = fopen(path, "w");
    if (!out) {
        perror(path);
        exit(2);
    }
    return out;
}

static void print_head(FILE *out, int index) {
    fprintf(out, "T%d(", index);
    for (int i = 0; i < tasks[index].loops; i++)
        fprintf(out, "%s%s", i ? ", " : "", names[tasks[index].order[i]]);
    fputc(')', out);
}

static void print_task(FILE *out, int index) {
    const struct task *task = &tasks[index];
    print_head(out, index);
    fprintf(out, " = enqueue(random, %d, X.BCropped(%d", task->queue, task->block);
    for (int i = 0; i < 4; i++) {
        fputs(", ", out);
        print(out, task->views[i]);
    }
    fprintf(out, "), %d", index);
    for (int i = 0; i < LOOPS; i++)
        fprintf(out, ", %s", i < task->loops ? names[i] : "0");
    fputs(", ", out);
    print(out, task->number);
    fputs(");\n", out);
}

static void print_parents(FILE *out, int index) {
    for (int i = 0; i < tasks[index].parent_count; i++) {
        const struct parent *parent = &tasks[index].parents[i];
        fprintf(out, "T%d.depend(T%d", index, parent->task);
        for (int k = 0; k < tasks[parent->task].loops; k++) {
            fputs(", ", out);
            print(out, parent->indices[tasks[parent->task].order[k]]);
        }
        fputc(')', out);
        if (parent->condition) {
            fputs(" if (", out);
            print(out, parent->condition);
            fputc(')', out);
        }
        fputs(";\n", out);
    }
}

static void write_program(FILE *out) {
    int loops = 0;
    fprintf(out, "unsigned X[%d][%d];\nint s;\noverlay random(slots = %d) {\n", ROWS, COLUMNS, slots);
    for (int i = 0; i < queue_count; i++)
        fprintf(out, "  command(%d, kernel%d, {in unsigned X[][], int task, int i, int j, int k, long long n});\n",
                queues[i], queues[i]);
    fputs("}\n", out);
    for (int i = 0; i < step_count; i++) {
        loops -= steps[i].kind == END;
        fprintf(out, "%*s", 2 * loops, "");
        if (steps[i].kind == BEGIN) {
            const char *name = names[loops++];
            fprintf(out, "for (%s = ", name);
            print(out, steps[i].first);
            fprintf(out, "; %s %s ", name, steps[i].inclusive ? "<=" : "<");
            print(out, steps[i].limit);
            fprintf(out, "; %s++) {\n", name);
        } else if (steps[i].kind == END) {
            fputs("}\n", out);
        } else {
            print_task(out, steps[i].task);
        }
    }
    for (int i = 0; i < task_count; i++)
        print_parents(out, i);
    if (known || values[NAME_N] != values[NAME_S])
        fprintf(out, "T0.realize(N = %" PRId64 ");\n", values[NAME_N]);
    else
        fputs("T0.realize(N = s);\n", out);
    fclose(out);
}

static void write_kernels(FILE *out) {
    fputs("#include \"instances.h\"\n\nconst struct instance instances[] = {\n", out);
    for (int i = 0; i < instance_count; i++) {
        const struct instance *instance = &instances[i];
        fprintf(out, "    {%d, {%" PRId64 ", %" PRId64 ", %" PRId64 "}, %" PRId64 ", {", instance->task,
                instance->at[0], instance->at[1], instance->at[2], instance->number);
        for (int k = 0; k < 5; k++)
            fprintf(out, "%" PRId64 ", ", instance->view[k]);
        fprintf(out, "}, %d, {", instance->parent_count);
        for (int k = 0; k < instance->parent_count; k++)
            fprintf(out, "%d, ", instance->parents[k]);
        fputs("}},\n", out);
    }
    fprintf(out, "    {-1},\n};\nconst int instance_count = %d;\nconst int order[] = {", instance_count);
    for (int i = 0; i < instance_count; i++)
        fprintf(out, "%d, ", order[i]);
    fputs("-1};\n", out);
    for (int i = 0; i < queue_count; i++)
        fprintf(out, "KERNEL(kernel%d)\n", queues[i]);
    fclose(out);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: overlaygen SEED DIRECTORY\n");
        return 2;
    }
    state = strtoull(argv[1], NULL, 10) * 2654435761u + 88172645463325252u;
    for (int i = 0; i < 8; i++)
        chance(2);
    make_program();
    int last_of_queue[16];
    int64_t extent = values[NAME_N];
    memset(last_of_queue, -1, sizeof last_of_queue);
    execute(0, 0);
    values[NAME_N] = extent;
    for (int i = 0; i < instance_count; i++)
        find_parents(i, last_of_queue);
    bool runs = all_run(slots), ends = runs || all_run(INSTANCES + 1);
    all_run(INSTANCES + 1);
    write_program(create(argv[2], "program.overlay"));
    write_kernels(create(argv[2], "kernels.c"));
    puts(runs ? "right" : !known ? "run" : ends ? "slots" : "cycle");
    return 0;
}
