#include "muonc/driver/preprocess.h"

#include "muonc/driver/pragmas.h"
#include "muonc/driver/results.h"
#include "muonc/lower/half.h"
#include "muonc/lower/needed.h"
#include "support/output.h"
#include "support/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_stdin(const struct input *input) {
    return !strcmp(input->path, "-");
}

static const char *clang_language(enum language language, bool preprocessed) {
    if (preprocessed || language_is_preprocessed(language))
        return language_is_cxx(language) ? "c++-cpp-output" : "cpp-output";
    if (language_is_source(language))
        return language_is_cxx(language) ? "c++" : "c";
    return language == LANGUAGE_ASSEMBLER ? "assembler-with-cpp" : "assembler";
}

/* The generated header names the tasks' own headers as their sources do: beside the kernel is the
 * likeliest place for one that both include. */
static void search_beside(struct string_list *clang, const char *path) {
    int length = (int)path_directory_length(path);
    string_list_add(clang, "-iquote");
    string_list_addf(clang, "%.*s", length ? length : 1, length ? path : ".");
}

void preprocess_add_input(struct string_list *clang, const struct input *input, bool from_text) {
    if (!from_text && language_is_source(input->language) &&
        !language_is_preprocessed(input->language))
        search_beside(clang, input->path);
    string_list_add(clang, "-x");
    string_list_add(clang, clang_language(input->language, from_text));
    if (from_text) {
        /* The name that debug information gives the unit. */
        const char *const name[] = {"-Xclang", "-main-file-name", "-Xclang",
                                    path_name(input->path)};
        for (int i = 0; i < 4; i++)
            string_list_add(clang, name[i]);
    }
    string_list_add(clang, from_text ? "-" : input->path);
}

/* ---- dependencies ---- */

static char *dependency_file(const struct session *session) {
    return xasprintf("%s/unit.d", session->directory);
}

static void ask_for_dependencies(const struct session *session, struct string_list *clang) {
    const struct command *command = session->command;
    if (!session->dependencies)
        return;
    char *file = dependency_file(session);
    string_list_add(clang, command->user_headers_only ? "-MMD" : "-MD");
    string_list_add(clang, "-MF");
    string_list_add(clang, file);
    for (size_t i = 0; i < command->dependency.count; i++)
        string_list_add(clang, command->dependency.items[i]);
    if (!command->depfile_target) {
        string_list_add(clang, "-MQ");
        string_list_add(clang, session->rule_target);
    }
    free(file);
}

static void note_dependencies(struct session *session) {
    char *path = session->dependencies ? dependency_file(session) : NULL;
    FILE *file = path ? fopen(path, "r") : NULL;
    if (file) {
        char block[4096], *targets = NULL;
        size_t capacity = 0;
        if (getdelim(&targets, &capacity, ':', file) > 0)
            fputs(targets, session->dependencies);
        free(session->rule_targets);
        session->rule_targets = targets;
        for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
            fwrite(block, 1, n, session->dependencies);
        fclose(file);
        unlink(path);
    }
    free(path);
}

static void put_escaped(const char *path, FILE *out) {
    for (; *path; path++) {
        if (strchr(" #", *path))
            fputc('\\', out);
        else if (*path == '$')
            fputc('$', out);
        fputc(*path, out);
    }
}

static void put_rule(const char *targets, const struct string_list *files, FILE *out) {
    fputs(targets, out);
    for (size_t i = 0; i < files->count; i++) {
        fputs(" \\\n  ", out);
        put_escaped(files->items[i], out);
    }
    fputc('\n', out);
}

void preprocess_add_dependencies(const struct session *session, const struct string_list *files) {
    if (session->dependencies && session->rule_targets)
        put_rule(session->rule_targets, files, session->dependencies);
}

/* Adds a rule with the targets of the one that clang printed. */
static void append_rule(struct buffer *rules, const struct string_list *files) {
    struct buffer result = {0};
    const char *colon = strstr(rules->bytes, ": ");
    if (!colon || files->count == 0)
        return;
    char *targets = xstrndup(rules->bytes, (size_t)(colon + 1 - rules->bytes));
    FILE *out = open_memstream(&result.bytes, &result.size);
    fwrite(rules->bytes, 1, rules->size, out);
    put_rule(targets, files, out);
    fclose(out);
    free(targets);
    free(rules->bytes);
    *rules = result;
}

/* ---- running the preprocessor ---- */

/* As session_run, but what clang says is held back. */
static int run_quietly(const struct session *session, const struct string_list *clang,
                       const struct buffer *source, struct buffer *text, bool *complained) {
    struct buffer messages = {0};
    struct program_run run = {.arguments = clang,
                              .input = source->bytes,
                              .input_size = source->size,
                              .captured = &text->bytes,
                              .captured_size = &text->size,
                              .messages = &messages.bytes,
                              .messages_size = &messages.size};
    int status = program_execute(&run, session->diag);
    *complained = messages.size > 0;
    free(messages.bytes);
    return status;
}

