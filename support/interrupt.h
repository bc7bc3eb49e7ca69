/* Being asked to end: SIGINT, SIGTERM and SIGHUP end a tool at once, wherever it is, and nothing of
 * it is left behind: no program that it runs, no temporary file. */
#ifndef SUPPORT_INTERRUPT_H
#define SUPPORT_INTERRUPT_H

#include <sys/types.h>

/* For main(), before all else. A signal that is ignored, as under nohup, stays so. */
void interrupt_catch(void);

/* Between the two a signal waits, so that what is made there is known before it can be left behind.
 * They do not nest. */
void interrupt_hold(void);
void interrupt_release(void);

/* What is not to be left behind: a file or a directory of plain files, which is removed; a program,
 * which is ended. Call them held; what was not added may be forgotten, too. */
void interrupt_add_path(const char *path);
void interrupt_forget_path(const char *path);
void interrupt_add_child(pid_t child);
void interrupt_forget_child(pid_t child);

#endif
