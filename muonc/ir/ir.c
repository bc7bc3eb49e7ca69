#include "muonc/ir/ir.h"

#include "muonc/ir/asm_places.h"
#include "muonc/ir/codegen.h"
#include "muonc/ir/frame_remarks.h"
#include "muonc/ir/pipeline.h"
#include "muonc/ir/unit/assembly.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/ErrorHandling.h>
#include <llvm-c/IRReader.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* LLVM ends the process after a fatal error unless its handler does not return. The compilation's
 * memory is lost then; the tool is about to end anyway. */
static struct {
    bool active;
    jmp_buf after;
    struct ir_unit *unit;
} compilation;

static void fatal_error(const char *reason) {
    if (!compilation.active)
        exit(1);
    codegen_tell_errors(compilation.unit);
    diag_file_error(compilation.unit->diag, compilation.unit->path, "code generation failed: %s",
                    reason);
    longjmp(compilation.after, 1);
}

/* Up to four bytes are in a0, up to eight in a1, too; what is larger is in memory. */
static enum frame_results results_of(const struct ir_unit *unit, const char *name) {
    LLVMValueRef function = LLVMGetNamedFunction(unit->module, name);
    LLVMTypeRef type = function ? LLVMGetReturnType(LLVMGlobalGetValueType(function)) : NULL;
    if (!type)
        return FRAME_RESULTS_UNKNOWN;
    if (LLVMGetTypeKind(type) == LLVMVoidTypeKind)
        return FRAME_RESULTS_NONE;
    LLVMTargetDataRef layout = LLVMGetModuleDataLayout(unit->module);
    return LLVMABISizeOfType(layout, type) <= 4 ? FRAME_RESULTS_A0 : FRAME_RESULTS_A1;
}

static void note_frame(struct ir_unit *unit, const char *remark) {
    struct frame frame;
    if (!frame_remark_parse(remark, &frame))
        return;
    frame.results = results_of(unit, frame.function);
    frame_list_add(&unit->frames, frame);
}

static void llvm_diagnostic(LLVMDiagnosticInfoRef info, void *context) {
    struct ir_unit *unit = context;
    char *text = LLVMGetDiagInfoDescription(info);
    switch (LLVMGetDiagInfoSeverity(info)) {
    case LLVMDSError: codegen_error(unit, text); break;
    case LLVMDSWarning:
        if (!unit->emission.marked)
            diag_report(unit->diag, DIAG_WARNING, NULL, DIAG_FILE(unit->path), "%s", text);
        break;
    case LLVMDSRemark: note_frame(unit, text); break;
    case LLVMDSNote: asm_places_note(unit, text); break;
    }
    LLVMDisposeMessage(text);
}

static bool parse(struct ir_unit *unit, const struct ir_request *request) {
    LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRangeCopy(
        request->bitcode, request->bitcode_size, request->path);
    char *message = NULL;
    bool failed = LLVMParseIRInContext(unit->context, buffer, &unit->module, &message);
    if (failed)
        unit->module = NULL;
    else
        failed = LLVMVerifyModule(unit->module, LLVMReturnStatusAction, &message);
    if (failed) /* Only the first line: what follows quotes the input. */
        diag_file_error(unit->diag, unit->path, "malformed bitcode: %.*s",
                        (int)strcspn(message, "\n"), message);
    LLVMDisposeMessage(message);
    return !failed;
}

static void take(char **result, size_t *result_size, const char *bytes, size_t size) {
    *result = xmalloc(size + 1);
    memcpy(*result, bytes, size);
    (*result)[size] = '\0';
    *result_size = size;
}

/* The object with its functions' spill slots, or as it is: they are needed for speed only. */
static void take_object(const struct ir_unit *unit, const char *bytes, size_t size, char **result,
                        size_t *result_size) {
    *result = frames_append(bytes, size, &unit->frames, result_size);
    if (!*result)
        take(result, result_size, bytes, size);
}

static bool generate(struct ir_unit *unit, char **result, size_t *result_size) {
    bool printed = unit->options->output == IR_ASM;
    LLVMTargetMachineRef machine = codegen_machine(unit);
    LLVMMemoryBufferRef buffer = NULL;
    bool good = machine && pipeline_run(unit, unit->target->emission);
    if (unit->options->strip_debug)
        LLVMStripModuleDebugInfo(unit->module);
    if (good)
        buffer = codegen_emit(unit, machine, printed ? LLVMAssemblyFile : LLVMObjectFile);
    if (buffer) {
        const char *bytes = LLVMGetBufferStart(buffer);
        size_t size = LLVMGetBufferSize(buffer);
        if (printed)
            *result = unit->target->assembly.unquote(bytes, size, result_size);
        else
            take_object(unit, bytes, size, result, result_size);
        LLVMDisposeMemoryBuffer(buffer);
    }
    if (machine)
        LLVMDisposeTargetMachine(machine);
    return buffer;
}

static bool compile(struct ir_unit *unit, const struct ir_request *request, char **result,
                    size_t *result_size) {
    const struct ir_options *options = unit->options;
    if (!parse(unit, request) || !pipeline_run(unit, unit->target->passes))
        return false;
    if (options->notes)
        LLVMAppendModuleInlineAsm(unit->module, options->notes, strlen(options->notes));
    if (options->output != IR_LLVM && unit->target->codegen.backend != BACKEND_CLANG)
        return generate(unit, result, result_size);
    if (options->strip_debug)
        LLVMStripModuleDebugInfo(unit->module);
    if (options->output != IR_LLVM) {
        LLVMMemoryBufferRef bitcode = LLVMWriteBitcodeToMemoryBuffer(unit->module);
        take(result, result_size, LLVMGetBufferStart(bitcode), LLVMGetBufferSize(bitcode));
        LLVMDisposeMemoryBuffer(bitcode);
        return true;
    }
    char *text = LLVMPrintModuleToString(unit->module);
    take(result, result_size, text, strlen(text));
    LLVMDisposeMessage(text);
    return true;
}

bool ir_compile(const struct ir_request *request, struct diag_engine *diag, char **result,
                size_t *result_size) {
    struct ir_unit unit = {.path = request->path,
                           .target = request->target,
                           .options = &request->options,
                           .diag = diag};
    codegen_initialize(&request->target->codegen);
    unit.context = LLVMContextCreate();
    LLVMContextSetDiagnosticHandler(unit.context, llvm_diagnostic, &unit);
    LLVMInstallFatalErrorHandler(fatal_error);
    compilation.unit = &unit;
    compilation.active = true;
    volatile bool good = false; /* set between setjmp and longjmp */
    if (setjmp(compilation.after) == 0) {
        good = compile(&unit, request, result, result_size);
        if (unit.module)
            LLVMDisposeModule(unit.module);
        LLVMContextDispose(unit.context);
    }
    compilation.active = false;
    LLVMResetFatalErrorHandler();
    string_list_free(&unit.names);
    string_list_free(&unit.emission.kept);
    string_list_free(&unit.emission.told);
    frame_list_free(&unit.frames);
    assembly_forget(&unit);
    return good;
}
