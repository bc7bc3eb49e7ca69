#include "support/options.h"

#include "support/option_text.h"
#include "support/shared_options.h"
#include "version.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* One argument of a response file: blanks separate, quotes group, a backslash takes the next
 * character as it is (as clang and gcc read such files). Returns NULL at the end. */
static char *next_word(FILE *file) {
    int c = fgetc(file);
    while (c != EOF && isspace(c))
        c = fgetc(file);
    if (c == EOF)
        return NULL;
    char *word = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&word, &length);
    for (int quote = 0; c != EOF && (quote || !isspace(c)); c = fgetc(file)) {
        if (quote == c)
            quote = 0;
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        else if (c == '\\' && quote != '\'' && (c = fgetc(file)) == EOF)
            break;
        else
            fputc(c, out);
    }
    fclose(out);
    return word;
}

static bool expand(struct option_parser *parser, const char *argument, int depth) {
    if (argument[0] != '@' || !argument[1]) {
        string_list_add(&parser->arguments, argument);
        return true;
    }
    FILE *file = depth < 8 ? fopen(argument + 1, "r") : NULL;
    if (!file) {
        diag_error(parser->diag, "cannot read response file '%s': %s", argument + 1,
                   depth < 8 ? strerror(errno) : "nested too deep");
        return false;
    }
    bool ok = true;
    string_list_add(&parser->response_files, argument + 1);
    for (char *word; ok && (word = next_word(file)); free(word))
        ok = expand(parser, word, depth + 1);
    if (ferror(file)) { /* a directory is one that can be opened */
        diag_error(parser->diag, "cannot read response file '%s': %s", argument + 1,
                   strerror(errno));
        ok = false;
    }
    fclose(file);
    return ok;
}

static bool is_format(const char *argument) {
    static const char prefix[] = "--diagnostics-format=";
    return !strncmp(argument, prefix, sizeof prefix - 1);
}

bool options_init(struct option_parser *parser, const struct option_set *set, int argc, char **argv,
                  struct diag_engine *diag) {
    *parser = (struct option_parser){.set = set, .diag = diag};
    bool ok = true;
    for (int i = 1; i < argc && ok; i++)
        ok = expand(parser, argv[i], 0);
    /* How to say what is wrong with an option must be known before. The last format counts. */
    const char *format = NULL;
    for (size_t i = 0; i < parser->arguments.count && strcmp(parser->arguments.items[i], "--"); i++)
        if (is_format(parser->arguments.items[i]))
            format = parser->arguments.items[i];
    if (format)
        diag_option(diag, format);
    return ok;
}

void options_free(struct option_parser *parser) {
    string_list_free(&parser->arguments);
    string_list_free(&parser->response_files);
}

/* ---- rows ---- */

const struct option *options_row_after(const struct option_set *set, const struct option *row) {
    const struct option *const *table = set->tables;
    if (!row)
        return *table;
    if ((++row)->name)
        return row;
    for (const struct option *end; (end = *table++);) {
        while (end->name)
            end++;
        if (end == row)
            return *table;
    }
    return NULL;
}

static int missing_value(struct option_parser *parser, const struct option *option) {
    diag_error(parser->diag, "option '%s' needs a value: %s%s%s", option->name, option->name,
               option->form == OPTION_SEPARATE ? " " : "=", option->value);
    return OPTION_ERROR;
}

/* "-o" joins with its value, "--explain" by a "=", "-include" not at all. */
static int match_separate(struct option_parser *parser, const struct option *option,
                          const char *rest) {
    bool is_letter = !option->name[2], is_long = option->name[1] == '-';
    if (*rest && !is_letter && !(is_long && *rest == '='))
        return OPTION_UNKNOWN;
    if (*rest && !is_letter && !*++rest)
        return missing_value(parser, option);
    parser->value = *rest ? rest : NULL;
    if (!*rest && parser->next < parser->arguments.count)
        parser->value = parser->arguments.items[parser->next++];
    return parser->value ? option->id : missing_value(parser, option);
}

/* Whether the argument is this option; sets its value, taking the next argument if need be. */
static int match(struct option_parser *parser, const struct option *option) {
    size_t length = strlen(option->name);
    const char *rest = parser->text + length;
    if (strncmp(parser->text, option->name, length))
        return OPTION_UNKNOWN;
    parser->value = NULL;
    switch (option->form) {
    case OPTION_FLAG: return *rest ? OPTION_UNKNOWN : option->id;
    case OPTION_OPTIONAL:
        if (!*rest)
            return option->id;
        /* fall through */
    case OPTION_JOINED:
        if (!*rest)
            return missing_value(parser, option);
        if (*rest != '=')
            return OPTION_UNKNOWN;
        parser->value = rest + 1;
        return rest[1] ? option->id : missing_value(parser, option);
    case OPTION_SEPARATE: return match_separate(parser, option, rest);
    case OPTION_PREFIX: parser->value = rest; return option->id;
    }
    return OPTION_UNKNOWN;
}

