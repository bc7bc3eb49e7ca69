#include "musim/check/record.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_RECORDS = 1 << 14, FIRST_MEMBERS = 1 << 14, MADE = 1 << 10 };
#define MOVED UINT32_C(0x80000000)

void records_init(struct records *records) {
    *records = (struct records){
        .room = FIRST_RECORDS,
        .used = 1,
        .members_room = FIRST_MEMBERS,
        .members_used = 1,
    };
    records->items = xcalloc(records->room, sizeof *records->items);
    records->free_items = xcalloc(records->room, sizeof *records->free_items);
    records->members = xcalloc(records->members_room, sizeof *records->members);
    records->made = xcalloc(MADE, sizeof *records->made);
}

void records_free(struct records *records) {
    free(records->items);
    free(records->free_items);
    free(records->members);
    free(records->made);
    *records = (struct records){0};
}

bool records_are_full(const struct records *records) {
    bool no_record = records->used == records->room && !records->free_count;
    return no_record || records->members_used > records->members_room / 2;
}

uint32_t records_add(struct records *records, const struct record *record) {
    uint32_t index =
        records->free_count ? records->free_items[--records->free_count] : records->used++;
    records->items[index] = *record;
    return index;
}

/* ---- sets ---- */

void ref_members(const struct records *records, access_ref ref, struct members *members) {
    uint32_t index = ref_index(ref);
    members->one = index;
    members->records = &members->one;
    members->count = index != 0;
    if (ref & REF_SET) {
        members->count = records->members[index];
        members->records = &records->members[index + 1];
    }
}

static access_ref add_set(struct records *records, const uint32_t *items, unsigned count) {
    size_t index = records->members_used;
    if (index + count + 1 > records->members_room) {
        records->members_room *= 2;
        records->members =
            xrealloc(records->members, records->members_room * sizeof *records->members);
    }
    records->members[index] = count;
    memcpy(&records->members[index + 1], items, count * sizeof *items);
    records->members_used += count + 1;
    return REF_SET | (access_ref)index << REF_LANE_BITS;
}

static access_ref make_set(struct records *records, access_ref others, uint32_t record,
                           const struct clock *known) {
    struct members old;
    uint32_t kept[SET_MEMBERS_MOST];
    unsigned count = 0;
    ref_members(records, others, &old);
    for (unsigned i = 0; i < old.count; i++) {
        const struct record *other = &records->items[old.records[i]];
        if (old.records[i] == record) /* it is the same set, in whatever order */
            return others;
        if (other->clock > clock_of(known, other->party))
            kept[count++] = old.records[i];
    }
    if (!count)
        return ref_of_record(record);
    if (count == SET_MEMBERS_MOST)
        memmove(kept, kept + 1, --count * sizeof *kept);
    kept[count++] = record;
    return add_set(records, kept, count);
}

access_ref records_join(struct records *records, access_ref others, uint32_t record,
                        const struct clock *known) {
    others = ref_without_lane(others);
    uint32_t hash = (others ^ record * UINT32_C(0x85ebca6b)) * UINT32_C(0x9e3779b1);
    struct made *made = &records->made[hash >> 22];
    _Static_assert(MADE == 1 << 10, "the hash has ten bits");
    if (!made->to || made->from != others || made->record != record)
        *made = (struct made){others, record, make_set(records, others, record, known)};
    return made->to;
}

/* ---- collection ---- */

void records_begin_collection(struct records *records) {
    records->marks = xcalloc(records->room, 1);
    records->old_members = records->members;
    size_t used = records->members_used;
    records->members_used = 1;
    /* All of them may stay. */
    records->members_room = used * 4 > FIRST_MEMBERS ? used * 4 : FIRST_MEMBERS;
    records->members = xcalloc(records->members_room, sizeof *records->members);
    memset(records->made, 0, MADE * sizeof *records->made);
}

access_ref records_keep(struct records *records, access_ref ref) {
    uint32_t index = ref_index(ref);
    if (!(ref & REF_SET)) {
        records->marks[index] = 1;
        return ref;
    }
    uint32_t *old = &records->old_members[index];
    if (!(*old & MOVED)) {
        unsigned count = *old;
        for (unsigned i = 1; i <= count; i++)
            records->marks[old[i]] = 1;
        *old = MOVED | ref_index(add_set(records, old + 1, count));
    }
    return REF_SET | (*old & ~MOVED) << REF_LANE_BITS | ref_lane(ref);
}

/* Doubles the room if more than half is in use: collections stay rare. */
static bool make_room(struct records *records) {
    uint32_t in_use = records->used - records->free_count;
    if (in_use <= records->room / 2)
        return true;
    if (records->room == RECORDS_MOST)
        return in_use < records->room - records->room / 8;
    records->room *= 2;
    records->items = xrealloc(records->items, records->room * sizeof *records->items);
    records->free_items =
        xrealloc(records->free_items, records->room * sizeof *records->free_items);
    return true;
}

bool records_end_collection(struct records *records) {
    records->free_count = 0;
    for (uint32_t i = records->used; i-- > 1;)
        if (!records->marks[i])
            records->free_items[records->free_count++] = i;
    free(records->marks);
    free(records->old_members);
    records->marks = NULL;
    records->old_members = NULL;
    size_t set_limit = (size_t)RECORDS_MOST - 2 * SET_MEMBERS_MOST * REF_LANES;
    return make_room(records) && records->members_used * 2 < set_limit;
}
