#include "musim/check/findings.h"

#include "musim/check/check.h"
#include "support/alloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- once each ---- */

enum { FIRST_ROOM = 256, MOST_KEYS = 1 << 16 };

static uint64_t mix(uint64_t a, uint64_t b) {
    uint64_t z = (a ^ b) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    return z ^ z >> 31;
}

static uint64_t *slot(const struct told *told, uint64_t key) {
    size_t i = (size_t)key & (told->room - 1);
    while (told->keys[i] && told->keys[i] != key)
        i = (i + 1) & (told->room - 1);
    return &told->keys[i];
}

static void grow(struct told *told) {
    struct told larger = {.room = told->room ? 2 * told->room : FIRST_ROOM, .count = told->count};
    larger.keys = xcalloc(larger.room, sizeof *larger.keys);
    for (size_t i = 0; i < told->room; i++)
        if (told->keys[i])
            *slot(&larger, told->keys[i]) = told->keys[i];
    free(told->keys);
    *told = larger;
}

/* Whether this is the first time that the key is told. */
static bool is_first(struct told *told, uint64_t key) {
    key += key == 0;
    if (2 * told->count >= told->room)
        grow(told);
    uint64_t *found = slot(told, key);
    if (*found || told->count == MOST_KEYS)
        return false;
    *found = key;
    told->count++;
    return true;
}

void findings_clear(struct findings *findings) {
    report_clear(&findings->report);
    free(findings->places.keys);
    free(findings->codes.keys);
    *findings = (struct findings){0};
}

/* ---- places in the source ---- */

static const struct program *program_of(const struct musim_check *check) {
    return check->machine->program;
}

/* The line of the Neutrino's instruction, if it is known. */
static struct diag_location neutrino_location(const struct musim_check *check,
                                              const struct place *place) {
    return place->party->kind == PARTY_NEUTRINO ? report_task_location(program_of(check), place->pc)
                                                : DIAG_NOWHERE;
}

/* Of a warp its line; of the Neutrino its, if it is known; else where the task starts that is
 * worked for. */
static struct diag_location location_of(const struct musim_check *check,
                                        const struct place *place) {
    const struct program *program = program_of(check);
    if (place->party->kind == PARTY_WARP)
        return report_location(program, place->pc);
    struct diag_location where = neutrino_location(check, place);
    return where.line ? where : report_task_start(program, run_task(place->run));
}

static uint64_t text_key(const char *text) {
    uint64_t key = 0;
    for (; text && *text; text++)
        key = mix(key, (unsigned char)*text);
    return key;
}

/* What is told of once: a line, or if it is unknown an instruction; of others than warps the task,
 * if the line is not known. */
static uint64_t line_key(const struct musim_check *check, const struct place *place) {
    if (place->party->kind != PARTY_WARP && !neutrino_location(check, place).line)
        return mix(place->party->kind, run_task(place->run));
    const struct diag_location at = location_of(check, place);
    return at.line ? mix(text_key(at.file), at.line) : mix(place->pc, 1);
}

static uint64_t code_key(const struct place *place) {
    bool warp = place->party->kind == PARTY_WARP;
    uint64_t who = mix(place->party->kind, warp ? 0 : run_task(place->run));
    return mix(who, (uint64_t)place->pc << 1 | place->store);
}

static bool is_new_place(struct musim_check *check, const struct place *place, unsigned kind) {
    struct findings *findings = &check->findings;
    return is_first(&findings->codes, mix(code_key(place), kind)) &&
           is_first(&findings->places, mix(line_key(check, place), kind));
}

static bool is_new_pair(struct musim_check *check, const struct place *now,
                        const struct place *earlier) {
    struct findings *findings = &check->findings;
    return is_first(&findings->codes, mix(mix(code_key(now), 1), code_key(earlier))) &&
           is_first(&findings->places, line_key(check, now) + line_key(check, earlier));
}

/* ---- words ---- */

