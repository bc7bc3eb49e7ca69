/* From an address to "function at file:line", out of an ELF's symbols and DWARF (libdw). Built
 * once, then each lookup is a binary search. Used by musim's reports and muobjdump -l. */
#ifndef OBJECT_SOURCE_MAP_H
#define OBJECT_SOURCE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct source_position {
    const char *function; /* symbol that contains the address, NULL if none */
    uint64_t function_offset;
    const char *file; /* as the DWARF names it, NULL if it has no line */
    unsigned line;
    unsigned column;
};

struct source_map;

/* Never fails for a readable ELF: without symbols or DWARF the lookups find nothing. Copies what it
 * needs; the bytes may go away. NULL if bytes are no ELF. */
struct source_map *source_map_create(const void *bytes, size_t size);
void source_map_free(struct source_map *map);

/* From now on lookups tell the functions of C++ by the names that the source has. */
void source_map_demangle(struct source_map *map);

bool source_map_lookup(const struct source_map *map, uint64_t address,
                       struct source_position *position);
/* The n-th address from which on code comes from another line, ascending, and that line (file NULL:
 * none), without a function; false: there are no more. */
bool source_map_row(const struct source_map *map, size_t n, uint64_t *address,
                    struct source_position *position);
/* The functions that are inlined at an address, the innermost first, each with the place of its
 * call; at most count of them. Returns how many there are. Slower than a lookup; one thread at a
 * time. */
struct source_call {
    const char *function;
    const char *file; /* as the DWARF names it, NULL if unknown */
    unsigned line;
    unsigned column;
};
size_t source_map_inlined(const struct source_map *map, uint64_t address, struct source_call *calls,
                          size_t count);
/* A symbol's address and size by name. */
bool source_map_symbol(const struct source_map *map, const char *name, uint64_t *address,
                       uint64_t *size);
/* Whether it is an object whose section has no contents in the file. */
bool source_map_symbol_is_empty(const struct source_map *map, const char *name);

#endif
