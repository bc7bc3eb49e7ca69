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
    bool row; /* all lanes, one beside the other */
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
        .lane = access->addresses ? (int)lane : -1,
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

/* The place of an instruction's record, if the party has made one since its last release. */
static struct recent *recent_of(struct party *party, uint32_t pc) {
    /* A loop's instructions have places of their own: a warp's are 8 bytes, the Neutrino's 4. */
    uint32_t index = pc >> 3 ^ (pc >> 2 & 1) << (RECENT_BITS - 1);
    return &party->recent[index % (1 << RECENT_BITS)];
}

static bool is_recent(const struct recent *recent, const struct party *party, uint32_t pc,
                      bool store) {
    return recent->pc == pc && recent->clock == party->now && recent->store == store;
}

static struct recent *record_of(const struct access *access) {
    struct party *party = access->party;
    struct records *records = &access->check->records;
    struct recent *recent = recent_of(party, access->pc);
    if (is_recent(recent, party, access->pc, access->store) &&
        records->items[recent->record].run == party->run)
        return recent;
    if (records_are_full(records))
        collect(access->check);
    const struct record record = {
        .clock = party->now,
        .pc = access->pc,
        .run = party->run,
        .party = (uint16_t)party->number,
        .size = access->size > 8 ? 0 : (uint8_t)access->size,
        .store = access->store,
        .sync = access->size <= 8 && orders(access),
    };
    *recent = (struct recent){
        .pc = access->pc,
        .clock = party->now,
        .record = records_add(records, &record),
        .store = record.store,
        .sync = record.sync,
    };
    return recent;
}

/* ---- races ---- */

/* Whether the bytes that are stored are there already. */
static bool stores_the_same(const struct access *access, unsigned lane, uint32_t address,
                            unsigned bytes) {
    uint32_t start = access->addresses ? access->addresses[lane] : access->start;
    const uint8_t *stored = access->values ? (const uint8_t *)&access->values[lane] : access->bytes;
    return access->store && stored &&
           !memcmp(access->memory + address, stored + (address - start), bytes);
}

/* Whether two instructions are of one place in the source, of which there may be several. */
static bool is_one_place(const struct program *program, uint32_t pc, uint32_t other_pc) {
    if (pc == other_pc)
        return true;
    const struct diag_location one = report_location(program, pc);
    const struct diag_location other = report_location(program, other_pc);
    return one.line && one.line == other.line && one.column == other.column &&
           !strcmp(one.file, other.file);
}

/* Warps that execute the same program store the same to what is theirs together: an assignment that
 * stores what it has stored in another warp counts as one store. */
static bool is_copy(const struct access *access, const struct record *record) {
    return record->store && access->party->kind == PARTY_WARP &&
           access->check->parties[record->party].kind == PARTY_WARP &&
           is_one_place(access->check->machine->program, access->pc, record->pc);
}

