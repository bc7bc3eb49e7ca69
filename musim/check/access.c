/* Accesses, of warps, the Neutrino and accelerators, on their way to shadow memory and to what is
 * known of shared memory and of objects. */
#include "musim/check/check.h"

#include "musim/memory.h"

#include <string.h>

/* An access in one address space, as shadow memory has it. */
struct access {
    struct musim_check *check;
    struct party *party;
    struct check_cluster *cluster;
    enum space { SPACE_GLOBAL, SPACE_SHARED, SPACE_PRIVATE } space;
    uint32_t pc;
    uint64_t size;
    bool store;
    const uint8_t *memory; /* host address of the space's address 0 */
    /* Of lanes each one's; or, if NULL, from start on. values or bytes are what is stored, if
     * known. */
    const uint32_t *addresses, *values;
    uint32_t start;
    const uint8_t *bytes;
};

/* ---- spaces ---- */

static struct shadow_space *shadow_of(const struct access *access) {
    switch (access->space) {
    case SPACE_SHARED: return &access->cluster->shared;
    case SPACE_PRIVATE: return &access->cluster->private;
    default: return &access->check->global;
    }
}

/* Tells flags apart; global memory is one for all clusters. */
static unsigned space_number(const struct access *access) {
    return access->space == SPACE_GLOBAL ? 0 : 2 * access->cluster->number + access->space;
}

static void enter_space(struct access *access, enum space space) {
    struct cluster *machine = access->cluster->machine;
    access->space = space;
    access->memory = space == SPACE_GLOBAL   ? access->check->machine->global
                     : space == SPACE_SHARED ? machine->simt.shared
                                             : machine->private_memory;
}

/* In the space that it enters, which a global address decides; false: it is no memory. */
static bool enter_space_of(struct access *access, uint32_t address, uint32_t *in_space) {
    struct memory_region region = memory_region(address);
    if (region.kind != MEMORY_RAM && region.kind != MEMORY_PRIVATE)
        return false;
    bool private = region.kind == MEMORY_PRIVATE;
    enter_space(access, private ? SPACE_PRIVATE : SPACE_GLOBAL);
    *in_space = private ? address - NEUTRINO_PRIVATE_BASE : address;
    return true;
}

static struct target target_of(const struct access *access, uint32_t address, uint64_t bytes) {
    return (struct target){
        .shared = access->space == SPACE_SHARED,
        .address = access->space == SPACE_PRIVATE ? address + NEUTRINO_PRIVATE_BASE : address,
        .bytes = bytes,
    };
}

static struct place place_of(const struct access *access, unsigned lane) {
    const struct party *party = access->party;
    return (struct place){
        .party = party,
        .lane = party->kind == PARTY_WARP ? (int)lane : -1,
        .pc = access->pc,
        .run = party->run,
        .size = (uint32_t)access->size,
        .store = access->store,
    };
}

/* ---- records ---- */

static void keep_cluster(struct musim_check *check, struct check_cluster *cluster) {
    shadow_keep(&cluster->shared, &check->records);
    shadow_keep(&cluster->private, &check->records);
}

/* Makes room for records; what nobody refers to is gone. If everything is in use, who accessed what
 * is forgotten: races with that are missed. */
static void collect(struct musim_check *check) {
    for (bool enough = false; !enough;) {
        records_begin_collection(&check->records);
        shadow_keep(&check->global, &check->records);
        for (unsigned i = 0; i < check->shape.clusters; i++)
            keep_cluster(check, &check->clusters[i]);
        for (unsigned i = 0; i < check->party_count; i++)
            memset(check->parties[i].recent, 0, sizeof check->parties[i].recent);
        enough = records_end_collection(&check->records);
        if (enough)
            return;
        shadow_clear(&check->global);
        for (unsigned i = 0; i < check->shape.clusters; i++) {
            shadow_clear(&check->clusters[i].shared);
            shadow_clear(&check->clusters[i].private);
        }
    }
}

