#include "nbc/discover.h"
#include "support/array.h"

#include "nbc/layout.h"
#include "nbc/names.h"
#include "nbc/types.h"
#include "neutrino/platform.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding tasks ---- */

struct annotations {
    bool task;
    bool shared;
    char *id; /* text of __task_id's argument, or NULL */
};

static enum CXChildVisitResult read_annotation(CXCursor cursor, CXCursor parent,
                                               CXClientData data) {
    struct annotations *found = data;
    if (clang_getCursorKind(cursor) != CXCursor_AnnotateAttr)
        return CXChildVisit_Continue;
    static const char id_prefix[] = "neutrino.task_id.";
    char *text = clang_text(clang_getCursorSpelling(cursor));
    if (!strcmp(text, "neutrino.task"))
        found->task = true;
    if (!strcmp(text, "neutrino.shared"))
        found->shared = true;
    if (!strncmp(text, id_prefix, sizeof id_prefix - 1)) {
        free(found->id);
        found->id = xstrdup(text + sizeof id_prefix - 1);
    }
    free(text);
    return CXChildVisit_Continue;
}

static struct annotations annotations_of(CXCursor cursor) {
    struct annotations found = {0};
    clang_visitChildren(cursor, read_annotation, &found);
    return found;
}

static bool ends_with(const char *text, const char *suffix) {
    size_t length = strlen(text), suffix_length = strlen(suffix);
    return length > suffix_length && !strcmp(text + length - suffix_length, suffix);
}

struct cursor_list {
    CXCursor *cursors;
    size_t count;
};

static enum CXChildVisitResult collect_functions(CXCursor cursor, CXCursor parent,
                                                 CXClientData data) {
    struct cursor_list *list = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind == CXCursor_LinkageSpec || kind == CXCursor_UnexposedDecl ||
        kind == CXCursor_Namespace)
        return CXChildVisit_Recurse;
    if (kind == CXCursor_FunctionDecl && clang_isCursorDefinition(cursor))
        *ARRAY_ADD(list->cursors, list->count) = cursor;
    return CXChildVisit_Continue;
}

static struct cursor_list functions_of(CXTranslationUnit unit) {
    struct cursor_list list = {0};
    clang_visitChildren(clang_getTranslationUnitCursor(unit), collect_functions, &list);
    return list;
}

/* The same function in the other parse, a null cursor if it is not there. */
static CXCursor find_function(const struct cursor_list *list, const char *name) {
    for (size_t i = 0; i < list->count; i++) {
        char *other = clang_text(clang_getCursorSpelling(list->cursors[i]));
        bool same = !strcmp(other, name);
        free(other);
        if (same)
            return list->cursors[i];
    }
    return clang_getNullCursor();
}

/* ---- one task ---- */

static bool is_field_name(const char *name) {
    return !names_is_keyword(name) && !names_fault(name, NAME_IN_TYPE);
}

/* Whether a parameter has the name, or is called so in the header. */
static bool is_taken(const struct task *task, CXCursor function, const char *name) {
    for (size_t i = 0; i < task->parameter_count; i++)
        if (!strcmp(task->parameters[i].name, name))
            return true;
    bool found = false;
    for (int i = 0; !found && i < clang_Cursor_getNumArguments(function); i++) {
        char *other =
            clang_text(clang_getCursorSpelling(clang_Cursor_getArgument(function, (unsigned)i)));
        found = !strcmp(other, name);
        free(other);
    }
    return found;
}

static void name_arguments(struct task *task, bool any) {
    const char *name = task->name;
    int stem = (int)(strlen(name) - (ends_with(name, "_task") ? strlen("_task") : 0));
    if (any)
        task->args_type = xasprintf("%.*s_args_t", stem, name);
    task->args_make = xasprintf("%.*s_args", stem, name);
}

/* Whether the header's function that makes the arguments needs the name in its body, or muonc may
 * take it there for a builtin. */
static bool is_used_by_header(const struct task *task, const char *name) {
    return !strcmp(name, task->args_type) || !strcmp(name, task->args_make) ||
           !strncmp(name, "neutrino_", strlen("neutrino_"));
}

