/* Dispatches that would wait for themselves, and reports of who waits for what. */
#include "libtask/host/engine/engine.h"

#include <inttypes.h>

/* ---- cycles ---- */

/* A search goes from a new dispatch to those that it waits for, and so on. Of one that it reaches,
 * `via` is the one before. */
struct search {
    uint64_t mark;
    struct dispatch *first, **last;
};

static void reach(struct search *search, struct dispatch *next, struct dispatch *via) {
    if (!next || next->mark == search->mark)
        return;
    next->mark = search->mark;
    next->via = via;
    next->next_found = NULL;
    *search->last = next;
    search->last = &next->next_found;
}

static void reach_all(struct search *search, struct dispatch *dispatch) {
    for (size_t i = 0; i < dispatch->wait_count; i++)
        if (!dispatch->waits[i].semaphore->signalled)
            reach(search, dispatch->waits[i].semaphore->signaller, dispatch);
}

/* The semaphore of this search that a dispatch waits for. */
static struct semaphore *marked(const struct dispatch *dispatch, uint64_t mark) {
    for (size_t i = 0; i < dispatch->wait_count; i++)
        if (dispatch->waits[i].open && dispatch->waits[i].semaphore->mark == mark)
            return dispatch->waits[i].semaphore;
    return NULL;
}

static int add(char *text, int at, const char *format, unsigned a, unsigned b) {
    int more = at < MESSAGE ? snprintf(text + at, (size_t)(MESSAGE - at), format, a, b) : 0;
    return at + more;
}

/* What is between two dispatches of a way: a semaphore, or that they are of one command buffer. */
static int add_step(char *text, int at, const struct dispatch *waiter,
                    const struct dispatch *before) {
    for (size_t i = 0; i < waiter->wait_count; i++)
        if (waiter->waits[i].semaphore->signaller == before)
            return add(text, at,
                       ", which waits for semaphore %u of the dispatch of command buffer %u",
                       OBJECT_NUMBER(waiter->waits[i].semaphore), OBJECT_NUMBER(before->commands));
    return add(text, at, ", which runs after an earlier dispatch of command buffer %u",
               OBJECT_NUMBER(before->commands), 0);
}

/* From the new dispatch back to its own semaphore; ways are followed from their ends. */
static enum tk_status refuse(struct dispatch *dispatch, struct dispatch *end,
                             const struct semaphore *closing) {
    char text[MESSAGE];
    struct dispatch *turned = NULL;
    for (struct dispatch *at = end, *via; at; at = via) {
        via = at == dispatch ? NULL : at->via;
        at->via = turned;
        turned = at;
    }
    int length = add(text, 0, "a cycle: the dispatch of command buffer %u",
                     OBJECT_NUMBER(dispatch->commands), 0);
    for (struct dispatch *at = dispatch; at->via; at = at->via)
        length = add_step(text, length, at, at->via);
    add(text, length, ", which waits for semaphore %u, which the first one signals",
        OBJECT_NUMBER(closing), 0);
    return fail(TK_ERROR_CYCLE, "%s", text);
}

/* One closes only if somebody waits for what the new dispatch signals. */
enum tk_status cycle_check(struct dispatch *dispatch) {
    static uint64_t marks;
    struct search search = {.mark = ++marks, .last = &search.first};
    bool awaited = false;
    for (size_t i = 0; i < dispatch->signal_count; i++) {
        dispatch->signals[i]->mark = search.mark;
        awaited |= dispatch->signals[i]->waiters != NULL;
    }
    if (!awaited)
        return TK_OK;
    dispatch->mark = search.mark;
    reach_all(&search, dispatch);
    reach(&search, dispatch->commands->last, dispatch);
    for (struct dispatch *at = search.first; at; at = at->next_found) {
        const struct semaphore *closing = marked(at, search.mark);
        if (closing)
            return refuse(dispatch, at, closing);
        reach_all(&search, at);
        reach(&search, at->after, at);
    }
    return TK_OK;
}

/* ---- reports ---- */

static void report(FILE *stream, const struct dispatch *dispatch) {
    fprintf(stream, "command buffer %u:", OBJECT_NUMBER(dispatch->commands));
    if (dispatch->held)
        fprintf(stream, " waits for a flush;");
    if (dispatch->after)
        fprintf(stream, " waits for the dispatch of it before;");
    for (size_t i = 0; i < dispatch->wait_count; i++) {
        const struct semaphore *semaphore = dispatch->waits[i].semaphore;
        if (!dispatch->waits[i].open)
            continue;
        fprintf(stream, " waits for semaphore %u, ", OBJECT_NUMBER(semaphore));
        if (semaphore->signaller)
            fprintf(stream, "which command buffer %u signals;",
                    OBJECT_NUMBER(semaphore->signaller->commands));
        else
            fprintf(stream, "which nothing dispatched signals;");
    }
    fputc('\n', stream);
}

void tk_report(FILE *stream) {
    engine_lock();
    for (struct queue *queue = first_queue(); queue; queue = queue->next_queue)
        for (struct dispatch *at = queue->first; at; at = at->next_of_queue)
            if (!at->started)
                report(stream, at);
    engine_unlock(NULL);
}