/* Puts the values of macros into the pragmas that want them, if the text is what will be compiled
 * and not the file. Where that fails, clang says what it thinks of the names. */
static void expand_pragmas(const struct session *session, const struct input *input,
                           const struct buffer *source, struct buffer *text) {
    struct buffer expanded = {0};
    bool is_compiled =
        is_stdin(input) || lower_needed(text->bytes, text->size, session->target->header) ||
        (session->command->half_is_bfloat && half_is_mentioned(text->bytes, text->size));
    if (!is_compiled || !pragmas_need_values(text->bytes, text->size))
        return;
    struct string_list clang = session_clang(session, input->language, true);
    string_list_add(&clang, "-fms-extensions");
    string_list_add(&clang, "-w");
    string_list_add(&clang, "-E");
    preprocess_add_input(&clang, input, false);
    bool silent = session->command->echo == PROGRAM_SILENT, complained;
    int status = silent ? run_quietly(session, &clang, source, &expanded, &complained)
                        : session_run(session, &clang, source->bytes, source->size, &expanded.bytes,
                                      &expanded.size);
    size_t size = text->size;
    char *result =
        status ? NULL : pragmas_with_values(text->bytes, &size, expanded.bytes, expanded.size);
    if (result) {
        free(text->bytes);
        *text = (struct buffer){result, size};
    }
    free(expanded.bytes);
    string_list_free(&clang);
}

bool preprocess(struct session *session, const struct input *input, struct buffer *text,
                bool *complained) {
    *complained = false;
    if (language_is_preprocessed(input->language) || input->language == LANGUAGE_ASSEMBLER_RAW) {
        text->bytes = input_read(input->path, &text->size, session->diag);
        return text->bytes != NULL;
    }
    bool dry_run = session->command->echo == PROGRAM_DRY_RUN;
    struct buffer source = {0}; /* what is on standard input, which cannot be read twice */
    if (is_stdin(input) && !dry_run) {
        source.bytes = input_read(input->path, &source.size, session->diag);
        if (!source.bytes)
            return false;
    }
    struct string_list clang = session_clang(session, input->language, true);
    ask_for_dependencies(session, &clang);
    string_list_add(&clang, "-E");
    preprocess_add_input(&clang, input, false);
    /* No later run speaks of standard input's own lines, and commands to show are no messages. */
    bool quietly = !is_stdin(input) && language_is_source(input->language) &&
                   session->command->echo == PROGRAM_SILENT;
    int status = quietly ? run_quietly(session, &clang, &source, text, complained)
                         : session_run(session, &clang, source.bytes, source.size, &text->bytes,
                                       &text->size);
    string_list_free(&clang);
    note_dependencies(session);
    if (status == 0 && !dry_run && language_is_source(input->language))
        expand_pragmas(session, input, &source, text);
    free(source.bytes);
    return status == 0;
}

bool preprocess_only(struct session *session, const struct input *input, enum action action,
                     const struct string_list *included, const char *output) {
    struct buffer text = {0};
    struct string_list clang = session_clang(session, input->language, true);
    ask_for_dependencies(session, &clang);
    if (action == ACTION_DEPENDENCIES) {
        string_list_add(&clang, session->command->user_headers_only ? "-MM" : "-M");
        for (size_t i = 0; i < session->command->dependency.count; i++)
            string_list_add(&clang, session->command->dependency.items[i]);
    } else {
        string_list_add(&clang, "-E");
    }
    preprocess_add_input(&clang, input, false);
    bool ok = session_run(session, &clang, NULL, 0, &text.bytes, &text.size) == 0;
    string_list_free(&clang);
    note_dependencies(session);
    if (ok && action == ACTION_DEPENDENCIES && text.bytes)
        append_rule(&text, included);
    if (ok && session->command->echo != PROGRAM_DRY_RUN)
        outputs_add(&session->outputs, output, text.bytes, text.size);
    free(text.bytes);
    return ok;
}

void preprocess_print(struct session *session, const struct input *input, const struct buffer *text,
                      const char *output) {
    if (session->command->echo == PROGRAM_DRY_RUN)
        return;
    /* Where the forced headers end and the file itself begins. */
    char *marker = xasprintf("# 1 \"%s\" 2\n", is_stdin(input) ? "<stdin>" : input->path);
    const char *start = strstr(text->bytes, marker);
    free(marker);
    if (!start) {
        outputs_add(&session->outputs, output, text->bytes, text->size);
        return;
    }
    const char *header = session->target->header;
    char *printed = xasprintf("#include <%s>\n%s", header, start);
    if (session->has_nbin) {
        char *tasks = result_name(session->command->nbin_path, ".h");
        free(printed);
        printed = xasprintf("#include <%s>\n#include \"%s\"\n%s", header, tasks, start);
        free(tasks);
    }
    outputs_add(&session->outputs, output, printed, strlen(printed));
    free(printed);
}
