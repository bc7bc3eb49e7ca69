/* Programs of csmith, several as one unit that ends as checksums.h says. */
#ifndef RANDOM_CSMITH_BATCH_H
#define RANDOM_CSMITH_BATCH_H

#include <stdbool.h>
#include <stdint.h>

/* Lets csmith write the programs of the seeds into files of the current directory. Those that it
 * does not end with are added to *left_out: bit i for the seed first + i. Its exit status if it
 * fails, or 0. */
int csmith_make(uint64_t first, unsigned count, uint64_t *left_out);
/* Makes one unit of those that are not left out. */
bool csmith_put_together(uint64_t first, unsigned count, uint64_t left_out, const char *path);
/* Removes the files. */
void csmith_forget(uint64_t first, unsigned count);

#endif
