#include "muonc/ir/inline_asm.h"

#include "muonc/assembler/assembler.h"
#include "muonc/assembler/include.h"
#include "muonc/ir/promises.h"
#include "object/promises.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_attribute(struct ir_unit *unit, LLVMValueRef call, const char *name) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(unit->context, kind, 0));
}

/* Whether the text has the beginning of a mnemonic, "vx_" of vx_split: a macro may make the rest.
 */
static bool mentions(const char *text, size_t length, const char *mnemonic) {
    size_t stem = strcspn(mnemonic, "._");
    return memmem(text, length, mnemonic, stem + (mnemonic[stem] != '\0'));
}

/* Whether it has an instruction, or a word that may be one, that concerns other lanes or warps. */
static bool is_convergent(const char *text, size_t length) {
    bool found = memmem(text, length, ".insn", 5);
    for (enum muon_op op = MUON_ILLEGAL; op < MUON_OP_COUNT && !found; op++)
        found = muon_is_convergent(op) && mentions(text, length, muon_op_info(op)->mnemonic);
    return found;
}

void inline_asm_mark_convergent(struct ir_unit *unit) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMValueRef assembly = unit_inline_asm(instruction);
        size_t length;
        const char *text = assembly ? LLVMGetInlineAsmAsmString(assembly, &length) : NULL;
        if (text && is_convergent(text, length))
            add_attribute(unit, instruction, "convergent");
    }
}

static const char own[] = "muonc";

void inline_asm_mark_own(struct ir_unit *unit, LLVMValueRef call) {
    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex,
                             LLVMCreateStringAttribute(unit->context, own, sizeof own - 1, "", 0));
}

void inline_asm_summarize(LLVMValueRef call, LLVMValueRef assembly,
                          struct assembler_summary *summary) {
    char *text = unit_asm_template(call, assembly);
    assembler_summarize(text, strlen(text), summary);
    free(text);
}

/* The user's assembly that changes the mask, or may jump: the linker cannot prove it. */
static bool vouches_for_itself(LLVMValueRef call, const char *text, size_t length) {
    struct assembler_summary summary;
    assembler_summarize(text, length, &summary);
    return (summary.control_flow || summary.changes_mask || !summary.understood) &&
           !LLVMGetCallSiteStringAttribute(call, LLVMAttributeFunctionIndex, own, sizeof own - 1);
}

/* What __uniform says (muon.h). */
static const char assertion[] = ".neutrino_uniform $0, $1";

bool inline_asm_is_assertion(LLVMValueRef assembly) {
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    return length == sizeof assertion - 1 && memcmp(text, assertion, length) == 0;
}

/* Where __uniform was written. In C++ it is a function template, which is inlined, in C a macro. */
static struct diag_location assertion_location(struct ir_unit *unit, LLVMValueRef call) {
    static const char template[] = "__uniform<";
    const char *function;
    struct diag_location caller;
    if (unit_inlined(unit, call, &caller, &function) &&
        !strncmp(function, template, sizeof template - 1))
        return caller;
    return unit_location(unit, call);
}

/* A string that neither the template nor the assembler takes for anything else. */
static void print_string(FILE *out, const char *text) {
    for (; *text; text++)
        fprintf(out, isalnum((unsigned char)*text) || strchr("/._-+ ", *text) ? "%c" : "\\%03o",
                (unsigned char)*text);
}

/* The marker and the record of object/promises.h. */
static char *assertion_record(struct ir_unit *unit, LLVMValueRef call) {
    struct diag_location where = assertion_location(unit, call);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs("770:\naddi zero, $0, $1\n"
          ".pushsection " UNIFORM_FILES_SECTION ",\"MS\",@progbits,1\n771:\n.asciz \"",
          out);
    print_string(out, where.file);
    fprintf(out,
            "\"\n.popsection\n.pushsection " UNIFORM_SECTION ",\"\",@progbits\n"
            ".word 770b, 0, 771b, %u, %u\n.popsection",
            where.line, where.column);
    fclose(out);
    return text;
}

static char *rewrite(struct ir_unit *unit, bool printed, const char *text, size_t length,
                     enum assembler_source source, struct diag_location place) {
    const struct include_search search = {.directories = unit->include_directories};
    char *included = include_expand(text, length, source, unit->path, &search, &length);
    char *result = (printed ? assembler_quote : assembler_rewrite)(
        included ? included : text, length, source, place, unit->diag);
    free(included);
    return result;
}

static bool rewrite_call(struct ir_unit *unit, bool printed, LLVMValueRef call,
                         LLVMValueRef assembly) {
    size_t length, constraints_length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    const char *constraints = LLVMGetInlineAsmConstraintString(assembly, &constraints_length);
    bool asserts = inline_asm_is_assertion(assembly);
    char *rewritten =
        asserts ? assertion_record(unit, call)
                : rewrite(unit, printed, text, length, ASSEMBLER_INLINE, unit_location(unit, call));
    if (!rewritten)
        return false;
    if (!asserts && !printed && vouches_for_itself(call, text, length)) {
        char *vouched = promises_vouch(rewritten);
        free(rewritten);
        rewritten = vouched;
    }
    if (strcmp(rewritten, text) != 0) {
        LLVMValueRef replacement = LLVMGetInlineAsm(
            LLVMGetInlineAsmFunctionType(assembly), rewritten, strlen(rewritten), constraints,
            constraints_length, LLVMGetInlineAsmHasSideEffects(assembly),
            LLVMGetInlineAsmNeedsAlignedStack(assembly), LLVMGetInlineAsmDialect(assembly),
            LLVMGetInlineAsmCanUnwind(assembly));
        LLVMSetOperand(call, (unsigned)LLVMGetNumOperands(call) - 1, replacement);
    }
    free(rewritten);
    return true;
}

static bool rewrite_module(struct ir_unit *unit, bool printed) {
    size_t length;
    const char *text = LLVMGetModuleInlineAsm(unit->module, &length);
    if (length == 0)
        return true;
    char *rewritten = rewrite(unit, printed, text, length, ASSEMBLER_MODULE, DIAG_FILE(unit->path));
    if (!rewritten)
        return false;
    LLVMSetModuleInlineAsm2(unit->module, rewritten, strlen(rewritten));
    free(rewritten);
    return true;
}

bool inline_asm_rewrite(struct ir_unit *unit, bool printed) {
    bool good = rewrite_module(unit, printed);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMValueRef assembly = unit_inline_asm(instruction);
        if (assembly)
            good &= rewrite_call(unit, printed, instruction, assembly);
    }
    return good;
}
