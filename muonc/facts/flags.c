#include "muonc/facts/flags.h"

#include "isa/isa.h"

#include <stddef.h>

/* The layout, as in neutrino/muon.h. */
enum {
    FLAG_SYNC = 0x1,
    FLAG_ASYNC = 0x2,
    FLAG_IMMEDIATE = 0x4,
    FLAG_SIGNAL = 0x8,
    FLAG_MANUAL = 0x10,
    FLAG_DUMMY = 0x20,
    FLAG_THREADS = 0x40,
    FLAG_WARPS = 0x80,
    FLAG_CORES = 0x100,
    FLAG_PARTS = FLAG_THREADS | FLAG_WARPS | FLAG_CORES,
    COUNT_SHIFT = 9,
    COMPLEMENT_SHIFT = 20,
    COUNT_MASK = 0x7ff,
};

static const char *decode_retire(long long value, struct run_flags *flags) {
    switch (value & (FLAG_IMMEDIATE | FLAG_SIGNAL | FLAG_MANUAL)) {
    case 0: flags->retire = RETIRE_DEFAULT; return NULL;
    case FLAG_IMMEDIATE: flags->retire = RETIRE_IMMEDIATE; return NULL;
    case FLAG_SIGNAL: flags->retire = RETIRE_SIGNAL; return NULL;
    case FLAG_MANUAL: flags->retire = RETIRE_MANUAL; return NULL;
    default: return "more than one of IMMEDIATE, SIGNAL and MANUAL";
    }
}

static const char *decode_part(long long value, struct run_flags *flags) {
    int count = (int)(value >> COUNT_SHIFT) & COUNT_MASK;
    int complement = (int)(value >> COMPLEMENT_SHIFT) & COUNT_MASK;
    flags->count = count;
    switch (value & FLAG_PARTS) {
    case 0: flags->part = PART_NONE; return NULL;
    case FLAG_THREADS: flags->part = PART_THREADS; break;
    case FLAG_WARPS: flags->part = PART_WARPS; break;
    case FLAG_CORES: flags->part = PART_CORES; break;
    default: return "more than one of THREADS, WARPS and CORES";
    }
    return (count ^ complement) == COUNT_MASK ? NULL : "two different counts of participants";
}

const char *flags_decode(long long value, struct run_flags *flags) {
    *flags = (struct run_flags){.sync = value & FLAG_SYNC, .dummy = value & FLAG_DUMMY};
    if ((value & FLAG_SYNC) && (value & FLAG_ASYNC))
        return "both SYNC and ASYNC";
    const char *fault = decode_retire(value, flags);
    return fault ? fault : decode_part(value, flags);
}

const char *flags_surplus(long long value) {
    return (value & FLAG_SYNC) && (value & FLAG_ASYNC) ? "ASYNC" : NULL;
}

bool flags_only_participation(long long value) {
    return (value & FLAG_PARTS) && !(value & (FLAG_THREADS - 1));
}

const char *flags_retire_suffix(enum flag_retire retire) {
    return muon_retire_suffixes[retire - RETIRE_IMMEDIATE];
}

const char *flags_part_suffix(enum flag_part part) {
    return muon_part_suffixes[part - PART_THREADS];
}

const char *flags_part_name(enum flag_part part) {
    static const char *const names[] = {"", "THREADS", "WARPS", "CORES"};
    return names[part];
}
