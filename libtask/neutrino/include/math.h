#include <neutrino/math.h>
