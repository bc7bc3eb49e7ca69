#include "support/output_names.h"

#include "support/output.h"
#include "support/path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that is there is known by its number, one that is not by its directory's and its name. */
struct identity {
    enum { NO_FILE, FILE_THERE, FILE_NOT_THERE, STANDARD_OUTPUT } kind;
    dev_t device;
    ino_t number;
    char *name;
};

static struct identity of_status(const struct stat *status) {
    return (struct identity){S_ISREG(status->st_mode) ? FILE_THERE : NO_FILE, status->st_dev,
                             status->st_ino, NULL};
}

static struct identity of_input(const char *path) {
    struct stat status;
    return strcmp(path, "-") && !stat(path, &status) ? of_status(&status) : (struct identity){0};
}

static struct identity of_missing_file(const char *path) {
    struct stat status;
    char *directory = xstrndup(path, path_directory_length(path));
    struct identity identity = {0};
    if (!stat(*directory ? directory : ".", &status))
        identity = (struct identity){FILE_NOT_THERE, status.st_dev, status.st_ino,
                                     xstrdup(path_name(path))};
    free(directory);
    return identity;
}

static struct identity of_stdout(void) {
    struct stat status;
    if (!fstat(STDOUT_FILENO, &status) && S_ISREG(status.st_mode))
        return of_status(&status);
    return (struct identity){.kind = STANDARD_OUTPUT};
}

static struct identity of_output(const char *path) {
    struct stat status;
    if (output_is_stdout(path))
        return of_stdout();
    char *file = output_file(path);
    struct identity identity = {0};
    if (file)
        identity = stat(file, &status) ? of_missing_file(file) : of_status(&status);
    free(file);
    return identity;
}

static bool is_same(const struct identity *a, const struct identity *b) {
    return a->kind != NO_FILE && a->kind == b->kind && a->device == b->device &&
           a->number == b->number && (!a->name || !strcmp(a->name, b->name));
}

static const char *shown(const char *path) {
    return strcmp(path, "-") ? path : "<stdout>";
}

static bool is_apart_from_inputs(const char *path, const struct identity *output,
                                 const struct string_list *inputs, struct diag_engine *diag) {
    for (size_t i = 0; i < inputs->count; i++) {
        struct identity input = of_input(inputs->items[i]);
        if (!is_same(output, &input))
            continue;
        diag_file_error(diag, shown(path), "this output would replace the input '%s'",
                        inputs->items[i]);
        return false;
    }
    return true;
}

static bool is_apart_from_outputs(const struct string_list *outputs, size_t index,
                                  const struct identity *identities, struct diag_engine *diag) {
    for (size_t i = 0; i < index; i++) {
        if (!is_same(&identities[index], &identities[i]))
            continue;
        diag_file_error(diag, shown(outputs->items[index]),
                        "this output would replace another one, '%s'", shown(outputs->items[i]));
        return false;
    }
    return true;
}

bool output_names_check(const struct string_list *inputs, const struct string_list *outputs,
                        struct diag_engine *diag) {
    struct identity *identities = xcalloc(outputs->count + 1, sizeof *identities);
    bool ok = true;
    for (size_t i = 0; ok && i < outputs->count; i++) {
        identities[i] = of_output(outputs->items[i]);
        ok = is_apart_from_inputs(outputs->items[i], &identities[i], inputs, diag) &&
             is_apart_from_outputs(outputs, i, identities, diag);
    }
    for (size_t i = 0; i < outputs->count; i++)
        free(identities[i].name);
    free(identities);
    return ok;
}
