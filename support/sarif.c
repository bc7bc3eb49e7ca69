#include "support/sarif.h"

#include "support/alloc.h"
#include "support/diag.h"
#include "support/json_text.h"
#include "version.h"

#include <ctype.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct log {
    json_t *rules, *results, *notifications;
    json_t *result;   /* the last one, which notes belong to; NULL before the first */
    json_t *location; /* of the last message, NULL if it has none */
    json_t *fix;      /* of the last message, likewise */
    json_t *note;     /* its text if it is a note, likewise */
    bool failed;      /* there was an error */
};

/* ---- strings, places ---- */

/* Braces are doubled: a single one begins a placeholder. */
static json_t *message_of(const char *text) {
    char *doubled = xmalloc(2 * strlen(text) + 1), *out = doubled;
    for (; *text; text++) {
        *out++ = *text;
        if (*text == '{' || *text == '}')
            *out++ = *text;
    }
    *out = '\0';
    json_t *message = json_pack("{s:o}", "text", json_text(doubled));
    free(doubled);
    return message;
}

static json_t *uri_of(const char *path) {
    char *uri = xmalloc(sizeof "file://" + 3 * strlen(path)), *out = uri;
    if (*path == '/')
        out = stpcpy(out, "file://");
    for (; *path; path++)
        if (isalnum((unsigned char)*path) || strchr("-._~/", *path))
            *out++ = *path;
        else
            out += sprintf(out, "%%%02X", (unsigned char)*path);
    *out = '\0';
    json_t *text = json_string(uri);
    free(uri);
    return text;
}

static unsigned number_of(const json_t *message, const char *key) {
    return (unsigned)json_integer_value(json_object_get(message, key));
}

static const char *text_of(const json_t *message, const char *key) {
    return json_string_value(json_object_get(message, key));
}

/* Columns of diagnostics count bytes, those of the log characters. */
static unsigned character_column(const char *path, unsigned line, unsigned column) {
    char *text = diag_source_line(path, line);
    if (!text || column > strlen(text) + 1) {
        free(text);
        return column;
    }
    unsigned count = 1;
    for (unsigned i = 0; i + 1 < column; i++)
        count += (text[i] & 0xc0) != 0x80;
    free(text);
    return count;
}

/* What a message underlines or, of a fix-it, replaces: that may be nothing. */
static json_t *region_of(const json_t *message, bool is_replaced) {
    const char *file = text_of(message, "file");
    unsigned line = number_of(message, "line"), column = number_of(message, "column");
    if (!column)
        return json_pack("{s:i}", "startLine", line);
    unsigned length = number_of(message, "length");
    unsigned end_line = number_of(message, "end_line"), end = number_of(message, "end_column");
    if (!end_line) {
        end_line = line;
        end = column + (length || is_replaced ? length : 1);
    }
    return json_pack("{s:i, s:i, s:i, s:i}", "startLine", line, "startColumn",
                     character_column(file, line, column), "endLine", end_line, "endColumn",
                     character_column(file, end_line, end));
}

/* NULL if the message is about no file. */
static json_t *location_of(const json_t *message) {
    const char *file = text_of(message, "file");
    if (!file)
        return NULL;
    json_t *place = json_pack("{s:{s:o}}", "artifactLocation", "uri", uri_of(file));
    if (number_of(message, "line"))
        json_object_set_new(place, "region", region_of(message, false));
    return json_pack("{s:o}", "physicalLocation", place);
}

static json_t *list_in(json_t *object, const char *key) {
    json_t *list = json_object_get(object, key);
    if (!list)
        json_object_set_new(object, key, list = json_array());
    return list;
}

/* ---- fixes ---- */

static json_t *changes_of(json_t *fix, const char *file) {
    json_t *changes = list_in(fix, "artifactChanges"), *change, *uri = uri_of(file);
    size_t i;
    json_array_foreach(changes, i, change) {
        json_t *known = json_object_get(json_object_get(change, "artifactLocation"), "uri");
        if (json_equal(known, uri)) {
            json_decref(uri);
            return json_object_get(change, "replacements");
        }
    }
    change = json_pack("{s:{s:o}, s:[]}", "artifactLocation", "uri", uri, "replacements");
    json_array_append_new(changes, change);
    return json_object_get(change, "replacements");
}

/* A note's is another way to mend the same, and the note says which. */
static void add_fix(struct log *log, const json_t *message) {
    const char *file = text_of(message, "file");
    if (!log->result || !file || !number_of(message, "column"))
        return;
    if (!log->fix) {
        log->fix = json_object();
        if (log->note)
            json_object_set(log->fix, "description", log->note);
        json_array_append_new(list_in(log->result, "fixes"), log->fix);
    }
    json_array_append_new(changes_of(log->fix, file),
                          json_pack("{s:o, s:{s:O}}", "deletedRegion", region_of(message, true),
                                    "insertedContent", "text", json_object_get(message, "fixit")));
}

/* ---- messages ---- */

static json_t *rule_of(const char *name) {
    const struct diagnostic *known = diagnostics_find(name);
    json_t *rule = json_pack("{s:o}", "id", json_text(name));
    if (known) {
        json_object_set_new(rule, "shortDescription", message_of(known->text));
        json_object_set_new(rule, "fullDescription", message_of(known->explanation));
        json_object_set_new(
            rule, "defaultConfiguration",
            json_pack("{s:s}", "level", known->severity == DIAG_ERROR ? "error" : "warning"));
    }
    return rule;
}

