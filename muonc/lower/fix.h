/* Fix-its: what the user may have meant. */
#ifndef MUONC_LOWER_FIX_H
#define MUONC_LOWER_FIX_H

/* The flags spelled in text[0, length) without those among the names in drop (separated by blanks;
 * NULL: none) and with add at the end (NULL: nothing). NULL if they are spelled in another way than
 * as names joined by "|", so that nobody can tell. The caller frees it. */
char *fix_flags(const char *text, unsigned length, const char *drop, const char *add);

#endif
