#include "object/signature.h"

#include "neutrino/platform.h"
#include "support/alloc.h"
#include "support/array.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Each kind's name, and which sizes an argument of it has: a bit for each number of bytes. */
static const struct {
    const char *name;
    unsigned sizes; /* 0: any but 0 */
} kinds[] = {
    [NEUTRINO_POINTER] = {"pointer", 1u << 4 | 1u << 8}, /* of Muon, of the host */
    [NEUTRINO_LOCAL] = {"local", 1u << 4 | 1u << 8},
    [NEUTRINO_BOOL] = {"bool", 1u << 1},
    [NEUTRINO_INT] = {"int", 1u << 1 | 1u << 2 | 1u << 4 | 1u << 8},
    [NEUTRINO_UINT] = {"uint", 1u << 1 | 1u << 2 | 1u << 4 | 1u << 8},
    [NEUTRINO_FLOAT] = {"float", 1u << 4 | 1u << 8},
    [NEUTRINO_STRUCT] = {"struct", 0},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static const char *const accesses[] = {
    [NEUTRINO_READ] = "read", [NEUTRINO_READ_WRITE] = "readwrite"};

/* ---- in memory ---- */

void signature_free(struct neutrino_kernel *kernel) {
    for (size_t i = 0; i < kernel->parameter_count; i++) {
        free(kernel->parameters[i].name);
        free(kernel->parameters[i].type);
    }
    free(kernel->parameters);
    free(kernel->name);
    free(kernel->entry);
    *kernel = (struct neutrino_kernel){0};
}

static struct neutrino_parameter *add_copy(struct neutrino_kernel *kernel,
                                           const struct neutrino_parameter *parameter) {
    struct neutrino_parameter *added = ARRAY_ADD(kernel->parameters, kernel->parameter_count);
    *added = *parameter;
    added->name = xstrdup(parameter->name);
    added->type = xstrdup(parameter->type);
    return added;
}

void signature_add(struct neutrino_kernel *kernel, const struct neutrino_parameter *parameter,
                   uint32_t alignment) {
    struct neutrino_parameter *added = add_copy(kernel, parameter);
    added->offset = (kernel->argument_bytes + alignment - 1) & ~(alignment - 1);
    kernel->argument_bytes = added->offset + added->bytes;
}

char *signature_argument(const struct neutrino_kernel *kernel, size_t index) {
    const char *name = kernel->parameters[index].name;
    return *name ? xasprintf("argument %zu ('%s') of kernel '%s'", index + 1, name, kernel->name)
                 : xasprintf("argument %zu of kernel '%s'", index + 1, kernel->name);
}

/* ---- writing ---- */

/* Names are whatever the source has in them: what is no UTF-8 cannot be told. */
static json_t *text(const char *string) {
    json_t *value = json_string(string);
    return value ? value : json_string("?");
}

static json_t *write_parameter(const struct neutrino_parameter *parameter) {
    json_t *object = json_object();
    json_object_set_new(object, "name", text(parameter->name));
    json_object_set_new(object, "type", text(parameter->type));
    json_object_set_new(object, "kind", json_string(kinds[parameter->kind].name));
    if (parameter->kind == NEUTRINO_POINTER)
        json_object_set_new(object, "access", json_string(accesses[parameter->access]));
    json_object_set_new(object, "bytes", json_integer(parameter->bytes));
    json_object_set_new(object, "offset", json_integer(parameter->offset));
    return object;
}

char *signature_write(const struct neutrino_kernel *kernel, size_t *size) {
    json_t *object = json_object(), *parameters = json_array();
    for (size_t i = 0; i < kernel->parameter_count; i++)
        json_array_append_new(parameters, write_parameter(&kernel->parameters[i]));
    json_object_set_new(object, "name", text(kernel->name));
    json_object_set_new(object, "entry", text(kernel->entry));
    json_object_set_new(object, "parameters", parameters);
    json_object_set_new(object, "argument_bytes", json_integer(kernel->argument_bytes));
    json_object_set_new(object, "local_bytes", json_integer(kernel->local_bytes));
    if (kernel->local_size[0]) {
        json_t *extents = json_array();
        for (int axis = 0; axis < 3; axis++)
            json_array_append_new(extents, json_integer(kernel->local_size[axis]));
        json_object_set_new(object, "local_size", extents);
    }
    char *written = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    *size = strlen(written);
    return written;
}

/* ---- reading ---- */

struct reader {
    struct neutrino_kernel *kernel;
    char *error;
};

static bool __attribute__((format(printf, 2, 3))) refuse(struct reader *reader, const char *format,
                                                         ...) {
    va_list arguments;
    va_start(arguments, format);
    free(reader->error);
    reader->error = xvasprintf(format, arguments);
    va_end(arguments);
    return false;
}

static bool read_number(struct reader *reader, const json_t *object, const char *key, uint32_t most,
                        uint32_t *number) {
    const json_t *value = json_object_get(object, key);
    json_int_t integer = json_integer_value(value);
    if (!json_is_integer(value) || integer < 0 || integer > (json_int_t)most)
        return refuse(reader, "'%s' is no number from 0 to %u", key, most);
    *number = (uint32_t)integer;
    return true;
}

static bool read_text(struct reader *reader, const json_t *object, const char *key,
                      const char **string) {
    *string = json_string_value(json_object_get(object, key));
    return *string || refuse(reader, "'%s' is no text", key);
}

/* The number of a word in a list; -1 if it is not there. */
static int find_kind(const char *name) {
    for (int i = 0; i < KIND_COUNT; i++)
        if (!strcmp(kinds[i].name, name))
            return i;
    return -1;
}

static bool read_access(struct reader *reader, const json_t *object,
                        struct neutrino_parameter *parameter) {
    const char *access;
    if (!read_text(reader, object, "access", &access))
        return false;
    bool writes = !strcmp(access, accesses[NEUTRINO_READ_WRITE]);
    parameter->access = writes ? NEUTRINO_READ_WRITE : NEUTRINO_READ;
    return writes || !strcmp(access, accesses[NEUTRINO_READ]) ||
           refuse(reader, "there is no access '%s'", access);
}

static bool has_bytes_of_kind(const struct neutrino_parameter *parameter) {
    unsigned sizes = kinds[parameter->kind].sizes;
    return sizes ? parameter->bytes <= 8 && (sizes >> parameter->bytes & 1) : parameter->bytes > 0;
}

/* Parameters come in the order of their offsets. */
static bool read_parameter(struct reader *reader, const json_t *object, uint32_t *end) {
    struct neutrino_parameter parameter = {0};
    const char *kind, *name, *type;
    uint32_t most = reader->kernel->argument_bytes;
    if (!read_text(reader, object, "name", &name) || !read_text(reader, object, "type", &type) ||
        !read_text(reader, object, "kind", &kind) ||
        !read_number(reader, object, "bytes", most, &parameter.bytes) ||
        !read_number(reader, object, "offset", most, &parameter.offset))
        return false;
    int number = find_kind(kind);
    if (number < 0)
        return refuse(reader, "there is no kind '%s'", kind);
    parameter.kind = (enum neutrino_parameter_kind)number;
    parameter.name = (char *)name;
    parameter.type = (char *)type;
    if (parameter.kind == NEUTRINO_POINTER && !read_access(reader, object, &parameter))
        return false;
    if (!has_bytes_of_kind(&parameter))
        return refuse(reader, "parameter '%s' of kind %s has %u bytes", name, kind,
                      parameter.bytes);
    if (parameter.offset < *end || parameter.bytes > most - parameter.offset)
        return refuse(reader, "parameter '%s' lies outside its place", name);
    *end = parameter.offset + parameter.bytes;
    add_copy(reader->kernel, &parameter);
    return true;
}

static bool read_parameters(struct reader *reader, const json_t *object) {
    const json_t *parameters = json_object_get(object, "parameters");
    uint32_t end = 0;
    if (!json_is_array(parameters))
        return refuse(reader, "'parameters' is no list");
    for (size_t i = 0; i < json_array_size(parameters); i++)
        if (!read_parameter(reader, json_array_get(parameters, i), &end))
            return false;
    return true;
}

static bool read_local_size(struct reader *reader, const json_t *object) {
    const json_t *extents = json_object_get(object, "local_size");
    bool whole = json_is_array(extents) && json_array_size(extents) == 3;
    for (size_t axis = 0; whole && axis < 3; axis++) {
        json_int_t extent = json_integer_value(json_array_get(extents, axis));
        whole = extent > 0 && extent <= UINT32_MAX;
        reader->kernel->local_size[axis] = (uint32_t)extent;
    }
    return !extents || whole || refuse(reader, "'local_size' is no list of three numbers above 0");
}

static bool read_kernel(struct reader *reader, const json_t *object) {
    struct neutrino_kernel *kernel = reader->kernel;
    const char *name, *entry;
    if (!read_text(reader, object, "name", &name) || !read_text(reader, object, "entry", &entry))
        return false;
    kernel->name = xstrdup(name);
    kernel->entry = xstrdup(entry);
    if (!*name || !*entry)
        return refuse(reader, "a name is empty");
    return read_number(reader, object, "argument_bytes", NEUTRINO_ARGUMENT_BYTES,
                       &kernel->argument_bytes) &&
           read_number(reader, object, "local_bytes", NEUTRINO_SHARED_BYTES,
                       &kernel->local_bytes) &&
           read_local_size(reader, object) && read_parameters(reader, object);
}

bool signature_read(const void *bytes, size_t size, struct neutrino_kernel *kernel, char **error) {
    struct reader reader = {.kernel = kernel};
    json_error_t fault;
    json_t *object = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &fault);
    *kernel = (struct neutrino_kernel){0};
    bool ok = object ? read_kernel(&reader, object) : refuse(&reader, "%s", fault.text);
    json_decref(object);
    if (!ok)
        signature_free(kernel);
    *error = reader.error;
    return ok;
}
