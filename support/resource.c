#include "support/resource.h"

#include "support/alloc.h"

#include <libgen.h>
#include <stdlib.h>
#include <sys/auxv.h>

/* Of this program; where /proc is not mounted, by the name it was started with. */
static char *executable(void) {
    char *path = realpath("/proc/self/exe", NULL);
    return path ? path : realpath((const char *)getauxval(AT_EXECFN), NULL);
}

/* $NEUTRINO_PREFIX overrides, for programs that link the tools' libraries from elsewhere. */
static char *prefix(void) {
    const char *override = getenv("NEUTRINO_PREFIX");
    if (override && *override)
        return xstrdup(override);
    char *path = executable();
    char *root = xstrdup(path ? dirname(dirname(path)) : ".");
    free(path);
    return root;
}

char *resource_include_directory(void) {
    return resource_path("include");
}

char *resource_program(const char *name) {
    char *root = prefix();
    char *path = xasprintf("%s/bin/%s", root, name);
    free(root);
    return path;
}

char *resource_path(const char *name) {
    char *root = prefix();
    char *path = xasprintf("%s/lib/neutrino/%s", root, name);
    free(root);
    return path;
}
