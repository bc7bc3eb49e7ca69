#include "isa/isa.h"

#include <string.h>

static const char *const names[MUON_REGISTERS] = {
    "zero", "ra",  "sp",  "gp",  "tp",  "t0",  "t1",  "t2",  "s0",  "s1",  "a0",  "a1",  "a2",
    "a3",   "a4",  "a5",  "a6",  "a7",  "s2",  "s3",  "s4",  "s5",  "s6",  "s7",  "s8",  "s9",
    "s10",  "s11", "t3",  "t4",  "t5",  "t6",  "a8",  "a9",  "a10", "a11", "a12", "a13", "a14",
    "a15",  "a16", "a17", "a18", "a19", "a20", "a21", "a22", "a23", "s12", "s13", "s14", "s15",
    "s16",  "s17", "s18", "s19", "s20", "s21", "s22", "s23", "s24", "s25", "s26", "s27", "s28",
    "s29",  "s30", "s31", "s32", "s33", "s34", "s35", "s36", "s37", "s38", "s39", "s40", "s41",
    "s42",  "s43", "s44", "s45", "s46", "s47", "s48", "s49", "s50", "s51", "s52", "s53", "s54",
    "s55",  "s56", "s57", "s58", "s59", "t7",  "t8",  "t9",  "t10", "t11", "t12", "t13", "t14",
    "t15",  "t16", "t17", "t18", "t19", "t20", "t21", "t22", "t23", "t24", "t25", "t26", "t27",
    "t28",  "t29", "t30", "t31", "t32", "t33", "t34", "t35", "t36", "t37", "t38",
};

static bool is(const char *name, size_t length, const char *text) {
    return strlen(text) == length && !memcmp(name, text, length);
}

const char *muon_register_name(unsigned number) {
    return number < MUON_REGISTERS ? names[number] : NULL;
}

/* "x0" to "x127", without leading zeros. */
static int numbered(const char *name, size_t length) {
    if (length < 2 || length > 4 || name[0] != 'x' || (name[1] == '0' && length > 2))
        return -1;
    int number = 0;
    for (size_t i = 1; i < length; i++) {
        if (name[i] < '0' || name[i] > '9')
            return -1;
        number = number * 10 + (name[i] - '0');
    }
    return number < MUON_REGISTERS ? number : -1;
}

int muon_register_number(const char *name, size_t length) {
    for (int i = 0; i < MUON_REGISTERS; i++)
        if (is(name, length, names[i]))
            return i;
    return is(name, length, "fp") ? MUON_REGISTER_FP : numbered(name, length);
}

static const struct muon_csr csrs[] = {
#define MUON_CSR(id, ...) {__VA_ARGS__},
#define MUON_CSR_ALIAS(name, id)
#include "neutrino/csr.def"
#undef MUON_CSR
#undef MUON_CSR_ALIAS
    {0},
};

static const struct {
    const char *name;
    enum muon_csr_id number;
} csr_aliases[] = {
#define MUON_CSR(...)
#define MUON_CSR_ALIAS(name, id) {name, MUON_CSR_##id},
#include "neutrino/csr.def"
#undef MUON_CSR
#undef MUON_CSR_ALIAS
};

const struct muon_csr *muon_csr_info(unsigned number) {
    for (const struct muon_csr *csr = csrs; csr->name; csr++)
        if (csr->number == number)
            return csr;
    return NULL;
}

const char *muon_csr_name(unsigned number) {
    const struct muon_csr *csr = muon_csr_info(number);
    return csr ? csr->name : NULL;
}

int muon_csr_number(const char *name, size_t length) {
    for (const struct muon_csr *csr = csrs; csr->name; csr++)
        if (is(name, length, csr->name))
            return (int)csr->number;
    for (size_t i = 0; i < sizeof csr_aliases / sizeof *csr_aliases; i++)
        if (is(name, length, csr_aliases[i].name))
            return (int)csr_aliases[i].number;
    return -1;
}
