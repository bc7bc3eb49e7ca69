#include "muonc/ir/unit/unit.h"

#include <llvm-c/DebugInfo.h>
#include <llvm-c/Error.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *keep(struct ir_unit *unit, const char *text, size_t length) {
    char *copy = xstrndup(text, length);
    string_list_add(&unit->names, copy);
    free(copy);
    return unit->names.items[unit->names.count - 1];
}

/* A named operand of a debug information node. */
static LLVMValueRef node_operand(struct ir_unit *unit, LLVMMetadataRef node, unsigned index) {
    LLVMValueRef value = LLVMMetadataAsValue(unit->context, node);
    unsigned count = LLVMGetMDNodeNumOperands(value);
    if (index >= count)
        return NULL;
    LLVMValueRef *operands = xmalloc(count * sizeof *operands);
    LLVMGetMDNodeOperands(value, operands);
    LLVMValueRef operand = operands[index];
    free(operands);
    return operand;
}

/* The name of the function whose body a scope is in. */
static const char *subprogram_name(struct ir_unit *unit, LLVMMetadataRef scope) {
    enum { OPERAND_SCOPE = 1, OPERAND_NAME = 2 };
    for (;;) {
        switch (LLVMGetMetadataKind(scope)) {
        case LLVMDISubprogramMetadataKind: {
            LLVMValueRef name = node_operand(unit, scope, OPERAND_NAME);
            unsigned length = 0;
            const char *text = name ? LLVMGetMDString(name, &length) : NULL;
            return text ? keep(unit, text, length) : "";
        }
        case LLVMDILexicalBlockMetadataKind:
        case LLVMDILexicalBlockFileMetadataKind: {
            LLVMValueRef parent = node_operand(unit, scope, OPERAND_SCOPE);
            if (!parent)
                return "";
            scope = LLVMValueAsMetadata(parent);
            break;
        }
        default: return "";
        }
    }
}

/* A global variable's name in the source, "" without debug information. */
static const char *variable_name(struct ir_unit *unit, LLVMValueRef variable) {
    enum { OPERAND_NAME = 1 };
    size_t count;
    const char *text = NULL;
    LLVMValueMetadataEntry *entries = LLVMGlobalCopyAllMetadata(variable, &count);
    for (size_t i = 0; i < count && !text; i++) {
        LLVMMetadataRef node = LLVMValueMetadataEntriesGetMetadata(entries, (unsigned)i);
        if (LLVMGetMetadataKind(node) != LLVMDIGlobalVariableExpressionMetadataKind)
            continue;
        LLVMValueRef name =
            node_operand(unit, LLVMDIGlobalVariableExpressionGetVariable(node), OPERAND_NAME);
        unsigned length = 0;
        text = name ? LLVMGetMDString(name, &length) : NULL;
        text = text ? keep(unit, text, length) : NULL;
    }
    LLVMDisposeValueMetadataEntries(entries);
    return text ? text : "";
}

/* Where a line of a file has a name, which debug information does not say of a declaration: its
 * place is that of the whole line if the name is not there or a macro makes it. */
static void find_name(struct diag_location *place, const char *name) {
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$";
    size_t length = strlen(name), capacity = 0;
    FILE *file = length ? fopen(place->file, "r") : NULL;
    char *line = NULL;
    ssize_t read = file ? 0 : -1;
    for (unsigned i = 0; i < place->line && read >= 0; i++)
        read = getline(&line, &capacity, file);
    for (const char *at = read > 0 ? line : ""; *at && !place->column;) {
        size_t size = strspn(at, word);
        if (size == length && !memcmp(at, name, length)) {
            place->column = (unsigned)(at - line) + 1;
            place->length = (unsigned)length;
        }
        at += size ? size : 1;
    }
    if (file)
        fclose(file);
    free(line);
}

