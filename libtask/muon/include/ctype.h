#include <neutrino/ctype.h>
