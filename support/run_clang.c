#include "support/run_clang.h"

#include "support/clang_usage.h"

#include <stdlib.h>
#include <string.h>

void clang_add_messages_file(struct string_list *command, const char *path,
                             const struct diag_engine *diag) {
    if (!diag->json)
        return;
    string_list_add(command, CLANG_MESSAGES_OPTION);
    string_list_add(command, path);
}

static bool forward_file(const struct clang_run *clang, struct diag_engine *diag) {
    const struct string_list *command = clang->run.arguments;
    for (size_t i = 0; i + 1 < command->count; i++)
        if (!strcmp(command->items[i], CLANG_MESSAGES_OPTION))
            return clang->forward(command->items[i + 1], diag);
    return false;
}

/* The severity that a text begins with, and the message behind that; NULL if it begins with none.
 */
static const char *begin_of(const char *text, enum diag_severity *severity) {
    static const struct {
        const char *text;
        enum diag_severity severity;
    } severities[] = {
        {"error: ", DIAG_ERROR},
        {"fatal error: ", DIAG_ERROR},
        {"warning: ", DIAG_WARNING},
        {"note: ", DIAG_NOTE},
    };
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
        size_t length = strlen(severities[i].text);
        *severity = severities[i].severity;
        if (!strncmp(text, severities[i].text, length))
            return text + length;
    }
    return NULL;
}

/* The same for "FILE:LINE:COLUMN: error: …", which is cut behind the file's name. */
static const char *placed_begin_of(char *line, struct diag_location *where,
                                   enum diag_severity *severity) {
    for (char *colon = strchr(line, ':'); colon; colon = strchr(colon + 1, ':')) {
        int length = 0;
        const char *message = NULL;
        if (sscanf(colon, ":%u:%u: %n", &where->line, &where->column, &length) == 2 && length)
            message = begin_of(colon + length, severity);
        if (message) {
            *colon = '\0';
            where->file = line;
            return message;
        }
    }
    return NULL;
}

/* Each line by itself: for what clang writes to no file, such as what it says of its arguments
 * before there are messages, what its assembler says, or an option that prints something. The lines
 * after a place show the source. */
static void forward_lines(char *text, struct diag_engine *diag) {
    bool shows_source = false;
    for (char *line; (line = strsep(&text, "\n"));) {
        struct diag_location where = DIAG_NOWHERE;
        enum diag_severity severity;
        const char *message = begin_of(line, &severity);
        if (!message && (message = placed_begin_of(line, &where, &severity)))
            shows_source = true;
        if (message)
            diag_forward(diag, severity, NULL, where, NULL, message);
        else if (*line && !shows_source)
            diag_print(diag, line);
    }
}

/* Takes out "\033[1m" and the like. */
static void remove_colors(char *text) {
    char *out = text;
    for (const char *at = text; *at;) {
        if (at[0] == '\033' && at[1] == '[') {
            at += 2 + strspn(at + 2, "0123456789;");
            at += *at != '\0';
        } else {
            *out++ = *at++;
        }
    }
    *out = '\0';
}

static void tell(const struct clang_run *clang, char *plain, int status, struct diag_engine *diag) {
    enum diag_severity severity;
    bool about_arguments = begin_of(plain, &severity) != NULL;
    diag->wrong_usage |= about_arguments && severity == DIAG_ERROR && status == 1;
    fflush(stdout);
    if (!diag->json && !about_arguments)
        fwrite(*clang->run.messages, 1, *clang->run.messages_size, diag->stream);
    else if (*plain && !forward_file(clang, diag))
        forward_lines(plain, diag);
}

/* errors: as many as there were before clang ran. */
static void hand_on(const struct clang_run *clang, int status, unsigned errors,
                    struct diag_engine *diag) {
    if (status == 1 && clang_usage_report(clang->run.arguments, clang->set, diag))
        return;
    char *plain = xstrdup(*clang->run.messages);
    remove_colors(plain);
    tell(clang, plain, status, diag);
    if (status && diag->errors == errors && (diag->json || !*plain))
        diag_error(diag, "clang ended with status %d and no message", status);
    free(plain);
}

int clang_execute(struct clang_run clang, struct diag_engine *diag) {
    char *messages = NULL;
    size_t messages_size = 0;
    unsigned errors = diag->errors;
    clang.run.messages = &messages;
    clang.run.messages_size = &messages_size;
    int status = clang.ahead && clang.ahead->name ? program_finish(clang.ahead, &clang.run, diag)
                                                  : program_execute(&clang.run, diag);
    if (status != 127)
        hand_on(&clang, status, errors, diag);
    free(messages);
    return status;
}
