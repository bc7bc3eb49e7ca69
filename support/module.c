#include "support/module.h"

#include "support/alloc.h"
#include "support/resource.h"

#include <dlfcn.h>
#include <stdlib.h>

const void *module_load(const char *file, const char *symbol, char **error) {
    char *path = resource_path(file);
    void *module = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    const void *found = module ? dlsym(module, symbol) : NULL;
    *error = found ? NULL : xstrdup(dlerror());
    free(path);
    return found;
}
