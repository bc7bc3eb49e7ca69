/* What a program asserts with __uniform: section .neutrino.uniform (object/promises.h), read and
 * checked. Kept by machines that check it. */
#ifndef MUSIM_ASSERTIONS_H
#define MUSIM_ASSERTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assertion {
    uint32_t address; /* of the instruction before which it holds */
    uint8_t reg;
    uint32_t value_mask; /* the register's bits that are the value */
    uint32_t file;       /* offset in assertions.files */
    uint32_t line, column;
};

struct assertions {
    struct assertion *items; /* by address */
    size_t count;
    char *files;
};

/* From the contents of the sections of records and of file names. If they are damaged returns false
 * with the offset of the bad record and nothing allocated. */
bool assertions_read(struct assertions *assertions, const uint8_t *records, size_t size,
                     const char *files, size_t files_size, size_t *bad);
void assertions_free(struct assertions *assertions);

/* The first one at an address or behind it: an index, count if there is none. */
size_t assertions_from(const struct assertions *assertions, uint32_t address);

#endif
