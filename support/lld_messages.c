#include "support/lld_messages.h"

#include "support/demangle.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "ld.lld: error: TEXT", and the lines after it that begin with ">>> ". */
struct message {
    enum diag_severity severity;
    char *text;
    struct string_list details; /* without their ">>> " */
};

void lld_place_free(struct lld_place *place) {
    free(place->file);
    *place = (struct lld_place){0};
}

static struct diag_location location_of(const struct lld_place *place) {
    return (struct diag_location){place->file, place->line, place->column, 0};
}

static const char *after(const char *text, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(text, prefix, length) ? NULL : text + length;
}

/* ---- names ---- */

/* Takes over the text. */
static char *replace_all(char *text, const char *from, const char *to) {
    char *result = NULL, *at = text;
    size_t size;
    FILE *out = open_memstream(&result, &size);
    for (char *found; (found = strstr(at, from)); at = found + strlen(from))
        fprintf(out, "%.*s%s", (int)(found - at), at, to);
    fputs(at, out);
    fclose(out);
    free(text);
    return result;
}

static char *with_names(const struct lld_messages *messages, const char *text) {
    char *result = xstrdup(text);
    for (size_t i = 0; messages->paths && i < messages->paths->count; i++)
        if (strcmp(messages->paths->items[i], messages->names->items[i]))
            result = replace_all(result, messages->paths->items[i], messages->names->items[i]);
    return result;
}

/* ---- places in lld's words ---- */

/* Where "FILE:LINE" ends that text begins with, NULL if it begins with none. */
static const char *place_end(const char *text, struct lld_place *place) {
    size_t length = strcspn(text, "\n");
    for (const char *colon = text; (colon = memchr(colon, ':', length - (size_t)(colon - text)));
         colon++) {
        if (!isdigit((unsigned char)colon[1]) || colon == text)
            continue;
        char *end;
        unsigned line = (unsigned)strtoul(colon + 1, &end, 10);
        *place = (struct lld_place){xstrndup(text, (size_t)(colon - text)), line, 0};
        return end;
    }
    return NULL;
}

/* "kernel.c:3 (src/kernel.c:3)", "kernel.c (src/kernel.c)" or "kernel.o:(.data)". A file that is
 * not there is no place: its object is, which the next detail names. */
static struct lld_place read_place(const char *text, const char *next) {
    struct lld_place place = {0};
    const char *open = strstr(text, " (");
    if (open)
        text = open + 2;
    if (!place_end(text, &place))
        place.file = xstrndup(text, strcspn(text, open ? ")" : ":"));
    if (!access(place.file, R_OK) || !next || *next != ' ')
        return place;
    next += strspn(next, " ");
    const char *archive = strstr(next, " in archive ");
    free(place.file);
    place = (struct lld_place){0};
    place.file =
        archive ? xstrdup(archive + strlen(" in archive ")) : xstrndup(next, strcspn(next, ":"));
    return place;
}

/* Those behind a word, "referenced by " for instance. */
static size_t read_places(const struct message *message, const char *word, struct lld_place *places,
                          size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < message->details.count && found < count; i++) {
        const char *place = after(message->details.items[i], word);
        const char *next = i + 1 < message->details.count ? message->details.items[i + 1] : NULL;
        if (place)
            places[found++] = read_place(place, next);
    }
    return found;
}

/* ---- kinds of messages ---- */

static bool same_place(const struct lld_place *a, const struct lld_place *b) {
    return !strcmp(a->file, b->file) && a->line == b->line && a->column == b->column;
}

/* The error at one of the places, a note at each of the others. */
static void report_at(enum diag_severity severity, const struct lld_place *places, size_t count,
                      size_t first, const char *text, const char *note, struct diag_engine *diag) {
    diag_report(diag, severity, NULL, count ? location_of(&places[first]) : DIAG_NOWHERE, "%s",
                text);
    for (size_t i = 0; i < count; i++)
        if (i != first && !same_place(&places[i], &places[first]))
            diag_report(diag, DIAG_NOTE, NULL, location_of(&places[i]), "%s", note);
}

static void hint_undefined(const struct message *message, struct diag_engine *diag) {
    for (size_t i = 0; i < message->details.count; i++) {
        const char *meant = after(message->details.items[i], "did you mean: ");
        if (meant) {
            char *name = demangle(meant);
            diag_report(diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "did you mean '%s'?", name);
            free(name);
        }
    }
}

