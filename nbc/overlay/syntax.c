#include "nbc/overlay/syntax.h"

#include "support/alloc.h"

#include <stdlib.h>

const struct operator_row operators[OPERATOR_COUNT] = {
#define OPERATOR(identifier, text, precedence) [OPERATOR_##identifier] = {text, precedence},
#include "nbc/overlay/operators.def"
#undef OPERATOR
};

const char *const direction_words[] = {"", "in", "out", "inout"};

struct diag_location overlay_place(const struct overlay_source *source, struct span span) {
    return text_lines_locate(&source->lines, source->path, span);
}

static void report(const struct overlay_source *source, enum diag_severity severity,
                   struct span span, const char *format, va_list arguments) {
    char *message = xvasprintf(format, arguments);
    diag_report(source->diag, severity, NULL, overlay_place(source, span), "%s", message);
    free(message);
}

void overlay_error(const struct overlay_source *source, struct span span, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(source, DIAG_ERROR, span, format, arguments);
    va_end(arguments);
}

void overlay_note(const struct overlay_source *source, struct span span, const char *format, ...) {
    va_list arguments;
    if (source->diag->last_was_suppressed)
        return;
    va_start(arguments, format);
    report(source, DIAG_NOTE, span, format, arguments);
    va_end(arguments);
}

void word_free(struct word *word) {
    free(word->text);
    word->text = NULL;
}

void word_list_free(struct word_list *list) {
    for (size_t i = 0; i < list->count; i++)
        word_free(&list->items[i]);
    free(list->items);
    *list = (struct word_list){0};
}

void expression_free(struct expression *expression) {
    if (!expression)
        return;
    for (size_t i = 0; i < expression->count; i++)
        expression_free(expression->parts[i]);
    free(expression->parts);
    word_free(&expression->name);
    word_free(&expression->method);
    free(expression);
}

void expression_list_free(struct expression_list *list) {
    for (size_t i = 0; i < list->count; i++)
        expression_free(list->items[i]);
    free(list->items);
    *list = (struct expression_list){0};
}

void command_syntax_free(struct command_syntax *command) {
    expression_free(command->queue);
    word_free(&command->function);
    for (size_t i = 0; i < command->count; i++) {
        word_free(&command->parameters[i].type);
        word_free(&command->parameters[i].name);
    }
    free(command->parameters);
    *command = (struct command_syntax){0};
}

void overlay_syntax_free(struct overlay_syntax *overlay) {
    word_free(&overlay->name);
    expression_list_free(&overlay->options);
    for (size_t i = 0; i < overlay->count; i++)
        command_syntax_free(&overlay->commands[i]);
    free(overlay->commands);
    *overlay = (struct overlay_syntax){0};
}

void chain_syntax_free(struct chain_syntax *chain) {
    word_free(&chain->task);
    for (size_t i = 0; i < chain->count; i++) {
        word_free(&chain->calls[i].method);
        expression_list_free(&chain->calls[i].arguments);
    }
    free(chain->calls);
    expression_free(chain->condition);
    *chain = (struct chain_syntax){0};
}

static void free_declaration(struct declaration *declaration) {
    word_free(&declaration->type);
    word_free(&declaration->name);
    expression_list_free(&declaration->extents);
    expression_free(declaration->value);
}

static void free_loop(struct loop_syntax *loop) {
    word_free(&loop->variable);
    expression_free(loop->first);
    expression_free(loop->limit);
    statement_list_free(&loop->body);
}

static void free_enqueue(struct enqueue_syntax *enqueue) {
    word_free(&enqueue->task);
    word_list_free(&enqueue->variables);
    word_free(&enqueue->overlay);
    expression_free(enqueue->queue);
    expression_list_free(&enqueue->arguments);
}

void statement_free(struct statement *statement) {
    switch (statement->kind) {
    case STATEMENT_DECLARATION: free_declaration(&statement->declaration); break;
    case STATEMENT_OVERLAY: overlay_syntax_free(&statement->overlay); break;
    case STATEMENT_LOOP: free_loop(&statement->loop); break;
    case STATEMENT_ENQUEUE: free_enqueue(&statement->enqueue); break;
    case STATEMENT_CHAIN: chain_syntax_free(&statement->chain); break;
    }
}

void statement_list_free(struct statement_list *list) {
    for (size_t i = 0; i < list->count; i++)
        statement_free(&list->items[i]);
    free(list->items);
    *list = (struct statement_list){0};
}