struct diag_location unit_location(struct ir_unit *unit, LLVMValueRef value) {
    if (LLVMIsAInstruction(value) && !LLVMGetDebugLocLine(value))
        value = LLVMGetBasicBlockParent(LLVMGetInstructionParent(value));
    bool has_place = LLVMIsAInstruction(value) || LLVMIsAGlobalVariable(value) ||
                     (LLVMIsAFunction(value) && LLVMGetSubprogram(value));
    unsigned length = 0;
    unsigned line = has_place ? LLVMGetDebugLocLine(value) : 0;
    const char *file = line ? LLVMGetDebugLocFilename(value, &length) : NULL;
    if (!file || !length)
        return DIAG_FILE(unit->path);
    if (value == unit->declared.value && line == unit->declared.place.line)
        return unit->declared.place;
    struct diag_location place = {.file = keep(unit, file, length), .line = line};
    if (LLVMIsAInstruction(value)) {
        place.column = LLVMGetDebugLocColumn(value);
        return place;
    }
    find_name(&place, LLVMIsAFunction(value) ? subprogram_name(unit, LLVMGetSubprogram(value))
                                             : variable_name(unit, value));
    unit->declared.value = value;
    return unit->declared.place = place;
}

struct diag_location unit_place(struct ir_unit *unit, LLVMMetadataRef location) {
    unsigned length = 0;
    LLVMMetadataRef file = LLVMDIScopeGetFile(LLVMDILocationGetScope(location));
    const char *name = file ? LLVMDIFileGetFilename(file, &length) : NULL;
    return (struct diag_location){.file = name ? keep(unit, name, length) : unit->path,
                                  .line = LLVMDILocationGetLine(location),
                                  .column = LLVMDILocationGetColumn(location)};
}

bool unit_inlined(struct ir_unit *unit, LLVMValueRef instruction, struct diag_location *call,
                  const char **function) {
    LLVMMetadataRef location = LLVMInstructionGetDebugLoc(instruction);
    LLVMMetadataRef at = location ? LLVMDILocationGetInlinedAt(location) : NULL;
    if (!at)
        return false;
    *function = subprogram_name(unit, LLVMDILocationGetScope(location));
    *call = unit_place(unit, at);
    return true;
}

/* Whether a place is in a call that was inlined at `at`, directly or in another call. */
static bool is_within(LLVMMetadataRef location, LLVMMetadataRef at) {
    while (location && LLVMDILocationGetInlinedAt(location) != at)
        location = LLVMDILocationGetInlinedAt(location);
    return location;
}

void unit_inlined_beside(struct ir_unit *unit, LLVMValueRef instruction, LLVMValueRef branch,
                         struct diag_location *where, const char **function) {
    LLVMMetadataRef location = LLVMInstructionGetDebugLoc(instruction);
    LLVMMetadataRef beside = LLVMInstructionGetDebugLoc(branch);
    for (LLVMMetadataRef at;
         location && (at = LLVMDILocationGetInlinedAt(location)) && !is_within(beside, at);
         location = at) {
        *function = subprogram_name(unit, LLVMDILocationGetScope(location));
        *where = unit_place(unit, at);
    }
}

const char *unit_function_name(struct ir_unit *unit, LLVMValueRef function) {
    size_t length;
    LLVMMetadataRef subprogram = LLVMGetSubprogram(function);
    const char *name = subprogram ? subprogram_name(unit, subprogram) : "";
    return *name ? name : LLVMGetValueName2(function, &length);
}

static unsigned argument_index(LLVMValueRef argument) {
    LLVMValueRef function = LLVMGetParamParent(argument);
    unsigned index = 0;
    while (LLVMGetParam(function, index) != argument)
        index++;
    return index;
}

void unit_take_name(LLVMValueRef value, LLVMValueRef from) {
    size_t length;
    char *name = xstrdup(LLVMGetValueName2(from, &length));
    LLVMSetValueName2(from, "", 0);
    LLVMSetValueName2(value, name, length);
    free(name);
}

const char *unit_name(struct ir_unit *unit, LLVMValueRef value) {
    size_t length;
    const char *name = LLVMGetValueName2(value, &length);
    if (length == 0 && LLVMIsAArgument(value)) {
        char *text = xasprintf("argument %u", argument_index(value) + 1);
        name = keep(unit, text, strlen(text));
        free(text);
    }
    return *name ? name : LLVMIsAAllocaInst(value) ? "a local variable" : "a value";
}

