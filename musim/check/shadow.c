#include "musim/check/shadow.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 2 };

/* ---- pages ---- */

static unsigned cell_count(const struct shadow_page *page) {
    return SHADOW_PAGE_BYTES >> page->cell_bits;
}

static access_ref *stores_of(struct shadow_page *page) {
    return page->refs;
}

static access_ref *loads_of(struct shadow_page *page) {
    return page->refs + cell_count(page);
}

static struct shadow_page *new_page(unsigned cell_bits) {
    size_t cells = SHADOW_PAGE_BYTES >> cell_bits;
    struct shadow_page *page = xcalloc(1, sizeof *page + 2 * cells * sizeof *page->refs);
    page->cell_bits = (uint8_t)cell_bits;
    return page;
}

void shadow_create(struct shadow_space *space, uint64_t bytes) {
    *space = (struct shadow_space){.page_count = (size_t)(bytes >> SHADOW_PAGE_BITS)};
    space->pages = xcalloc(space->page_count, sizeof(struct shadow_page *));
}

void shadow_clear(struct shadow_space *space) {
    for (size_t i = 0; i < space->touched_count; i++) {
        free(space->pages[space->touched[i]]);
        space->pages[space->touched[i]] = NULL;
    }
    space->touched_count = 0;
    free(space->touched);
    space->touched = NULL;
}

void shadow_free(struct shadow_space *space) {
    shadow_clear(space);
    free(space->pages);
}

void shadow_keep(struct shadow_space *space, struct records *records) {
    for (size_t i = 0; i < space->touched_count; i++) {
        struct shadow_page *page = space->pages[space->touched[i]];
        for (unsigned cell = 0; cell < 2 * cell_count(page); cell++)
            if (page->refs[cell])
                page->refs[cell] = records_keep(records, page->refs[cell]);
    }
}

/* Gives the page smaller cells, each with what the large one had. */
static struct shadow_page *refine(struct shadow_space *space, uint32_t number, unsigned bits) {
    struct shadow_page *page = space->pages[number], *finer = new_page(bits);
    unsigned shift = page->cell_bits - bits;
    for (unsigned cell = 0; cell < 2 * cell_count(finer); cell++)
        finer->refs[cell] = page->refs[cell >> shift];
    free(page);
    return space->pages[number] = finer;
}

/* The page of an address, with cells of at most so many bits. */
static struct shadow_page *page_at(struct shadow_space *space, uint32_t address, unsigned bits) {
    uint32_t number = address >> SHADOW_PAGE_BITS;
    struct shadow_page *page = space->pages[number];
    if (!page) {
        *ARRAY_ADD(space->touched, space->touched_count) = number;
        return space->pages[number] = new_page(bits);
    }
    return page->cell_bits <= bits ? page : refine(space, number, bits);
}

/* ---- a cell ---- */

static bool is_ordered(struct shadow_access *access, uint32_t record) {
    if (record == access->ordered || record == 0)
        return true;
    const struct record *earlier = &access->records->items[record];
    if (earlier->clock > clock_of(access->known, earlier->party))
        return false;
    access->ordered = record;
    return true;
}

/* A cell's bytes, and whose access of them it is. */
struct cell_place {
    uint32_t address;
    unsigned bytes, lane;
};

/* A store that several have made is ordered before a load if one of them is, and before another
 * store if all are. Returns whether this is one more of them. */
static bool check_stores_before(struct shadow_access *access, access_ref store,
                                const struct cell_place *place) {
    struct members stores;
    ref_members(access->records, store, &stores);
    unsigned ordered = 0, unordered = 0;
    for (unsigned i = 0; i < stores.count; i++)
        if (is_ordered(access, stores.records[i]))
            ordered++;
        else
            unordered = i;
    if (ordered == stores.count || (ordered && !access->store))
        return false;
    int lane = unordered + 1 == stores.count ? (int)ref_lane(store) : -1;
    return access->race(access->context, stores.records[unordered], lane, place->lane,
                        place->address, place->bytes);
}

/* Whether all readers are ordered before this store. Of those that are not the latest is told, for
 * its lane is known. */
