#include "muonc/assembler/mnemonic.h"

#include "support/nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool equals(const char *name, size_t length, const char *word) {
    return strlen(word) == length && memcmp(name, word, length) == 0;
}

static bool ends_with(const char *name, size_t length, const char *suffix) {
    size_t n = strlen(suffix);
    return length > n && memcmp(name + length - n, suffix, n) == 0;
}

static enum muon_op find_op(const char *name, size_t length) {
    for (int op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++) {
        if (equals(name, length, muon_op_info(op)->mnemonic))
            return op;
    }
    return MUON_ILLEGAL;
}

/* lw for lw.global. */
static enum muon_op find_global(const char *name, size_t length) {
    char full[24];
    if (length > 8)
        return MUON_ILLEGAL;
    int n = snprintf(full, sizeof full, "%.*s.global", (int)length, name);
    return find_op(full, (size_t)n);
}

/* "a, b and c", each with the prefix. */
static void join(char *text, size_t size, const char *prefix, const char *const *words, int count,
                 const char *conjunction) {
    size_t length = 0;
    for (int i = 0; i < count && length < size; i++)
        length += (size_t)snprintf(text + length, size - length, "%s%s%s%s%s",
                                   i == 0           ? ""
                                   : i == count - 1 ? " "
                                                    : ", ",
                                   i && i == count - 1 ? conjunction : "",
                                   i && i == count - 1 ? " " : "", prefix, words[i]);
}

/* ---- nu.invoke.rh.pw.async, nu.invokei…, nu.payload, nu.complete.pw ---- */

/* What a letter of muon_suffixes may be. */
struct suffixes {
    const char *const *words;
    int count;
};

static struct suffixes suffixes_of(char letter) {
    switch (letter) {
    case 'r': return (struct suffixes){muon_retire_suffixes, MUON_RETIRES};
    case 'p': return (struct suffixes){muon_part_suffixes, MUON_PARTS};
    default: return (struct suffixes){muon_sync_suffixes, 2};
    }
}

static void set_suffix(struct mnemonic *mnemonic, char letter, int index) {
    switch (letter) {
    case 'r': mnemonic->retire = (enum muon_retire)index; break;
    case 'p': mnemonic->part = (enum muon_part)index; break;
    default: mnemonic->sync = index;
    }
}

/* Whether a word is there, up to a dot or the end. */
static bool takes(const char **rest, const char *end, const char *word) {
    size_t n = strlen(word);
    if ((size_t)(end - *rest) < n || memcmp(*rest, word, n) != 0 ||
        (*rest + n != end && (*rest)[n] != '.'))
        return false;
    *rest += n;
    return true;
}

/* Takes a dot and one of the words from the front of *rest; its index or -1. */
static int take_suffix(const char **rest, const char *end, const struct suffixes *suffixes) {
    const char *word = *rest + 1;
    for (int i = 0; i < suffixes->count && *rest != end; i++) {
        if (takes(&word, end, suffixes->words[i])) {
            *rest = word;
            return i;
        }
    }
    return -1;
}

enum { EXPECTED_TEXT = 64 };

/* Takes what the operation wants from the front of *rest; if that is not there, says so. */
static bool take_suffixes(struct mnemonic *mnemonic, const char **rest, const char *end,
                          char expected[EXPECTED_TEXT]) {
    for (const char *at = muon_suffixes(muon_op_info(mnemonic->op)->format); *at; at++) {
        struct suffixes suffixes = suffixes_of(*at);
        int index = take_suffix(rest, end, &suffixes);
        if (index < 0) {
            join(expected, EXPECTED_TEXT, ".", suffixes.words, suffixes.count, "or");
            return false;
        }
        set_suffix(mnemonic, *at, index);
    }
    snprintf(expected, EXPECTED_TEXT, "nothing");
    return *rest == end;
}

static void list_neutrino(char *text, size_t size) {
    const char *words[MUON_OP_COUNT];
    int count = 0;
    for (int op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++)
        if (muon_op_info(op)->class == MUON_CLASS_NEUTRINO)
            words[count++] = muon_op_info(op)->mnemonic;
    join(text, size, "", words, count, "and");
}

