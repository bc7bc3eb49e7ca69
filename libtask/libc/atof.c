/* atof, which brings strtod. */
#include <neutrino/stdlib.h>

double atof(const char *text) {
    return strtod(text, NULL);
}
