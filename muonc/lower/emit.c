/* The forms, but for the lines:
 *
 *   ({ run_t __run; __asm__ __volatile__("nu.invokei.rh.pt.async %0, 1, %z1, zero, zero, 1"
 *                                        : "=r"(__run) : "rJ"(dep) : "memory"); __run; })
 *   ({ matmul_args_t __payload = v; unsigned __words[2] = {0};
 *      __builtin_memcpy(__words, &__payload, 8);
 *      __asm__ __volatile__("nu.payload %0, %z1, %z2, zero, 0"
 *                           : : "r"(1), "rJ"(__words[0]), "rJ"(__words[1]) : "memory"); })
 *   ({ __asm__ __volatile__("nu.complete.pw %z0, 4" : : "rJ"(run) : "memory"); })
 *
 * Where a template parameter decides the flags, which no mnemonic can say, the intermediate form's
 * words (isa/rv32.h) stand directly, with the flags as immediate operands:
 *
 *   ({ constexpr int __flags = WARPS(N); static_assert(…); run_t __run;
 *      __asm__ __volatile__(".insn r 0x5b, 0, 0, %0, x0, %z3; .insn r 0x5b, 7, %c1, x%c2, x0, x0"
 *                           : "=r"(__run) : "i"(neutrino_count_(__flags) - 1),
 *                             "i"(neutrino_modifiers_(__flags, 1)), "rJ"(dep) : "memory"); __run;
 * })
 *
 * Where it decides a task's or a payload's type, functions of neutrino/muon.h find out:
 * neutrino_task_id_(task), neutrino_payload_open_(v).
 *
 * What clang gives a place to, in diagnostics or debug information, stands in the line and column
 * where the user has it: what the user wrote, at its own; what is ours, at the call's. To get there
 * from further right takes a new line, and a #line for its number. */
#include "muonc/lower/emit.h"

#include "isa/isa.h"
#include "support/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct emitter {
    const struct call_list *calls;
    const struct places *places;
    struct position call; /* that is being replaced */
    FILE *out;
};

static void emit_span(struct emitter *emitter, struct span span, size_t first_call);

/* Text of ours at the call's place. */
static void emit_here(struct emitter *emitter, const char *text) {
    expand_place(emitter->call, emitter->out);
    fputs(text, emitter->out);
}

/* What the user wrote, at its place. */
static void emit_users(struct emitter *emitter, struct span span, size_t first_call) {
    expand_place(places_position(emitter->places, span.begin), emitter->out);
    emit_span(emitter, span, first_call);
}

/* ---- instructions ---- */

enum { MAX_INPUTS = 6, NAME_SIZE = 16 };

/* The operands of one instruction. */
struct instruction {
    bool result; /* __run */
    struct input {
        const char *constraint;
        const char *text; /* an expression of ours, or a function for the user's; may be NULL */
        struct span span; /* the user's expression, in which calls are lowered; may be empty */
        bool loaded;      /* ours: a variable, not a constant */
    } inputs[MAX_INPUTS];
    int count;
};

/* Puts the name of the next input into a buffer of the caller: zero if it turns out to be the
 * constant 0. */
static void name_input(const struct instruction *instruction, char name[NAME_SIZE]) {
    snprintf(name, NAME_SIZE, "%%z%d", instruction->result + instruction->count);
}

static void add_text(struct instruction *instruction, const char *constraint, const char *text) {
    instruction->inputs[instruction->count++] = (struct input){constraint, text, {0, 0}, false};
}

/* function: to be called with the expression, NULL for none. */
static void add_span(struct instruction *instruction, const char *function, struct span span) {
    instruction->inputs[instruction->count++] = (struct input){"rJ", function, span, false};
}

static void emit_input(struct emitter *emitter, const struct input *input, size_t call) {
    bool users = input->span.end > input->span.begin;
    if (input->text && (users || input->loaded))
        emit_here(emitter, input->text);
    else if (input->text)
        fputs(input->text, emitter->out);
    if (!users)
        return;
    fputs(input->text ? "(" : "", emitter->out);
    emit_users(emitter, input->span, call + 1);
    fputs(input->text ? ")" : "", emitter->out);
}

/* The assembly statement of an instruction of the call. */
static void emit_instruction(struct emitter *emitter, const struct instruction *instruction,
                             const char *template, size_t call) {
    FILE *out = emitter->out;
    emit_here(emitter, "__asm__ __volatile__");
    fprintf(out, "(\"%s\" : %s:", template, instruction->result ? "\"=r\"(__run) " : "");
    for (int i = 0; i < instruction->count; i++) {
        const struct input *input = &instruction->inputs[i];
        fprintf(out, "%s\"%s\"(", i ? ", " : " ", input->constraint);
        emit_input(emitter, input, call);
        fputc(')', out);
    }
    fputs(" : \"memory\");", out);
}

/* What is to be true of an argument that a template parameter decides: clang says where it
 * stands. */