static void check_loads_before(struct shadow_access *access, access_ref loads,
                               const struct cell_place *place) {
    struct members readers;
    if (!loads || ref_without_lane(loads) == access->ordered_readers)
        return;
    ref_members(access->records, loads, &readers);
    for (unsigned i = readers.count; i-- > 0;) {
        const struct record *earlier = &access->records->items[readers.records[i]];
        if (earlier->clock <= clock_of(access->known, earlier->party))
            continue;
        int earlier_lane = i + 1 == readers.count ? (int)ref_lane(loads) : -1;
        access->race(access->context, readers.records[i], earlier_lane, place->lane, place->address,
                     place->bytes);
        return;
    }
    access->ordered_readers = ref_without_lane(loads);
}

/* The cell's readers after a load by this record; without a lane. */
static access_ref add_reader(struct shadow_access *access, access_ref loads) {
    access_ref mine = ref_of_record(access->record);
    loads = ref_without_lane(loads);
    if (!loads || loads == mine)
        return mine;
    if (loads != access->readers_before) {
        access->readers_after = records_join(access->records, loads, access->record, access->known);
        access->readers_before = loads;
    }
    return access->readers_after;
}

static inline void access_cell(struct shadow_access *access, access_ref *store, access_ref *loads,
                               const struct cell_place *place) {
    access_ref mine = ref_of_record(access->record);
    if (!access->store && ref_without_lane(*loads) == mine)
        return;
    bool copy = ref_without_lane(*store) != mine && check_stores_before(access, *store, place);
    if (copy) {
        *store = records_join(access->records, *store, access->record, access->known) | place->lane;
        return;
    }
    if (!access->store) {
        access_ref after = add_reader(access, *loads);
        if (after != ref_without_lane(*loads))
            *loads = after | place->lane;
        return;
    }
    check_loads_before(access, *loads, place);
    *store = mine | place->lane;
    *loads = 0;
}

/* ---- ranges ---- */

/* The largest cells that both ends of the bytes allow. */
static unsigned fitting_bits(uint32_t start, uint32_t end) {
    uint32_t ends = start | end | 1 << WORD_BITS;
    return (unsigned)__builtin_ctz(ends);
}

static void access_in_page(struct shadow_access *access, uint32_t address, uint32_t bytes,
                           unsigned lane, unsigned bits) {
    struct shadow_page *page = page_at(access->space, address, bits);
    access_ref *stores = stores_of(page), *loads = loads_of(page);
    uint32_t offset = address % SHADOW_PAGE_BYTES;
    unsigned end = (offset + bytes) >> page->cell_bits;
    for (unsigned cell = offset >> page->cell_bits; cell < end; cell++) {
        const struct cell_place place = {address - offset + (cell << page->cell_bits),
                                         1u << page->cell_bits, lane};
        access_cell(access, &stores[cell], &loads[cell], &place);
    }
}

void shadow_range(struct shadow_access *access, uint32_t address, uint64_t bytes) {
    while (bytes && address >> SHADOW_PAGE_BITS < access->space->page_count) {
        uint32_t part = SHADOW_PAGE_BYTES - address % SHADOW_PAGE_BYTES;
        if (part > bytes)
            part = (uint32_t)bytes;
        access_in_page(access, address, part, 0, fitting_bits(address, address + part));
        bytes -= part;
        if (address + part < address) /* the end of memory */
            return;
        address += part;
    }
}

/* ---- lanes ---- */

static unsigned lowest(uint32_t tmask) {
    return (unsigned)__builtin_ctz(tmask);
}

/* Whether what all lanes have there is of one record or set, stored in order of lanes or not. */
static bool all_alike(const access_ref *refs, unsigned lanes) {
    access_ref differ = 0;
    for (unsigned i = 0; i < lanes; i++)
        differ |= refs[i] ^ refs[0];
    return !ref_without_lane(differ);
}

static void fill(access_ref *refs, access_ref with, unsigned lanes) {
    for (unsigned i = 0; i < lanes; i++)
        refs[i] = with | i;
}

static bool is_filled(const access_ref *refs, access_ref with, unsigned lanes) {
    access_ref differ = 0;
    for (unsigned i = 0; i < lanes; i++)
        differ |= refs[i] ^ (with | i);
    return !differ;
}

static bool is_empty(const access_ref *refs, unsigned lanes) {
    access_ref any = 0;
    for (unsigned i = 0; i < lanes; i++)
        any |= refs[i];
    return !any;
}

