/* The target's mnemonics in inline and module-level assembly. */
#include "muonc/ir/passes/inline_asm.h"
#include "muonc/assembler/include.h"
#include "muonc/ir/passes/passes.h"
#include "muonc/ir/passes/promise_records.h"
#include "muonc/ir/unit/assembly.h"
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

bool inline_asm_is_convergent(LLVMValueRef call) {
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(unit_inline_asm(call), &length);
    return text && is_convergent(text, length);
}

bool inline_asm_mark_convergent(struct ir_unit *unit) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block)
    if (unit_inline_asm(instruction) && inline_asm_is_convergent(instruction))
        add_attribute(unit, instruction, "convergent");
    return true;
}

/* The user's assembly that changes the mask, or may jump: the linker cannot prove it. */
static bool vouches_for_itself(const struct ir_unit *unit, LLVMValueRef call, const char *text,
                               size_t length) {
    struct assembler_summary summary;
    unit->target->assembly.summarize(text, length, &summary);
    return (summary.control_flow || summary.changes_mask || !summary.understood) &&
           !assembly_is_own(call);
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

/* The instruction, and a record of object/promises.h that says what it is and where it was written.
 */
static char *record(const char *instruction, const char *section, unsigned what,
                    struct diag_location where) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out,
            "770:\n%s\n"
            ".pushsection " UNIFORM_FILES_SECTION ",\"MS\",@progbits,1\n771:\n.asciz \"",
            instruction);
    print_string(out, where.file);
    fprintf(out,
            "\"\n.popsection\n.pushsection %s,\"\",@progbits\n"
            ".word 770b, %u, 771b, %u, %u\n.popsection",
            section, what, where.line, where.column);
    fclose(out);
    return text;
}

/* Whether it is a barrier of a work-group, as neutrino/kernel.h has it: then its kind, else 0. */
static unsigned group_barrier(LLVMValueRef call, const char *text) {
    LLVMValueRef kind =
        LLVMGetNumArgOperands(call) == 3 ? LLVMIsAConstantInt(LLVMGetOperand(call, 2)) : NULL;
    return kind && !strcmp(text, "vx_bar $0, $1") ? (unsigned)LLVMConstIntGetZExtValue(kind) : 0;
}

/* Where the function was called that the barrier is all of. */
static struct diag_location barrier_location(struct ir_unit *unit, LLVMValueRef call) {
    const char *function;
    struct diag_location caller;
    return unit_inlined(unit, call, &caller, &function) ? caller : unit_location(unit, call);
}

/* Whether there is a record with the text. */
static bool add_record(struct ir_unit *unit, LLVMValueRef call, const char *text,
                       char **rewritten) {
    unsigned kind = group_barrier(call, text);
    if (!kind)
        return false;
    char *with = record(*rewritten, BARRIERS_SECTION, kind, barrier_location(unit, call));
    free(*rewritten);
    *rewritten = with;
    return true;
}

static bool is_printed(const struct ir_unit *unit) {
    return unit->options->output == IR_ASM;
}

static char *rewrite(struct ir_unit *unit, const char *text, size_t length,
                     enum assembler_source source, struct diag_location place) {
    const struct target_assembly *assembly = &unit->target->assembly;
    const struct include_search search = {.directories = unit->options->include_directories};
    char *included = include_expand(text, length, source, unit->path, &search, &length);
    char *result = (is_printed(unit) ? assembly->quote : assembly->rewrite)(
        included ? included : text, length, source, place, unit->diag);
    free(included);
    return result;
}

/* "f" asks for a register for floats: any, since they share the register file. LLVM has none where
 * floats are in the integers' (Zfinx). The names of registers stay as they are. */
static char *one_register_file(const char *constraints, size_t length) {
    char *result = xstrndup(constraints, length);
    bool named = false;
    for (char *at = result; *at; at++) {
        named = *at == '{' || (named && *at != '}');
        if (*at == '^' && at[1] && at[2])
            at += 2; /* one constraint of two letters */
        else if (*at == 'f' && !named)
            *at = 'r';
    }
    return result;
}

/* Texts that have been rewritten, by the assembly: where it was written matters for messages only.
 */
struct rewritten {
    struct value_map numbers; /* of texts */
    struct string_list texts;
};

static char *rewrite_once(struct ir_unit *unit, struct rewritten *known, LLVMValueRef assembly,
                          struct diag_location place) {
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    ptrdiff_t number = value_map_get(&known->numbers, assembly);
    if (number != VALUE_MAP_NONE)
        return xstrdup(known->texts.items[number]);
    char *result = rewrite(unit, text, length, ASSEMBLER_INLINE, place);
    if (result) {
        value_map_set(&known->numbers, assembly, known->texts.count);
        string_list_add(&known->texts, result);
    }
    return result;
}

static bool rewrite_call(struct ir_unit *unit, struct rewritten *known, LLVMValueRef call,
                         LLVMValueRef assembly) {
    size_t length, constraints_length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    const char *constraints = LLVMGetInlineAsmConstraintString(assembly, &constraints_length);
    bool asserts = assembly_is_assertion(assembly);
    char *rewritten =
        asserts ? record("addi zero, $0, $1", UNIFORM_SECTION, 0, assertion_location(unit, call))
                : rewrite_once(unit, known, assembly, unit_location(unit, call));
    if (!rewritten)
        return false;
    bool recorded = asserts || add_record(unit, call, text, &rewritten);
    if (!recorded && !is_printed(unit) && vouches_for_itself(unit, call, text, length)) {
        char *vouched = promises_vouch(rewritten);
        free(rewritten);
        rewritten = vouched;
    }
    char *registers = one_register_file(constraints, constraints_length);
    if (strcmp(rewritten, text) != 0 || strcmp(registers, constraints) != 0)
        assembly_replace(call, rewritten, registers);
    free(registers);
    free(rewritten);
    return true;
}

static bool rewrite_module(struct ir_unit *unit) {
    size_t length;
    const char *text = LLVMGetModuleInlineAsm(unit->module, &length);
    if (length == 0)
        return true;
    char *rewritten = rewrite(unit, text, length, ASSEMBLER_MODULE, DIAG_FILE(unit->path));
    if (!rewritten)
        return false;
    LLVMSetModuleInlineAsm2(unit->module, rewritten, strlen(rewritten));
    free(rewritten);
    return true;
}

bool inline_asm_rewrite(struct ir_unit *unit) {
    struct rewritten known = {0};
    bool good = rewrite_module(unit);
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        LLVMValueRef assembly = unit_inline_asm(instruction);
        if (assembly)
            good &= rewrite_call(unit, &known, instruction, assembly);
    }
    value_map_free(&known.numbers);
    string_list_free(&known.texts);
    return good;
}
