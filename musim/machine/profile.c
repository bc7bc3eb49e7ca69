/* How often each instruction of the program was executed: an observer. */
#include "musim/machine/machine.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* Counters are made for a page of code when it is first executed. */
enum { PAGE_WORDS = 512, PAGE_BYTES = PAGE_WORDS * MUON_WORD_BYTES };
enum { PAGES = (UINT64_C(1) << 32) / PAGE_BYTES };

struct counter {
    uint64_t warps, lanes;
};

struct musim_profile {
    struct musim *machine;
    struct musim_observer observer;
    struct counter *pages[PAGES];
};

static void count(void *context, const struct musim_instruction_event *event) {
    struct musim_profile *profile = context;
    struct counter **page = &profile->pages[event->pc / PAGE_BYTES];
    if (!*page)
        *page = xcalloc(PAGE_WORDS, sizeof **page);
    struct counter *counter = &(*page)[event->pc % PAGE_BYTES / MUON_WORD_BYTES];
    counter->warps++;
    counter->lanes += (unsigned)__builtin_popcount(event->tmask);
}

struct musim_profile *musim_profile_create(struct musim *machine) {
    struct musim_profile *profile = xcalloc(1, sizeof *profile);
    profile->machine = machine;
    profile->observer = (struct musim_observer){.instruction = count, .context = profile};
    musim_observe(machine, &profile->observer);
    return profile;
}

void musim_profile_free(struct musim_profile *profile) {
    if (!profile)
        return;
    musim_stop_observing(profile->machine, &profile->observer);
    for (size_t i = 0; i < PAGES; i++)
        free(profile->pages[i]);
    free(profile);
}

/* ---- rows ---- */

struct row_list {
    struct musim_profile_row *rows;
    size_t count;
};

static void add_row(struct row_list *list, const struct source_map *source, uint32_t pc,
                    const struct counter *counter) {
    struct source_position at = {0}, start = {0};
    if (source && source_map_lookup(source, pc, &at) && at.function)
        source_map_lookup(source, pc - at.function_offset, &start);
    *ARRAY_ADD(list->rows, list->count) =
        (struct musim_profile_row){.function = at.function,
                                   .function_address = pc - (uint32_t)at.function_offset,
                                   .function_file = start.file,
                                   .function_line = start.line,
                                   .file = at.file,
                                   .line = at.line,
                                   .warp_instructions = counter->warps,
                                   .lane_instructions = counter->lanes};
    if (!at.function) /* code without symbols is one */
        list->rows[list->count - 1].function_address = 0;
}

static int compare_text(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "");
}

static int by_place(const void *a, const void *b) {
    const struct musim_profile_row *left = a, *right = b;
    if (left->function_address != right->function_address)
        return left->function_address < right->function_address ? -1 : 1;
    int file = compare_text(left->file, right->file);
    return file ? file : (left->line > right->line) - (left->line < right->line);
}

size_t musim_profile_rows(const struct musim_profile *profile, struct musim_profile_row **rows) {
    const struct program *program = profile->machine->program;
    const struct source_map *source = program ? program->source : NULL;
    struct row_list list = {0};
    for (size_t page = 0; page < PAGES; page++)
        for (size_t i = 0; profile->pages[page] && i < PAGE_WORDS; i++)
            if (profile->pages[page][i].warps)
                add_row(&list, source, (uint32_t)(page * PAGE_BYTES + i * MUON_WORD_BYTES),
                        &profile->pages[page][i]);
    size_t count = 0;
    if (list.count)
        qsort(list.rows, list.count, sizeof *list.rows, by_place);
    for (size_t i = 0; i < list.count; i++) {
        if (count && !by_place(&list.rows[count - 1], &list.rows[i])) {
            list.rows[count - 1].warp_instructions += list.rows[i].warp_instructions;
            list.rows[count - 1].lane_instructions += list.rows[i].lane_instructions;
        } else {
            list.rows[count++] = list.rows[i];
        }
    }
    *rows = list.rows;
    return count;
}
