/* Any bytes as an ELF file, through everything that reads one for its symbols, lines and code. */
#include "muobjdump/muobjdump.h"
#include "object/source_map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_around(const uint8_t *data, size_t size) {
    struct source_map *map = source_map_create(data, size);
    if (!map)
        return;
    struct source_position position;
    for (uint64_t address = 0x10000000; address < 0x10000100; address += 4)
        if (source_map_lookup(map, address, &position) && position.file && !position.line)
            abort();
    struct source_call calls[4];
    source_map_inlined(map, 0x10000040, calls, 4);
    uint64_t address, bytes;
    source_map_symbol(map, "main", &address, &bytes);
    source_map_free(map);
}

static void dump(const uint8_t *data, size_t size) {
    struct disassembly what = {.all_sections = true, .source_lines = true, .stop = UINT64_MAX};
    struct diag_engine diag;
    struct object_file file;
    diag_init(&diag, "fuzz");
    diag.stream = stdout;
    char *bytes = xmalloc(size + 1);
    memcpy(bytes, data, size);
    if (object_parse(&file, "input", bytes, size, &diag)) {
        print_file_format(&file);
        print_section_headers(&file);
        print_symbols(&file);
        print_neutrino(&file, &diag);
        print_disassembly(&file, &what, &diag);
        object_close(&file);
    }
    diag_free(&diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *silent;
    if (!silent)
        silent = freopen("/dev/null", "w", stdout);
    look_around(data, size);
    dump(data, size);
    return 0;
}
