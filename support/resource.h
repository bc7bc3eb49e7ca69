/* Where a tool's own files are: relative to its executable, so that an installation can be moved.
 *   <prefix>/bin/<tool>   <prefix>/include/neutrino/…   <prefix>/lib/neutrino/… */
#ifndef SUPPORT_RESOURCE_H
#define SUPPORT_RESOURCE_H

/* <prefix>/include, and <prefix>/lib/neutrino/<name>. The caller frees the path. */
char *resource_include_directory(void);
char *resource_path(const char *name);

#endif
