#include "muonc/link/limits.h"

#include "neutrino/platform.h"
#include "support/alloc.h"
#include "support/demangle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SYNC_POINTS = 256 - NEUTRINO_FIRST_SYNC_POINT, VARIABLES_LISTED = 5 };

static int by_descending_size(const void *a, const void *b) {
    const struct image_symbol *left = *(const struct image_symbol *const *)a;
    const struct image_symbol *right = *(const struct image_symbol *const *)b;
    if (left->size != right->size)
        return left->size > right->size ? -1 : 1;
    return strcmp(left->name, right->name);
}

static void list_largest(const struct image *image, struct diag_engine *diag) {
    const struct image_symbol **variables = xcalloc(image->symbol_count, sizeof *variables);
    size_t count = 0;
    for (size_t i = 1; i < image->symbol_count; i++)
        if (image->symbols[i].section < image->section_count && image->symbols[i].size &&
            image_is_shared(&image->sections[image->symbols[i].section]))
            variables[count++] = &image->symbols[i];
    qsort(variables, count, sizeof *variables, by_descending_size);
    for (size_t i = 0; i < count && i < VARIABLES_LISTED; i++) {
        char *name = demangle(variables[i]->name);
        diag_report(diag, DIAG_NOTE, NULL, DIAG_FILE(image->path), "'%s' takes %u bytes", name,
                    variables[i]->size);
        free(name);
    }
    free(variables);
}

static bool check_shared(const struct image *image, struct diag_engine *diag) {
    uint64_t end = 0;
    for (size_t i = 1; i < image->section_count; i++) {
        const struct image_section *section = &image->sections[i];
        uint64_t last = (uint64_t)section->address + section->size;
        if (image_is_shared(section) && section->size && last > end)
            end = last;
    }
    if (end <= NEUTRINO_SHARED_BYTES)
        return true;
    diag_file_error(diag, image->path,
                    "shared memory is full: %" PRIu64 " bytes of variables, limit %u", end,
                    NEUTRINO_SHARED_BYTES);
    list_largest(image, diag);
    return false;
}

static bool check_sync_points(const struct image *image, struct diag_engine *diag) {
    const struct image_section *section = image_find_section(image, ".neutrino_sync");
    if (!section || !section->size)
        return true;
    if (section->address != NEUTRINO_FIRST_SYNC_POINT) {
        diag_file_error(diag, image->path,
                        "the linker script must place .neutrino_sync at %u, not %u",
                        NEUTRINO_FIRST_SYNC_POINT, section->address);
        return false;
    }
    if (section->size > MAX_SYNC_POINTS) {
        diag_file_error(diag, image->path, "%u sync points in the program, limit %u", section->size,
                        MAX_SYNC_POINTS);
        return false;
    }
    return true;
}

/* A script that does not know these sections leaves them to lld, which puts them anywhere. */
static bool check_orphans(const struct image *image, struct diag_engine *diag) {
    static const char *const prefixes[] = {".shared.", ".shared_zeroed.", ".shared_local.",
                                           ".neutrino_sync."};
    for (size_t i = 1; i < image->section_count; i++)
        for (size_t p = 0; p < sizeof prefixes / sizeof *prefixes; p++)
            if (!strncmp(image->sections[i].name, prefixes[p], strlen(prefixes[p]))) {
                diag_file_error(diag, image->path,
                                "the linker script has no place for section %s (see muon.ld)",
                                image->sections[i].name);
                return false;
            }
    return true;
}

/* ---- where sections lie ---- */

enum { PAGE_BYTES = 0x1000 };

/* What of the global address space is no memory that a program is loaded to. */
static const struct {
    uint32_t start, bytes;
} reserved[] = {
    {0, PAGE_BYTES}, /* for null pointers */
    {NEUTRINO_PRIVATE_BASE, NEUTRINO_PRIVATE_BYTES},
#define SIMT_DEVICE(id, NAME, base, bytes, text) {base, PAGE_BYTES},
#include "neutrino/devices.def"
};

/* Variables that compilers have for global memory. A script that does not know one of their
 * sections leaves it to lld, which may put it behind those in shared memory. */
static bool is_global(const struct image_section *section) {
    static const char *const names[] = {".bss", ".sbss", "COMMON"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (!strncmp(section->name, names[i], length) &&
            (section->name[length] == '.' || section->name[length] == '\0'))
            return true;
    }
    return false;
}

static bool is_loadable(const struct image_section *section) {
    uint64_t start = section->new_address, end = start + section->new_size;
    if (!section->bytes && end <= NEUTRINO_SHARED_BYTES && !is_global(section))
        return true; /* variables in shared memory */
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (start < (uint64_t)reserved[i].start + reserved[i].bytes && end > reserved[i].start)
            return false;
    return true;
}

/* lld says which symbol it has not found, and goes on. */
static bool check_entry(const struct image *image, struct diag_engine *diag) {
    for (size_t i = 1; i < image->section_count; i++) {
        const struct image_section *section = &image->sections[i];
        if (section->code && image->entry - section->address < section->size)
            return true;
    }
    diag_file_error(diag, image->path,
                    "the entry, 0x%x, is no instruction: the program needs a '_start', or the "
                    "linker an --entry",
                    image->entry);
    return false;
}

bool limits_check_addresses(const struct image *image, struct diag_engine *diag) {
    for (size_t i = 1; i < image->section_count; i++) {
        const struct image_section *section = &image->sections[i];
        if (!image_is_loaded(section) || !section->new_size || is_loadable(section))
            continue;
        diag_file_error(diag, image->path,
                        "section %s, 0x%x bytes at 0x%x, does not lie in global memory: the linker "
                        "script must place it there",
                        section->name, section->new_size, section->new_address);
        return false;
    }
    return check_entry(image, diag);
}

bool limits_check(const struct image *image, struct diag_engine *diag) {
    return check_orphans(image, diag) && check_sync_points(image, diag) &&
           check_shared(image, diag);
}
