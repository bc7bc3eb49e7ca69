/* Text from outside as a JSON string. */
#ifndef SUPPORT_JSON_TEXT_H
#define SUPPORT_JSON_TEXT_H

#include <jansson.h>

/* JSON is UTF-8, names of files are any bytes: each byte that belongs to no character becomes
 * U+FFFD. A new reference. */
json_t *json_text(const char *text);

#endif
