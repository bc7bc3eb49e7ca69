#include "muonc/program/function.h"

#include "support/alloc.h"

#include <stdlib.h>

static bool is_function(const struct image *image, const struct image_symbol *symbol) {
    return ELF32_ST_TYPE(symbol->info) == STT_FUNC && symbol->size &&
           symbol->section < image->section_count && image->sections[symbol->section].code &&
           code_at(image, (struct image_place){symbol->section, symbol->value});
}

static struct function function_of(const struct image *image, uint32_t index) {
    const struct image_symbol *symbol = &image->symbols[index];
    const struct image_section *section = &image->sections[symbol->section];
    struct function function = {.section = symbol->section, .symbol = index};
    function.insns = code_at(image, (struct image_place){symbol->section, symbol->value});
    const struct code_insn *end = section->code->insns + section->code->count;
    uint64_t last = (uint64_t)symbol->value - section->address + symbol->size;
    while (function.insns + function.count < end && function.insns[function.count].offset < last)
        function.count++;
    return function;
}

static int by_place(const void *a, const void *b) {
    const struct function *left = a, *right = b;
    if (left->section != right->section)
        return left->section < right->section ? -1 : 1;
    if (left->insns != right->insns)
        return left->insns < right->insns ? -1 : 1;
    return left->symbol < right->symbol ? -1 : left->symbol > right->symbol;
}

struct function_list functions_find(const struct image *image) {
    struct function_list list = {xcalloc(image->symbol_count, sizeof *list.items), 0};
    for (uint32_t i = 1; i < image->symbol_count; i++)
        if (is_function(image, &image->symbols[i]))
            list.items[list.count++] = function_of(image, i);
    qsort(list.items, list.count, sizeof *list.items, by_place);
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (!kept || list.items[kept - 1].insns != list.items[i].insns)
            list.items[kept++] = list.items[i];
    list.count = kept;
    return list;
}

void functions_free(struct function_list *functions) {
    free(functions->items);
    *functions = (struct function_list){0};
}

const struct function *functions_at(const struct function_list *functions,
                                    const struct image *image, struct image_place place) {
    struct function wanted = {.section = place.section, .insns = code_at(image, place)};
    size_t low = 0, high = wanted.insns ? functions->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct function *function = &functions->items[middle];
        if (function->section == wanted.section && function->insns == wanted.insns)
            return function;
        if (by_place(function, &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *function_name(const struct image *image, const struct function *function) {
    return image->symbols[function->symbol].name;
}

struct image_place function_place(const struct image *image, const struct function *function,
                                  size_t insn) {
    uint32_t base = image->sections[function->section].address;
    return (struct image_place){function->section, base + function->insns[insn].offset};
}

const struct muon_insn *function_word(const struct function *function, size_t insn) {
    static const struct muon_insn fused = {.op = MUON_ADDI};
    const struct code_insn *of = &function->insns[insn];
    return of->word_count ? &of->words[0] : &fused;
}

ptrdiff_t function_target(const struct image *image, const struct function *function, size_t insn) {
    const struct code_insn *of = &function->insns[insn];
    if (!muon_has_target(function_word(function, insn)->op) || of->fix != CODE_FIX_PC ||
        of->to.section != function->section)
        return FUNCTION_OUTSIDE;
    const struct code_insn *to = code_at(image, of->to);
    bool inside = to && to >= function->insns && to < function->insns + function->count;
    return inside ? to - function->insns : FUNCTION_OUTSIDE;
}

bool *function_joins(const struct image *image, const struct function *function) {
    bool *joins = xcalloc(function->count + 1, sizeof *joins);
    for (size_t i = 0; i < function->count; i++) {
        ptrdiff_t to = function_target(image, function, i);
        joins[i] |= function->insns[i].target;
        if (to != FUNCTION_OUTSIDE)
            joins[to] = true;
    }
    return joins;
}

unsigned function_successors(const struct image *image, const struct function *function,
                             size_t insn, ptrdiff_t next[2]) {
    const struct muon_insn *word = function_word(function, insn);
    next[0] = insn + 1 < function->count ? (ptrdiff_t)insn + 1 : FUNCTION_OUTSIDE;
    if (word->op == MUON_ILLEGAL) {
        next[0] = FUNCTION_OUTSIDE;
        return 1;
    }
    switch (muon_op_info(word->op)->class) {
    case MUON_CLASS_BRANCH: next[1] = function_target(image, function, insn); return 2;
    case MUON_CLASS_JUMP:
        if (!word->rd)
            next[0] = function_target(image, function, insn);
        return 1;
    default: return 1;
    }
}