/* llvm.global.annotations: an array of { function, text, file, line, arguments }. */
bool unit_has_annotation(LLVMModuleRef module, LLVMValueRef function, const char *text) {
    LLVMValueRef global = LLVMGetNamedGlobal(module, "llvm.global.annotations");
    LLVMValueRef rows = global ? LLVMGetInitializer(global) : NULL;
    int count = rows && LLVMIsAConstantArray(rows) ? LLVMGetNumOperands(rows) : 0;
    for (int i = 0; i < count; i++) {
        LLVMValueRef row = LLVMGetOperand(rows, (unsigned)i);
        if (LLVMGetNumOperands(row) < 2 || LLVMGetOperand(row, 0) != function)
            continue;
        LLVMValueRef name = LLVMGetOperand(row, 1);
        name = LLVMIsAGlobalVariable(name) ? LLVMGetInitializer(name) : NULL;
        size_t length;
        if (name && LLVMIsAConstantDataArray(name) && LLVMIsConstantString(name)) {
            const char *found = LLVMGetAsString(name, &length);
            if (length == strlen(text) + 1 && memcmp(found, text, length) == 0)
                return true;
        }
    }
    return false;
}

static unsigned mark_kind(const struct ir_unit *unit, const char *mark) {
    return LLVMGetMDKindIDInContext(unit->context, mark, (unsigned)strlen(mark));
}

void unit_set_mark(struct ir_unit *unit, LLVMValueRef instruction, const char *mark) {
    LLVMMetadataRef node = LLVMMDNodeInContext2(unit->context, NULL, 0);
    LLVMSetMetadata(instruction, mark_kind(unit, mark), LLVMMetadataAsValue(unit->context, node));
}

bool unit_has_mark(const struct ir_unit *unit, LLVMValueRef instruction, const char *mark) {
    return LLVMGetMetadata(instruction, mark_kind(unit, mark)) != NULL;
}

bool unit_is_call(LLVMValueRef instruction) {
    return LLVMIsACallInst(instruction) || LLVMIsAInvokeInst(instruction);
}

bool unit_is_for_size(LLVMValueRef function) {
    static const char size[] = "optsize";
    return LLVMGetEnumAttributeAtIndex(function, LLVMAttributeFunctionIndex,
                                       LLVMGetEnumAttributeKindForName(size, sizeof size - 1));
}

bool unit_is_arithmetic(LLVMValueRef instruction) {
    switch (LLVMGetInstructionOpcode(instruction)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMShl:
    case LLVMLShr:
    case LLVMAShr:
    case LLVMAnd:
    case LLVMOr:
    case LLVMXor:
    case LLVMICmp:
    case LLVMSelect:
    case LLVMTrunc:
    case LLVMZExt:
    case LLVMSExt:
    case LLVMBitCast:
    case LLVMPtrToInt:
    case LLVMIntToPtr:
    case LLVMGetElementPtr:
    case LLVMFreeze: return true;
    default: return false;
    }
}

LLVMValueRef unit_inline_asm(LLVMValueRef instruction) {
    return unit_is_call(instruction) ? LLVMIsAInlineAsm(LLVMGetCalledValue(instruction)) : NULL;
}

/* The called function's name, "" for an indirect call or inline assembly. */
static const char *callee_name(LLVMValueRef call) {
    LLVMValueRef callee = unit_is_call(call) ? LLVMGetCalledValue(call) : NULL;
    size_t length;
    return callee && LLVMIsAFunction(callee) ? LLVMGetValueName2(callee, &length) : "";
}

bool unit_is_intrinsic(LLVMValueRef call, const char *name) {
    const char *callee = callee_name(call);
    size_t length = strlen(name);
    return name[length - 1] == '.' ? strncmp(callee, name, length) == 0 : strcmp(callee, name) == 0;
}

bool unit_run_passes(struct ir_unit *unit, const char *passes) {
    return unit_run_machine_passes(unit, passes, NULL);
}

bool unit_run_machine_passes(struct ir_unit *unit, const char *passes,
                             LLVMTargetMachineRef machine) {
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMErrorRef error = LLVMRunPasses(unit->module, passes, machine, options);
    LLVMDisposePassBuilderOptions(options);
    if (!error)
        return true;
    char *message = LLVMGetErrorMessage(error);
    diag_file_error(unit->diag, unit->path, "%s", message);
    LLVMDisposeErrorMessage(message);
    return false;
}