/* "run 5 of scale_task", "the DMA engine, for run 5 of load_task"; the caller frees it. */
static char *party_name(const struct musim_check *check, const struct place *place) {
    static const char *const names[] = {
        [PARTY_NEUTRINO] = "the Neutrino",
        [PARTY_DMA] = "the DMA engine",
        [PARTY_MATRIX] = "the matrix unit",
    };
    const char *name = names[place->party->kind];
    if (!place->run)
        return xstrdup(name);
    char *run = report_run_name(program_of(check), place->run);
    if (place->party->kind == PARTY_NEUTRINO)
        return run;
    char *text = xasprintf("%s for %s", name, run);
    free(run);
    return text;
}

static const char *verb(const struct place *place) {
    return place->store ? "store" : "load";
}

/* "this store", or who else it is. */
static char *name_now(const struct musim_check *check, const struct place *place) {
    return place->party->kind == PARTY_WARP ? xasprintf("this %s", verb(place))
                                            : party_name(check, place);
}

/* "the store at kernel.c:31", or who else it was. */
static char *name_earlier(const struct musim_check *check, const struct place *place) {
    if (place->party->kind != PARTY_WARP)
        return party_name(check, place);
    const struct diag_location at = report_location(program_of(check), place->pc);
    if (at.line)
        return xasprintf("the %s at %s:%u", verb(place), at.file, at.line);
    return xasprintf("the %s at pc 0x%08x", verb(place), place->pc);
}

/* "tile+0x10", "shared address 0x00000010". */
static char *name_target(const struct musim_check *check, const struct target *target) {
    const char *space = target->shared ? "shared" : "global";
    const struct object *object = objects_find(&check->objects, target->shared, target->address);
    if (object)
        return xasprintf("%s%s+0x%x", target->shared ? "shared " : "", object->name,
                         target->address - object->address);
    return xasprintf("%s address 0x%08x", space, target->address);
}

/* Of a warp; who called it is known while it accesses. */
static struct report_place place_in_warp(const struct musim_check *check, const struct place *place,
                                         bool is_now) {
    const struct party *party = place->party;
    bool known = is_now && party->kind == PARTY_WARP;
    return (struct report_place){
        .core = party->core,
        .warp = party->warp,
        .lane = place->lane,
        .pc = place->pc,
        .state = known ? cluster_warp(&check->machine->clusters[party->cluster], party->core,
                                      party->warp)
                       : NULL,
    };
}

/* Who accesses, in a note at the source line; when it was not now it says so. */
static void add_access(struct musim_check *check, const struct place *place, const char *when) {
    struct report *report = &check->findings.report;
    char *size = place->size ? xasprintf("%u-byte ", place->size) : xstrdup("");
    const struct report_place at = place_in_warp(check, place, *when == 0);
    char *who;
    report->program = program_of(check);
    report->cluster = place->party->cluster;
    if (place->party->kind == PARTY_WARP) {
        who = report_place_name(report, &at);
    } else {
        char *name = party_name(check, place);
        who = place->party->kind == PARTY_NEUTRINO
                  ? xasprintf("%s on the Neutrino of cluster %u, pc 0x%08x", name,
                              place->party->cluster, place->pc)
                  : xasprintf("%s of cluster %u", name, place->party->cluster);
        free(name);
    }
    report_add(report, DIAG_NOTE, location_of(check, place), "%s%s%s: %s", when, size, verb(place),
               who);
    if (place->party->kind == PARTY_WARP)
        report_callers(report, &at);
    free(who);
    free(size);
}

static void __attribute__((format(printf, 3, 4)))
begin_finding(struct musim_check *check, struct diag_location where, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = xvasprintf(format, arguments);
    report_add(&check->findings.report, DIAG_ERROR, where, "%s", text);
    free(text);
    va_end(arguments);
}

/* After enough of them the run stops. */
static void end_finding(struct musim_check *check, const struct place *place) {
    struct cluster *cluster = &check->machine->clusters[place->party->cluster];
    if (++check->findings.count < FINDINGS_MOST || !report_begin(&cluster->report, MUSIM_FAULT))
        return;
    report_add(&cluster->report, DIAG_ERROR, DIAG_FILE(program_of(check)->name),
               "stopped after %d findings", FINDINGS_MOST);
    cluster_halt(cluster);
}

/* ---- findings ---- */