static bool on_race(void *context, uint32_t earlier, int earlier_lane, unsigned lane,
                    uint32_t address, unsigned bytes) {
    const struct access *access = context;
    struct musim_check *check = access->check;
    const struct record *record = &check->records.items[earlier];
    const struct party *party = &check->parties[record->party];
    if (record->sync && orders(access))
        return false;
    if (stores_the_same(access, lane, address, bytes) && is_copy(access, record))
        return true;
    /* In private memory lanes are not told apart. */
    bool has_lanes = party->kind == PARTY_WARP && access->space != SPACE_PRIVATE;
    const struct place now = place_of(access, lane), before = {
                                                         .party = party,
                                                         .lane = has_lanes ? earlier_lane : -1,
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

static struct shadow_access shadow_access(const struct access *access, uint32_t record) {
    return (struct shadow_access){
        .records = &access->check->records,
        .space = shadow_of(access),
        .known = &access->party->known,
        .record = record,
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

static void unwritten(const struct access *access, const struct place *place,
                      const struct target *target) {
    const struct block *block =
        blocks_find(&access->cluster->blocks, target->address, (uint32_t)target->bytes, false);
    const struct target whole = {true, block ? block->address : 0, block ? block->bytes : 0};
    find_unwritten(access->check, place, target, block ? &whole : NULL);
}

static void check_shared(const struct access *access, unsigned lane, uint32_t address,
                         uint32_t bytes) {
    struct blocks *blocks = &access->cluster->blocks;
    const struct place place = place_of(access, lane);
    const struct target target = target_of(access, address, bytes);
    const struct block *freed = NULL;
    if (!access->party->in_allocator)
        freed = blocks_find(blocks, address, bytes, true);
    if (freed)
        find_freed(access->check, &place, &target,
                   &(struct target){true, freed->address, freed->bytes}, &freed->by);
    else if (!access->store && !access->party->in_allocator &&
             !blocks_are_written(blocks, address, bytes))
        unwritten(access, &place, &target);
    if (access->store || (!freed && !access->party->in_allocator))
        blocks_write(blocks, address, bytes); /* told once */
}

static void check_bounds(const struct access *access, unsigned lane, uint32_t address) {
    unsigned size = access->size > 8 ? 1 : (unsigned)access->size;
    if (objects_have(&access->check->objects, access->space == SPACE_SHARED, address, size))
        return;
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

void check_blocks(struct musim_check *check, struct party *party,
                  const struct musim_register_event *event) {
    struct blocks *blocks = &check->clusters[party->cluster].blocks;
    const struct place by = {
        .party = party, .lane = -1, .pc = (uint32_t)event->pc, .run = party->run, .store = true};
    uint32_t value = (uint32_t)event->value;
    if (!event->store)
        return;
    switch (event->offset) {
    case NEUTRINO_CHECK_BYTES:
        party->block_bytes = value;
        party->block_owner = 0;
        break;
    case NEUTRINO_CHECK_ALLOCATED:
        blocks_allocate(blocks, value, party->block_bytes, party->block_owner);
        break;
    case NEUTRINO_CHECK_FREED: blocks_free(blocks, value, &by); break;
    case NEUTRINO_CHECK_INSIDE: party->in_allocator = value; break;
    case NEUTRINO_CHECK_OWNER: party->block_owner = value; break;
    }
}

/* ---- ranges: the Neutrino's and the accelerators' ---- */

/* start is an address of the space. */
static void access_range(struct access *access) {
    struct musim_check *check = access->check;
    if (check->kinds & MUSIM_CHECK_MEMORY)
        check_memory(access, 0, access->start, (uint32_t)access->size);
    if (!(check->kinds & MUSIM_CHECK_RACES))
        return;
    const struct recent *recent = record_of(access);
    bool flag = recent->sync;
    if (flag && !access->store)
        acquire(access, access->start);
    struct shadow_access shadow = shadow_access(access, recent->record);
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

/* Lanes one beside the other, of which nothing is to be told: then there is no need to look at
 * each. */
static bool row_is_sound(const struct access *access) {
    struct musim_check *check = access->check;
    uint32_t bytes = check->shape.lanes * (uint32_t)access->size, start = access->addresses[0];
    bool shared = access->space == SPACE_SHARED;
    struct blocks *blocks = &access->cluster->blocks;
    if (shared && blocks_find(blocks, start, bytes, true))
        return false;
    if (shared && !access->store && !blocks_are_written(blocks, start, bytes))
        return false;
    if (!objects_have(&check->objects, shared, start, bytes))
        return false;
    if (shared && access->store)
        blocks_write(blocks, start, bytes);
    return true;
}

static void check_lanes_memory(const struct access *access, uint32_t tmask) {
    if (access->row && row_is_sound(access))
        return;
    for (uint32_t rest = tmask; rest; rest &= rest - 1)
        check_memory(access, lowest(rest), access->addresses[lowest(rest)], (uint32_t)access->size);
}

/* addresses are those of one space. */
static void access_lanes(struct access *access, uint32_t tmask) {
    struct musim_check *check = access->check;
    if (check->kinds & MUSIM_CHECK_MEMORY)
        check_lanes_memory(access, tmask);
    if (!(check->kinds & MUSIM_CHECK_RACES))
        return;
    struct recent *recent = record_of(access);
    bool flag = recent->sync;
    for (uint32_t rest = tmask; flag && !access->store && rest; rest &= rest - 1)
        acquire(access, access->addresses[lowest(rest)]);
    struct shadow_access shadow = shadow_access(access, recent->record);
    shadow_lanes(&shadow, access->addresses, tmask, check->shape.lanes, (unsigned)access->size);
    recent->set = shadow.readers_after & REF_SET ? shadow.readers_after : 0;
    if (access->store && tmask & (tmask - 1) && !access->row)
        check_lanes(access, tmask);
    for (uint32_t rest = tmask; flag && access->store && rest; rest &= rest - 1)
        release(access, access->addresses[lowest(rest)]);
}

/* All lanes of a machine, one beside the other. */
static bool is_row(const struct musim_access_event *event, unsigned lanes) {
    uint32_t differ = 0;
    for (unsigned i = 0; i < lanes; i++)
        differ |= event->addresses[i] ^ (event->addresses[0] + i * event->size);
    return !differ && event->tmask == (uint32_t)((UINT64_C(1) << lanes) - 1);
}

/* Whether bytes lie where all global memory is plain, or in shared memory. */
static bool is_plain(const struct musim_access_event *event, uint32_t address, uint32_t bytes) {
    uint32_t first = event->shared ? 0 : MEMORY_PLAIN_START;
    uint32_t room = event->shared ? NEUTRINO_SHARED_BYTES : MEMORY_PLAIN_END - MEMORY_PLAIN_START;
    uint32_t offset = address - first;
    return offset < room && bytes <= room - offset && !(address & (event->size - 1));
}

static uint32_t plain_lanes(const struct musim_access_event *event, bool row, unsigned lanes) {
    uint32_t plain = 0;
    if (row && is_plain(event, event->addresses[0], lanes * event->size))
        return event->tmask;
    for (uint32_t rest = event->tmask; rest; rest &= rest - 1)
        if (is_plain(event, event->addresses[lowest(rest)], event->size))
            plain |= rest & -rest;
    return plain;
}

/* What most accesses are: by an instruction again, to where it has been. */
static bool is_known_row(struct musim_check *check, const struct musim_access_event *event) {
    struct party *party = check_warp(check, event->warp);
    const struct recent *recent = recent_of(party, event->pc);
    const struct shadow_space *space =
        event->shared ? &check->clusters[event->warp.cluster].shared : &check->global;
    const struct shadow_row row = {event->addresses[0], check->shape.lanes, event->size,
                                   event->store};
    return is_recent(recent, party, event->pc, event->store) && !recent->sync &&
           is_plain(event, row.address, row.lanes * row.size) &&
           shadow_knows_row(space, &row, recent->record, recent->set);
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
    bool row = is_row(event, check->shape.lanes);
    if (row && check->kinds == MUSIM_CHECK_RACES && is_known_row(check, event))
        return;
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
    uint32_t plain = plain_lanes(event, row, check->shape.lanes);
    access.row = row && plain == event->tmask;
    enter_space(&access, event->shared ? SPACE_SHARED : SPACE_GLOBAL);
    if (plain)
        access_lanes(&access, plain);
    for (uint32_t rest = event->tmask & ~plain; rest; rest &= rest - 1)
        access_elsewhere(&access, event, lowest(rest));
}
