/* Who accessed memory, as shadow memory refers to it: records, each of a party's accesses by one
 * instruction between two of its releases, and sets of them, for bytes that several parties have
 * loaded since the last store, or to which several have made one store. What nobody refers to any
 * more is collected when the tables are full. */
#ifndef MUSIM_CHECK_RECORD_H
#define MUSIM_CHECK_RECORD_H

#include "musim/check/clock.h"

#include <stddef.h>

struct record {
    uint32_t clock; /* of the party, then */
    uint32_t pc;    /* the instruction; of an accelerator what it accessed (check.h) */
    uint32_t run;   /* that it worked for; 0: none */
    uint16_t party;
    uint8_t size; /* bytes; 0: an accelerator's */
    bool store : 1;
    bool sync : 1; /* orders, rather than races (fences.h) */
};

/* A record or a set of them with the lane that accessed last; 0: nobody. */
typedef uint32_t access_ref;
enum { REF_LANE_BITS = 5, REF_LANES = 1 << REF_LANE_BITS, REF_LANE_MASK = REF_LANES - 1 };
enum { RECORDS_MOST = 1 << 26 };
#define REF_SET UINT32_C(0x80000000)

static inline access_ref ref_of_record(uint32_t record) {
    return record << REF_LANE_BITS;
}
static inline uint32_t ref_index(access_ref ref) {
    return (ref & ~REF_SET) >> REF_LANE_BITS;
}
static inline unsigned ref_lane(access_ref ref) {
    return ref & REF_LANE_MASK;
}
static inline access_ref ref_without_lane(access_ref ref) {
    return ref & ~(access_ref)REF_LANE_MASK;
}

/* More members than that are not told apart: the oldest is forgotten, so that a race may be missed.
 */
enum { SET_MEMBERS_MOST = 256 };

struct records {
    struct record *items; /* the first is nobody's */
    uint32_t room, used;  /* used counts those that were freed, too */
    uint32_t *free_items;
    uint32_t free_count;

    uint32_t *members; /* of all sets: at a set's index their number, and then records */
    size_t members_room, members_used;

    /* The last sets made of others, so that neighbours with one history have one set. */
    struct made {
        access_ref from;
        uint32_t record;
        access_ref to;
    } *made;

    /* A collection under way. */
    uint8_t *marks; /* of records: somebody refers to it */
    uint32_t
        *old_members; /* where a set that has moved stands its number's place holds MOVED | new */
};

void records_init(struct records *records);
void records_free(struct records *records);

/* Whether a collection is due before the next record is made. */
bool records_are_full(const struct records *records);
uint32_t records_add(struct records *records, const struct record *record);

/* The members of a reference, of a record that one. */
struct members {
    const uint32_t *records;
    unsigned count;
    uint32_t one;
};
void ref_members(const struct records *records, access_ref ref, struct members *members);

/* The set of `record`, as the latest, and those of `others` that `known` does not order before it;
 * or `others`, if it has the record. Without a lane. */
access_ref records_join(struct records *records, access_ref others, uint32_t record,
                        const struct clock *known);

/* A collection: begin, keep each reference that is in use (which may move it), and end. false:
 * there is no room even so. */
void records_begin_collection(struct records *records);
access_ref records_keep(struct records *records, access_ref ref);
bool records_end_collection(struct records *records);

#endif