static void emit_assertion(struct emitter *emitter, struct span argument, const char *condition,
                           const char *message) {
    fputs(" static_assert(", emitter->out);
    expand_place(places_position(emitter->places, argument.begin), emitter->out);
    fprintf(emitter->out, "%s, \"%s\");", condition, message);
}

/* Their value. */
static void emit_open_flags(struct emitter *emitter, const struct call *call, size_t index) {
    struct span flags = call->spans[call->kind == CALL_INVOKE ? 2 : 1];
    fputs(" constexpr int __flags =", emitter->out);
    emit_users(emitter, flags, index + 1);
    fputc(';', emitter->out);
    emit_assertion(emitter, flags, "neutrino_agree_(__flags)",
                   "contradictory or missing flags [nu-flags]");
    emit_assertion(emitter, flags, "neutrino_counted_(__flags)",
                   "participants must be 1 to 64 [nu-participants]");
    if (call->kind == CALL_COMPLETE)
        emit_assertion(emitter, flags, "neutrino_only_participants_(__flags)",
                       "participants are THREADS(n), WARPS(n) or CORES(n) and nothing else "
                       "[nu-flags]");
    else if (call->task)
        emit_assertion(emitter, flags, "!(__flags & 0x20)",
                       "contradictory flags: DUMMY, but the task has a function [nu-flags]");
}

/* ---- invoke ---- */

/* Exactly this form is a hardware barrier (isa/isa.h, muon_is_barrier), unless it has a result. */
static bool looks_like_barrier(const struct call *call) {
    const struct run_flags *flags = &call->flags;
    return call->unused && call->run_count <= 1 && flags->sync && flags->count == 64 &&
           flags->part == PART_WARPS && flags->retire == RETIRE_IMMEDIATE &&
           !(call->has_id && call->id != 0);
}

/* Adds the task's operand, if it is one. A mnemonic says a constant id itself. */
static void add_task(struct instruction *instruction, const struct call *call,
                     char name[NAME_SIZE]) {
    bool constant = call->has_id && (call->id == 0 || !call->open);
    if (constant && call->id)
        snprintf(name, NAME_SIZE, "%d", call->id);
    else if (!constant)
        name_input(instruction, name);
    if (call->sync_point)
        add_text(instruction, "r", call->sync_point);
    else if (!constant)
        add_span(instruction, call->open_task ? "neutrino_task_id_" : NULL, call->spans[0]);
}

/* names: of the task and the dependencies. Flags that are open are the first two inputs. */
static char *invoke_template(const struct call *call, bool result, char names[4][NAME_SIZE]) {
    if (call->open)
        return xasprintf(".insn r 0x5b, 0, 0, %%0, %s, %s; .insn r 0x5b, 7, %%c1, x%%c2, %s, %s",
                         names[0], names[1], names[2], names[3]);
    return xasprintf("nu.invoke%s.%s.%s.%s %s, %s, %s, %s, %s, %d",
                     call->has_id && call->id ? "i" : "", flags_retire_suffix(call->flags.retire),
                     flags_part_suffix(call->flags.part), muon_sync_suffixes[call->flags.sync],
                     result ? "%0" : "zero", names[0], names[1], names[2], names[3],
                     call->flags.count);
}

static void add_open_flags(struct instruction *instruction, const struct call *call) {
    bool dummy = (call->has_id && call->id == 0) || call->sync_point ||
                 call->id >= NEUTRINO_FIRST_SYNC_POINT;
    add_text(instruction, "i", "neutrino_count_(__flags) - 1");
    add_text(instruction, "i",
             dummy ? "neutrino_modifiers_(__flags, 1)" : "neutrino_modifiers_(__flags, 0)");
}

static void emit_invoke(struct emitter *emitter, const struct call *call, size_t index) {
    struct instruction instruction = {.result =
                                          call->open || !call->unused || looks_like_barrier(call)};
    char names[4][NAME_SIZE];
    for (int i = 0; i < 4; i++)
        strcpy(names[i], call->open ? "x0" : "zero");
    fputs("({", emitter->out);
    if (call->open) {
        add_open_flags(&instruction, call);
        emit_open_flags(emitter, call, index);
    }
    add_task(&instruction, call, names[0]);
    for (int i = 0; i < call->run_count; i++) {
        name_input(&instruction, names[i + 1]);
        add_span(&instruction, NULL, call->runs[i]);
    }
    char *template = invoke_template(call, instruction.result, names);
    fputs(instruction.result ? " run_t __run;" : "", emitter->out);
    emit_instruction(emitter, &instruction, template, index);
    if (call->open || !call->unused)
        emit_here(emitter, "__run;");
    fputs(" })", emitter->out);
    free(template);
}

/* ---- payload and complete ---- */