static bool orders(const struct access *access) {
    struct musim_check *check = access->check;
    const struct fences_code code = {access->cluster->machine->private_memory,
                                     NEUTRINO_PRIVATE_BASE, NEUTRINO_PRIVATE_BYTES};
    switch (access->party->kind) {
    case PARTY_WARP: return fences_order(&check->fences, check->machine->global, access->pc);
    case PARTY_NEUTRINO: return fences_order_neutrino(&check->fences, &code, access->pc);
    default: return false;
    }
}

static uint32_t record_of(const struct access *access) {
    struct party *party = access->party;
    struct records *records = &access->check->records;
    uint32_t pc = access->pc;
    struct recent *recent = &party->recent[(pc >> 2 ^ pc >> 8 ^ access->store) % RECENT];
    if (recent->pc == pc && recent->clock == party->now && recent->store == access->store &&
        records->items[recent->record].run == party->run)
        return recent->record;
    if (records_are_full(records))
        collect(access->check);
    const struct record record = {
        .clock = party->now,
        .pc = pc,
        .run = party->run,
        .party = (uint16_t)party->number,
        .size = access->size > 8 ? 0 : (uint8_t)access->size,
        .store = access->store,
        .sync = access->size <= 8 && orders(access),
    };
    *recent = (struct recent){pc, party->now, records_add(records, &record), access->store};
    return recent->record;
}

/* ---- races ---- */

/* Whether the bytes that are stored are there already. */
static bool stores_the_same(const struct access *access, unsigned lane, uint32_t address,
                            unsigned bytes) {
    uint32_t start = access->addresses ? access->addresses[lane] : access->start;
    const uint8_t *stored = access->values ? (const uint8_t *)&access->values[lane] : access->bytes;
    return stored && !memcmp(access->memory + address, stored + (address - start), bytes);
}

/* Warps that execute the same program store the same to what is theirs together: an instruction
 * that stores what it has stored in another warp counts as one store. */
static bool is_copy(const struct access *access, const struct record *record) {
    return access->store && record->store && record->pc == access->pc &&
           access->party->kind == PARTY_WARP &&
           access->check->parties[record->party].kind == PARTY_WARP;
}

static bool on_race(void *context, uint32_t earlier, int earlier_lane, unsigned lane,
                    uint32_t address, unsigned bytes) {
    const struct access *access = context;
    struct musim_check *check = access->check;
    const struct record *record = &check->records.items[earlier];
    const struct party *party = &check->parties[record->party];
    if (record->sync && orders(access))
        return false;
    if (is_copy(access, record) && stores_the_same(access, lane, address, bytes))
        return true;
    const struct place now = place_of(access, lane),
                       before = {
                           .party = party,
                           .lane = party->kind == PARTY_WARP ? earlier_lane : -1,
                           .pc = record->pc,
                           .run = record->run,
                           .size = record->size,
                           .store = record->store,
                       };
    bool whole = access->addresses || access->size <= 8;
    uint32_t start = access->addresses ? access->addresses[lane] : access->start;
    const struct target target = target_of(access, whole ? start : address, access->size);
    find_race(check, &now, &before, &target);
    return false;
}

static struct shadow_access shadow_access(const struct access *access) {
    return (struct shadow_access){
        .records = &access->check->records,
        .space = shadow_of(access),
        .known = &access->party->known,
        .record = record_of(access),
        .store = access->store,
        .race = on_race,
        .context = (void *)access,
    };
}

/* What orders acquires before the access is checked, and releases after it. */
static void acquire(const struct access *access, uint32_t address) {
    party_acquire(access->party, flags_find(&access->check->flags, space_number(access), address));
}

static void release(const struct access *access, uint32_t address) {
    struct clock told = {0};
    party_release(access->party, &told);
    flags_release(&access->check->flags, space_number(access), address, &told);
    clock_free(&told);
}

/* ---- memory ---- */

