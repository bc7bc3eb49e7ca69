#include "support/overlay.h"

#include "support/path.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>

/* Whether the name is UTF-8. */
static bool add_root(json_t *roots, const char *name, const char *contents) {
    return !json_array_append_new(roots, json_pack("{s:s, s:s, s:s}", "type", "file", "name", name,
                                                   "external-contents", contents));
}

char *overlay_text(const char *path, enum overlay_names names, const char *contents) {
    char *given = path_absolute(path);
    char *real = names == OVERLAY_WITHOUT_LINKS_TOO ? realpath(path, NULL) : NULL;
    json_t *roots = json_array();
    bool ok = add_root(roots, given, contents) && (!real || add_root(roots, real, contents));
    json_t *overlay =
        json_pack("{s:i, s:b, s:o}", "version", 0, "use-external-names", 0, "roots", roots);
    char *text = ok ? json_dumps(overlay, 0) : NULL;
    json_decref(overlay);
    free(real);
    free(given);
    return text;
}
