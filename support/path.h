/* Names of files, as text: nothing here looks at the file system but path_absolute, which asks for
 * the working directory. A name without "/" is in the directory "". */
#ifndef SUPPORT_PATH_H
#define SUPPORT_PATH_H

#include <stddef.h>

/* "dir/kernel.c" is "kernel.c" in a directory of 4 bytes, "dir/"; its extension is ".c". A dot at
 * the begin of a name begins no extension; a name without one has "". All are parts of path. */
const char *path_name(const char *path);
size_t path_directory_length(const char *path);
const char *path_extension(const char *path);

/* The caller frees these. */

/* "dir/kernel.c" with ".d" is "dir/kernel.d", "dir/kernel" too. */
char *path_with_extension(const char *path, const char *extension);
/* The name as seen from the directory: an absolute name stays as it is. */
char *path_join(const char *directory, const char *name);
/* The path from "/" on, as spelled: links and ".." stay. */
char *path_absolute(const char *path);

#endif
