/* The source of a C or C++ unit, as clang gets it: the file, or a text in its place. Clang reads
 * such a text under the file's own name, by an overlay of its file system. So what it says, notes
 * and finds beside the file is the same. */
#ifndef MUONC_DRIVER_SOURCE_H
#define MUONC_DRIVER_SOURCE_H

#include "muonc/driver/preprocess.h"
#include "muonc/lower/expand.h"

struct source {
    struct session *session;
    const struct input *input;
    struct buffer text;
    struct buffer original; /* that text, if clang gets it on standard input */
    bool changed;           /* the text is not the file's */
    bool flat;              /* it has in it what the file includes */
    bool preprocessed;      /* moreover, it is what the preprocessor made of the file */
    struct expansions expanded;
    char *overlay; /* of a changed text */
};

/* Reads it. source_close in any case. */
bool source_open(struct source *source, struct session *session, const struct input *input);
void source_close(struct source *source);

/* The source as it was at first, for as long as this one is open; not to be closed. */
struct source source_original(const struct source *source);

/* That of the file, or of what the preprocessor made of it. */
enum language source_language(const struct source *source);

/* By what name clang and diagnostics speak of it. */
const char *source_path(const struct source *source);

/* Takes a text, which it owns from here on, in the place of the one it has. */
bool source_replace(struct source *source, char *text, size_t size);

/* Clang's preprocessor, with another option if it is not NULL, on a source in which clang found
 * nothing wrong: it says nothing. The text is the caller's. */
bool source_preprocess(const struct source *source, const char *option, bool note_dependencies,
                       struct buffer *text);

/* What some of the text stands for, put into it: what it includes, which is noted, and the uses of
 * macros. False after a diagnostic. */
bool source_flatten(struct source *source);
bool source_expand(struct source *source, const struct use *uses, size_t count);

/* With -mhalf=bf16: has literals of _Float16 (lower/half.h), which no macro can give another
 * meaning, in the source as those of __bf16. Only what the preprocessor makes has all of them, as
 * macros may put them together; so that is the source from here on, if there are any. False after a
 * diagnostic. */
bool source_take_bfloat(struct source *source);

/* Clang's command line for the source, which the caller frees: first what is common to all uses of
 * it, to which others add; then the source itself. */
struct string_list source_clang(const struct source *source);
void source_add(const struct source *source, struct string_list *clang);
/* What such a clang wants on its standard input. */
const char *source_stdin(const struct source *source, size_t *size);

/* Runs it. The output, if wanted, is the caller's. */
bool source_run(const struct source *source, const struct string_list *clang,
                struct buffer *output);

/* --emit=lowered, an output of the session. */
void source_print(const struct source *source, const char *output);

#endif
