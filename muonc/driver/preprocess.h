/* The first step: clang's preprocessor. */
#ifndef MUONC_DRIVER_PREPROCESS_H
#define MUONC_DRIVER_PREPROCESS_H

#include "muonc/driver/session.h"

struct buffer {
    char *bytes; /* owned by whoever owns the buffer, followed by a zero byte if it is text */
    size_t size;
};

/* Adds the input to a command line of clang: as the file it is, or as preprocessed text that clang
 * will get on its standard input. */
void preprocess_add_input(struct string_list *clang, const struct input *input, bool from_text);

/* The preprocessed text, with its dependencies noted in the session. What clang says about a file
 * is held back, since a later run of clang says it again, with all the rest: *complained tells that
 * there was something. false: it was an error. */
bool preprocess(struct session *session, const struct input *input, struct buffer *text,
                bool *complained);

/* Notes files that the text includes in another way, after preprocess has noted the others. */
void preprocess_add_dependencies(const struct session *session, const struct string_list *files);

/* -E, -M, -MM: clang's result is ours, an output of the session. included: files for the dependency
 * rule that the preprocessor does not see. */
bool preprocess_only(struct session *session, const struct input *input, enum action action,
                     const struct string_list *included, const char *output);

/* --emit=lowered, an output of the session: the text without what the forced headers made of
 * themselves. */
void preprocess_print(struct session *session, const struct input *input, const struct buffer *text,
                      const char *output);

#endif
