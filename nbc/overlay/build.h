/* The parser's actions: parts put together. Each takes over what it is given. */
#ifndef NBC_OVERLAY_BUILD_H
#define NBC_OVERLAY_BUILD_H

#include "nbc/overlay/reading.h"

struct statement_list build_single(struct statement statement);
struct statement_list build_append(struct statement_list list, struct statement_list more);

struct word build_type(struct word first, struct word second, struct span span);
struct statement_list build_declaration(struct statement_list list, struct word type,
                                        struct declaration declaration, struct span span);
/* One more, of the same type. */
struct statement_list build_next_declaration(struct statement_list list,
                                             struct declaration declaration, struct span span);

struct statement build_overlay(struct word keyword, struct word name,
                               struct expression_list options, struct overlay_syntax commands,
                               struct span span);
struct command_syntax build_command(struct word keyword, struct expression *queue,
                                    struct word function, struct command_syntax parameters,
                                    struct span span);
struct command_syntax build_parameter(struct command_syntax list, struct parameter_syntax next);

/* Checks that a step is one. */
struct word build_step(struct reading *reading, struct word name, uint64_t step, struct span span);
/* variables: the three that have to be the same. */
struct statement build_loop(struct reading *reading, struct word variables[3],
                            struct expression *first, struct expression *limit,
                            struct statement_list body, struct span span);
struct statement build_enqueue(struct word task, struct word_list variables, struct word keyword,
                               struct word overlay, struct expression *queue,
                               struct expression_list arguments, struct span span);

struct chain_syntax build_call(struct chain_syntax chain, struct call_syntax call);
struct statement build_chain(struct word task, struct chain_syntax chain,
                             struct expression *condition, struct span span);

struct expression_list build_add(struct expression_list list, struct expression *item);
struct expression *build_integer(uint64_t value, struct span span);
struct expression *build_named(enum expression_kind kind, struct word name, struct span span);
struct expression *build_parts(enum expression_kind kind, struct expression_list parts,
                               struct span span);
struct expression *build_binding(struct word name, struct expression *value, struct span span);
struct expression *build_unary(struct reading *reading, enum operator operator,
                               struct expression * part, struct span span);
struct expression *build_binary(struct reading *reading, enum operator operator,
                                struct expression * left, struct expression *right,
                                struct span span);
struct expression *build_conditional(struct reading *reading, struct expression *condition,
                                     struct expression *yes, struct expression *no,
                                     struct span span);
struct expression *build_call_of(struct reading *reading, struct word name,
                                 struct expression_list arguments, struct span span);
struct expression *build_view(struct reading *reading, struct word buffer, struct word method,
                              struct expression_list arguments, struct span span);

/* What the parser did not expect, and what it did. */
void build_syntax_error(struct reading *reading, struct span span, const char *found,
                        const char *const *expected, int count);

#endif