/* A parameter without a name is arg0, arg1, …; one whose name is a keyword in C or C++: rename one
 * of them, a macro in kernels or the header's own gets a "_"; and another one if that is taken. */
static char *field_name(const struct task *task, CXCursor function, CXCursor parameter,
                        size_t index) {
    char *name = clang_text(clang_getCursorSpelling(parameter));
    if (*name && is_field_name(name) && !is_used_by_header(task, name))
        return name;
    char *other = *name ? xasprintf("%s_", name) : xasprintf("arg%zu", index);
    free(name);
    while (is_taken(task, function, other)) {
        name = other;
        other = xasprintf("%s_", name);
        free(name);
    }
    return other;
}

static bool points_to_address_space_1(CXType type) {
    CXType canonical = clang_getCanonicalType(type);
    CXType to = canonical.kind == CXType_Pointer ? clang_getPointeeType(canonical)
                                                 : clang_getArrayElementType(canonical);
    return to.kind != CXType_Invalid && clang_getAddressSpace(to) == 1;
}

/* parameter: its cursor, or that of a typedef on the way to its type. */
static bool is_shared_pointer(CXCursor parameter, CXType type) {
    struct annotations found = annotations_of(parameter);
    free(found.id);
    if (found.shared || points_to_address_space_1(type))
        return true;
    /* The mark may be on a typedef. */
    while (type.kind == CXType_Elaborated)
        type = clang_Type_getNamedType(type);
    if (type.kind != CXType_Typedef)
        return false;
    CXCursor declaration = clang_getTypeDeclaration(type);
    return is_shared_pointer(declaration, clang_getTypedefDeclUnderlyingType(declaration));
}

static bool is_pointer(CXType type) {
    enum CXTypeKind kind = clang_getCanonicalType(type).kind;
    return kind == CXType_Pointer || kind == CXType_ConstantArray ||
           kind == CXType_IncompleteArray || kind == CXType_VariableArray;
}

/* An array parameter is a pointer parameter. */
static bool check_parameter(struct dual_type type, struct layout_fault *fault) {
    struct dual_type canonical = dual_canonical(type);
    if (is_pointer(type.lp64) && canonical.lp64.kind != CXType_Pointer)
        return true;
    return layout_check(type, fault);
}

static void report_fault(struct diag_engine *diag, struct diag_location where,
                         struct layout_fault *fault) {
    diag_raise(diag, fault->diagnostic, where, "%s", fault->message);
    free(fault->message);
    if (clang_Cursor_isNull(fault->field))
        return;
    char *file;
    struct diag_location field = clang_location(clang_getCursorExtent(fault->field), &file);
    diag_report(diag, DIAG_NOTE, NULL, field, "the field is here");
    free(file);
}

static void describe_pointer(struct parameter *parameter, bool shared) {
    parameter->bytes = parameter->alignment = 4;
    parameter->conversion = shared ? CONVERT_SHARED : CONVERT_GLOBAL;
    parameter->code = xstrdup(shared ? "shared" : "global");
    parameter->wire = xasprintf("uint32_t %s", parameter->name);
}

static void describe_value(struct parameter *parameter, struct dual_type type) {
    parameter->bytes = (unsigned)clang_Type_getSizeOf(type.ilp32);
    parameter->alignment = (unsigned)clang_Type_getAlignOf(type.ilp32);
    parameter->conversion = CONVERT_VALUE;
    parameter->code = layout_code(type.ilp32);
    /* Only long and its like differ in size. */
    if (clang_Type_getSizeOf(type.lp64) == parameter->bytes)
        parameter->wire = xstrdup(parameter->declaration);
    else
        parameter->wire = xasprintf("%sint%u_t %s", parameter->code[0] == 'u' ? "u" : "",
                                    parameter->bytes * 8, parameter->name);
}

