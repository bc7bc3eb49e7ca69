#include "muonc/assembler/macros.h"

#include "muonc/assembler/macro_pass.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* MAX_DEPTH: how deep macros may use macros, as in clang. */
enum { MAX_DEPTH = 20, MAX_GROWTH = 1 << 20 };

static void forget(struct macros *macros) {
    for (size_t i = 0; i < macros->pass_count; i++)
        free(macros->passes[i].uses);
    free(macros->passes);
    if (macros->text != macros->original)
        free(macros->text);
}

/* As it was before any pass. */
static void start_over(struct macros *macros, size_t length) {
    forget(macros);
    macros->text = macros->original;
    macros->length = length;
    macros->passes = NULL;
    macros->pass_count = 0;
}

/* Makes the result of a pass the text. */
static void take_pass(struct macros *macros, const struct macro_pass *pass) {
    if (macros->text != macros->original)
        free(macros->text);
    macros->text = pass->result;
    macros->length = pass->size;
    *ARRAY_ADD(macros->passes, macros->pass_count) = pass->done;
}

/* Returns how many passes that took. */
static size_t number_definitions(struct macros *macros) {
    struct macro_pass pass = {.text = macros->text, .length = macros->length, .room = SIZE_MAX};
    if (macro_pass_number(&pass))
        take_pass(macros, &pass);
    return macros->pass_count;
}

/* Expands what the uses of the text come to, level by level. False if that is too long: macros->at
 * is then the use that made it so. */
static bool expand_all(struct macros *macros, bool registers_only) {
    size_t room = macros->length + MAX_GROWTH;
    unsigned number = 0;
    for (int depth = 0; depth <= MAX_DEPTH; depth++) {
        struct macro_pass pass = {.text = macros->text,
                                  .length = macros->length,
                                  .room = room,
                                  .number = number,
                                  .registers_only = registers_only,
                                  .last = depth == MAX_DEPTH};
        macro_pass_expand(&pass);
        if (pass.full) {
            macros->at = pass.done.uses[pass.done.count - 1].origin;
            macros_origin(macros, &macros->at);
        }
        if (pass.full || pass.done.count == 0) {
            free(pass.result);
            free(pass.done.uses);
            return !pass.full;
        }
        take_pass(macros, &pass);
        number = pass.number;
    }
    return true;
}

struct macros macros_expand(const char *text, size_t length) {
    struct macros macros = {.original = xmalloc(length + 1), .length = length};
    memcpy(macros.original, text, length);
    macros.original[length] = '\0';
    macros.text = macros.original;
    if (!strcasestr(macros.text, ".macro") && !strcasestr(macros.text, ".irp"))
        return macros;
    for (int attempt = 0; attempt < 2; attempt++) {
        size_t before = number_definitions(&macros);
        macros.endless = !expand_all(&macros, attempt > 0);
        if (!macros.endless && macros.pass_count > before)
            return macros;
        start_over(&macros, length);
        if (!macros.endless)
            return macros;
    }
    return macros;
}

void macros_free(struct macros *macros) {
    forget(macros);
    free(macros->original);
}

bool macros_origin(const struct macros *macros, struct span *where) {
    bool expanded = false;
    for (size_t p = macros->pass_count; p-- > 0;) {
        const struct macros_pass *pass = &macros->passes[p];
        size_t moved = 0; /* the result is that much longer up to here */
        for (size_t i = 0; i < pass->count && pass->uses[i].result.begin <= where->begin; i++) {
            const struct macros_use *use = &pass->uses[i];
            moved = use->result.end - use->origin.end;
            if (where->begin < use->result.end) {
                *where = use->origin;
                expanded = true;
                moved = 0;
                break;
            }
        }
        where->begin -= moved;
        where->end -= moved;
    }
    return expanded;
}
