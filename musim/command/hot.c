#include "musim/command/hot.h"

#include "support/alloc.h"

#include <inttypes.h>
#include <stdlib.h>

enum { FUNCTIONS_LISTED = 8, LINES_LISTED = 3 };

/* A function's rows, and their sums. */
struct hot_function {
    struct musim_profile_row *rows;
    size_t count;
    uint64_t warps, lanes;
};

static int by_instructions(const void *a, const void *b) {
    const struct musim_profile_row *left = a, *right = b;
    return (left->warp_instructions < right->warp_instructions) -
           (left->warp_instructions > right->warp_instructions);
}

static int by_sum(const void *a, const void *b) {
    const struct hot_function *left = a, *right = b;
    if (left->warps != right->warps)
        return left->warps < right->warps ? 1 : -1;
    return left->rows > right->rows ? 1 : -1; /* rows are in order of address */
}

/* The rows of a function follow each other. */
static size_t group(struct musim_profile_row *rows, size_t count, struct hot_function *functions) {
    size_t function_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!i || rows[i].function_address != rows[i - 1].function_address)
            functions[function_count++] = (struct hot_function){.rows = &rows[i]};
        struct hot_function *function = &functions[function_count - 1];
        function->count++;
        function->warps += rows[i].warp_instructions;
        function->lanes += rows[i].lane_instructions;
    }
    return function_count;
}

static void print_counts(uint64_t warps, uint64_t lanes, uint64_t all) {
    printf("%15" PRIu64 " %5.1f %% %5.1f  ", warps, 100.0 * (double)warps / (double)all,
           (double)lanes / (double)warps);
}

static void print_function(struct hot_function *function, uint64_t all) {
    const struct musim_profile_row *first = &function->rows[0];
    print_counts(function->warps, function->lanes, all);
    printf("%s", first->function ? first->function : "(no symbol)");
    if (first->function_file)
        printf(" (%s:%u)", first->function_file, first->function_line);
    putchar('\n');
    qsort(function->rows, function->count, sizeof *function->rows, by_instructions);
    for (size_t i = 0; i < function->count && i < LINES_LISTED; i++) {
        const struct musim_profile_row *row = &function->rows[i];
        if (!row->file)
            continue;
        print_counts(row->warp_instructions, row->lane_instructions, all);
        printf("    %s:%u\n", row->file, row->line);
    }
}

void hot_print(const struct musim_profile *profile) {
    struct musim_profile_row *rows;
    size_t count = musim_profile_rows(profile, &rows);
    struct hot_function *functions = xcalloc(count + 1, sizeof *functions);
    size_t function_count = group(rows, count, functions);
    uint64_t all = 0;
    for (size_t i = 0; i < function_count; i++)
        all += functions[i].warps;
    qsort(functions, function_count, sizeof *functions, by_sum);
    if (all)
        printf("\n%15s %7s %5s  %s\n", "warp instr.", "share", "lanes",
               "hottest functions, and their hottest lines");
    for (size_t i = 0; i < function_count && i < FUNCTIONS_LISTED; i++)
        print_function(&functions[i], all);
    if (function_count > FUNCTIONS_LISTED)
        printf("%30s  %zu more functions\n", "", function_count - FUNCTIONS_LISTED);
    free(functions);
    free(rows);
}
