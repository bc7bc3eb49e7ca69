#include "musim/machine/notes.h"

#include "musim/machine/callers.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

enum { CALLS_COMPARED = 4 };

struct note_group {
    struct note first; /* its texts are the group's own */
    struct diag_location where;
    struct source_position at;
    uint32_t calls[CALLS_COMPARED]; /* that led there, if the place is none of the user's */
    bool several_pcs;
    uint16_t warps[NEUTRINO_MAX_CLUSTERS][NEUTRINO_MAX_CORES]; /* masks */
    unsigned warp_count;
    uint32_t *runs; /* their numbers; all are of one task */
    size_t run_count;
};

/* ---- grouping ---- */

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && !strcmp(a, b));
}

/* One expression of the source may be several instructions: loops are unrolled. */
static bool at_one_place(const struct note_group *a, const struct note_group *b) {
    if (memcmp(a->calls, b->calls, sizeof a->calls))
        return false;
    if (a->first.pc == b->first.pc)
        return true;
    return a->where.line && a->where.line == b->where.line &&
           (a->first.any_column || a->where.column == b->where.column) &&
           same_text(a->where.file, b->where.file) && same_text(a->at.function, b->at.function);
}

static bool say_the_same(const struct note *a, const struct note *b) {
    return !a->warp == !b->warp && a->does == b->does && !a->run == !b->run &&
           run_task(a->run) == run_task(b->run) && same_text(a->thing, b->thing) &&
           same_text(a->lacks, b->lacks);
}

static struct note_group *find_group(struct notes *notes, const struct note *note) {
    struct note_group new = {.first = *note, .where = DIAG_FILE(notes->program->name)};
    if (note->pc) {
        new.where = report_location(notes->program, note->pc);
        if (notes->program->source)
            source_map_lookup(notes->program->source, note->pc, &new.at);
    }
    if (note->pc && note->warp && note->warp->tmask && !report_is_users(&new.where))
        callers_find(notes->program, note->warp, lowest_lane(note->warp->tmask), note->pc,
                     new.calls, CALLS_COMPARED);
    for (size_t i = 0; i < notes->count; i++)
        if (say_the_same(&notes->items[i].first, note) && at_one_place(&notes->items[i], &new))
            return &notes->items[i];
    new.first.thing = note->thing ? xstrdup(note->thing) : NULL;
    new.first.lacks = note->lacks ? xstrdup(note->lacks) : NULL;
    struct note_group *group = ARRAY_ADD(notes->items, notes->count);
    *group = new;
    return group;
}

static uint32_t run_number(run_id run) {
    return run & ((1u << NEUTRINO_RUN_COUNTER_BITS) - 1);
}

void notes_add(struct notes *notes, const struct note *note) {
    struct note_group *group = find_group(notes, note);
    group->several_pcs |= group->first.pc != note->pc;
    if (note->warp) {
        const struct core *core = note->warp->core;
        group->warps[core->simt->cluster][core->index] |= (uint16_t)(1u << note->warp->index);
        group->warp_count++;
    }
    if (note->run)
        *ARRAY_ADD(group->runs, group->run_count) = run_number(note->run);
}

void notes_free(struct notes *notes) {
    for (size_t i = 0; i < notes->count; i++) {
        free((char *)notes->items[i].first.thing);
        free((char *)notes->items[i].first.lacks);
        free(notes->items[i].runs);
    }
    free(notes->items);
    *notes = (struct notes){.program = notes->program};
}

/* ---- sets of numbers ---- */

/* "warp 3", "warps 0–6, 8 and 10–11" of ascending numbers. */
static void print_numbers(FILE *out, const char *what, const uint32_t *numbers, size_t count) {
    fprintf(out, "%s%s ", what, count > 1 ? "s" : "");
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && numbers[end] == numbers[end - 1] + 1;)
            end++;
        fprintf(out, "%s%u", !i ? "" : end == count ? " and " : ", ", numbers[i]);
        if (end > i + 1)
            fprintf(out, "–%u", numbers[end - 1]);
    }
}

