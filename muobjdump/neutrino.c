#include "muobjdump/muobjdump.h"
#include "neutrino/platform.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static bool print_image(const struct object_file *file, const struct object_section *section,
                        struct diag_engine *diag) {
    const uint8_t *bytes;
    size_t size;
    struct neutrino_image_header header;
    if (!object_section_bytes(file, section, &bytes, &size, diag))
        return false;
    if (size < sizeof header || memcmp(bytes, "NTRN", 4)) {
        diag_file_error(diag, file->path, "section '.neutrino' does not start with its header");
        return false;
    }
    memcpy(&header, bytes, sizeof header);
    if (header.image_bytes > size - sizeof header) {
        diag_file_error(diag, file->path,
                        "section '.neutrino' holds %zu bytes of an image of %" PRIu32,
                        size - sizeof header, header.image_bytes);
        return false;
    }
    printf("\nNeutrino image:\n");
    printf("  version       %" PRIu32 "\n", header.version);
    printf("  flags         0x%" PRIx32 "\n", header.flags);
    printf("  image bytes   %" PRIu32 "\n", header.image_bytes);
    printf("  memory bytes  %" PRIu32 "\n", header.memory_bytes);
    printf("  load address  0x%08" PRIx32 "\n", header.load_address);
    printf("  entry         0x%08" PRIx32 "\n", header.entry);
    printf("  tasks         %" PRIu32 "\n", header.task_count);
    printf("  ABI hash      %016" PRIx64 "\n", header.abi_hash);
    return true;
}

/* false if it is no array of tasks. */
static bool print_tasks(const json_t *tasks) {
    size_t i;
    json_t *task;
    if (!json_is_array(tasks))
        return false;
    printf("\nTasks:\n   id  bytes  name (arguments)\n");
    json_array_foreach(tasks, i, task) {
        const char *name = json_string_value(json_object_get(task, "name"));
        const char *arguments = json_string_value(json_object_get(task, "args"));
        if (!name)
            return false;
        printf("  %3" JSON_INTEGER_FORMAT "  %5" JSON_INTEGER_FORMAT "  %s (%s)\n",
               json_integer_value(json_object_get(task, "id")),
               json_integer_value(json_object_get(task, "bytes")), name,
               arguments ? arguments : "none");
    }
    return true;
}

static bool print_map(const struct object_file *file, const struct object_section *section,
                      struct diag_engine *diag) {
    const uint8_t *bytes;
    size_t size;
    if (!object_section_bytes(file, section, &bytes, &size, diag))
        return false;
    json_error_t error;
    json_t *map = json_loadb((const char *)bytes, size, 0, &error);
    bool ok = map && print_tasks(json_object_get(map, "tasks"));
    if (!ok)
        diag_file_error(diag, file->path, "section '.neutrino.map' is damaged: %s",
                        map ? "it is no task table" : error.text);
    json_decref(map);
    return ok;
}

bool print_neutrino(const struct object_file *file, struct diag_engine *diag) {
    struct object_section image, map;
    bool has_image = object_find_section(file, ".neutrino", &image);
    bool has_map = object_find_section(file, ".neutrino.map", &map);
    if (!has_image && !has_map)
        printf("\nNo Neutrino image.\n");
    return (!has_image || print_image(file, &image, diag)) &&
           (!has_map || print_map(file, &map, diag));
}
