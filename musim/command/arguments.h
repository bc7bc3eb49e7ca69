/* Arguments of a kernel, from words of the command line. */
#ifndef MUSIM_COMMAND_ARGUMENTS_H
#define MUSIM_COMMAND_ARGUMENTS_H

#include "neutrino/musim.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stdint.h>

/* Converts one argument and puts it in its place among the arguments' bytes. Reports and returns
 * false if the text is none of the parameter's type:
 *
 *   a number in its range      of bool, int, uint and float, and bytes for group memory
 *   &symbol[+offset], number   an address, of a pointer
 *   *symbol                    the object's bytes, of a struct
 */
bool argument_convert(struct musim *machine, const struct neutrino_kernel *kernel, size_t index,
                      const char *text, uint8_t *bytes, struct diag_engine *diag);

#endif
