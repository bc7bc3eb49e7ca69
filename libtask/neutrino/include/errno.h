#include <neutrino/errno.h>
