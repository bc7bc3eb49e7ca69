/* What the runs of a cluster order: a run's issue is behind its arrivals and the retirements that
 * it depends on, its retirement behind that and what ended it. Retirements are remembered for each
 * task, as a later run may depend on any by its id: the last ones one by one, so many that computed
 * ids of a pipe find theirs, and all older ones as one. A dependency on one of those counts as one
 * on all of them: a race may be missed for it, and none is invented. */
#ifndef MUSIM_CHECK_RUNS_H
#define MUSIM_CHECK_RUNS_H

#include "musim/check/clock.h"

enum { RUNS_REMEMBERED = 256 }; /* of a task, one by one */

struct runs;

struct runs *runs_create(void);
void runs_free(struct runs *runs);

/* In the order in which the scoreboard tells it. */
void runs_created(struct runs *runs, uint32_t run, const uint32_t dependencies[3]);
/* What the one knows who arrives; and who completes or signals. */
void runs_arrive(struct runs *runs, uint32_t run, const struct clock *known);
void runs_finish(struct runs *runs, uint32_t run, const struct clock *known);
/* What is ordered before the issue or retirement: valid until the next call; NULL if the run is
 * unknown. A run that has retired is no longer live. */
const struct clock *runs_issued(struct runs *runs, uint32_t run);
const struct clock *runs_retired(struct runs *runs, uint32_t run);

#endif
