#include "support/options.h"

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
    for (char *word; ok && (word = next_word(file)); free(word))
        ok = expand(parser, word, depth + 1);
    fclose(file);
    return ok;
}

bool options_init(struct option_parser *parser, const struct option *table, int argc, char **argv,
                  struct diag_engine *diag) {
    *parser = (struct option_parser){.table = table, .diag = diag};
    bool ok = true;
    for (int i = 1; i < argc && ok; i++)
        ok = expand(parser, argv[i], 0);
    return ok;
}

void options_free(struct option_parser *parser) {
    string_list_free(&parser->arguments);
}

static int missing_value(struct option_parser *parser, const struct option *option) {
    diag_error(parser->diag, "option '%s' needs a value: %s%s%s", option->name, option->name,
               option->form == OPTION_SEPARATE ? " " : "=", option->value);
    return OPTION_ERROR;
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
    case OPTION_SEPARATE:
        /* "-o" joins with its value, "--long" and "-include" do not. */
        if (*rest && length > 2)
            return OPTION_UNKNOWN;
        parser->value = *rest ? rest : NULL;
        if (!*rest && parser->next < parser->arguments.count)
            parser->value = parser->arguments.items[parser->next++];
        return parser->value ? option->id : missing_value(parser, option);
    }
    return OPTION_UNKNOWN;
}

static const struct option *find_letter(const struct option_parser *parser, char letter) {
    for (const struct option *option = parser->table; option->name; option++)
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
    for (const struct option *option = parser->table; option->name; option++) {
        int id = match(parser, option);
        if (id != OPTION_UNKNOWN)
            return id;
    }
    parser->value = NULL;
    return parser->bundling && parser->text[1] != '-' ? unbundle(parser) : OPTION_UNKNOWN;
}

void options_print_help(const struct option *table, const char *usage, const char *summary) {
    printf("usage: %s\n%s\n\noptions:\n", usage, summary);
    for (const struct option *option = table; option->name; option++) {
        if (!option->help)
            continue;
        static const char *const before[] = {"", "=", "[=", " "};
        char *left = xasprintf("%s%s%s%s", option->name, before[option->form],
                               option->value ? option->value : "",
                               option->form == OPTION_OPTIONAL ? "]" : "");
        printf("  %-28s %s\n", left, option->help);
        free(left);
    }
}

void options_print_version(const char *tool) {
    printf("%s (Neutrino) %s\n", tool, NEUTRINO_VERSION);
}
