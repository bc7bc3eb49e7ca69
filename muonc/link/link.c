#include "muonc/link/link.h"

#include "muonc/link/fact_check.h"
#include "muonc/link/library_tasks.h"
#include "muonc/link/limits.h"
#include "muonc/link/lld.h"
#include "muonc/link/muon_elf.h"
#include "muonc/link/note_check.h"
#include "muonc/program/code.h"
#include "support/output.h"

#include <stdlib.h>

static void print_line(struct diag_engine *diag, char *line) {
    diag_print(diag, line);
    free(line);
}

/* For -v: what re-encoding did. */
static void print_counts(const struct reencode_counts *counts, bool proved,
                         struct diag_engine *diag) {
    const struct spill_counts *spills = &counts->spills;
    print_line(
        diag, xasprintf("re-encoded %u RV32 words to %u Muon words: fused %u lui, %u auipc, %u "
                        "calls, %u masks; expanded %u czero",
                        counts->words_in, counts->words_out, counts->fused.lui, counts->fused.auipc,
                        counts->fused.call, counts->fused.mask, counts->czero_expanded));
    if (proved)
        print_line(diag, xasprintf("proved branches: %u uniform, %u of a vx_split or vx_pred; %u "
                                   "promised",
                                   counts->branches.uniform, counts->branches.split,
                                   counts->branches.promised));
    print_line(diag, xasprintf("kept %u of %u spill slots in registers: %u of %u loads and %u of "
                               "%u stores are left; removed %u moves",
                               spills->slots_kept, spills->slots, spills->loads_left, spills->loads,
                               spills->stores_left, spills->stores, spills->moves_removed));
    print_line(diag, xasprintf("folded %u instructions into immediates", spills->folded));
}

static bool write_program(const struct link_request *request, const void *rv32, size_t size,
                          struct diag_engine *diag) {
    struct image image;
    struct reencode_counts counts;
    if (!image_read(rv32, size, request->output, &image, diag))
        return false;
    bool ok = limits_check(&image, diag) && fact_check_program(&image, diag) &&
              note_check_program(request, &image, diag) &&
              reencode(&request->reencode, &image, rv32, size, diag, &counts) &&
              limits_check_addresses(&image, diag);
    if (ok) {
        size_t program_size;
        char *program = muon_elf_write(&image, &program_size);
        outputs_add(request->outputs, request->output, program, program_size);
        free(program);
    }
    if (ok && request->echo == PROGRAM_VERBOSE)
        print_counts(&counts, request->reencode.prove, diag);
    code_free(&image);
    image_free(&image);
    return ok;
}

static bool link_to(const struct link_request *request, const char *path, struct diag_engine *diag);

/* Which of the runtime's tasks a program uses shows when it is linked. With another image it is
 * linked again, as there is room for that image then. */
static bool link_with_tasks(const struct link_request *request, const struct string_list *tasks,
                            const char *path, struct diag_engine *diag) {
    struct nbin image = {0};
    if (!library_tasks_add(request, tasks, &image, diag))
        return false;
    struct link_request again = *request;
    again.nbin = &image;
    again.again = true;
    bool ok = link_to(&again, path, diag);
    nbin_free(&image);
    return ok;
}

static bool write_linked(const struct link_request *request, const char *rv32, size_t size,
                         struct diag_engine *diag) {
    bool ok = true;
    if (request->keep_rv32)
        ok = output_write(request->keep_rv32, rv32, size, diag);
    if (ok && request->only_rv32)
        outputs_add(request->outputs, request->output, rv32, size);
    else if (ok)
        ok = write_program(request, rv32, size, diag);
    return ok;
}

/* path: where lld's executable goes. */
static bool link_to(const struct link_request *request, const char *path,
                    struct diag_engine *diag) {
    if (!lld_link(request, path, diag))
        return false;
    if (request->echo == PROGRAM_DRY_RUN)
        return true;
    size_t size = 0;
    char *rv32 = input_read(path, &size, diag);
    if (!rv32)
        return false;
    struct string_list missing = library_tasks_missing(rv32, size, request->nbin);
    bool ok = missing.count && !request->again ? link_with_tasks(request, &missing, path, diag)
                                               : write_linked(request, rv32, size, diag);
    string_list_free(&missing);
    free(rv32);
    return ok;
}

/* Where lld's executable goes; the caller frees it. */
static char *rv32_path(const struct link_request *request) {
    return xasprintf("%s/program.elf", request->directory);
}

void link_begin(const struct link_request *request) {
    char *path = rv32_path(request);
    lld_begin(request, path);
    free(path);
}

bool link_program(const struct link_request *request, struct diag_engine *diag) {
    bool dry_run = request->echo == PROGRAM_DRY_RUN;
    /* In a dry run the objects have not been made. */
    if (!dry_run && !note_check_inputs(request, diag))
        return false;
    char *path = rv32_path(request);
    bool ok = link_to(request, path, diag);
    free(path);
    return ok;
}
