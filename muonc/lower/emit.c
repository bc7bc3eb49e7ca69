/* The forms:
 *
 *   ({ run_t __run; __asm__ volatile("nu.invokei.rh.pt.async %0, 1, %1, zero, zero, 1"
 *                                    : "=r"(__run) : "r"(dep) : "memory"); __run; })
 *   ({ matmul_args_t __payload = v; unsigned __words[2] = {0};
 *      __builtin_memcpy(__words, &__payload, 8);
 *      __asm__ volatile("nu.payload %0, %1, %2, zero, 0"
 *                       : : "r"(1), "r"(__words[0]), "r"(__words[1]) : "memory"); })
 *   ({ __asm__ volatile("nu.complete.pw %0, 4" : : "r"(run) : "memory"); })
 *
 * each on one line, with line markers where a call's own lines went. Where a template parameter
 * decides the flags, which no mnemonic can say, the intermediate form's words (isa/rv32.h) stand
 * directly, with the flags as immediate operands:
 *
 *   ({ constexpr int __flags = WARPS(N); static_assert(…); run_t __run;
 *      __asm__ volatile(".insn r 0x5b, 0, 0, %0, x0, %3; .insn r 0x5b, 7, %c1, x%c2, x0, x0"
 *                       : "=r"(__run) : "i"(neutrino_count_(__flags) - 1),
 *                         "i"(neutrino_modifiers_(__flags, 1)), "r"(dep) : "memory"); __run; }) */
#include "muonc/lower/emit.h"

#include "isa/isa.h"

#include <stdio.h>
#include <string.h>

struct emitter {
    const struct call_list *calls;
    const struct places *places;
    FILE *out;
};

static void emit_span(struct emitter *emitter, struct span span, size_t first_call);

/* ---- instructions ---- */

/* An asm operand in parentheses; the calls inside it are lowered too. */
static void emit_operand(struct emitter *emitter, struct span span, size_t call) {
    fputs("\"r\"(", emitter->out);
    emit_span(emitter, span, call + 1);
    fputc(')', emitter->out);
}

/* Exactly this form is a hardware barrier (isa/isa.h, muon_is_barrier), unless it has a result. */
static bool looks_like_barrier(const struct call *call) {
    const struct run_flags *flags = &call->flags;
    return call->unused && call->run_count <= 1 && flags->sync && flags->count == 64 &&
           flags->part == PART_WARPS && flags->retire == RETIRE_IMMEDIATE &&
           !(call->has_id && call->id != 0);
}

static void emit_invoke(struct emitter *emitter, const struct call *call, size_t index) {
    FILE *out = emitter->out;
    bool result = !call->unused || looks_like_barrier(call);
    bool immediate = call->has_id && call->id != 0;
    int operand = 0;
    fprintf(out, "({ %s__asm__ volatile(\"nu.invoke%s.%s.%s.%s ", result ? "run_t __run; " : "",
            immediate ? "i" : "", flags_retire_suffix(call->flags.retire),
            flags_part_suffix(call->flags.part), muon_sync_suffixes[call->flags.sync]);
    fputs(result ? "%0, " : "zero, ", out);
    operand += result;
    if (immediate)
        fprintf(out, "%d", call->id);
    else if (call->has_id)
        fputs("zero", out);
    else
        fprintf(out, "%%%d", operand++);
    for (int i = 0; i < 3; i++)
        if (i < call->run_count)
            fprintf(out, ", %%%d", operand++);
        else
            fputs(", zero", out);
    fprintf(out, ", %d\" : %s: ", call->flags.count, result ? "\"=r\"(__run) " : "");
    const char *separator = "";
    if (call->sync_point) {
        fprintf(out, "\"r\"(&__neutrino_sync_%s)", call->sync_point);
        separator = ", ";
    } else if (!call->has_id) {
        emit_operand(emitter, cursor_span(call->arguments[0]), index);
        separator = ", ";
    }
    for (int i = 0; i < call->run_count; i++, separator = ", ") {
        fputs(separator, out);
        emit_operand(emitter, call->runs[i], index);
    }
    fprintf(out, "%s: \"memory\");%s })", call->run_count || !call->has_id ? " " : "",
            call->unused ? "" : " __run;");
}

/* ---- instructions whose flags a template parameter decides ---- */

static void emit_open_flags(struct emitter *emitter, const struct call *call, size_t index) {
    FILE *out = emitter->out;
    fputs("({ constexpr int __flags = ", out);
    emit_span(emitter, cursor_span(call->arguments[call->kind == CALL_INVOKE ? 2 : 1]), index + 1);
    fputs("; static_assert(neutrino_agree_(__flags), \"contradictory or missing flags "
          "[nu-flags]\"); static_assert(neutrino_counted_(__flags), \"participants must be 1 to 64 "
          "[nu-participants]\"); ",
          out);
    if (call->kind == CALL_COMPLETE)
        fputs("static_assert(neutrino_only_participants_(__flags), \"participants are THREADS(n), "
              "WARPS(n) or CORES(n) and nothing else [nu-flags]\"); ",
              out);
    else if (call->task)
        fputs("static_assert(!(__flags & DUMMY), \"contradictory flags: DUMMY, but the task has a "
              "function [nu-flags]\"); ",
              out);
}