void find_race(struct musim_check *check, const struct place *now, const struct place *earlier,
               const struct target *target) {
    if (check->findings.count >= FINDINGS_MOST || !is_new_pair(check, now, earlier))
        return;
    bool by_line = now->party->kind == PARTY_WARP || earlier->party->kind != PARTY_WARP;
    char *at = name_target(check, target);
    char *this = name_now(check, now), *that = name_earlier(check, earlier);
    begin_finding(check, location_of(check, by_line ? now : earlier),
                  "race on %s: nothing orders %s behind %s", at, this, that);
    add_access(check, now, "");
    add_access(check, earlier, "earlier ");
    end_finding(check, now);
    free(at);
    free(this);
    free(that);
}

enum { KIND_LANES = 1, KIND_UNWRITTEN, KIND_BOUNDS, KIND_FREED };

/* Begins a finding about one access, unless it has been told. */
static bool begin_one(struct musim_check *check, const struct place *place, unsigned kind) {
    return check->findings.count < FINDINGS_MOST && is_new_place(check, place, kind);
}

static void end_one(struct musim_check *check, const struct place *place) {
    add_access(check, place, "");
    end_finding(check, place);
}

/* muonc has lanes elect one of them by a store of all to one word: whichever stays is right. */
static bool is_compilers(const struct object *object) {
    static const char prefix[] = "__neutrino_";
    return !strncmp(object->name, prefix, strlen(prefix));
}

void find_lanes(struct musim_check *check, const struct place *place, unsigned other_lane,
                const struct target *target) {
    const struct object *object = objects_find(&check->objects, target->shared, target->address);
    if ((object && is_compilers(object)) || !begin_one(check, place, KIND_LANES))
        return;
    char *at = name_target(check, target);
    begin_finding(check, location_of(check, place),
                  "race on %s: lanes %u and %d store different values to it at once", at,
                  other_lane, place->lane);
    end_one(check, place);
    free(at);
}

void find_unwritten(struct musim_check *check, const struct place *place,
                    const struct target *target, const struct target *block) {
    if (!begin_one(check, place, KIND_UNWRITTEN))
        return;
    char *at = name_target(check, target);
    if (block)
        begin_finding(check, location_of(check, place),
                      "load of %s, to which nobody has stored since the block of %" PRIu64
                      " bytes at 0x%08x was allocated",
                      at, block->bytes, block->address);
    else
        begin_finding(check, location_of(check, place),
                      "load of %s, to which nobody has stored since the launch", at);
    end_one(check, place);
    free(at);
}

/* "behind the end of 'a', which has 40 bytes", or where the next object is. */
static char *name_neighbour(const struct musim_check *check, const struct target *target) {
    const struct object *before = objects_before(&check->objects, target->shared, target->address);
    if (!before)
        return xstrdup("");
    uint32_t end = before->address + before->size;
    return xasprintf(", %u byte%s behind the end of '%s', which has %u", target->address - end,
                     target->address - end == 1 ? "" : "s", before->name, before->size);
}

void find_out_of_bounds(struct musim_check *check, const struct place *place,
                        const struct target *target, bool gap) {
    if (!begin_one(check, place, KIND_BOUNDS))
        return;
    const char *space = target->shared ? "shared" : "global";
    const struct object *object = objects_find(&check->objects, target->shared, target->address);
    if (gap || !object) {
        char *where = name_neighbour(check, target);
        begin_finding(check, location_of(check, place),
                      "%s out of bounds: %s address 0x%08x is no object's%s", verb(place), space,
                      target->address, where);
        free(where);
    } else {
        char *at = name_target(check, target);
        begin_finding(check, location_of(check, place),
                      "%s out of bounds: %" PRIu64 " bytes at %s reach beyond the end of '%s', "
                      "which has %u",
                      verb(place), target->bytes, at, object->name, object->size);
        free(at);
    }
    end_one(check, place);
}

void find_freed(struct musim_check *check, const struct place *place, const struct target *target,
                const struct target *block, const struct place *freed) {
    if (!begin_one(check, place, KIND_FREED))
        return;
    begin_finding(check, location_of(check, place),
                  "%s of shared address 0x%08x, in the block of %" PRIu64
                  " bytes at 0x%08x that has been freed",
                  verb(place), target->address, block->bytes, block->address);
    add_access(check, place, "");
    add_access(check, freed, "freed by this ");
    end_finding(check, place);
}