/* Which of the option's words the value is. */
static bool find_word(struct option_parser *parser, const struct option *option) {
    struct nearest search = nearest_to(parser->value);
    for (size_t i = 0; option->words[i]; i++) {
        parser->word = i;
        if (!strcmp(option->words[i], parser->value))
            return true;
        nearest_offer(&search, option->words[i]);
    }
    char *kind = xstrdup(option->value), *words = option_words(option);
    for (char *c = kind; *c; c++)
        *c = (char)tolower(*c);
    char *hint = nearest_hint(&search, "");
    diag_error(parser->diag, "unknown %s '%s': %s%s takes %s%s", kind, parser->value, option->name,
               option->form == OPTION_SEPARATE ? "" : "=", words, hint);
    free(kind);
    free(words);
    free(hint);
    return false;
}

static const struct option *find_letter(const struct option_parser *parser, char letter) {
    for (const struct option *option = NULL; (option = options_row_after(parser->set, option));)
        if (option->form == OPTION_FLAG && option->name[1] == letter && !option->name[2])
            return option;
    return NULL;
}

/* "-dl" → "-l" put back as the next argument, "-d" matched now; both must be flags. */
static int unbundle(struct option_parser *parser) {
    for (const char *letter = parser->text + 1; *letter; letter++)
        if (!find_letter(parser, *letter))
            return OPTION_UNKNOWN;
    char *bundle = parser->arguments.items[--parser->next];
    int id = find_letter(parser, bundle[1])->id;
    memmove(bundle + 1, bundle + 2, strlen(bundle + 1));
    return id;
}

/* ---- what the parser serves itself ---- */

static int explain(struct option_parser *parser) {
    const struct diagnostic *diagnostic = diagnostics_find(parser->value);
    if (diagnostic) {
        diagnostics_explain(diagnostic, stdout);
        return OPTION_DONE;
    }
    char *hint = diagnostics_hint(parser->value);
    diag_error(parser->diag, "unknown diagnostic '%s'%s", parser->value, hint);
    free(hint);
    return OPTION_ERROR;
}

static int print(const struct option_parser *parser) {
    switch ((enum option_print)parser->word) {
    case PRINT_MANUAL: options_print_manual(parser->set, stdout); break;
    case PRINT_COMPLETION: options_print_completion(parser->set, stdout); break;
    case PRINT_DIAGNOSTICS: diagnostics_print_manual(parser->set->tool, stdout); break;
    }
    return OPTION_DONE;
}

static int serve(struct option_parser *parser, int id) {
    switch (id) {
    case OPTION_HELP: options_print_help(parser->set, stdout); return OPTION_DONE;
    case OPTION_VERSION:
        printf("%s (Neutrino) %s\n", parser->set->tool, NEUTRINO_VERSION);
        return OPTION_DONE;
    case OPTION_EXPLAIN: return explain(parser);
    case OPTION_PRINT: return print(parser);
    case OPTION_DIAGNOSTIC:
        return !is_format(parser->text) &&
                       diag_option(parser->diag, parser->text) == DIAG_OPTION_WRONG
                   ? OPTION_ERROR
                   : id;
    default: return id;
    }
}

static int find(struct option_parser *parser) {
    for (const struct option *option = NULL; (option = options_row_after(parser->set, option));) {
        int id = match(parser, option);
        if (id > 0 && parser->value && option->words && !find_word(parser, option))
            return OPTION_ERROR;
        if (id > 0 && option->refused) {
            diag_error(parser->diag, "'%s': %s", parser->text, option->refused);
            return OPTION_ERROR;
        }
        if (id != OPTION_UNKNOWN)
            return serve(parser, id);
    }
    parser->value = NULL;
    return parser->set->bundling && parser->text[1] != '-' ? unbundle(parser) : OPTION_UNKNOWN;
}

int options_next(struct option_parser *parser) {
    if (parser->next >= parser->arguments.count)
        return OPTION_END;
    parser->text = parser->arguments.items[parser->next++];
    parser->value = NULL;
    if (parser->only_inputs || parser->text[0] != '-' || !parser->text[1]) {
        parser->value = parser->text;
        return OPTION_INPUT;
    }
    if (!strcmp(parser->text, "--")) {
        parser->only_inputs = true;
        return options_next(parser);
    }
    return find(parser);
}

void options_offer(const struct option_set *set, struct nearest *search) {
    for (const struct option *option = NULL; (option = options_row_after(set, option));)
        if (option->help)
            nearest_offer(search, option->name);
}

void options_report_unknown(const struct option_parser *parser) {
    char *name = xstrndup(parser->text, strcspn(parser->text, "="));
    struct nearest search = nearest_to(name);
    options_offer(parser->set, &search);
    char *hint = nearest_hint(&search, "; --help lists the options");
    diag_error(parser->diag, "unknown option '%s'%s", parser->text, hint);
    free(hint);
    free(name);
}