static enum mnemonic_status parse_neutrino(const char *name, size_t length,
                                           struct mnemonic *mnemonic, char *explanation,
                                           size_t size) {
    const char *rest = name, *end = name + length;
    char expected[EXPECTED_TEXT];
    for (int op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT && !mnemonic->op; op++)
        if (muon_op_info(op)->class == MUON_CLASS_NEUTRINO &&
            takes(&rest, end, muon_op_info(op)->mnemonic))
            mnemonic->op = op;
    if (!mnemonic->op) {
        list_neutrino(expected, sizeof expected);
        snprintf(explanation, size, "'%.*s'; there are %s", (int)length, name, expected);
        return MNEMONIC_MISSPELLED;
    }
    if (!take_suffixes(mnemonic, &rest, end, expected)) {
        snprintf(explanation, size, "'%.*s': expected %s after '%.*s'", (int)length, name, expected,
                 (int)(rest - name), name);
        return MNEMONIC_MISSPELLED;
    }
    return MNEMONIC_KNOWN;
}

static void suggest(const char *name, char *explanation, size_t size) {
    struct nearest search = nearest_to(name);
    for (int op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT; op++)
        if (muon_op_info(op)->muon_only)
            nearest_offer(&search, muon_op_info(op)->mnemonic);
    char *hint = nearest_hint(&search, "");
    snprintf(explanation, size, "'%s'%s", name, hint);
    free(hint);
}

/* Aliases without operands have nothing to rewrite. */
static bool find_alias(const char *name, size_t length, struct mnemonic *mnemonic) {
    for (size_t i = 0; i < muon_alias_count; i++) {
        const struct muon_alias *alias = &muon_aliases[i];
        if (!*alias->operands || !equals(name, length, alias->mnemonic))
            continue;
        *mnemonic = (struct mnemonic){.op = alias->rest.op,
                                      .retire = alias->rest.retire,
                                      .part = alias->rest.part,
                                      .sync = alias->rest.sync,
                                      .elems = alias->rest.elems,
                                      .operands = alias->operands,
                                      .single = alias->single};
        return true;
    }
    return false;
}

enum mnemonic_status mnemonic_parse(const char *name, size_t length, struct mnemonic *mnemonic,
                                    char *explanation, size_t size) {
    char lower[64];
    *mnemonic = (struct mnemonic){0};
    if (length >= sizeof lower)
        return MNEMONIC_FOREIGN;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)tolower((unsigned char)name[i]);
    lower[length] = '\0';

    if (length > 3 && memcmp(lower, "nu.", 3) == 0) {
        enum mnemonic_status status = parse_neutrino(lower, length, mnemonic, explanation, size);
        if (status != MNEMONIC_KNOWN)
            return status;
    } else if (!find_alias(lower, length, mnemonic)) {
        mnemonic->op = find_op(lower, length);
        if (mnemonic->op != MUON_ILLEGAL && ends_with(lower, length, ".global"))
            mnemonic->stem = length - strlen(".global");
        else if (mnemonic->op == MUON_ILLEGAL)
            mnemonic->op = find_global(lower, length);
    }
    if (mnemonic->op == MUON_ILLEGAL) {
        if (!(length > 3 && memcmp(lower, "vx_", 3) == 0) && !ends_with(lower, length, ".shared") &&
            !ends_with(lower, length, ".global"))
            return MNEMONIC_FOREIGN;
        suggest(lower, explanation, size);
        return MNEMONIC_MISSPELLED;
    }
    /* Stock assemblers have no fmv.s where floats are in integer registers. */
    bool is_move = mnemonic->operands && strchr(mnemonic->operands, 'T');
    mnemonic->muon_only = is_move || muon_op_info(mnemonic->op)->muon_only;
    if (!mnemonic->operands)
        mnemonic->operands = muon_operands(muon_op_info(mnemonic->op)->format);
    return MNEMONIC_KNOWN;
}
