/* Whether the linker's proof finds faults: takes a right program, as muonc --emit=rv32 leaves it,
 * and makes of it one wrong program after the other, in each of which
 *
 * - a vx_split, vx_join or vx_pred is missing, or
 * - a vx_split and its vx_join are, so that all masks nest but lanes that should part do not, or
 * - the mask that a vx_pred restores is read from another CSR, or
 * - a warp does not load what one lane has chosen for all to call: each lane keeps what it has
 *   stored, as an optimiser might have it that thinks of one lane only,
 *
 * at every STEP-th place of those there are: mutations STEP PROGRAM…
 *
 * The program must divide its lanes only where they really may differ. */
#include "muonc/program/code.h"
#include "muonc/program/decode.h"
#include "muonc/proof/assertions.h"
#include "muonc/proof/masks.h"
#include "muonc/proof/uniform.h"
#include "muonc/reencode/expand.h"
#include "muonc/reencode/fuse.h"
#include "muonc/spill/spill.h"
#include "support/output.h"

#include <stdlib.h>

enum mutation { NONE, ONE, PAIR, OTHER_MASK, FORWARDED };

static const struct muon_insn nop = {.op = MUON_ADDI};

/* Whether an instruction loads what the one before it has stored, and not to spill it. */
static bool is_meeting(const struct function *function, size_t i) {
    const struct muon_insn *store = i ? function_word(function, i - 1) : &nop;
    const struct muon_insn *load = function_word(function, i);
    return store->op == MUON_SW_GLOBAL && load->op == MUON_LW_GLOBAL && store->rs1 == load->rs1 &&
           store->rs1 != MUON_REGISTER_SP &&
           store->imm == load->imm;
}

/* At the n-th of the instructions that it applies to, in functions that the compiler made; false if
 * there are not so many. */
static bool mutate(const struct image *image, const struct function_list *functions,
                   const struct slot_frame *slots, enum mutation mutation, size_t n, char *what,
                   size_t size) {
    for (size_t f = 0; f < functions->count; f++) {
        const struct function *function = &functions->items[f];
        if (!slots[f].compiled)
            continue;
        struct masks masks = masks_find(image, function);
        for (size_t i = 0; i < function->count; i++) {
            const struct muon_insn *insn = function_word(function, i);
            bool split = masks_is_split(insn), join = masks_is_join(insn);
            bool mask = insn->op == MUON_CSRRS && insn->imm == MUON_CSR_TMASK && insn->rs1 == 0;
            bool applies = mutation == ONE    ? split || join || masks_is_pred(insn)
                           : mutation == PAIR ? split && masks.join[i] >= 0
                           : mutation == FORWARDED ? is_meeting(function, i)
                                              : mask;
            if (!applies || n-- > 0)
                continue;
            snprintf(what, size, "instruction %zu of %s, a %s", i, function_name(image, function),
                     split  ? "split"
                     : join ? "join"
                     : mask ? "mask"
                     : mutation == FORWARDED ? "load"
                            : "pred");
            struct code_insn *insns = function->insns;
            if (mutation == OTHER_MASK)
                insns[i].words[0].imm = MUON_CSR_TID;
            else if (mutation == FORWARDED)
                insns[i].words[0] = (struct muon_insn){
                    .op = MUON_ADDI, .rd = insn->rd, .rs1 = insns[i - 1].words[0].rs2};
            else
                insns[i].words[0] = nop;
            if (mutation == PAIR)
                insns[masks.join[i]].words[0] = nop;
            masks_free(&masks);
            return true;
        }
        masks_free(&masks);
    }
    return false;
}

struct subject {
    const char *path;
    char *bytes;
    size_t size;
};

enum outcome { REJECTED, ACCEPTED, NOTHING_TO_MUTATE };

static enum outcome try(const struct subject *subject, enum mutation mutation, size_t n, char *what,
                        size_t size, struct diag_engine *diag) {
    struct image image;
    struct uniform_counts counts = {0};
    enum outcome outcome = REJECTED;
    if (!image_read(subject->bytes, subject->size, subject->path, &image, diag))
        exit(2);
    if (!decode(&image, diag))
        exit(2);
    fuse(&image);
    expand(&image);
    struct function_list functions = functions_find(&image);
    struct spills spills = spills_promote(&image, &functions, false);
    struct uniform_source source = {subject->bytes, subject->size};
    if (mutation != NONE && !mutate(&image, &functions, spills.slots, mutation, n, what, size))
        outcome = NOTHING_TO_MUTATE;
    else if (assertions_settle(&image, diag) && masks_check(&image, &functions, diag) &&
             uniform_check(&image, &functions, spills.slots, &source, diag, &counts))
        outcome = ACCEPTED;
    spills_free(&spills);
    functions_free(&functions);
    code_free(&image);
    image_free(&image);
    return outcome;
}

int main(int argc, char **argv) {
    static const char *const names[] = {
        [ONE] = "one missing", [PAIR] = "pair missing", [OTHER_MASK] = "other mask", [FORWARDED] = "own target"};
    struct diag_engine diag, quiet;
    char what[256] = "";
    size_t step = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    unsigned faults = 0;
    diag_init(&diag, "mutations");
    diag_init(&quiet, "mutations");
    quiet.stream = fopen("/dev/null", "w");
    for (int i = 2; i < argc && step; i++) {
        struct subject subject = {.path = argv[i]};
        subject.bytes = input_read(argv[i], &subject.size, &diag);
        if (!subject.bytes || try(&subject, NONE, 0, what, sizeof what, &diag) != ACCEPTED)
            return 2;
        for (enum mutation mutation = ONE; mutation <= FORWARDED; mutation++) {
            size_t n = 0;
            for (enum outcome outcome; (outcome = try(&subject, mutation, n, what, sizeof what,
                                                      &quiet)) != NOTHING_TO_MUTATE;
                 n += step)
                if (outcome == ACCEPTED) {
                    printf("not found: %s, %s\n", names[mutation], what);
                    faults++;
                }
            printf("%s: %s %s\n", argv[i], names[mutation], n ? "each time" : "never");
        }
        free(subject.bytes);
    }
    fclose(quiet.stream);
    diag_free(&quiet);
    diag_free(&diag);
    return faults != 0 || !step;
}