static void name_rule(struct log *log, json_t *result, const char *name) {
    json_t *rule;
    size_t i;
    json_array_foreach(log->rules, i, rule) if (!strcmp(text_of(rule, "id"), name)) break;
    if (i == json_array_size(log->rules))
        json_array_append_new(log->rules, rule_of(name));
    json_object_set_new(result, "ruleId", json_text(name));
    json_object_set_new(result, "ruleIndex", json_integer((json_int_t)i));
}

static void add_result(struct log *log, const json_t *message, const char *severity) {
    json_t *result = log->result = json_object();
    json_array_append_new(log->results, result);
    const char *name = text_of(message, "name");
    if (name)
        name_rule(log, result, name);
    log->failed |= !strcmp(severity, "error");
    bool is_finding = !strcmp(severity, "error") || !strcmp(severity, "warning");
    json_object_set_new(result, "kind", json_string(is_finding ? "fail" : "informational"));
    json_object_set_new(result, "level", json_string(is_finding ? severity : "none"));
    json_object_set_new(result, "message", message_of(text_of(message, "message")));
    log->location = location_of(message);
    if (log->location)
        json_array_append_new(list_in(result, "locations"), log->location);
}

static void add_note(struct log *log, const json_t *message) {
    json_t *location = location_of(message);
    log->location = location ? location : json_object();
    log->note = message_of(text_of(message, "message"));
    json_object_set_new(log->location, "message", log->note);
    json_array_append_new(list_in(log->result, "relatedLocations"), log->location);
}

static void add_message(struct log *log, const json_t *message) {
    const char *severity = text_of(message, "severity");
    log->fix = log->note = NULL;
    if (log->result && !strcmp(severity, "note"))
        add_note(log, message);
    else
        add_result(log, message, severity);
    if (json_object_get(message, "fixit"))
        add_fix(log, message);
}

static void add_notification(struct log *log, const char *text) {
    json_array_append_new(log->notifications,
                          json_pack("{s:o, s:s}", "message", message_of(text), "level", "note"));
}

/* What is no line of ours is told as it is: somebody else has written it. */
static void add_line(struct log *log, const char *line) {
    json_t *message = json_loads(line, 0, NULL);
    if (text_of(message, "severity") && text_of(message, "message"))
        add_message(log, message);
    else if (json_object_get(message, "part"))
        add_fix(log, message);
    else if (json_object_get(message, "range") && log->location)
        json_array_append_new(list_in(log->location, "annotations"), region_of(message, false));
    else if (!json_object_get(message, "range"))
        add_notification(log, text_of(message, "printed") ? text_of(message, "printed") : line);
    json_decref(message);
}

/* What is said twice is said once in the lists of the log that are sets. */
static void make_set(json_t *list) {
    for (size_t i = json_array_size(list); i-- > 0;)
        for (size_t j = 0; j < i; j++)
            if (json_equal(json_array_get(list, i), json_array_get(list, j))) {
                json_array_remove(list, i);
                break;
            }
}

static void make_sets(json_t *results) {
    json_t *result, *location;
    size_t i, j;
    json_array_foreach(results, i, result) {
        json_array_foreach(json_object_get(result, "locations"), j, location)
            make_set(json_object_get(location, "annotations"));
        json_array_foreach(json_object_get(result, "relatedLocations"), j, location)
            make_set(json_object_get(location, "annotations"));
        make_set(json_object_get(result, "relatedLocations"));
        make_set(json_object_get(result, "fixes"));
    }
}

/* ---- the log ---- */

static json_t *here(void) {
    char directory[PATH_MAX + 1];
    if (!getcwd(directory, PATH_MAX))
        return json_object();
    return json_pack("{s:o}", "uri", uri_of(strcat(directory, "/")));
}

static void print_log(struct log *log, FILE *out, const char *tool) {
    make_sets(log->results);
    json_t *document = json_pack(
        "{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, s:[{s:b, s:o, s:o}], s:o}]}", "$schema",
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version", "2.1.0", "runs", "tool", "driver", "name", tool, "version", NEUTRINO_VERSION,
        "rules", log->rules, "columnKind", "unicodeCodePoints", "invocations",
        "executionSuccessful", !log->failed, "workingDirectory", here(),
        "toolExecutionNotifications", log->notifications, "results", log->results);
    json_dumpf(document, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
    fputc('\n', out);
    json_decref(document);
}

FILE *sarif_begin(void) {
    int kept = memfd_create("messages", 0);
    int before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    FILE *log = kept < 0 || before < 0 ? NULL : fdopen(before, "w");
    if (log) {
        fflush(stderr);
        dup2(kept, STDERR_FILENO);
    } else if (before >= 0) {
        close(before);
    }
    if (kept >= 0)
        close(kept);
    return log;
}

void sarif_end(FILE *log, const char *tool) {
    struct stat status;
    fflush(stderr);
    size_t size = fstat(STDERR_FILENO, &status) ? 0 : (size_t)status.st_size;
    char *lines = xcalloc(1, size + 1);
    ssize_t read = pread(STDERR_FILENO, lines, size, 0);
    lines[read < 0 ? 0 : read] = '\0';
    dup2(fileno(log), STDERR_FILENO);
    struct log content = {
        .rules = json_array(), .results = json_array(), .notifications = json_array()};
    char *rest = lines;
    for (char *line; (line = strsep(&rest, "\n"));)
        if (*line)
            add_line(&content, line);
    print_log(&content, log, tool);
    fclose(log);
    free(lines);
}