/* function: whose parameter lp64 is. */
static bool add_parameter(const struct task_scope *scope, struct task *task, CXCursor function,
                          CXCursor lp64, CXCursor ilp32) {
    struct dual_type type = {clang_getCursorType(lp64), clang_getCursorType(ilp32)};
    size_t index = task->parameter_count;
    char *file;
    struct diag_location where = clang_location(clang_getCursorExtent(lp64), &file);
    struct type_writer writer = {scope->table, scope->diag, where};
    struct layout_fault fault;
    bool ok = check_parameter(type, &fault);
    if (!ok) {
        report_fault(scope->diag, where, &fault);
    } else {
        bool pointer = is_pointer(type.lp64);
        bool shared = pointer && is_shared_pointer(lp64, type.lp64);
        char *name = field_name(task, function, lp64, index);
        struct parameter *parameter = ARRAY_ADD(task->parameters, task->parameter_count);
        *parameter = (struct parameter){.name = name};
        parameter->type = clang_text(clang_getTypeSpelling(type.lp64));
        parameter->declaration = types_declare(&writer, type, parameter->name, shared);
        ok = parameter->declaration != NULL;
        if (ok && pointer)
            describe_pointer(parameter, shared);
        else if (ok)
            describe_value(parameter, type);
    }
    free(file);
    return ok;
}

static unsigned round_up(unsigned value, unsigned alignment) {
    return (value + alignment - 1) / alignment * alignment;
}

static void lay_out(struct task *task) {
    unsigned end = 0, alignment = 1;
    for (size_t i = 0; i < task->parameter_count; i++) {
        struct parameter *parameter = &task->parameters[i];
        parameter->offset = round_up(end, parameter->alignment);
        end = parameter->offset + parameter->bytes;
        if (parameter->alignment > alignment)
            alignment = parameter->alignment;
    }
    /* The payload travels in words. */
    task->align = alignment < 4;
    task->bytes = round_up(end, task->align ? 4 : alignment);
}

/* A number in the range of task functions, the runtime's among them. */
static bool fixed_id(const char *text, unsigned *id) {
    char *end;
    while (*text == '(')
        text++;
    unsigned long value = strtoul(text, &end, 0);
    while (*end == ')' || *end == 'u' || *end == 'U')
        end++;
    *id = (unsigned)value;
    return end != text && !*end && value >= 1 && value <= NEUTRINO_MAX_TASK;
}

static bool check_signature(const struct task_scope *scope, CXCursor function,
                            const struct task *task) {
    struct diag_engine *diag = scope->diag;
    unsigned errors = diag->errors;
    CXType type = clang_getCursorType(function), result = clang_getCursorResultType(function);
    if (clang_Cursor_getStorageClass(function) == CX_SC_Static ||
        clang_Cursor_isFunctionInlined(function) ||
        clang_getCursorLinkage(function) != CXLinkage_External)
        diag_raise(
            diag, DIAG_NU_TASK_STATIC, task->where,
            "'%s' is marked as a task but is not visible outside its file: a task is neither "
            "static nor inline",
            task->name);
    if (clang_getCanonicalType(result).kind != CXType_Void) {
        char *name = clang_text(clang_getTypeSpelling(result));
        diag_raise(diag, DIAG_NU_RETURN_TYPE, task->where,
                   "task '%s' must return void, not '%s': nobody receives a result", task->name,
                   name);
        free(name);
    }
    if (clang_isFunctionTypeVariadic(type) && type.kind == CXType_FunctionProto)
        diag_raise(diag, DIAG_NU_VARIADIC, task->where, "task '%s' cannot take variable arguments",
                   task->name);
    return diag->errors == errors;
}

static void add_parameters(const struct task_scope *scope, struct task *task, CXCursor lp64,
                           CXCursor ilp32) {
    int count = clang_Cursor_getNumArguments(lp64);
    bool ok = true;
    name_arguments(task, count > 0);
    for (int i = 0; i < count; i++)
        ok &= add_parameter(scope, task, lp64, clang_Cursor_getArgument(lp64, (unsigned)i),
                            clang_Cursor_getArgument(ilp32, (unsigned)i));
    if (!ok || !count)
        return;
    lay_out(task);
    if (task->bytes > NEUTRINO_PAYLOAD_BYTES)
        diag_raise(scope->diag, DIAG_NU_PAYLOAD_SIZE, task->where,
                   "the arguments of '%s' take %u bytes, %u is the most: pass a pointer to a "
                   "struct of them",
                   task->name, task->bytes, NEUTRINO_PAYLOAD_BYTES);
}

