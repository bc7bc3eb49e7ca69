#include "support/demangle.h"

#include "support/alloc.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* abi::__cxa_demangle of the Itanium C++ ABI. */
typedef char *(*demangler)(const char *name, char *buffer, size_t *length, int *status);

/* The tools are C and link no C++ library; libLLVM brings one. */
static demangler find_demangler(void) {
    static demangler found;
    static bool searched;
    if (!searched) {
        void *library = dlopen("libstdc++.so.6", RTLD_LAZY);
        found = library ? (demangler)dlsym(library, "__cxa_demangle") : NULL;
        searched = true;
    }
    return found;
}

char *demangle(const char *name) {
    int status = -1;
    demangler demangler = strncmp(name, "_Z", 2) ? NULL : find_demangler();
    char *readable = demangler ? demangler(name, NULL, NULL, &status) : NULL;
    return readable ? readable : xstrdup(name);
}

const char *demangle_into(struct string_list *list, const char *name) {
    char *readable = demangle(name);
    string_list_add(list, readable);
    free(readable);
    return list->items[list->count - 1];
}
