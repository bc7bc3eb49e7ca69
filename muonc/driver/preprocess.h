/* Clang's preprocessor. */
#ifndef MUONC_DRIVER_PREPROCESS_H
#define MUONC_DRIVER_PREPROCESS_H

#include "muonc/driver/session.h"

struct buffer {
    char *bytes; /* owned by whoever owns the buffer, followed by a zero byte if it is text */
    size_t size;
};

/* Adds the input to a command line of clang. */
void preprocess_add_input(struct string_list *clang, const struct input *input);

/* Adds that the files which the text includes are to be noted, if the session wants to know them.
 * Once clang has run: notes them. */
void preprocess_ask_for_dependencies(const struct session *session, struct string_list *clang);
void preprocess_note_dependencies(struct session *session);

/* The preprocessed text of assembly, with its dependencies noted in the session. */
bool preprocess(struct session *session, const struct input *input, struct buffer *text);

/* Notes files that the text includes in another way, after preprocess has noted the others. */
void preprocess_add_dependencies(const struct session *session, const struct string_list *files);

/* -E, -M, -MM: clang's result is ours, an output of the session. included: files for the dependency
 * rule that the preprocessor does not see. */
bool preprocess_only(struct session *session, const struct input *input, enum action action,
                     const struct string_list *included, const char *output);

#endif
