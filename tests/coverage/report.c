/* What the tests have run of the product, from what llvm-cov counted:
 *
 *   llvm-cov export -skip-functions -skip-expansions … | report FOLDER…
 *
 * run in the tree's directory. Prints lines and branches for each folder, the files of which less
 * than 90 % of the lines ran, and the messages that no test has seen: texts for people (string
 * literals with a blank between words) where nothing ever ran, but for internal errors and those that
 * the file unseen beside this lists. Exit status 1 if a folder is below 90 % or there are such
 * messages. */
#include "support/array.h"
#include "support/output.h"
#include "support/span.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GOAL = 90 };

/* ---- lines and branches ---- */

struct count {
    long long all, run;
};

static void add(struct count *count, const json_t *summary, const char *what) {
    const json_t *counts = json_object_get(summary, what);
    count->all += json_integer_value(json_object_get(counts, "count"));
    count->run += json_integer_value(json_object_get(counts, "covered"));
}

static double percent(struct count count) {
    return count.all ? 100.0 * count.run / count.all : 100;
}

static bool is_below_goal(struct count count) {
    return count.run * 100 < count.all * GOAL;
}

static bool is_in(const json_t *file, const char *folder) {
    const char *name = json_string_value(json_object_get(file, "filename"));
    size_t length = strlen(folder);
    return !strncmp(name, folder, length) && name[length] == '/';
}

/* llvm-cov tells of the tests' own files, too, and of what the build generates. */
static json_t *files_of(const json_t *report, char **folders) {
    json_t *files = json_array();
    size_t i;
    json_t *file;
    json_array_foreach(json_object_get(json_array_get(json_object_get(report, "data"), 0), "files"),
                       i, file) {
        for (char **folder = folders; *folder; folder++)
            if (is_in(file, *folder))
                json_array_append(files, file);
    }
    return files;
}

static void print_row(const char *name, struct count lines, struct count branches) {
    printf("%-12s %8lld %6.1f %% %8lld %6.1f %%\n", name, lines.all, percent(lines), branches.all,
           percent(branches));
}

/* Of one folder, or of all, NULL; whether the goal is reached. */
static bool print_folder(const json_t *files, const char *folder) {
    struct count lines = {0}, branches = {0};
    size_t i;
    const json_t *file;
    json_array_foreach(files, i, file) {
        if (folder && !is_in(file, folder))
            continue;
        add(&lines, json_object_get(file, "summary"), "lines");
        add(&branches, json_object_get(file, "summary"), "branches");
    }
    print_row(folder ? folder : "all", lines, branches);
    return !is_below_goal(lines);
}

static bool print_folders(const json_t *files, char **folders) {
    bool ok = true;
    printf("%-12s %8s %8s %8s %8s\n", "folder", "lines", "run", "branches", "run");
    for (; *folders; folders++)
        ok &= print_folder(files, *folders);
    print_folder(files, NULL);
    return ok;
}

static void print_files_below(const json_t *files) {
    size_t i;
    const json_t *file;
    printf("\nFiles below %d %% of lines:\n", GOAL);
    json_array_foreach(files, i, file) {
        struct count lines = {0};
        add(&lines, json_object_get(file, "summary"), "lines");
        if (is_below_goal(lines))
            printf("  %-32s %4lld of %4lld, %.1f %%\n",
                   json_string_value(json_object_get(file, "filename")), lines.run, lines.all,
                   percent(lines));
    }
}

/* ---- messages ---- */

/* From a place on, up to the next one's, code ran so many times, or there is none: [line, column,
 * count, is code, …]. */
static long long segment_value(const json_t *segments, size_t at, size_t what) {
    return json_integer_value(json_array_get(json_array_get(segments, at), what));
}

static bool never_ran(const json_t *segments, size_t *at, struct diag_location where) {
    for (; *at + 1 < json_array_size(segments); ++*at) {
        long long line = segment_value(segments, *at + 1, 0);
        if (line > where.line ||
            (line == where.line && segment_value(segments, *at + 1, 1) > (long long)where.column))
            break;
    }
    const json_t *segment = json_array_get(segments, *at);
    return segment_value(segments, *at, 0) <= where.line &&
           json_is_true(json_array_get(segment, 3)) &&
           json_integer_value(json_array_get(segment, 2)) == 0;
}

