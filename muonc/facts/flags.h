/* The flags of neutrino_invoke and the participants of neutrino_complete, as neutrino/muon.h lays
 * them out in an int. */
#ifndef MUONC_FACTS_FLAGS_H
#define MUONC_FACTS_FLAGS_H

#include <stdbool.h>

enum flag_retire { RETIRE_DEFAULT, RETIRE_IMMEDIATE, RETIRE_SIGNAL, RETIRE_MANUAL };
enum flag_part { PART_NONE, PART_THREADS, PART_WARPS, PART_CORES };

struct run_flags {
    bool sync, dummy;
    enum flag_retire retire;
    enum flag_part part;
    int count; /* of participants; more than 64 for what is out of range */
};

/* Splits a value up. Returns NULL, or what is contradictory about it, in words. */
const char *flags_decode(long long value, struct run_flags *flags);

/* Of contradictory flags the one that says least: ASYNC beside SYNC, since it is the default. NULL
 * if there is none. */
const char *flags_surplus(long long value);

/* Whether nothing but a participation is set, as neutrino_complete wants it. */
bool flags_only_participation(long long value);

/* The mnemonics' suffixes: "ri", "pw". Both need a value that is set. */
const char *flags_retire_suffix(enum flag_retire retire);
const char *flags_part_suffix(enum flag_part part);
/* "THREADS", as the user writes it. */
const char *flags_part_name(enum flag_part part);

#endif
