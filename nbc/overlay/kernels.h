/* What the C files beside an overlay program say of its kernels and variables: plain data, which
 * the front end (nbc/frontend.h) makes with libclang and the checks read. */
#ifndef NBC_OVERLAY_KERNELS_H
#define NBC_OVERLAY_KERNELS_H

#include "support/diag.h"

#include <stdbool.h>
#include <stdint.h>

/* What the kernels run on. */
enum overlay_target { OVERLAY_HOST, OVERLAY_CLUSTER };

struct c_place {
    char *file;
    struct diag_location where; /* in the file */
};

/* Without typedefs and qualifiers. */
struct c_type {
    char *name;   /* "unsigned int" */
    char *scalar; /* the integer or floating type that it is, an enumeration's for instance; or NULL
                   */
    bool is_const;
};

enum c_parameter_kind {
    C_PARAMETER_SCALAR,
    C_PARAMETER_POINTER,
    C_PARAMETER_VIEW, /* a struct with data, min, extent, stride */
    C_PARAMETER_OTHER,
};

enum view_member { VIEW_DATA, VIEW_MIN, VIEW_EXTENT, VIEW_STRIDE, VIEW_MEMBERS };

struct c_parameter {
    enum c_parameter_kind kind;
    char *spelling;     /* its type as it is written */
    struct c_type type; /* of the scalar, or of the elements */
    struct c_place place;
    /* Of a view. */
    unsigned rank;
    enum view_member order[VIEW_MEMBERS]; /* of its members */
    char *index_types[VIEW_MEMBERS];      /* of min, extent and stride */
};

enum c_result { C_RESULT_VOID, C_RESULT_INT, C_RESULT_OTHER };

struct c_function {
    char *name;
    struct c_place place;
    bool is_static, is_defined, is_variadic;
    bool all_lanes; /* marked __all_lanes: a whole warp executes it */
    enum c_result result;
    char *result_spelling;
    struct c_parameter *parameters;
    size_t count;
};

struct c_global {
    char *name;
    struct c_place place;
    char *spelling;
    struct c_type type; /* of the elements of an array */
    unsigned rank;
    int64_t *extents; /* -1: not given */
    bool is_static, is_defined, has_value;
    /* The value, if it is a constant that libclang knows. */
    bool value_known, value_floating;
    int64_t integer;
    double floating;
};

struct c_typedef {
    char *name;
    struct c_type type;
};

/* Of all C files. Of several declarations of one thing the definition counts, else the first. */
struct c_facts {
    enum overlay_target target;
    struct c_function *functions;
    size_t function_count;
    struct c_global *globals;
    size_t global_count;
    struct c_typedef *typedefs;
    size_t typedef_count;
};

const struct c_function *c_facts_function(const struct c_facts *facts, const char *name);
const struct c_global *c_facts_global(const struct c_facts *facts, const char *name);
const struct c_typedef *c_facts_typedef(const struct c_facts *facts, const char *name);
void c_function_free(struct c_function *function);
void c_global_free(struct c_global *global);
void c_facts_free(struct c_facts *facts);

#endif
