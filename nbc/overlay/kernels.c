#include "nbc/overlay/kernels.h"

#include <stdlib.h>
#include <string.h>

const struct c_function *c_facts_function(const struct c_facts *facts, const char *name) {
    for (size_t i = 0; i < facts->function_count; i++)
        if (!strcmp(facts->functions[i].name, name))
            return &facts->functions[i];
    return NULL;
}

const struct c_global *c_facts_global(const struct c_facts *facts, const char *name) {
    for (size_t i = 0; i < facts->global_count; i++)
        if (!strcmp(facts->globals[i].name, name))
            return &facts->globals[i];
    return NULL;
}

const struct c_typedef *c_facts_typedef(const struct c_facts *facts, const char *name) {
    for (size_t i = 0; i < facts->typedef_count; i++)
        if (!strcmp(facts->typedefs[i].name, name))
            return &facts->typedefs[i];
    return NULL;
}

static void free_type(struct c_type *type) {
    free(type->name);
    free(type->scalar);
}

void c_function_free(struct c_function *function) {
    for (size_t i = 0; i < function->count; i++) {
        struct c_parameter *parameter = &function->parameters[i];
        free(parameter->spelling);
        free_type(&parameter->type);
        free(parameter->place.file);
        for (int k = 0; k < VIEW_MEMBERS; k++)
            free(parameter->index_types[k]);
    }
    free(function->parameters);
    free(function->name);
    free(function->place.file);
    free(function->result_spelling);
}

void c_global_free(struct c_global *global) {
    free(global->name);
    free(global->place.file);
    free(global->spelling);
    free_type(&global->type);
    free(global->extents);
}

void c_facts_free(struct c_facts *facts) {
    for (size_t i = 0; i < facts->function_count; i++)
        c_function_free(&facts->functions[i]);
    for (size_t i = 0; i < facts->global_count; i++)
        c_global_free(&facts->globals[i]);
    for (size_t i = 0; i < facts->typedef_count; i++) {
        free(facts->typedefs[i].name);
        free_type(&facts->typedefs[i].type);
    }
    free(facts->functions);
    free(facts->globals);
    free(facts->typedefs);
    *facts = (struct c_facts){0};
}
