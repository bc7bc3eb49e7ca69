/* The objects of a program: symbols with a size in its data, of global and of shared memory. */
#ifndef MUSIM_CHECK_OBJECTS_H
#define MUSIM_CHECK_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct object {
    uint32_t address, size;
    char *name;
    bool shared;
};

/* Data that can be stored to: which of its bytes are no object's, and where objects end. */
struct data_section {
    uint32_t address, size;
    bool shared;
    uint8_t *gap;  /* a bit for each byte: no object has it */
    uint8_t *edge; /* a bit for each byte: no object has it and the byte before it */
};

struct objects {
    struct object *items; /* by space and address */
    size_t count;
    uint32_t longest;             /* size */
    const struct object *last[2]; /* that was asked for, of global and of shared memory */
    struct data_section *sections;
    size_t section_count;
    /* Shared memory that segments fill with zeros. */
    struct filled {
        uint32_t address, size;
    } *filled;
    size_t filled_count;
};

/* From a Muon ELF. One without symbols has no objects. */
void objects_read(struct objects *objects, const void *elf, size_t size);
void objects_free(struct objects *objects);

/* The object that has a byte; NULL: none. */
const struct object *objects_find(const struct objects *objects, bool shared, uint32_t address);
/* The last object that starts before the byte; NULL: none. */
const struct object *objects_before(const struct objects *objects, bool shared, uint32_t address);

enum bounds {
    BOUNDS_KEPT, /* or nothing is known */
    BOUNDS_GAP,  /* no object has the first byte, although it is in data */
    BOUNDS_EDGE, /* what begins in an object does not end in it, or the reverse */
};
/* Whether one object has them all, which is remembered, or no data is there. */
bool objects_have(struct objects *objects, bool shared, uint32_t address, unsigned size);
enum bounds objects_check(const struct objects *objects, bool shared, uint32_t address,
                          unsigned size);

#endif