static bool prefix_matches(const char *map, const char *path, size_t *length) {
    const char *equals = strchr(map, '=');
    *length = equals ? (size_t)(equals - map) : 0;
    return equals && !strncmp(map, path, *length);
}

/* As -ffile-prefix-map rewrites it for debug information; the last map wins, as it does there. */
static char *mapped_path(const struct task_scope *scope, const char *path) {
    const struct string_list *maps = scope->prefix_maps;
    size_t length;
    for (size_t i = maps->count; i-- > 0;)
        if (prefix_matches(maps->items[i], path, &length))
            return xasprintf("%s%s", maps->items[i] + length + 1, path + length);
    return xstrdup(path);
}

static void check_name(const struct task_scope *scope, const struct task *task) {
    const char *fault = names_is_keyword(task->name) ? "a keyword of C or C++"
                                                     : names_fault(task->name, NAME_IN_FILE);
    if (fault)
        diag_raise(scope->diag, DIAG_NU_NAME, task->where,
                   "a task cannot be called '%s', which is %s", task->name, fault);
}

static void take_id(const struct task_scope *scope, const char *text, struct task *task) {
    bool good = fixed_id(text, &task->id);
    if (good && task->id < NEUTRINO_FIRST_RESERVED_TASK)
        return;
    diag_raise(scope->diag, DIAG_NU_TASK_ID, task->where,
               "the id of '%s' must be a number from 1 to %u, not '%s'%s", task->name,
               NEUTRINO_FIRST_RESERVED_TASK - 1, text,
               good ? ", which is reserved for the runtime" : "");
}

static void add_task(const struct task_scope *scope, CXCursor lp64, const struct cursor_list *ilp32,
                     const struct annotations *found) {
    struct task *task = ARRAY_ADD(scope->table->tasks, scope->table->count);
    *task = (struct task){0};
    task->name = clang_text(clang_getCursorSpelling(lp64));
    task->symbol = clang_text(clang_Cursor_getMangling(lp64));
    CXString comment = clang_Cursor_getRawCommentText(lp64);
    task->comment = clang_getCString(comment) ? xstrdup(clang_getCString(comment)) : NULL;
    clang_disposeString(comment);
    task->where = clang_location(clang_Cursor_getSpellingNameRange(lp64, 0, 0), &task->file);
    task->source = mapped_path(scope, task->file);
    check_name(scope, task);
    if (found->id)
        take_id(scope, found->id, task);
    if (!check_signature(scope, lp64, task))
        return;
    CXCursor other = find_function(ilp32, task->name);
    if (clang_Cursor_isNull(other) ||
        clang_Cursor_getNumArguments(other) != clang_Cursor_getNumArguments(lp64))
        diag_raise(scope->diag, DIAG_NU_LAYOUT, task->where,
                   "'%s' has other parameters when compiled for 32 bits, which the arguments are "
                   "laid out for",
                   task->name);
    else
        add_parameters(scope, task, lp64, other);
}

void discover_tasks(const struct task_scope *scope, CXTranslationUnit lp64_unit,
                    CXTranslationUnit ilp32_unit) {
    struct cursor_list lp64 = functions_of(lp64_unit), ilp32 = functions_of(ilp32_unit);
    for (size_t i = 0; i < lp64.count; i++) {
        CXCursor function = lp64.cursors[i];
        struct annotations found = annotations_of(function);
        char *name = clang_text(clang_getCursorSpelling(function));
        bool visible = clang_getCursorLinkage(function) == CXLinkage_External &&
                       !clang_Cursor_isFunctionInlined(function);
        if (found.task || found.id || (visible && ends_with(name, "_task")))
            add_task(scope, function, &ilp32, &found);
        free(name);
        free(found.id);
    }
    free(lp64.cursors);
    free(ilp32.cursors);
}
