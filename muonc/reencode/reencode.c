#include "muonc/reencode/reencode.h"

#include "muonc/program/code.h"
#include "muonc/program/decode.h"
#include "muonc/program/function.h"
#include "muonc/program/layout.h"
#include "muonc/proof/assertions.h"
#include "muonc/proof/masks.h"
#include "muonc/reencode/debug_info.h"
#include "muonc/reencode/expand.h"
#include "muonc/reencode/relocate.h"
#include "object/promises.h"

static void count_words(const struct image *image, struct reencode_counts *counts) {
    for (size_t s = 1; s < image->section_count; s++) {
        const struct code *code = image->sections[s].code;
        for (size_t i = 0; code && i < code->count; i++) {
            counts->words_in++;
            counts->words_out += code->insns[i].word_count;
        }
    }
}

static void drop_promises(struct image *image) {
    struct image_section *promises = image_find_section(image, PROMISES_SECTION);
    if (promises)
        promises->dropped = true;
}

/* On the final instructions. */
static bool prove(const struct reencode_options *options, const struct image *image,
                  const struct function_list *functions, const struct slot_frame *slots,
                  const struct uniform_source *source, struct diag_engine *diag,
                  struct uniform_counts *counts) {
    return masks_check(image, functions, diag) &&
           (!options->prove || uniform_check(image, functions, slots, source, diag, counts));
}

bool reencode(const struct reencode_options *options, struct image *image, const void *executable,
              size_t size, struct diag_engine *diag, struct reencode_counts *counts) {
    struct uniform_source source = {executable, size};
    *counts = (struct reencode_counts){0};
    if (!decode(image, diag))
        return false;
    if (options->strip_debug)
        relocate_drop_debug(image);
    counts->fused = fuse(image);
    counts->czero_expanded = expand(image);
    struct function_list functions = functions_find(image);
    struct spills spills = spills_promote(image, &functions, options->spill_to_stack);
    counts->spills = spills.counts;
    bool good = assertions_settle(image, diag) && layout_assign(image, diag) &&
                prove(options, image, &functions, spills.slots, &source, diag, &counts->branches);
    drop_promises(image);
    count_words(image, counts);
    if (good)
        debug_info_adjust(image, executable, size, &functions, &spills);
    spills_free(&spills);
    functions_free(&functions);
    return good && relocate(image, diag);
}
