#include "muonc/assembler/written.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The lines that an asm statement may have, and the statements of a file that are looked at. */
enum { MAX_LINES = 400, MAX_STATEMENTS = 400 };

/* The source from the place of the asm statement on; the caller frees it. */
static char *read_from(struct diag_location place) {
    FILE *file = place.file && place.line && place.column ? fopen(place.file, "r") : NULL;
    char *line = NULL, *result = NULL;
    size_t capacity = 0, size = 0;
    if (!file)
        return NULL;
    FILE *out = open_memstream(&result, &size);
    for (unsigned i = 1; i < place.line + MAX_LINES; i++) {
        ssize_t length = getline(&line, &capacity, file);
        if (length < 0)
            break;
        if (i == place.line && place.column <= (size_t)length)
            fputs(line + place.column - 1, out);
        else if (i > place.line)
            fputs(line, out);
    }
    fclose(out);
    fclose(file);
    free(line);
    return result;
}

/* The length of the asm keyword that the source begins with, or 0. */
static size_t asm_keyword(const char *source) {
    static const char *const keywords[] = {"asm", "__asm__", "__asm"};
    size_t length = strspn(source, "abcdefghijklmnopqrstuvwxyz_");
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strlen(keywords[i]) == length && !strncmp(source, keywords[i], length))
            return length;
    return 0;
}

/* Behind the parenthesis that closes the asm statement; NULL if the source is none. */
static const char *end_of_asm(const char *source) {
    size_t keyword = asm_keyword(source);
    int depth = 0;
    bool quoted = false;
    for (const char *at = source + keyword; keyword && *at; at++) {
        if (*at == '\\' && at[1])
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && *at == '(')
            depth++;
        else if (!quoted && *at == ')' && --depth <= 0)
            return at + 1;
    }
    return NULL;
}

/* $0 and ${0:z} of the template are %0 and %z0 or %[name] of the source. Return what they skip. */
static size_t template_operand(const char *text) {
    if (text[0] != '$' || (text[1] != '{' && !isdigit((unsigned char)text[1])))
        return 0;
    return text[1] == '{' ? 1 + strcspn(text + 1, "}") + 1 : 1 + strspn(text + 1, "0123456789");
}

static size_t source_operand(const char *source) {
    if (source[0] != '%')
        return 0;
    size_t length = 1 + (size_t)(isalpha((unsigned char)source[1]) != 0);
    if (source[length] == '[')
        return length + strcspn(source + length, "]") + 1;
    size_t digits = strspn(source + length, "0123456789");
    return digits ? length + digits : source[1] == '=' ? 2 : 0;
}

/* Compares one character or operand; returns how much of the source it is, 0 if it differs. */
static size_t match_one(const char *text, const char *source, size_t *taken) {
    *taken = template_operand(text);
    if (*taken)
        return source_operand(source);
    *taken = 1 + (text[0] == '$' && text[1] == '$');
    if (text[0] == '\t' && source[0] == '\\' && source[1] == 't')
        return 2;
    if ((text[0] == '"' || text[0] == '\\') && source[0] == '\\' && source[1] == text[0])
        return 2;
    if (text[0] == '%' && source[0] == '%' && source[1] == '%')
        return 2;
    return text[0] == source[0];
}

/* Matches the statement at the source; sets where the part begins and ends there. */
static bool match(const char *text, struct span statement, struct span part, const char *source,
                  const char **begin, const char **end) {
    *begin = *end = NULL;
    for (size_t at = statement.begin; at < statement.end;) {
        size_t taken, length = match_one(text + at, source, &taken);
        if (!length)
            return false;
        if (at <= part.begin)
            *begin = source;
        at += taken;
        source += length;
        if (at <= part.end)
            *end = source;
    }
    return *begin && *end;
}

static struct diag_location place_of(struct diag_location assembly, const char *source,
                                     const char *begin, const char *end) {
    struct diag_location place = assembly;
    const char *line = source;
    for (const char *at = source; at < begin; at++) {
        if (*at == '\n') {
            place.line++;
            line = at + 1;
        }
    }
    place.column = (unsigned)(begin - line) + (line == source ? assembly.column : 1);
    place.length = end > begin ? (unsigned)(end - begin) : 0;
    return place;
}

/* Whether a statement begins there: behind a quote, a separator, or an escaped newline. */
static bool begins_statement(const char *source, const char *at) {
    for (;;) {
        if (at > source && strchr(" \t", at[-1]))
            at--;
        else if (at - source > 1 && at[-2] == '\\' && at[-1] == 't')
            at -= 2;
        else
            break;
    }
    return at > source &&
           (strchr("\";\n", at[-1]) || (at - source > 1 && at[-2] == '\\' && at[-1] == 'n'));
}

bool written_find(struct diag_location assembly, const char *text, struct span statement,
                  struct span part, struct diag_location *place) {
    char *source = read_from(assembly);
    const char *end = source ? end_of_asm(source) : NULL, *from, *to;
    bool found = false, begins = false;
    for (const char *at = source; end && at < end && !begins; at++) {
        begins = begins_statement(source, at);
        if ((found && !begins) || !match(text, statement, part, at, &from, &to)) {
            begins = false;
            continue;
        }
        found = true;
        *place = place_of(assembly, source, from, to);
    }
    free(source);
    return found;
}

bool written_find_at_file_scope(const char *path, const char *text, struct span statement,
                                struct span part, struct diag_location *place) {
    FILE *file = statement.end > statement.begin ? fopen(path, "r") : NULL;
    char *line = NULL;
    size_t capacity = 0;
    bool found = false;
    unsigned tried = 0;
    struct diag_location at = {.file = path, .line = 1, .column = 1};
    for (; file && !found && tried < MAX_STATEMENTS && getline(&line, &capacity, file) > 0;
         at.line++) {
        if (!asm_keyword(line))
            continue;
        found = written_find(at, text, statement, part, place);
        tried++;
    }
    if (file)
        fclose(file);
    free(line);
    return found;
}
