#include "support/resource.h"

#include "support/alloc.h"

#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* $NEUTRINO_PREFIX overrides, for programs that link the tools' libraries from elsewhere. */
static char *prefix(void) {
    const char *override = getenv("NEUTRINO_PREFIX");
    if (override && *override)
        return xstrdup(override);
    char path[PATH_MAX + 1] = ".";
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
    path[length > 0 ? length : 1] = '\0';
    return xstrdup(dirname(dirname(path)));
}

char *resource_include_directory(void) {
    char *root = prefix();
    char *path = xasprintf("%s/include", root);
    free(root);
    return path;
}

char *resource_path(const char *name) {
    char *root = prefix();
    char *path = xasprintf("%s/lib/neutrino/%s", root, name);
    free(root);
    return path;
}
