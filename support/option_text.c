#include "support/option_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_shown(const struct option *option) {
    return option->help && *option->help;
}

static bool is_alias(const struct option *option) {
    return option && option->help && !*option->help;
}

/* The value's name; where there is one value only, that. */
static const char *value_name(const struct option *option) {
    return option->words && !option->words[1] ? option->words[0] : option->value;
}

char *option_spelling(const struct option *option) {
    const char *value = option->value ? value_name(option) : "";
    switch (option->form) {
    case OPTION_FLAG: return xstrdup(option->name);
    case OPTION_JOINED: return xasprintf("%s=%s", option->name, value);
    case OPTION_OPTIONAL: return xasprintf("%s[=%s]", option->name, value);
    case OPTION_SEPARATE: return xasprintf("%s %s", option->name, value);
    case OPTION_PREFIX: return xasprintf("%s%s", option->name, value);
    }
    return NULL;
}

char *option_words(const struct option *option) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; option->words[i]; i++)
        fprintf(out, "%s%s", !i ? "" : option->words[i + 1] ? ", " : " or ", option->words[i]);
    fclose(out);
    return text;
}

/* ---- help ---- */

void options_print_help(const struct option_set *set, FILE *out) {
    fprintf(out, "usage: %s\n%s\n\noptions:\n", set->usage, set->summary);
    for (const struct option *option = NULL; (option = options_row_after(set, option));) {
        if (!is_shown(option))
            continue;
        char *left = option_spelling(option);
        fprintf(out, "  %-28s %s\n", left, option->help);
        free(left);
    }
}

/* ---- the man page ---- */

static void print_lower(const char *text, size_t length, FILE *out) {
    for (size_t i = 0; i < length; i++)
        fputc(tolower(text[i]), out);
}

static void print_value(const struct option *option, FILE *out) {
    const char *value = value_name(option);
    fputs(value == option->value ? "Ar " : "Cm ", out);
    print_lower(value, strlen(value), out);
}

/* "-o" of FILE is "Fl o Ar file". */
static void print_heading(const struct option *option, FILE *out) {
    static const char *const before[] = {[OPTION_JOINED] = " Ns = Ns ",
                                         [OPTION_OPTIONAL] = " Ns Oo Ns = Ns ",
                                         [OPTION_SEPARATE] = " ",
                                         [OPTION_PREFIX] = " Ns "};
    bool is_option = option->name[0] == '-';
    fprintf(out, "%s%s", is_option ? "Fl " : "Pf ", option->name + is_option);
    if (!is_option)
        fputc(' ', out);
    else if (option->form != OPTION_FLAG)
        fputs(before[option->form], out);
    if (option->form != OPTION_FLAG)
        print_value(option, out);
    if (option->form == OPTION_OPTIONAL)
        fputs(" Oc", out);
}

/* The help as a sentence, in which the value has the man page's spelling. */
static void print_help_sentence(const struct option *option, FILE *out) {
    size_t length = option->value ? strlen(option->value) : 0;
    fputc(toupper(option->help[0]), out);
    for (const char *rest = option->help + 1; *rest; rest++) {
        if (length > 1 && !strncmp(rest, option->value, length)) {
            print_lower(rest, length, out);
            rest += length - 1;
        } else {
            fputc(*rest, out);
        }
    }
    fputs(".\n", out);
}

static void print_manual_text(const struct option *option, FILE *out) {
    if (option->manual)
        fprintf(out, "%s\n", option->manual);
    else
        print_help_sentence(option, out);
}

/* "-m64" as it stands in a text; of a joined value the "=" alone. */
static void print_refused_name(const struct option *option, FILE *out) {
    fprintf(out, "Fl %s%s", option->name + 1, option->form == OPTION_JOINED ? " Ns =" : "");
}

/* Rows with one reason stand together. */
static void print_refused(const struct option_set *set, FILE *out) {
    const char *reason = NULL;
    for (const struct option *option = NULL; (option = options_row_after(set, option));) {
        if (!option->refused)
            continue;
        if (!reason)
            fputs(".Pp\nThese options of other compilers are errors:\n.Bl -tag -width Ds\n", out);
        bool goes_on = option->refused == reason;
        if (reason && !goes_on)
            fprintf(out, "\n%c%s.\n", toupper(reason[0]), reason + 1);
        fputs(goes_on ? " , " : ".It ", out);
        print_refused_name(option, out);
        reason = option->refused;
    }
    if (reason)
        fprintf(out, "\n%c%s.\n.El\n", toupper(reason[0]), reason + 1);
}

void options_print_manual(const struct option_set *set, FILE *out) {
    fputs(".Bl -tag -width Ds\n", out);
    for (const struct option *option = options_row_after(set, NULL), *next; option; option = next) {
        next = options_row_after(set, option);
        if (!is_shown(option))
            continue;
        fputs(".It ", out);
        print_heading(option, out);
        for (; is_alias(next); next = options_row_after(set, next)) {
            fputs(" , ", out);
            print_heading(next, out);
        }
        fputc('\n', out);
        print_manual_text(option, out);
    }
    fputs(".El\n", out);
    print_refused(set, out);
}

