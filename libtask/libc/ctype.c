/* Classes of characters, in the C locale, without a branch. */
#include <neutrino/ctype.h>

static int is_between(int character, int first, int last) {
    return (unsigned)character - (unsigned)first <= (unsigned)(last - first);
}

int isdigit(int character) {
    return is_between(character, '0', '9');
}
int islower(int character) {
    return is_between(character, 'a', 'z');
}
int isupper(int character) {
    return is_between(character, 'A', 'Z');
}
int isalpha(int character) {
    return is_between(character | 0x20, 'a', 'z');
}
int isalnum(int character) {
    return isalpha(character) | isdigit(character);
}
int isxdigit(int character) {
    return is_between(character | 0x20, 'a', 'f') | isdigit(character);
}
int isblank(int character) {
    return (character == ' ') | (character == '\t');
}
int isspace(int character) {
    return (character == ' ') | is_between(character, '\t', '\r');
}
int isprint(int character) {
    return is_between(character, ' ', '~');
}
int isgraph(int character) {
    return is_between(character, '!', '~');
}
int ispunct(int character) {
    return isgraph(character) & !isalnum(character);
}
int iscntrl(int character) {
    return is_between(character, 0, 0x1f) | (character == 0x7f);
}
int tolower(int character) {
    return character + (isupper(character) << 5);
}
int toupper(int character) {
    return character - (islower(character) << 5);
}
