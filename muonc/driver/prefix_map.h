/* -ffile-prefix-map and -fdebug-prefix-map for assembly. Clang maps its own file's name and the
 * names of directories, but not what line markers say; so the markers are mapped, in a text that is
 * assembled without messages: those name files as they are. */
#ifndef MUONC_DRIVER_PREFIX_MAP_H
#define MUONC_DRIVER_PREFIX_MAP_H

#include "support/alloc.h"

#include <stddef.h>

/* The text with the paths in its line markers ("# 1 "path"") mapped as the options of a command
 * line of clang say, the last one that fits a path counting. NULL if none is changed; else the
 * caller frees it, with its size in *mapped_size. */
char *prefix_map_markers(const char *text, size_t size, const struct string_list *clang,
                         size_t *mapped_size);

/* The same for one path; the caller frees it. */
char *prefix_map_path(const char *path, const struct string_list *clang);

#endif
