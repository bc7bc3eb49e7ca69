#include <neutrino/inttypes.h>