static void check_shared(const struct access *access, unsigned lane, uint32_t address,
                         uint32_t bytes) {
    struct blocks *blocks = &access->cluster->blocks;
    const struct place place = place_of(access, lane);
    const struct target target = target_of(access, address, bytes);
    const struct block *freed = blocks_find_freed(blocks, address, bytes);
    if (freed)
        find_freed(access->check, &place, &target,
                   &(struct target){true, freed->address, freed->bytes}, &freed->by);
    else if (!access->store && !blocks_are_written(blocks, address, bytes))
        find_unwritten(access->check, &place, &target);
    if (access->store || !freed)
        blocks_write(blocks, address, bytes); /* told once */
}

static void check_bounds(const struct access *access, unsigned lane, uint32_t address) {
    unsigned size = access->size > 8 ? 1 : (unsigned)access->size;
    enum bounds bounds =
        objects_check(&access->check->objects, access->space == SPACE_SHARED, address, size);
    if (bounds == BOUNDS_KEPT)
        return;
    const struct place place = place_of(access, lane);
    const struct target target = target_of(access, address, access->size);
    find_out_of_bounds(access->check, &place, &target, bounds == BOUNDS_GAP);
}

static void check_memory(const struct access *access, unsigned lane, uint32_t address,
                         uint32_t bytes) {
    if (access->space == SPACE_SHARED)
        check_shared(access, lane, address, bytes);
    if (access->space != SPACE_PRIVATE)
        check_bounds(access, lane, address);
}

/* ---- ranges: the Neutrino's and the accelerators' ---- */

/* start is an address of the space. */
static void access_range(struct access *access) {
    struct musim_check *check = access->check;
    if (check->kinds & MUSIM_CHECK_MEMORY)
        check_memory(access, 0, access->start, (uint32_t)access->size);
    if (!(check->kinds & MUSIM_CHECK_RACES))
        return;
    bool flag = access->size <= 8 && orders(access);
    if (flag && !access->store)
        acquire(access, access->start);
    struct shadow_access shadow = shadow_access(access);
    shadow_range(&shadow, access->start, access->size);
    if (flag && access->store)
        release(access, access->start);
}

/* What another one than the program stores is there from the beginning. */
static void host_stores(struct check_cluster *cluster, const struct musim_transfer_event *event) {
    uint64_t offset = event->address - NEUTRINO_SHARED_WINDOW;
    if (event->store && offset < NEUTRINO_SHARED_BYTES)
        blocks_write(&cluster->blocks, (uint32_t)offset, (uint32_t)event->size);
}

static struct party *party_of(struct check_cluster *cluster, const char *device) {
    if (!device)
        return cluster->neutrino;
    return device == device_name(DEVICE_DMA) ? cluster->dma.party : cluster->matrix.party;
}

void check_on_transfer(void *context, const struct musim_transfer_event *event) {
    struct musim_check *check = context;
    struct check_cluster *cluster = &check->clusters[event->cluster];
    if (event->device && !strcmp(event->device, MUSIM_HOST)) {
        host_stores(cluster, event);
        return;
    }
    struct access access = {
        .check = check,
        .party = party_of(cluster, event->device),
        .cluster = cluster,
        .pc = (uint32_t)event->pc,
        .size = event->size,
        .store = event->store,
        .bytes = event->bytes,
    };
    if (event->address >= NEUTRINO_SHARED_WINDOW) {
        enter_space(&access, SPACE_SHARED);
        access.start = (uint32_t)(event->address - NEUTRINO_SHARED_WINDOW);
    } else if (!enter_space_of(&access, (uint32_t)event->address, &access.start)) {
        return;
    }
    access_range(&access);
}

/* ---- lanes ---- */

static unsigned lowest(uint32_t tmask) {
    return (unsigned)__builtin_ctz(tmask);
}

