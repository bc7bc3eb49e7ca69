/* Parts of a tool that need large libraries and are modules of their own, so that the tool starts
 * without them: shared objects in lib/neutrino that export one symbol. */
#ifndef SUPPORT_MODULE_H
#define SUPPORT_MODULE_H

/* The symbol of the module of this file name ("muonc-compiler.so"), loaded for good; NULL, and the
 * reason for the caller to free, if it cannot be. */
const void *module_load(const char *file, const char *symbol, char **error);

#endif
