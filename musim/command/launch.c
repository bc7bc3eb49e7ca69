#include "musim/command/launch.h"

#include "musim/command/arguments.h"
#include "support/alloc.h"
#include "support/nearest.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- sizes ---- */

/* Reads up to three numbers with commas between them, at least one. */
static bool parse_extents(const char *option, const char *text, unsigned most, uint32_t extents[3],
                          unsigned *count, struct diag_engine *diag) {
    const char *at = text;
    for (*count = 0; *count < most; at++) {
        char *end;
        errno = 0;
        unsigned long long extent = strtoull(at, &end, 0);
        if (!isdigit((unsigned char)*at) || errno || extent > UINT32_MAX || (*end && *end != ','))
            break;
        extents[(*count)++] = (uint32_t)extent;
        at = end;
        if (!*end)
            return true;
    }
    if (*count == most)
        diag_error(diag, "'--%s=%s' has more than %u dimension%s", option, text, most,
                   most == 1 ? "" : "s");
    else
        diag_error(diag, "'--%s=%s' needs whole numbers up to 2^32 - 1, such as 640,480", option,
                   text);
    return false;
}

static bool parse_sizes(const struct launch_options *options, struct musim_kernel *launch,
                        struct diag_engine *diag) {
    unsigned count, *dimensions = &launch->dimensions;
    for (int axis = 0; axis < 3; axis++)
        launch->local[axis] = 1;
    return parse_extents("global", options->global, 3, launch->global, dimensions, diag) &&
           (!options->local ||
            parse_extents("local", options->local, *dimensions, launch->local, &count, diag)) &&
           (!options->offset ||
            parse_extents("offset", options->offset, *dimensions, launch->offset, &count, diag));
}

/* ---- the call ---- */

static char *trimmed(const char *text, size_t length) {
    while (length && isspace((unsigned char)*text))
        text++, length--;
    while (length && isspace((unsigned char)text[length - 1]))
        length--;
    return xstrndup(text, length);
}

/* Takes "name(a, b)" apart; a name alone is a call without arguments. */
static bool parse_call(const char *call, char **name, struct string_list *words,
                       struct diag_engine *diag) {
    size_t length = strcspn(call, "("), end = strlen(call);
    *name = trimmed(call, length);
    while (end && isspace((unsigned char)call[end - 1]))
        end--;
    if (!call[length])
        return true;
    if (call[end - 1] != ')') {
        diag_error(diag, "'--kernel=%s' must end with ')'", call);
        return false;
    }
    char *inside = trimmed(call + length + 1, end - length - 2);
    for (char *at = *inside ? inside : NULL; at;) {
        char *comma = strchr(at, ',');
        char *word = trimmed(at, comma ? (size_t)(comma - at) : strlen(at));
        string_list_add(words, word);
        free(word);
        at = comma ? comma + 1 : NULL;
    }
    free(inside);
    return true;
}

/* ---- the command line ---- */

static bool go_together(const struct launch_options *options, struct diag_engine *diag) {
    if (options->kernel && !options->global)
        diag_error(diag, "'--kernel' needs '--global=', the number of work-items");
    else if (!options->kernel && (options->global || options->local || options->offset))
        diag_error(diag, "'--%s' is of no use without '--kernel'",
                   options->global  ? "global"
                   : options->local ? "local"
                                    : "offset");
    else
        return true;
    return false;
}

bool launch_check(const struct launch_options *options, struct diag_engine *diag) {
    struct musim_kernel launch = {0};
    struct string_list words = {0};
    char *name = NULL;
    bool ok = go_together(options, diag) &&
              (!options->kernel || (parse_call(options->kernel, &name, &words, diag) &&
                                    parse_sizes(options, &launch, diag)));
    string_list_free(&words);
    free(name);
    return ok;
}

/* ---- the launch ---- */

static const struct neutrino_kernel *find_kernel(struct musim *machine, const char *name,
                                                 struct diag_engine *diag) {
    uint32_t address, size;
    const struct neutrino_kernel *kernel = musim_find_kernel(machine, name), *kernels;
    if (kernel)
        return kernel;
    struct nearest search = nearest_to(name);
    size_t count = musim_kernels(machine, &kernels);
    for (size_t i = 0; i < count; i++)
        nearest_offer(&search, kernels[i].name);
    bool exists = musim_symbol(machine, name, &address, &size);
    char *hint = nearest_hint(&search, exists ? "; it has no __kernel" : "");
    diag_error(diag, "the program has no kernel '%s'%s", name, hint);
    free(hint);
    return NULL;
}

static bool convert_all(struct musim *machine, const struct neutrino_kernel *kernel,
                        const struct string_list *words, uint8_t *bytes, struct diag_engine *diag) {
    if (words->count != kernel->parameter_count) {
        size_t count = kernel->parameter_count;
        diag_error(diag, "kernel '%s' takes %zu argument%s, not %zu%s%s%s", kernel->name, count,
                   count == 1 ? "" : "s", words->count,
                   words->count < count ? "; the next is '" : "",
                   words->count < count ? kernel->parameters[words->count].name : "",
                   words->count < count ? "'" : "");
        return false;
    }
    for (size_t i = 0; i < words->count; i++)
        if (!argument_convert(machine, kernel, i, words->items[i], bytes, diag))
            return false;
    return true;
}

static void choose_local(struct musim *machine, const struct neutrino_kernel *kernel,
                         struct musim_kernel *launch) {
    if (kernel->local_size[0])
        memcpy(launch->local, kernel->local_size, sizeof launch->local);
    else
        launch->local[0] = musim_shape(machine).lanes;
}

static bool launch_call(struct musim *machine, const struct launch_options *options,
                        const char *name, const struct string_list *words,
                        struct diag_engine *diag) {
    struct musim_kernel launch = {.name = name};
    const struct neutrino_kernel *kernel = find_kernel(machine, name, diag);
    if (!kernel || !parse_sizes(options, &launch, diag))
        return false;
    if (!options->local)
        choose_local(machine, kernel, &launch);
    uint8_t *bytes = xcalloc(1, kernel->argument_bytes + 1);
    launch.arguments = bytes;
    launch.argument_bytes = kernel->argument_bytes;
    bool ok = convert_all(machine, kernel, words, bytes, diag);
    if (ok && !(ok = musim_launch(machine, &launch)))
        diag_error(diag, "%s", musim_error(machine));
    free(bytes);
    return ok;
}

bool launch_prepare(struct musim *machine, const struct launch_options *options,
                    struct diag_engine *diag) {
    struct string_list words = {0};
    char *name;
    bool ok = parse_call(options->kernel, &name, &words, diag) &&
              launch_call(machine, options, name, &words, diag);
    string_list_free(&words);
    free(name);
    return ok;
}