/* ---- completion ---- */

/* The words that complete a value, each behind the prefix. */
static void print_words(const struct option *option, const char *prefix, FILE *out) {
    const char *blank = "";
    for (size_t i = 0; option->words && option->words[i]; i++, blank = " ")
        fprintf(out, "%s%s%s", blank, prefix, option->words[i]);
    for (size_t i = 0; option->names && i < DIAGNOSTIC_COUNT; i++)
        if (option->names(diagnostics[i])) {
            fprintf(out, "%s%s%s", blank, prefix, diagnostics[i]->name);
            blank = " ";
        }
}

static bool has_words(const struct option *option) {
    return option->words || option->names;
}

/* Values that are arguments of their own. Without words readline completes them as files. */
static void print_separate_cases(const struct option_set *set, FILE *out) {
    for (const struct option *option = NULL; (option = options_row_after(set, option));) {
        if (!option->help || option->form != OPTION_SEPARATE)
            continue;
        fprintf(out, "    %s) ", option->name);
        if (has_words(option)) {
            fputs("words='", out);
            print_words(option, "", out);
            fputs("' ;;\n", out);
        } else if (!strcmp(option->value, "DIRECTORY")) {
            fputs("mapfile -t COMPREPLY < <(compgen -d -- \"$word\")\n"
                  "        compopt -o filenames 2>/dev/null; return ;;\n",
                  out);
        } else {
            fputs("return ;;\n", out);
        }
    }
}

/* What the names of diagnostics begin with that a prefix takes: "nu-" of "-Wno-nu-". */
static const char *family_of(const char *prefix) {
    static const char overlay[] = "overlay-";
    size_t length = strlen(prefix), own = strlen(overlay);
    return length > own && !strcmp(prefix + length - own, overlay) ? overlay : "nu-";
}

/* Values that are joined. bash takes a "=" for the begin of a word; "nu-" of "-Wno-nu-" is part of
 * the value's names. */
static void print_joined_cases(const struct option_set *set, FILE *out) {
    for (const struct option *option = NULL; (option = options_row_after(set, option));) {
        if (!option->help || !has_words(option))
            continue;
        char *name = xstrdup(option->name);
        if (option->form == OPTION_PREFIX && option->names)
            name[strlen(name) - strlen(family_of(name))] = '\0';
        bool is_word = option->form == OPTION_PREFIX && !strchr(name, '=');
        if (option->form == OPTION_PREFIX)
            fprintf(out, "    %s%s*) words='", name, is_word ? family_of(option->name) : "");
        else
            fprintf(out, "    %s=*) words='", name);
        print_words(option, is_word ? name : "", out);
        fprintf(out, "'%s ;;\n", is_word ? "" : " value=${word#*=}");
        free(name);
    }
}

static void print_names(const struct option_set *set, FILE *out) {
    const char *blank = "";
    for (const struct option *option = NULL; (option = options_row_after(set, option));)
        if (option->help && option->name[0] == '-') {
            fprintf(out, "%s%s%s", blank, option->name, option->form == OPTION_JOINED ? "=" : "");
            blank = " ";
        }
}

void options_print_completion(const struct option_set *set, FILE *out) {
    fprintf(out,
            "# Completes the command lines of %s in bash; printed by %s --print-options=bash.\n"
            "_%s() {\n"
            "    local line=${COMP_LINE:0:COMP_POINT} words= value prefix=\n"
            "    local word=${line##*[[:blank:]]}\n"
            "    COMPREPLY=()\n"
            "    case ${COMP_WORDS[COMP_CWORD - 1]} in\n",
            set->tool, set->tool, set->tool);
    print_separate_cases(set, out);
    fputs("    esac\n"
          "    value=$word\n"
          "    [ \"$words\" ] || case $word in\n",
          out);
    print_joined_cases(set, out);
    fputs("    -*=*) return ;;\n"
          "    -*) words='",
          out);
    print_names(set, out);
    fprintf(out,
            "' ;;\n"
            "    @*) mapfile -t COMPREPLY < <(compgen -f -P @ -- \"${word#@}\") && return ;;\n"
            "    *) return ;;\n"
            "    esac\n"
            "    # What is before a '=' is another word, unless the user wants it otherwise.\n"
            "    [[ $COMP_WORDBREAKS == *=* ]] || prefix=${word%%\"$value\"}\n"
            "    mapfile -t COMPREPLY < <(compgen -P \"$prefix\" -W \"$words\" -- \"$value\")\n"
            "    [[ ${COMPREPLY[0]-} != *[=,-] ]] || compopt -o nospace 2>/dev/null\n"
            "}\n"
            "complete -o default -F _%s %s\n",
            set->tool, set->tool);
}
