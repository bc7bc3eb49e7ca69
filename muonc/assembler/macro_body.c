#include "muonc/assembler/macro_body.h"

#include "muonc/assembler/macro_list.h"
#include "muonc/assembler/words.h"

/* Of what \@ is; clang's begins at 0. */
enum { FIRST_NUMBER = 1000000 };

void macro_put(struct macro_output *output, const char *bytes, size_t length) {
    if (output->full || length > output->room - output->written) {
        output->full = true;
        return;
    }
    fwrite(bytes, 1, length, output->file);
    output->written += length;
}

void macro_put_span(struct macro_output *output, const char *text, struct span span) {
    macro_put(output, text + span.begin, span.end - span.begin);
}

/* The parameter that an argument is for by its name, which is taken off; the count of parameters if
 * it has none. */
static size_t take_keyword(const char *text, const struct macro *macro, struct span *item) {
    struct span name = word_at(text, item->begin, item->end);
    if (name.end == item->end || text[name.end] != '=')
        return macro->count;
    size_t parameter = macro_find_parameter(text, macro, name);
    if (parameter < macro->count)
        item->begin = name.end + 1;
    return parameter;
}

void macro_take_arguments(const char *text, const struct macro *macro, struct span list,
                          struct macro_arguments *arguments) {
    struct span item;
    for (size_t i = 0; i < macro->count; i++)
        arguments->values[i] = macro->parameters[i].initial;
    for (size_t position = 0; position < macro->count; position++) {
        if (macro->parameters[position].takes_rest) {
            arguments->values[position] = word_trim(text, list);
            return;
        }
        if (!macro_next_item(text, &list, &item))
            return;
        size_t named = take_keyword(text, macro, &item);
        if (named < macro->count)
            position = named;
        if (item.end > item.begin)
            arguments->values[position] = macro_unquoted(text, item);
    }
}

/* What stands for \name, \@ or \(); returns the end of it in the text. */
static size_t put_substitute(struct macro_output *output, const char *text,
                             const struct macro *macro, const struct macro_arguments *arguments,
                             unsigned number, size_t at) {
    size_t name = at + 1, end = name;
    if (end + 1 < macro->body.end && text[end] == '(' && text[end + 1] == ')')
        return end + 2;
    if (end < macro->body.end && text[end] == '@') {
        char digits[16];
        int length = snprintf(digits, sizeof digits, "%u", FIRST_NUMBER + number);
        macro_put(output, digits, (size_t)length);
        return end + 1;
    }
    while (end < macro->body.end && word_has(text[end]) && text[end] != '@')
        end++;
    size_t parameter = macro_find_parameter(text, macro, (struct span){name, end});
    if (parameter < macro->count) {
        macro_put_span(output, text, arguments->values[parameter]);
        return end;
    }
    end = end > name ? end : end < macro->body.end ? end + 1 : end;
    macro_put_span(output, text, (struct span){at, end});
    return end;
}

/* The end of the comment that begins there, or the same place. */
static size_t skip_comment(const char *text, size_t at, size_t end) {
    const char *from = text + at, *close = NULL;
    size_t length = end - at;
    if (from[0] == '#' || (length > 1 && from[0] == '/' && from[1] == '/'))
        close = memchr(from, '\n', length);
    else if (length > 1 && from[0] == '/' && from[1] == '*')
        close = memmem(from + 2, length - 2, "*/", 2);
    else
        return at;
    return !close ? end : *close == '\n' ? (size_t)(close - text) : (size_t)(close - text) + 2;
}

void macro_put_body(struct macro_output *output, const char *text, const struct macro *macro,
                    const struct macro_arguments *arguments, unsigned number) {
    bool quoted = false;
    for (size_t at = macro->body.begin; at < macro->body.end && !output->full;) {
        size_t behind = quoted ? at : skip_comment(text, at, macro->body.end);
        if (behind > at) {
            macro_put(output, " ", 1);
            at = behind;
        } else if (text[at] == '\\') {
            at = put_substitute(output, text, macro, arguments, number, at);
        } else {
            bool newline = text[at] == '\n';
            size_t length =
                at + 2 < macro->body.end && text[at] == '\'' && text[at + 2] == '\'' ? 3 : 1;
            quoted = !newline && quoted != (text[at] == '"');
            macro_put(output, newline ? "; " : text + at, newline ? 2 : length);
            at += length;
        }
    }
}
