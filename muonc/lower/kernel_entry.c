/* The entries of kernels, which stand behind the unit's text. For
 *
 *   __kernel void blur(const float *in, uint32_t width, __shared float *tile);
 *
 * in C, but for the lines:
 *
 *   static void __muon_items_blur(const void *) __asm__("blur.items");
 *   __attribute__((flatten)) static void __muon_items_blur(const void *__neutrino_arguments) {
 *       __asm__ __volatile__(".neutrino_uniform %0, %1" : "+r"(__neutrino_arguments) : "i"(4));
 *       unsigned __neutrino_cursor = 0;
 *       (blur)(*(void *const *)((const char *)__neutrino_arguments + 0),
 *              *(const __typeof__(unsigned int) *)((const char *)__neutrino_arguments + 4),
 *              neutrino_local_argument(&__neutrino_cursor, *(const unsigned *)(… + 8)));
 *   }
 *   __attribute__((used, retain)) void __muon_kernel_blur(void) {
 *       neutrino_launch_any_items(__muon_items_blur, &__muon_split_blur);
 *   }
 *
 * and in front of that one, for ir/barriers/groups.c,
 *
 *   static unsigned __muon_step_blur(unsigned, const void *__neutrino_arguments, …) {
 *       return neutrino_step_(__neutrino_arguments, __muon_items_blur);
 *   }
 *   const struct neutrino_split __muon_split_blur = {__muon_step_blur, 0, 0, 0, 0};
 *
 * For the host the arguments are the group's, and a row of the library (neutrino/host_kernel.h)
 * stands in the place of the entry, which the IR step makes of the first function:
 *
 *   void __muon_items_blur(void) {
 *       const void *__neutrino_arguments = neutrino_host_group_()->arguments; …
 *   }
 *   void __muon_kernel_blur(const struct tk_group *);
 *   extern const struct tk_kernel_facts __muon_facts_blur;
 *   __attribute__((used, section("neutrino_kernels"))) static const struct tk_kernel_row
 *       __muon_row_blur = {"{\"name\": …}", __muon_kernel_blur, &__muon_facts_blur};
 *
 * The kernel is inlined there, as arguments that come from anywhere may differ between lanes; the
 * call has the place of the kernel's name. (kernel.h declares the two functions.) C++ has the types
 * of the parameters from the function's own. Nothing of that means another thing because of the
 * user's macros, which end here. */
#include "muonc/lower/kernels.h"

#include "support/alloc.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char cxx_types[] =
    "template <class... __neutrino_types> struct __neutrino_list {"
    " template <unsigned __neutrino_index> using __neutrino_type ="
    " __type_pack_element<__neutrino_index, __neutrino_types...>; };"
    " template <class... __neutrino_types> __neutrino_list<__neutrino_types...>"
    " __neutrino_types_of(void (*)(__neutrino_types...)); ";

/* ---- an entry ---- */

struct emitter {
    FILE *out;
    const struct kernel *kernel;
    bool cxx, host;
};

/* The type by which the index-th argument is loaded. */
static void emit_type(const struct emitter *emitter, size_t index) {
    const struct neutrino_kernel *signature = &emitter->kernel->signature;
    if (emitter->cxx) {
        fprintf(emitter->out, "decltype(__neutrino_types_of(::%s))::template __neutrino_type<%zu>",
                signature->name, index);
        return;
    }
    CXType type = clang_getCanonicalType(clang_getCursorType(emitter->kernel->function));
    CXString name = clang_getTypeSpelling(clang_getArgType(type, (unsigned)index));
    fputs(signature->parameters[index].kind == NEUTRINO_POINTER ? "void *" : clang_getCString(name),
          emitter->out);
    clang_disposeString(name);
}

static void emit_argument(const struct emitter *emitter, size_t index) {
    const struct neutrino_parameter *parameter = &emitter->kernel->signature.parameters[index];
    bool local = parameter->kind == NEUTRINO_LOCAL;
    FILE *out = emitter->out;
    fputs(index ? ", " : "", out);
    if (local && emitter->cxx) {
        fputc('(', out);
        emit_type(emitter, index);
        fputc(')', out);
    }
    fputs(local ? "neutrino_local_argument(&__neutrino_cursor, *(const __typeof__("
                : "*(const __typeof__(",
          out);
    if (local)
        fputs("unsigned", out);
    else
        emit_type(emitter, index);
    fprintf(out, ") *)((const char *)__neutrino_arguments + %" PRIu32 ")%s", parameter->offset,
            local ? ")" : "");
}

static void emit_call(const struct emitter *emitter) {
    const struct kernel *kernel = emitter->kernel;
    FILE *out = emitter->out;
    fputs(" unsigned __neutrino_cursor = 0; (void)__neutrino_cursor;", out);
    expand_place((struct position){kernel->where.line, kernel->where.column}, out);
    fprintf(out, "(%s%s)(", emitter->cxx ? "::" : "", kernel->signature.name);
    for (size_t i = 0; i < kernel->signature.parameter_count; i++)
        emit_argument(emitter, i);
    fputs("); }", out);
}

/* Takes the arguments apart. Reports name the function as they would a copy of the kernel's. */
static void emit_items(const struct emitter *emitter, const char *symbol) {
    fprintf(emitter->out,
            "static void __muon_items_%s(const void *) __asm__(\"%s.items\");"
            " __attribute__((flatten)) static void __muon_items_%s(const void "
            "*__neutrino_arguments) {"
            " __asm__ __volatile__(\".neutrino_uniform %%0, %%1\" : \"+r\"(__neutrino_arguments) : "
            "\"i\"(4));",
            symbol, symbol, symbol);
    emit_call(emitter);
}

