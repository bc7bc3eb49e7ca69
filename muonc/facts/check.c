#include "muonc/facts/facts.h"

#include "neutrino/platform.h"

#include <string.h>

/* ---- anonymous dummies that never meet ---- */

static bool same_meeting(const struct fact *a, const struct fact *b) {
    return a->flags.part == b->flags.part && a->flags.sync == b->flags.sync &&
           a->flags.retire == b->flags.retire && a->flags.count == b->flags.count;
}

/* Whether two are likely to be meant for one meeting, and are none. */
static bool miss_each_other(const struct fact *a, const struct fact *b) {
    return a->flags.part == b->flags.part && a->flags.sync == b->flags.sync &&
           a->flags.retire == b->flags.retire && a->flags.count != b->flags.count;
}

/* Whether the unit has such a meeting among the first facts. */
static bool has_meeting(const struct fact_list *unit, const struct fact *meeting, size_t first) {
    for (size_t i = 0; i < first; i++)
        if (unit->items[i].kind == FACT_MEETING && same_meeting(&unit->items[i], meeting))
            return true;
    return false;
}

static void report_meeting(const struct fact_check *check, const struct fact *meeting,
                           const struct fact *other) {
    const char *part = flags_part_name(meeting->flags.part);
    diag_raise(check->diag, DIAG_NU_DUMMY_SHAPE, meeting->where,
               "anonymous dummies of %s(%d) and %s(%d) never meet; a sync point "
               "(NEUTRINO_SYNC) keeps two purposes apart",
               part, meeting->flags.count, part, other->flags.count);
    diag_report(check->diag, DIAG_NOTE, NULL, other->where, "the other is here");
}

/* The first of the unit's first facts that the meeting misses. */
static const struct fact *find_missed(const struct fact_list *unit, size_t first,
                                      const struct fact *meeting) {
    for (size_t i = 0; i < first; i++)
        if (unit->items[i].kind == FACT_MEETING && miss_each_other(&unit->items[i], meeting))
            return &unit->items[i];
    return NULL;
}

static void check_meeting(const struct fact_check *check, const struct fact_list *unit,
                          size_t index) {
    const struct fact *meeting = &unit->items[index], *missed = NULL;
    if (!check->across) {
        missed = find_missed(unit, index, meeting);
    } else if (!has_meeting(unit, meeting, index)) {
        /* Two shapes that one unit has have been told of when that was compiled. */
        for (const struct fact_list *other = check->units; other < unit && !missed; other++) {
            missed = find_missed(other, other->count, meeting);
            if (missed && (has_meeting(unit, missed, unit->count) ||
                           has_meeting(other, meeting, other->count)))
                missed = NULL;
        }
    }
    if (missed)
        report_meeting(check, meeting, missed);
}

/* ---- completion of runs that are not MANUAL ---- */

/* An invoke of which the completed variable has a run, if it can have no other runs than such that
 * are not MANUAL; else NULL. */
static const struct fact *find_invoke(const struct fact_check *check,
                                      const struct fact *completion) {
    const struct fact *invoke = NULL;
    for (size_t u = 0; u < check->count; u++)
        for (size_t i = 0; i < check->units[u].count; i++) {
            const struct fact *fact = &check->units[u].items[i];
            if (fact->kind != FACT_RUN || !fact->name || strcmp(fact->name, completion->name))
                continue;
            if (fact->value != RUN_NOT_MANUAL)
                return NULL;
            invoke = invoke ? invoke : fact;
        }
    return invoke;
}

static void check_completion(const struct fact_check *check, const struct fact *completion) {
    /* Other units may give a run to what they can name. */
    if (!completion->name || completion->internal == check->across)
        return;
    const struct fact *invoke = find_invoke(check, completion);
    if (!invoke)
        return;
    diag_raise(check->diag, DIAG_NU_COMPLETE, completion->where,
               "this run is never one of a MANUAL invoke, so it cannot be completed");
    diag_report(check->diag, DIAG_NOTE, NULL, invoke->where, "invoked here");
}

/* ---- sync points that nobody declares ---- */

static void check_sync_id(const struct fact_check *check, const struct fact *fact) {
    if (!check->across || fact->value < NEUTRINO_FIRST_SYNC_POINT + check->sync_points)
        return;
    diag_raise(check->diag, DIAG_NU_TASK, fact->where,
               "no task has the id %u: the program declares %u sync point%s", fact->value,
               check->sync_points, check->sync_points == 1 ? "" : "s");
}

void facts_check(const struct fact_check *check) {
    for (size_t u = 0; u < check->count; u++)
        for (size_t i = 0; i < check->units[u].count; i++) {
            const struct fact *fact = &check->units[u].items[i];
            switch (fact->kind) {
            case FACT_MEETING: check_meeting(check, &check->units[u], i); break;
            case FACT_COMPLETION: check_completion(check, fact); break;
            case FACT_SYNC_ID: check_sync_id(check, fact); break;
            case FACT_RUN: break;
            }
        }
}
