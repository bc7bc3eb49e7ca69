#include "support/clang_usage.h"

#include "support/nearest.h"
#include "support/program.h"

#include <stdlib.h>
#include <string.h>

/* What clang prints on one of its streams, whatever its exit status; the caller frees it. */
static char *ask(struct string_list *command, bool errors, int *status, struct diag_engine *diag) {
    char *output = NULL, *messages = NULL;
    size_t output_size, messages_size;
    struct program_run run = {.arguments = command,
                              .captured = &output,
                              .captured_size = &output_size,
                              .messages = &messages,
                              .messages_size = &messages_size};
    *status = program_execute(&run, diag);
    free(errors ? output : messages);
    return errors ? messages : output;
}

/* "OPTION<tab>help" or "OPTION", a line each, of all options but those for clang -cc1. */
static char *list_options(struct diag_engine *diag) {
    struct string_list command = {0};
    int status;
    string_list_add(&command, program_clang());
    string_list_add(&command, "--autocomplete=-");
    char *list = ask(&command, false, &status, diag);
    string_list_free(&command);
    return list;
}

static void report_unknown(const char *option, size_t length, const struct option_set *set,
                           struct diag_engine *diag) {
    char *text = xstrndup(option, length), *list = list_options(diag), *rest = list;
    char *name = xstrndup(text, strcspn(text, "="));
    struct nearest search = nearest_to(name);
    options_offer(set, &search);
    for (char *line; (line = strsep(&rest, "\n"));) {
        line[strcspn(line, "\t")] = '\0';
        nearest_offer(&search, line);
    }
    char *hint = nearest_hint(&search, "; --help lists the options");
    diag_error(diag, "unknown option '%s'%s", text, hint);
    free(hint);
    free(name);
    free(text);
    free(list);
}

/* "clang: error: unknown argument '-foo'; did you mean '-fno'?" */
static void report_line(const char *line, const struct option_set *set, struct diag_engine *diag) {
    static const char mark[] = ": error: ", unknown[] = "unknown argument";
    const char *message = strstr(line, mark);
    if (!message || strcspn(line, " \"") < (size_t)(message - line))
        return;
    message += strlen(mark);
    const char *option = strchr(message, '\'');
    const char *end = option ? strchr(option + 1, '\'') : NULL;
    if (end && !strncmp(message, unknown, strlen(unknown)))
        report_unknown(option + 1, (size_t)(end - option) - 1, set, diag);
    else
        diag_error(diag, "%s", message);
}

/* The command without the file that clang writes its messages to, which a dry run removes. */
static struct string_list dry_run(const struct string_list *command) {
    struct string_list dry = {0};
    for (size_t i = 0; i < command->count; i++)
        if (strcmp(command->items[i], CLANG_MESSAGES_OPTION))
            string_list_add(&dry, command->items[i]);
        else
            i++;
    string_list_add(&dry, "-fno-color-diagnostics");
    string_list_add(&dry, "-###");
    return dry;
}

bool clang_usage_report(const struct string_list *command, const struct option_set *set,
                        struct diag_engine *diag) {
    struct string_list dry = dry_run(command);
    unsigned errors = diag->errors;
    int status;
    char *messages = ask(&dry, true, &status, diag), *rest = messages;
    for (char *line; status == 1 && (line = strsep(&rest, "\n"));)
        report_line(line, set, diag);
    string_list_free(&dry);
    free(messages);
    diag->wrong_usage |= diag->errors > errors;
    return diag->errors > errors;
}
