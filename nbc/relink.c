/* What a binary carries, and how it is linked again from that. */
#include "nbc/build.h"

#include "support/array.h"
#include "support/output.h"
#include "support/path.h"

#include <stdlib.h>
#include <string.h>

/* ---- carrying ---- */

/* Of what is neither an object nor an archive with all that is in it (but a thin one, say) only the
 * name. */
static bool carry_input(struct build *build, const char *path, const char *name,
                        struct nbin *contents) {
    struct nbin_input *input = ARRAY_ADD(contents->inputs, contents->input_count);
    *input = (struct nbin_input){.name = xstrdup(path_name(name))};
    input->bytes = input_read(path, &input->size, build->diag);
    if (input->bytes && strncmp(input->bytes, "\177ELF", 4) && strncmp(input->bytes, "!<arch>", 7))
        input->size = 0;
    return input->bytes != NULL;
}

bool relink_carry(struct build *build, struct nbin *contents) {
    const struct string_list *objects = &build->objects, *more = build->request->objects;
    const struct nbin *nbin = build->request->nbin;
    bool ok = true;
    for (size_t i = 0; ok && i < objects->count; i++)
        ok = carry_input(build, objects->items[i],
                         nbin ? nbin->inputs[i].name : build->names.items[i], contents);
    for (size_t i = 0; ok && i < more->count; i++)
        ok = carry_input(build, more->items[i], more->items[i], contents);
    return ok;
}

/* ---- linking again ---- */

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