static void print_mask(FILE *out, const char *what, uint64_t mask) {
    uint32_t numbers[64];
    size_t count = 0;
    for (uint32_t i = 0; i < 64; i++)
        if (mask >> i & 1)
            numbers[count++] = i;
    print_numbers(out, what, numbers, count);
}

/* "core 0, warps 1–3; cores 1–2, warp 0" */
static void print_cores(FILE *out, const uint16_t warps[NEUTRINO_MAX_CORES]) {
    uint64_t printed = 0;
    for (unsigned core = 0; core < NEUTRINO_MAX_CORES; core++) {
        if (!warps[core] || printed >> core & 1)
            continue;
        uint64_t alike = 0;
        for (unsigned other = core; other < NEUTRINO_MAX_CORES; other++)
            alike |= (uint64_t)(warps[other] == warps[core]) << other;
        fputs(printed ? "; " : "", out);
        print_mask(out, "core", alike);
        print_mask(out, ", warp", warps[core]);
        printed |= alike;
    }
}

static void print_warps(FILE *out, const struct note_group *group) {
    static const uint16_t none[NEUTRINO_MAX_CORES];
    uint64_t printed = 0;
    for (unsigned cluster = 0; cluster < NEUTRINO_MAX_CLUSTERS; cluster++) {
        const uint16_t *warps = group->warps[cluster];
        if (!memcmp(warps, none, sizeof none) || printed >> cluster & 1)
            continue;
        uint64_t alike = 0;
        for (unsigned other = cluster; other < NEUTRINO_MAX_CLUSTERS; other++)
            alike |= (uint64_t)!memcmp(group->warps[other], warps, sizeof none) << other;
        fputs(printed ? "; " : "", out);
        print_mask(out, "cluster", alike);
        fputs(", ", out);
        print_cores(out, warps);
        printed |= alike;
    }
}

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* "run 3 of stage", "runs 1–16 of stage" */
static void print_runs(FILE *out, const struct program *program, struct note_group *group) {
    size_t count = 0;
    qsort(group->runs, group->run_count, sizeof *group->runs, compare_numbers);
    for (size_t i = 0; i < group->run_count; i++)
        if (!count || group->runs[i] != group->runs[count - 1])
            group->runs[count++] = group->runs[i];
    group->run_count = count;
    print_numbers(out, "run", group->runs, count);
    char *task = report_task_name(program, group->first.run);
    fprintf(out, " of %s", task);
    free(task);
}

/* ---- text ---- */

static void print_place(FILE *out, const struct program *program, const struct note_group *group) {
    print_warps(out, group);
    if (!group->several_pcs) {
        char *pc = report_pc_name(program, group->first.pc);
        fprintf(out, ", %s", pc);
        free(pc);
    } else if (group->at.function) {
        fprintf(out, " in %s", group->at.function);
    }
    fputs(", ", out);
}

static char *group_text(const struct program *program, struct note_group *group) {
    const struct note *first = &group->first;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (first->warp)
        print_place(out, program, group);
    if (first->does)
        fputs(first->does[group->warp_count > 1], out);
    if (first->does && (first->run || first->thing))
        fputc(' ', out);
    if (first->run)
        print_runs(out, program, group);
    if (first->thing)
        fputs(first->thing, out);
    if (first->lacks)
        fprintf(out, ": %s", first->lacks);
    fclose(out);
    return text;
}

void notes_report(struct notes *notes, size_t most, struct report *report) {
    for (size_t i = 0; i < notes->count && i < most; i++) {
        struct note_group *group = &notes->items[i];
        char *text = group_text(notes->program, group);
        report_add(report, DIAG_NOTE, group->where, "%s", text);
        if (group->first.pc)
            report_callers(report, &(struct report_place){.lane = -1,
                                                          .pc = group->first.pc,
                                                          .state = group->first.warp});
        free(text);
    }
    if (notes->count > most)
        report_add(report, DIAG_NOTE, DIAG_FILE(notes->program->name),
                   "%zu more notes like the last are left out", notes->count - most);
}
