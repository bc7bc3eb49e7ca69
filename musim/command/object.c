#include "musim/command/object.h"

#include "support/alloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The cluster that follows '@', which must be one of the machine's. */
static bool parse_cluster(struct musim *machine, const char *digits, struct object *object,
                          struct diag_engine *diag) {
    char *end;
    unsigned clusters = musim_shape(machine).clusters;
    errno = 0;
    unsigned long cluster = strtoul(digits, &end, 10);
    if (*digits < '0' || *digits > '9' || *end || errno || cluster >= clusters) {
        diag_error(diag, "'%s@%s': there is no such cluster; the last one is %u", object->name,
                   digits, clusters - 1);
        return false;
    }
    if (!object->shared) {
        diag_error(diag,
                   "'%s@%s': '%s' is in global memory, of which there is one for all clusters",
                   object->name, digits, object->name);
        return false;
    }
    object->cluster = (unsigned)cluster;
    return true;
}

static bool find_symbol(struct musim *machine, struct object *object, struct diag_engine *diag) {
    if (!musim_symbol(machine, object->name, &object->address, &object->size)) {
        diag_error(diag, "%s", musim_error(machine));
        return false;
    }
    object->shared = musim_symbol_is_shared(machine, object->name);
    return true;
}

bool object_find(struct musim *machine, const char *text, struct object *object,
                 struct diag_engine *diag) {
    *object = (struct object){.name = xstrndup(text, strcspn(text, ":"))};
    char *at = strchr(object->name, '@');
    if (at)
        *at = '\0';
    if (find_symbol(machine, object, diag) && (!at || parse_cluster(machine, at + 1, object, diag)))
        return true;
    free(object->name);
    return false;
}

static bool reached(struct musim *machine, const struct object *object, bool ok,
                    struct diag_engine *diag) {
    if (!ok)
        diag_error(diag, "%s: %s", object->name, musim_error(machine));
    return ok;
}

bool object_read(struct musim *machine, const struct object *object, void *bytes,
                 struct diag_engine *diag) {
    bool ok = object->shared ? musim_read_shared(machine, object->cluster, object->address, bytes,
                                                 object->size)
                             : musim_read(machine, object->address, bytes, object->size);
    return reached(machine, object, ok, diag);
}

bool object_write(struct musim *machine, const struct object *object, const void *bytes,
                  size_t size, struct diag_engine *diag) {
    bool ok = object->shared
                  ? musim_write_shared(machine, object->cluster, object->address, bytes, size)
                  : musim_write(machine, object->address, bytes, size);
    return reached(machine, object, ok, diag);
}
