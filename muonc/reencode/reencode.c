#include "muonc/reencode/reencode.h"

#include "muonc/link/limits.h"
#include "muonc/link/note_check.h"
#include "muonc/program/function.h"
#include "muonc/program/layout.h"
#include "muonc/proof/assertions.h"
#include "muonc/proof/masks.h"
#include "muonc/proof/uniform.h"
#include "muonc/reencode/debug_info.h"
#include "muonc/reencode/expand.h"
#include "muonc/reencode/fuse.h"
#include "muonc/reencode/relocate.h"
#include "muonc/spill/spill.h"
#include "object/promises.h"

static void count_words(const struct image *image, struct link_statistics *statistics) {
    for (size_t s = 1; s < image->section_count; s++) {
        const struct code *code = image->sections[s].code;
        for (size_t i = 0; code && i < code->count; i++) {
            statistics->words_in++;
            statistics->words_out += code->insns[i].word_count;
        }
    }
}

static void drop_promises(struct image *image) {
    struct image_section *promises = image_find_section(image, PROMISES_SECTION);
    if (promises)
        promises->dropped = true;
}

/* On the final instructions. */
static bool prove(const struct link_request *request, const struct image *image,
                  const struct function_list *functions, const struct slot_frame *slots,
                  const struct uniform_source *source, struct diag_engine *diag,
                  struct link_statistics *statistics) {
    return masks_check(image, functions, diag) &&
           (!request->prove || uniform_check(image, functions, slots, source, diag, statistics));
}

bool reencode(const struct link_request *request, struct image *image, const void *executable,
              size_t size, struct diag_engine *diag, struct link_statistics *statistics) {
    struct uniform_source source = {executable, size};
    if (!limits_check(image, diag) || !note_check_program(request, image, diag) ||
        !code_decode(image, diag))
        return false;
    if (request->strip_debug)
        relocate_drop_debug(image);
    fuse(image, statistics);
    expand(image, statistics);
    struct function_list functions = functions_find(image);
    struct spills spills = spills_promote(image, &functions, request->spill_to_stack, statistics);
    bool good = assertions_settle(image, diag) && layout_assign(image, diag) &&
                prove(request, image, &functions, spills.slots, &source, diag, statistics);
    drop_promises(image);
    count_words(image, statistics);
    if (good)
        debug_info_adjust(image, executable, size, &functions, &spills);
    spills_free(&spills);
    functions_free(&functions);
    return good && relocate(image, diag);
}