/* Of one store's lanes that meet at a place, and do not store the same there. */
static void check_lanes(const struct access *access, uint32_t tmask) {
    enum { BUCKETS = 64 };
    int8_t last[BUCKETS];
    memset(last, -1, sizeof last);
    for (uint32_t rest = tmask; rest; rest &= rest - 1) {
        unsigned lane = lowest(rest);
        int8_t *bucket = &last[access->addresses[lane] / (uint32_t)access->size % BUCKETS];
        int other = *bucket;
        *bucket = (int8_t)lane;
        if (other < 0 || access->addresses[other] != access->addresses[lane] ||
            !memcmp(&access->values[other], &access->values[lane], access->size))
            continue;
        const struct place place = place_of(access, lane);
        const struct target target = target_of(access, access->addresses[lane], access->size);
        find_lanes(access->check, &place, (unsigned)other, &target);
        return;
    }
}

static bool are_in_sequence(const struct access *access, uint32_t tmask) {
    uint32_t differ = 0, size = (uint32_t)access->size;
    for (unsigned lane = 0; lane < 32 && tmask >> lane; lane++)
        differ |= tmask >> lane & 1
                      ? access->addresses[lane] ^
                            (access->addresses[lowest(tmask)] + (lane - lowest(tmask)) * size)
                      : 0;
    return !differ;
}

/* addresses are those of one space. */
static void access_lanes(struct access *access, uint32_t tmask) {
    struct musim_check *check = access->check;
    if (check->kinds & MUSIM_CHECK_MEMORY)
        for (uint32_t rest = tmask; rest; rest &= rest - 1)
            check_memory(access, lowest(rest), access->addresses[lowest(rest)],
                         (uint32_t)access->size);
    if (!(check->kinds & MUSIM_CHECK_RACES))
        return;
    struct shadow_access shadow = shadow_access(access);
    bool flag = check->records.items[shadow.record].sync;
    for (uint32_t rest = tmask; flag && !access->store && rest; rest &= rest - 1)
        acquire(access, access->addresses[lowest(rest)]);
    shadow_lanes(&shadow, access->addresses, tmask, check->shape.lanes, (unsigned)access->size);
    if (access->store && tmask & (tmask - 1) && !are_in_sequence(access, tmask))
        check_lanes(access, tmask);
    for (uint32_t rest = tmask; flag && access->store && rest; rest &= rest - 1)
        release(access, access->addresses[lowest(rest)]);
}

/* Lanes that are in memory where all global memory is plain, or in shared memory. */
static uint32_t plain_lanes(const struct musim_access_event *event) {
    uint32_t first = event->shared ? 0 : MEMORY_PLAIN_START;
    uint32_t bytes = event->shared ? NEUTRINO_SHARED_BYTES : MEMORY_PLAIN_END - MEMORY_PLAIN_START;
    uint32_t plain = 0;
    for (uint32_t rest = event->tmask; rest; rest &= rest - 1) {
        uint32_t address = event->addresses[lowest(rest)];
        if (address - first < bytes && address % event->size == 0)
            plain |= rest & -rest;
    }
    return plain;
}

/* A lane whose address is somewhere else, perhaps nowhere. */
static void access_elsewhere(struct access *access, const struct musim_access_event *event,
                             unsigned lane) {
    uint32_t address = event->addresses[lane];
    if (event->shared || address % event->size || !enter_space_of(access, address, &access->start))
        return;
    access->addresses = access->values = NULL;
    access->bytes = event->values ? (const uint8_t *)&event->values[lane] : NULL;
    access_range(access);
}

void check_on_access(void *context, const struct musim_access_event *event) {
    struct musim_check *check = context;
    struct access access = {
        .check = check,
        .party = check_warp(check, event->warp),
        .cluster = &check->clusters[event->warp.cluster],
        .pc = event->pc,
        .size = event->size,
        .store = event->store,
        .addresses = event->addresses,
        .values = event->values,
    };
    uint32_t plain = plain_lanes(event);
    enter_space(&access, event->shared ? SPACE_SHARED : SPACE_GLOBAL);
    if (plain)
        access_lanes(&access, plain);
    for (uint32_t rest = event->tmask & ~plain; rest; rest &= rest - 1)
        access_elsewhere(&access, event, lowest(rest));
}
