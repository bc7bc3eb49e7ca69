/* What the overlay samples share: who checks, and what their kernels' views are. */
#include <neutrino/view.h>

#include <stdio.h>

/* On a cluster all lanes of all warps execute main. */
#ifdef __MUON_LANES__
#define FIRST (muon_hart_id() == 0)
#else
#define FIRST 1
#endif