static void emit_words(struct emitter *emitter, const struct call *call, unsigned first,
                       unsigned end, size_t index) {
    struct instruction instruction = {0};
    char names[3][NAME_SIZE] = {"zero", "zero", "zero"}, id[NAME_SIZE], words[3][NAME_SIZE];
    snprintf(id, sizeof id, "%u", call->task->id);
    add_text(&instruction, "r", id);
    for (unsigned i = 0; i < 3 && first + i < end; i++) {
        snprintf(words[i], sizeof words[i], "__words[%u]", first + i);
        name_input(&instruction, names[i]);
        add_text(&instruction, "rJ", words[i]);
        instruction.inputs[instruction.count - 1].loaded = true;
    }
    char *template =
        xasprintf("nu.payload %%0, %s, %s, %s, %u", names[0], names[1], names[2], first / 3);
    emit_instruction(emitter, &instruction, template, index);
    free(template);
}

static void emit_open_payload(struct emitter *emitter, const struct call *call, size_t index) {
    fprintf(emitter->out, "({ %s", call->dependent ? "auto" : call->type);
    emit_here(emitter, "__payload =");
    emit_users(emitter, call->spans[0], index + 1);
    fputc(';', emitter->out);
    if (call->dependent)
        emit_assertion(emitter, call->spans[0], "neutrino_task_of<decltype(__payload)>::id >= 0",
                       "this is no task's argument type [nu-payload]");
    emit_here(emitter, "neutrino_payload_open_(__payload); })");
}

static void emit_payload(struct emitter *emitter, const struct call *call, size_t index) {
    FILE *out = emitter->out;
    if (call->open) {
        emit_open_payload(emitter, call, index);
        return;
    }
    unsigned words = call->task->bytes / 4;
    fprintf(out, "({ %s", call->type);
    emit_here(emitter, "__payload =");
    emit_users(emitter, call->spans[0], index + 1);
    fputs("; unsigned", out);
    emit_here(emitter, "__words");
    fprintf(out, "[%u]%s;", words, call->bytes < 4 * words ? " = {0}" : "");
    emit_here(emitter, "__builtin_memcpy");
    fprintf(out, "(__words, &__payload, %u);", call->bytes);
    for (unsigned word = 0; word < words; word += 3)
        emit_words(emitter, call, word, words, index);
    fputs(" })", out);
}

static void emit_complete(struct emitter *emitter, const struct call *call, size_t index) {
    struct instruction instruction = {0};
    char mnemonic[2 * NAME_SIZE];
    const char *template = ".insn r 0x5b, 3, %c0, x%c1, %z2, x0";
    fputs("({", emitter->out);
    if (call->open) {
        add_text(&instruction, "i", "neutrino_count_(__flags) - 1");
        add_text(&instruction, "i", "neutrino_part_(__flags)");
        emit_open_flags(emitter, call, index);
    } else {
        snprintf(mnemonic, sizeof mnemonic, "nu.complete.%s %%z0, %d",
                 flags_part_suffix(call->flags.part), call->flags.count);
        template = mnemonic;
    }
    add_span(&instruction, NULL, call->runs[0]);
    emit_instruction(emitter, &instruction, template, index);
    fputs(" })", emitter->out);
}

/* ---- text ---- */

static void emit_call(struct emitter *emitter, size_t index) {
    const struct call *call = &emitter->calls->items[index];
    struct position outer = emitter->call;
    emitter->call = places_position(emitter->places, call->span.begin);
    switch (call->kind) {
    case CALL_INVOKE: emit_invoke(emitter, call, index); break;
    case CALL_PAYLOAD: emit_payload(emitter, call, index); break;
    default: emit_complete(emitter, call, index); break;
    }
    emitter->call = outer;
    expand_place(places_position(emitter->places, call->span.end), emitter->out);
}

static bool is_replaced(const struct call *call) {
    return call->kind == CALL_INVOKE || call->kind == CALL_PAYLOAD || call->kind == CALL_COMPLETE;
}

/* The text of a span, with the calls in it, of which none comes before first_call, replaced. */
static void emit_span(struct emitter *emitter, struct span span, size_t first_call) {
    const char *text = emitter->places->text;
    size_t at = span.begin;
    for (size_t i = first_call; i < emitter->calls->count; i++) {
        const struct call *call = &emitter->calls->items[i];
        if (call->span.begin >= span.end)
            break;
        if (call->span.begin < at || !is_replaced(call))
            continue;
        fwrite(text + at, 1, call->span.begin - at, emitter->out);
        emit_call(emitter, i);
        at = call->span.end;
    }
    fwrite(text + at, 1, span.end - at, emitter->out);
}

char *emit_unit(const struct call_list *calls, const struct places *places, size_t *size) {
    char *text = NULL;
    struct emitter emitter = {.calls = calls, .places = places};
    emitter.out = open_memstream(&text, size);
    emit_span(&emitter, (struct span){0, strlen(places->text)}, 0);
    fclose(emitter.out);
    return text;
}
