/* What lld takes for granted of an object: its relocations are applied to the section that they are
 * for. lld 19 writes wherever they say. */
#ifndef MUONC_LINK_OBJECT_CHECK_H
#define MUONC_LINK_OBJECT_CHECK_H

#include "support/diag.h"

#include <stddef.h>

/* Reports a relocation that reaches out of its section, of an object or archive in memory; member
 * is "" or begins the message with the name of one. Other files are not looked at. */
bool object_check(const char *path, const char *member, const char *bytes, size_t size,
                  struct diag_engine *diag);

#endif
