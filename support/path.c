#include "support/path.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t path_directory_length(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash + 1 - path) : 0;
}

const char *path_name(const char *path) {
    return path + path_directory_length(path);
}

const char *path_extension(const char *path) {
    const char *name = path_name(path), *dot = strrchr(name, '.');
    return dot && dot != name ? dot : name + strlen(name);
}

char *path_with_extension(const char *path, const char *extension) {
    return xasprintf("%.*s%s", (int)(path_extension(path) - path), path, extension);
}

char *path_join(const char *directory, const char *name) {
    size_t length = strlen(directory);
    if (name[0] == '/' || !length)
        return xstrdup(name);
    return xasprintf("%s%s%s", directory, directory[length - 1] == '/' ? "" : "/", name);
}

char *path_absolute(const char *path) {
    char *here = getcwd(NULL, 0), *absolute = path_join(here ? here : "/", path);
    free(here);
    return absolute;
}
