/* Where a tool's own files are: relative to its executable, so that an installation can be moved.
 *   <prefix>/bin/<tool>   <prefix>/lib/neutrino/…
 * Headers are among them, in include/neutrino: in <prefix>/include there may be the host's. */
#ifndef SUPPORT_RESOURCE_H
#define SUPPORT_RESOURCE_H

/* <prefix>/lib/neutrino/include, and <prefix>/lib/neutrino/<name>. The caller frees the path. */
char *resource_include_directory(void);
char *resource_path(const char *name);
/* <prefix>/bin/<name>: another of the tools. */
char *resource_program(const char *name);

#endif
