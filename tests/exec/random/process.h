/* Programs run to their end. */
#ifndef RANDOM_PROCESS_H
#define RANDOM_PROCESS_H

#include <stdbool.h>

enum { COMMAND_ARGUMENTS = 48, COMMAND_TEXTS = 8, COMMAND_TEXT = 256 };

/* A command line; begins as {0}. */
struct command {
    const char *arguments[COMMAND_ARGUMENTS + 1]; /* ends with NULL */
    unsigned count;
    char texts[COMMAND_TEXTS][COMMAND_TEXT]; /* of the arguments that are made up */
    unsigned text_count;
};

void command_add(struct command *command, const char *argument);
void command_add_all(struct command *command, const char *const *arguments); /* ends with NULL */
void command_addf(struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

enum { COMMAND_OUT_OF_TIME = 1000 };

/* The exit status, 128 + n for a signal, or COMMAND_OUT_OF_TIME. Its standard output goes to the
 * file `output`, or is thrown away; its errors go to the file "log". seconds: of processor time,
 * however busy the machine is. */
int command_run(const struct command *command, const char *output, unsigned seconds);

/* Set by Ctrl-C, after process_catch_interrupt; what command_run waits for is stopped. */
extern volatile bool process_interrupted;
void process_catch_interrupt(void);

#endif
