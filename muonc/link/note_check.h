/* Whether the parts of a program were compiled for one machine and one set of tasks. */
#ifndef MUONC_LINK_NOTE_CHECK_H
#define MUONC_LINK_NOTE_CHECK_H

#include "muonc/link/link.h"
#include "muonc/program/image.h"

/* Before linking, so that the message can name the object: all inputs that are objects. */
bool note_check_inputs(const struct link_request *request, struct diag_engine *diag);

/* After linking, with the members that came out of archives: replaces the program's .note.muon by
 * one note of the shape, one of the ABI hash for a program with Neutrino, and one for each kernel.
 */
bool note_check_program(const struct link_request *request, struct image *image,
                        struct diag_engine *diag);

#endif
