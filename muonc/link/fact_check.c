#include "muonc/link/fact_check.h"

#include "muonc/facts/facts.h"
#include "muonc/link/note.h"
#include "support/array.h"

#include <stdlib.h>

/* The facts of each unit. False if they cannot be read. */
static bool read_units(const struct image_section *section, struct fact_check *check,
                       struct fact_list **units) {
    struct note note;
    bool ok = true;
    for (size_t offset = 0; ok && note_next(section->bytes, section->size, &offset, &note);) {
        if (note.type != NOTE_FACTS)
            continue;
        struct fact_list *unit = ARRAY_ADD(*units, check->count);
        *unit = (struct fact_list){0};
        ok = facts_read(note.bytes, note.bytes_size, unit);
    }
    check->units = *units;
    return ok;
}

bool fact_check_program(const struct image *image, struct diag_engine *diag) {
    const struct image_section *section = image_find_section(image, NOTE_SECTION);
    const struct image_section *sync_points = image_find_section(image, ".neutrino_sync");
    struct fact_check check = {
        .across = true, .sync_points = sync_points ? sync_points->size : 0, .diag = diag};
    struct fact_list *units = NULL;
    unsigned errors = diag->errors;
    if (!section || !section->bytes)
        return true;
    if (read_units(section, &check, &units))
        facts_check(&check);
    else
        diag_file_error(diag, image->path, "section " NOTE_SECTION " of an input is damaged");
    for (size_t i = 0; i < check.count; i++)
        facts_free(&units[i]);
    free(units);
    return diag->errors == errors;
}