/* For groups that a cluster has not enough lanes for (muonc/ir/barriers/groups.c). */
static void emit_step(const struct emitter *emitter, const char *symbol) {
    fprintf(emitter->out,
            "%s static unsigned __muon_step_%s(unsigned, const void *, void *, unsigned)"
            " __asm__(\"%s.step\");"
            " static unsigned __muon_step_%s(unsigned __neutrino_place, const void"
            " *__neutrino_arguments, void *__neutrino_context, unsigned __neutrino_capacity) {"
            " (void)__neutrino_place; (void)__neutrino_context; (void)__neutrino_capacity;",
            emitter->cxx ? " extern \"C\" {" : "", symbol, symbol, symbol);
    expand_place((struct position){emitter->kernel->where.line, emitter->kernel->where.column},
                 emitter->out);
    fprintf(emitter->out,
            "return neutrino_step_(__neutrino_arguments, __muon_items_%s); }"
            " extern __attribute__((visibility(\"hidden\"))) const struct neutrino_split"
            " __muon_split_%s; const struct neutrino_split __muon_split_%s = {",
            symbol, symbol, symbol);
    const uint32_t *local = emitter->kernel->signature.local_size;
    if (local[0])
        fprintf(emitter->out, "%" PRIu64 "u <= NEUTRINO_CLUSTER_LANES_ ? 0 : ",
                (uint64_t)local[0] * local[1] * local[2]);
    fprintf(emitter->out, "__muon_step_%s, 0, 0, 0, 0};%s", symbol, emitter->cxx ? " }" : "");
}

static void emit_text(const char *text, FILE *out) {
    fputc('"', out);
    for (; *text; text++)
        fprintf(out, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
    fputc('"', out);
}

static void emit_row(const struct emitter *emitter, const char *symbol) {
    const char *entry = emitter->kernel->signature.entry;
    const uint32_t *local = emitter->kernel->signature.local_size;
    FILE *out = emitter->out;
    size_t size;
    char *signature = signature_write(&emitter->kernel->signature, &size);
    fprintf(out,
            "%s void __muon_items_%s(void); void __muon_items_%s(void) {"
            " const void *__neutrino_arguments = neutrino_host_group_()->arguments;"
            " (void)__neutrino_arguments;",
            emitter->cxx ? " extern \"C\" {" : "", symbol, symbol);
    if (local[0])
        fprintf(out, " neutrino_host_size_(%" PRIu32 ", %" PRIu32 ", %" PRIu32 ");", local[0],
                local[1], local[2]);
    emit_call(emitter);
    fprintf(out,
            " void %s(const struct tk_group *); extern const struct tk_kernel_facts"
            " __muon_facts_%s; __attribute__((used, section(\"neutrino_kernels\")))"
            " static const struct tk_kernel_row __muon_row_%s = {",
            entry, symbol, symbol);
    emit_text(signature, out);
    fprintf(out, ", %s, &__muon_facts_%s};%s\n", entry, symbol, emitter->cxx ? " }" : "");
    free(signature);
}

static void emit_entry(const struct emitter *emitter) {
    const char *entry = emitter->kernel->signature.entry;
    const char *symbol = entry + strlen("__muon_kernel_");
    if (emitter->host) {
        emit_row(emitter, symbol);
        return;
    }
    emit_items(emitter, symbol);
    emit_step(emitter, symbol);
    fprintf(emitter->out,
            "%s __attribute__((used, retain)) void %s(void) {"
            " neutrino_launch_any_items(__muon_items_%s, &__muon_split_%s); }\n",
            emitter->cxx ? " extern \"C\"" : "", entry, symbol, symbol);
}

static void emit_line(const struct diag_location *where, FILE *out) {
    fprintf(out, "#line %u \"", where->line);
    for (const char *p = where->file; *p; p++)
        fprintf(out, "%s%c", *p == '"' || *p == '\\' ? "\\" : "", *p);
    fputs("\"\n", out);
}

/* ---- macros ---- */

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

static bool is_new(const struct string_list *words, const char *word) {
    for (size_t i = 0; i < words->count; i++)
        if (!strcmp(words->items[i], word))
            return false;
    return true;
}

/* No word of the code is a macro any more. */
static void end_macros(const char *code, struct string_list *ended, FILE *out) {
    for (size_t length; *code; code += length ? length : 1) {
        for (length = 0; is_word(code[length]);)
            length++;
        char *word = xstrndup(code, length);
        if (length && !isdigit((unsigned char)*word) && is_new(ended, word)) {
            fprintf(out, "#undef %s\n", word);
            string_list_add(ended, word);
        }
        free(word);
    }
}

/* ---- all ---- */

static char *entry_code(const struct kernel *kernel, bool cxx, bool host, bool first) {
    char *code = NULL;
    size_t size;
    struct emitter emitter = {open_memstream(&code, &size), kernel, cxx, host};
    fputs(cxx && first ? cxx_types : "", emitter.out);
    emit_entry(&emitter);
    fclose(emitter.out);
    return code;
}

char *kernels_entries(const struct kernel_list *kernels, bool cxx, bool host) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct string_list ended = {0};
    fputs("\n\n", out); /* a line that goes on on the next one ends */
    for (size_t i = 0; i < kernels->count; i++) {
        char *code = entry_code(&kernels->items[i], cxx, host, i == 0);
        end_macros(code, &ended, out);
        emit_line(&kernels->items[i].where, out);
        fputs(code, out);
        free(code);
    }
    string_list_free(&ended);
    fclose(out);
    return text;
}
