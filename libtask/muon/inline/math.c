/* The functions of float that muonc inlines where they are hot, as one unit, of which it reads the
 * bitcode (muonc/ir/passes/inline_library.c). Those of rounding.c are short, or rare. */
#include "libtask/muon/math/error.c"
#include "libtask/muon/math/exponential.c"
#include "libtask/muon/math/inverse.c"
#include "libtask/muon/math/inverse_hyperbolic.c"
#include "libtask/muon/math/logarithm.c"
#include "libtask/muon/math/power.c"
#include "libtask/muon/math/trigonometric.c"