static void emit_open_invoke(struct emitter *emitter, const struct call *call, size_t index) {
    FILE *out = emitter->out;
    bool zero = call->has_id && call->id == 0;
    bool dummy = zero || call->sync_point || call->id >= NEUTRINO_FIRST_SYNC_POINT;
    int operand = 3; /* after the result, the count and the modifiers */
    char names[4][16] = {"x0", "x0", "x0", "x0"};
    if (!zero)
        snprintf(names[0], sizeof names[0], "%%%d", operand++);
    for (int i = 0; i < call->run_count; i++)
        snprintf(names[i + 1], sizeof names[i + 1], "%%%d", operand++);
    emit_open_flags(emitter, call, index);
    fprintf(out,
            "run_t __run; __asm__ volatile(\".insn r 0x5b, 0, 0, %%0, %s, %s; "
            ".insn r 0x5b, 7, %%c1, x%%c2, %s, %s\" : \"=r\"(__run) : "
            "\"i\"(neutrino_count_(__flags) - 1), \"i\"(neutrino_modifiers_(__flags, %d))",
            names[0], names[1], names[2], names[3], dummy);
    if (call->sync_point)
        fprintf(out, ", \"r\"(&__neutrino_sync_%s)", call->sync_point);
    else if (!zero) {
        fputs(", ", out);
        emit_operand(emitter, cursor_span(call->arguments[0]), index);
    }
    for (int i = 0; i < call->run_count; i++) {
        fputs(", ", out);
        emit_operand(emitter, call->runs[i], index);
    }
    fputs(" : \"memory\"); __run; })", out);
}

static void emit_open_complete(struct emitter *emitter, const struct call *call, size_t index) {
    emit_open_flags(emitter, call, index);
    fputs("__asm__ volatile(\".insn r 0x5b, 3, %c0, x%c1, %2, x0\" : : "
          "\"i\"(neutrino_count_(__flags) - 1), \"i\"(neutrino_part_(__flags)), ",
          emitter->out);
    emit_operand(emitter, call->runs[0], index);
    fputs(" : \"memory\"); })", emitter->out);
}

/* ---- the other instructions ---- */

static void emit_payload(struct emitter *emitter, const struct call *call, size_t index) {
    FILE *out = emitter->out;
    unsigned words = call->task->bytes / 4;
    fprintf(out, "({ %s __payload = ", call->type);
    emit_span(emitter, cursor_span(call->arguments[0]), index + 1);
    fprintf(out, "; unsigned __words[%u]%s; __builtin_memcpy(__words, &__payload, %u);", words,
            call->bytes < 4 * words ? " = {0}" : "", call->bytes);
    for (unsigned word = 0; word < words; word += 3) {
        fputs(" __asm__ volatile(\"nu.payload %0", out);
        for (unsigned i = 0; i < 3; i++)
            if (word + i < words)
                fprintf(out, ", %%%u", i + 1);
            else
                fputs(", zero", out);
        fprintf(out, ", %u\" : : \"r\"(%u)", word / 3, call->task->id);
        for (unsigned i = word; i < words && i < word + 3; i++)
            fprintf(out, ", \"r\"(__words[%u])", i);
        fputs(" : \"memory\");", out);
    }
    fputs(" })", out);
}

static void emit_complete(struct emitter *emitter, const struct call *call, size_t index) {
    fprintf(emitter->out, "({ __asm__ volatile(\"nu.complete.%s %%0, %d\" : : ",
            flags_part_suffix(call->flags.part), call->flags.count);
    emit_operand(emitter, call->runs[0], index);
    fputs(" : \"memory\"); })", emitter->out);
}

/* ---- text ---- */

/* After a call of several lines, which the replacement need not have, the count goes on right. */
static void emit_marker(struct emitter *emitter, size_t offset) {
    const struct marker *marker = places_marker(emitter->places, offset);
    fprintf(emitter->out, "\n# %u \"", places_line(emitter->places, offset));
    for (const char *p = marker ? marker->file : "<stdin>"; *p; p++)
        fprintf(emitter->out, "%s%c", *p == '"' || *p == '\\' ? "\\" : "", *p);
    fprintf(emitter->out, "\"%s\n", marker ? marker->flags : "");
}

static void emit_call(struct emitter *emitter, size_t index) {
    const struct call *call = &emitter->calls->items[index];
    switch (call->kind) {
    case CALL_INVOKE: (call->open ? emit_open_invoke : emit_invoke)(emitter, call, index); break;
    case CALL_PAYLOAD: emit_payload(emitter, call, index); break;
    case CALL_COMPLETE:
        (call->open ? emit_open_complete : emit_complete)(emitter, call, index);
        break;
    default: return;
    }
    size_t length = call->span.end - call->span.begin;
    if (memchr(emitter->places->text + call->span.begin, '\n', length))
        emit_marker(emitter, call->span.end);
}

/* The text of a span, with the calls in it, of which none comes before first_call, replaced. */
static void emit_span(struct emitter *emitter, struct span span, size_t first_call) {
    const char *text = emitter->places->text;
    size_t at = span.begin;
    for (size_t i = first_call; i < emitter->calls->count; i++) {
        const struct call *call = &emitter->calls->items[i];
        if (call->span.begin >= span.end)
            break;
        if (call->span.begin < at || call->kind == CALL_NONE)
            continue;
        fwrite(text + at, 1, call->span.begin - at, emitter->out);
        emit_call(emitter, i);
        at = call->span.end;
    }
    fwrite(text + at, 1, span.end - at, emitter->out);
}

char *emit_unit(const struct call_list *calls, const struct places *places, size_t *size) {
    char *text = NULL;
    struct emitter emitter = {calls, places, open_memstream(&text, size)};
    emit_span(&emitter, (struct span){0, places->size}, 0);
    fclose(emitter.out);
    return text;
}