/* Of cells beside each other, one for each lane, with one history: false if they have several, or a
 * race. */
static bool access_row(struct shadow_access *access, access_ref *stores, access_ref *loads,
                       unsigned lanes) {
    access_ref mine = ref_of_record(access->record);
    if (!access->store && is_filled(loads, mine, lanes))
        return true;
    if (access->store && is_filled(stores, mine, lanes) && is_empty(loads, lanes))
        return true;
    if (!all_alike(stores, lanes) || !all_alike(loads, lanes) || stores[0] & REF_SET ||
        !is_ordered(access, ref_index(stores[0])))
        return false;
    if (!access->store) {
        access_ref after = add_reader(access, loads[0]);
        if (after != ref_without_lane(loads[0]))
            fill(loads, after, lanes);
        return true;
    }
    struct members readers;
    ref_members(access->records, loads[0], &readers);
    if (readers.count > 1 || !is_ordered(access, readers.count ? readers.records[0] : 0))
        return false;
    fill(stores, mine, lanes);
    memset(loads, 0, lanes * sizeof *loads);
    return true;
}

static bool are_all(const access_ref *refs, access_ref ref, unsigned lanes) {
    access_ref differ = 0;
    for (unsigned i = 0; i < lanes; i++)
        differ |= refs[i] ^ ref;
    return !ref_without_lane(differ);
}

bool shadow_knows_row(const struct shadow_space *space, const struct shadow_row *row,
                      uint32_t record, access_ref set) {
    struct shadow_page *page = space->pages[row->address >> SHADOW_PAGE_BITS];
    uint32_t offset = row->address % SHADOW_PAGE_BYTES;
    if (!page || 1u << page->cell_bits != row->size ||
        offset + row->lanes * row->size > SHADOW_PAGE_BYTES)
        return false;
    const access_ref *loads = loads_of(page) + (offset >> page->cell_bits);
    const access_ref *stores = stores_of(page) + (offset >> page->cell_bits);
    access_ref mine = ref_of_record(record);
    if (row->store)
        return is_filled(stores, mine, row->lanes) && is_empty(loads, row->lanes);
    return is_filled(loads, mine, row->lanes) || (set && are_all(loads, set, row->lanes));
}

static bool are_in_sequence(const uint32_t *addresses, unsigned lanes, unsigned size) {
    uint32_t differ = 0;
    for (unsigned i = 0; i < lanes; i++)
        differ |= addresses[i] ^ (addresses[0] + i * size);
    return !differ;
}

static bool are_one(const uint32_t *addresses, uint32_t tmask) {
    uint32_t differ = 0, first = addresses[lowest(tmask)];
    for (uint32_t rest = tmask; rest; rest &= rest - 1)
        differ |= addresses[lowest(rest)] ^ first;
    return !differ;
}

/* All lanes in sequence, in one page with cells of their size. */
static bool access_sequence(struct shadow_access *access, const uint32_t *addresses, unsigned lanes,
                            unsigned size) {
    uint32_t offset = addresses[0] % SHADOW_PAGE_BYTES;
    unsigned bits = lowest(size);
    if (offset + lanes * size > SHADOW_PAGE_BYTES || !are_in_sequence(addresses, lanes, size))
        return false;
    struct shadow_page *page = page_at(access->space, addresses[0], bits);
    return page->cell_bits == bits && access_row(access, stores_of(page) + (offset >> bits),
                                                 loads_of(page) + (offset >> bits), lanes);
}

void shadow_lanes(struct shadow_access *access, const uint32_t *addresses, uint32_t tmask,
                  unsigned lanes, unsigned size) {
    uint32_t all = (uint32_t)((UINT64_C(1) << lanes) - 1);
    if (tmask == all && access_sequence(access, addresses, lanes, size))
        return;
    /* One address: a load of one is a load of all; of stores the highest lane's stays. */
    if (are_one(addresses, tmask)) {
        unsigned lane = access->store ? 31 - (unsigned)__builtin_clz(tmask) : lowest(tmask);
        access_in_page(access, addresses[lane], size, lane, lowest(size));
        return;
    }
    for (uint32_t rest = tmask; rest; rest &= rest - 1) {
        unsigned lane = lowest(rest);
        access_in_page(access, addresses[lane], size, lane, lowest(size));
    }
}
