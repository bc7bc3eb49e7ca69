#include "muonc/driver/preprocess.h"

#include "support/output.h"
#include "support/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *clang_language(enum language language) {
    if (language_is_preprocessed(language))
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

void preprocess_add_input(struct string_list *clang, const struct input *input) {
    if (language_is_source(input->language) && !language_is_preprocessed(input->language))
        search_beside(clang, input->path);
    string_list_add(clang, "-x");
    string_list_add(clang, clang_language(input->language));
    string_list_add(clang, input->path);
}

/* ---- dependencies ---- */

static char *dependency_file(const struct session *session) {
    return xasprintf("%s/unit.d", session->directory);
}

void preprocess_ask_for_dependencies(const struct session *session, struct string_list *clang) {
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

void preprocess_note_dependencies(struct session *session) {
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

bool preprocess(struct session *session, const struct input *input, struct buffer *text) {
    if (input->language == LANGUAGE_ASSEMBLER_RAW) {
        text->bytes = input_read(input->path, &text->size, session->diag);
        return text->bytes != NULL;
    }
    struct string_list clang = session_clang(session, input->language, PREPROCESS);
    preprocess_ask_for_dependencies(session, &clang);
    string_list_add(&clang, "-E");
    preprocess_add_input(&clang, input);
    int status = session_run(session, &clang, NULL, 0, &text->bytes, &text->size);
    string_list_free(&clang);
    preprocess_note_dependencies(session);
    return status == 0;
}

bool preprocess_only(struct session *session, const struct input *input, enum action action,
                     const struct string_list *included, const char *output) {
    struct buffer text = {0};
    struct string_list clang = session_clang(session, input->language, PREPROCESS);
    preprocess_ask_for_dependencies(session, &clang);
    if (action == ACTION_DEPENDENCIES) {
        string_list_add(&clang, session->command->user_headers_only ? "-MM" : "-M");
        for (size_t i = 0; i < session->command->dependency.count; i++)
            string_list_add(&clang, session->command->dependency.items[i]);
    } else {
        string_list_add(&clang, "-E");
    }
    preprocess_add_input(&clang, input);
    bool ok = session_run(session, &clang, NULL, 0, &text.bytes, &text.size) == 0;
    string_list_free(&clang);
    preprocess_note_dependencies(session);
    if (ok && action == ACTION_DEPENDENCIES && text.bytes)
        append_rule(&text, included);
    if (ok && session->command->echo != PROGRAM_DRY_RUN)
        outputs_add(&session->outputs, output, text.bytes, text.size);
    free(text.bytes);
    return ok;
}
