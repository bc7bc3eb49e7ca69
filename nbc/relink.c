/* A binary linked again, from what it carries. */
#include "nbc/build.h"

#include "support/output.h"

#include <stdlib.h>

static bool has_tasks_of_its_own(const struct nbin *nbin) {
    return nbin->task_count && nbin->tasks[0].id < NEUTRINO_FIRST_RESERVED_TASK;
}

static bool write_input(struct build *build, size_t i) {
    const struct nbin_input *input = &build->request->nbin->inputs[i];
    const char *path = build->request->nbin_path;
    if (!input->size) {
        diag_file_error(
            build->diag, path,
            "cannot be linked again: it was linked with '%s', which is neither an object "
            "nor an archive that has its members in it",
            input->name);
        return false;
    }
    char *file = xasprintf("%sinput%zu", build->prefix, i);
    char *name = xasprintf("%s(%s)", path, input->name);
    string_list_add(&build->objects, file);
    string_list_add(&build->names, name);
    bool ok = build->request->echo == PROGRAM_DRY_RUN ||
              output_write(file, input->bytes, input->size, build->diag);
    free(name);
    free(file);
    return ok;
}

bool relink_objects(struct build *build) {
    const struct nbin *nbin = build->request->nbin;
    if (!nbin->input_count && has_tasks_of_its_own(nbin)) {
        diag_file_error(build->diag, build->request->nbin_path,
                        "cannot be linked again: it does not carry its objects; make it again with "
                        "this nbc");
        return false;
    }
    for (size_t i = 0; i < nbin->input_count; i++)
        if (!write_input(build, i))
            return false;
    return true;
}