/* The end of a string or character literal, a comment, or a single byte. */
static size_t token_end(const char *text, size_t at) {
    if (text[at] == '"' || text[at] == '\'') {
        size_t end = at + 1;
        while (text[end] && text[end] != text[at] && text[end] != '\n')
            end += text[end] == '\\' && text[end + 1] ? 2 : 1;
        return text[end] == text[at] ? end + 1 : end;
    }
    const char *end = NULL;
    if (!strncmp(text + at, "/*", 2))
        end = strstr(text + at + 2, "*/");
    else if (!strncmp(text + at, "//", 2))
        end = strchr(text + at, '\n');
    else
        return at + 1;
    return end ? (size_t)(end - text) + (text[at + 1] == '*' ? 2 : 0) : strlen(text);
}

/* "cannot read", not "%s %s" and not "\n". */
static bool is_message(const char *text, size_t size) {
    unsigned words = 0;
    for (size_t i = 0; i < size; i++) {
        size_t letters = 0;
        while (i + letters < size && isalpha((unsigned char)text[i + letters]))
            letters++;
        words += letters > 1 && i + letters < size;
        i += letters;
    }
    return words > 1 && memchr(text, ' ', size);
}

/* The end of a literal and of those that follow it, which are parts of one text. */
static size_t text_end(const char *text, size_t at) {
    size_t end = token_end(text, at), next = end;
    while (isspace((unsigned char)text[next]))
        next++;
    return text[next] == '"' ? text_end(text, next) : end;
}

/* Listed is a text, in a line for each. */
static bool is_excused(const char *text, size_t size, const char *listed) {
    static const char internal[] = "\"internal error: ";
    char *line = xasprintf("\n%.*s\n", (int)size, text);
    bool excused = !strncmp(text, internal, strlen(internal)) || strstr(listed, line);
    free(line);
    return excused;
}

static bool print_messages_of(const char *path, const json_t *segments, const char *listed,
                              struct diag_engine *diag) {
    size_t size, at = 0;
    char *text = input_read(path, &size, diag);
    if (!text)
        return false;
    bool ok = true;
    struct text_lines lines;
    text_lines_init(&lines, text, size);
    for (size_t begin = 0, end; begin < size; begin = end) {
        bool is_text = text[begin] == '"';
        end = is_text ? text_end(text, begin) : token_end(text, begin);
        if (!is_text || !is_message(text + begin, end - begin) ||
            is_excused(text + begin, end - begin, listed))
            continue;
        struct diag_location where = text_lines_locate(&lines, path, (struct span){begin, end});
        if (!never_ran(segments, &at, where))
            continue;
        printf("  %s:%u: %.*s\n", path, where.line, (int)(token_end(text, begin) - begin),
               text + begin);
        ok = false;
    }
    text_lines_free(&lines);
    free(text);
    return ok;
}

static bool print_messages(const json_t *files, struct diag_engine *diag) {
    size_t i, size;
    char *listed = input_read("tests/coverage/unseen", &size, diag);
    if (!listed)
        return false;
    bool ok = true;
    const json_t *file;
    printf("\nMessages never seen:\n");
    json_array_foreach(files, i, file) {
        const char *path = json_string_value(json_object_get(file, "filename"));
        ok &= print_messages_of(path, json_object_get(file, "segments"), listed, diag);
    }
    free(listed);
    if (ok)
        printf("  none\n");
    return ok;
}

int main(int argc, char **argv) {
    json_error_t error;
    json_t *report = json_loadf(stdin, 0, &error);
    if (!report) {
        fprintf(stderr, "report: line %d: %s\n", error.line, error.text);
        return 2;
    }
    struct diag_engine diag;
    diag_init(&diag, "report");
    json_t *files = files_of(report, argv + 1);
    bool ok = json_array_size(files) && print_folders(files, argv + 1);
    print_files_below(files);
    ok &= print_messages(files, &diag);
    json_decref(files);
    json_decref(report);
    diag_free(&diag);
    return !ok;
}