static void report_undefined(const struct lld_messages *messages, const struct message *message,
                             const char *symbol, struct diag_engine *diag) {
    struct lld_place places[LLD_PLACES];
    size_t count = 0;
    if (messages->find_references)
        count = messages->find_references(messages->context, symbol, places, LLD_PLACES);
    if (!count)
        count = read_places(message, "referenced by ", places, LLD_PLACES);
    char *name = demangle(symbol), *text = xasprintf("undefined symbol '%s'", name);
    report_at(message->severity, places, count, 0, text, "also used here", diag);
    hint_undefined(message, diag);
    for (size_t i = 0; i < count; i++)
        lld_place_free(&places[i]);
    free(text);
    free(name);
}

static void report_duplicate(const struct message *message, const char *symbol,
                             struct diag_engine *diag) {
    struct lld_place places[LLD_PLACES];
    size_t count = read_places(message, "defined at ", places, LLD_PLACES);
    if (!count)
        count = read_places(message, "defined in ", places, LLD_PLACES);
    char *name = demangle(symbol), *text = xasprintf("duplicate symbol '%s'", name);
    report_at(message->severity, places, count, count ? count - 1 : 0, text, "also defined here",
              diag);
    for (size_t i = 0; i < count; i++)
        lld_place_free(&places[i]);
    free(text);
    free(name);
}

/* "kernel.ld:3: TEXT", with the line and a caret as details. */
static bool report_in_script(const struct message *message, struct diag_engine *diag) {
    struct lld_place place;
    const char *end = place_end(message->text, &place);
    bool is_place = end && !strncmp(end, ": ", 2) && !access(place.file, R_OK);
    if (is_place) {
        const char *caret = message->details.count > 1 ? message->details.items[1] : "";
        place.column = strchr(caret, '^') ? (unsigned)strcspn(caret, "^") + 1 : 0;
        diag_report(diag, message->severity, NULL, location_of(&place), "%s", end + 2);
    }
    if (end)
        lld_place_free(&place);
    return is_place;
}

static void report(const struct lld_messages *messages, const struct message *message,
                   struct diag_engine *diag) {
    const char *symbol;
    if ((symbol = after(message->text, "undefined symbol: "))) {
        report_undefined(messages, message, symbol, diag);
    } else if ((symbol = after(message->text, "duplicate symbol: "))) {
        report_duplicate(message, symbol, diag);
    } else if (!report_in_script(message, diag)) {
        bool is_scripts = messages->script && strstr(message->text, "will not fit in region");
        diag_report(diag, message->severity, NULL, DIAG_FILE(is_scripts ? messages->script : NULL),
                    "%s", message->text);
        for (size_t i = 0; i < message->details.count; i++) {
            const char *detail = message->details.items[i];
            diag_report(diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "%s", detail + strspn(detail, " "));
        }
    }
}

/* ---- reading ---- */

/* Whether a line begins a message; sets the severity. */
static const char *begin_of(const char *line, enum diag_severity *severity) {
    const char *colon = strstr(line, ": ");
    const char *text = NULL;
    if (!colon || strcspn(line, " ") < (size_t)(colon - line))
        return NULL;
    *severity = DIAG_ERROR;
    if (!(text = after(colon + 2, "error: ")) && (text = after(colon + 2, "warning: ")))
        *severity = DIAG_WARNING;
    return text;
}

static void end_message(const struct lld_messages *messages, struct message *message,
                        struct diag_engine *diag) {
    if (message->text)
        report(messages, message, diag);
    free(message->text);
    string_list_free(&message->details);
    *message = (struct message){0};
}

void lld_messages_forward(const struct lld_messages *messages, const char *text,
                          struct diag_engine *diag) {
    struct message message = {0};
    char *copy = with_names(messages, text), *rest = copy;
    for (char *line; (line = strsep(&rest, "\n"));) {
        enum diag_severity severity;
        const char *begin = begin_of(line, &severity), *detail = after(line, ">>> ");
        if (begin) {
            end_message(messages, &message, diag);
            message.severity = severity;
            message.text = xstrdup(begin);
        } else if (detail && message.text) {
            string_list_add(&message.details, detail);
        } else if (*line && !after(line, ">>>")) {
            end_message(messages, &message, diag);
            diag_print(diag, line);
        }
    }
    end_message(messages, &message, diag);
    free(copy);
}
