/* How often each instruction of the program was executed. Only a machine that is asked to
 * (musim_config.profile) counts it. */
#ifndef MUSIM_PROFILE_H
#define MUSIM_PROFILE_H

#include "object/source_map.h"

#include <stdint.h>

struct musim_profile_row;
struct profile;

struct profile *profile_create(void);
void profile_free(struct profile *profile);

/* One instruction of one warp, with that many lanes active. */
void profile_count(struct profile *profile, uint32_t pc, uint64_t lanes);

/* musim_get_profile's work; source may be NULL. */
size_t profile_rows(const struct profile *profile, const struct source_map *source,
                    struct musim_profile_row **rows);

#endif
