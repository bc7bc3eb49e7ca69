#include "muonc/assembler/mnemonic.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The order in which each format writes its operands (mnemonic.h has the letters). */
static const char *const format_operands[] = {
    [MUON_FORMAT_R] = "dst",
    [MUON_FORMAT_R1] = "ds",
    [MUON_FORMAT_R4] = "dstu",
    [MUON_FORMAT_I] = "dsi",
    [MUON_FORMAT_SHIFT] = "dsh",
    [MUON_FORMAT_LOAD] = "dm",
    [MUON_FORMAT_STORE] = "tm|tmx",
    [MUON_FORMAT_BRANCH] = "stb",
    [MUON_FORMAT_U] = "dg",
    [MUON_FORMAT_JAL] = "db|b",
    [MUON_FORMAT_JALR] = "dm|dsi|ds|s|m",
    [MUON_FORMAT_CSR] = "dcs",
    [MUON_FORMAT_CSRI] = "dcz",
    [MUON_FORMAT_NONE] = "",
    [MUON_FORMAT_RS1] = "s",
    [MUON_FORMAT_RS1_RS2] = "st",
    [MUON_FORMAT_RD_RS1] = "ds",
    [MUON_FORMAT_INVOKE] = "dstuve",
    [MUON_FORMAT_INVOKEI] = "dktuve",
    [MUON_FORMAT_PAYLOAD] = "stuvq",
    [MUON_FORMAT_COMPLETE] = "se",
};

/* Other names that stock assemblers have for one instruction, or for a few that are one of Muon's:
 * here for the registers, immediates and CSRs that stock assemblers do not take. */
static const struct alias {
    const char *name;
    enum muon_op op;
    const char *operands;
    const char *single;
} aliases[] = {
    {"mv", MUON_ADDI, "ds", NULL},
    {"li", MUON_ADDI, "dl", NULL},
    {"la", MUON_ADDI, "da", "li"},
    {"lla", MUON_ADDI, "da", "li"},
    {"not", MUON_XORI, "ds", NULL},
    {"neg", MUON_SUB, "dt", NULL},
    {"zext.b", MUON_ANDI, "ds", NULL},
    {"seqz", MUON_SLTIU, "ds", NULL},
    {"snez", MUON_SLTU, "dt", NULL},
    {"sltz", MUON_SLT, "ds", NULL},
    {"sgtz", MUON_SLT, "dt", NULL},
    {"sgt", MUON_SLT, "dts", NULL},
    {"sgtu", MUON_SLTU, "dts", NULL},
    /* With an immediate these stand for addi, … */
    {"add", MUON_ADD, "dst|dsi", NULL},
    {"and", MUON_AND, "dst|dsi", NULL},
    {"or", MUON_OR, "dst|dsi", NULL},
    {"xor", MUON_XOR, "dst|dsi", NULL},
    {"slt", MUON_SLT, "dst|dsi", NULL},
    {"sltu", MUON_SLTU, "dst|dsi", NULL},
    {"sll", MUON_SLL, "dst|dsh", NULL},
    {"srl", MUON_SRL, "dst|dsh", NULL},
    {"sra", MUON_SRA, "dst|dsh", NULL},

    {"j", MUON_JAL, "b", NULL},
    {"jump", MUON_JAL, "bx", "j"},
    {"call", MUON_JAL, "db|b", "jal"},
    {"jr", MUON_JALR, "s|m|si", NULL},
    {"beqz", MUON_BEQ, "sb", NULL},
    {"bnez", MUON_BNE, "sb", NULL},
    {"blez", MUON_BGE, "tb", NULL},
    {"bgez", MUON_BGE, "sb", NULL},
    {"bltz", MUON_BLT, "sb", NULL},
    {"bgtz", MUON_BLT, "tb", NULL},
    {"bgt", MUON_BLT, "tsb", NULL},
    {"ble", MUON_BGE, "tsb", NULL},
    {"bgtu", MUON_BLTU, "tsb", NULL},
    {"bleu", MUON_BGEU, "tsb", NULL},

    {"csrr", MUON_CSRRS, "dc", NULL},
    {"csrw", MUON_CSRRW, "cs|cz", NULL},
    {"csrs", MUON_CSRRS, "cs|cz", NULL},
    {"csrc", MUON_CSRRC, "cs|cz", NULL},
    {"csrwi", MUON_CSRRWI, "cz", NULL},
    {"csrsi", MUON_CSRRSI, "cz", NULL},
    {"csrci", MUON_CSRRCI, "cz", NULL},
    {"rdcycle", MUON_CSRRS, "d", NULL},
    {"rdcycleh", MUON_CSRRS, "d", NULL},
    {"rdinstret", MUON_CSRRS, "d", NULL},
    {"rdinstreth", MUON_CSRRS, "d", NULL},

    {"fmv.s", MUON_FSGNJ_S, "dT", NULL},
    {"fabs.s", MUON_FSGNJX_S, "dT", NULL},
    {"fneg.s", MUON_FSGNJN_S, "dT", NULL},
    {"fgt.s", MUON_FLT_S, "dts", NULL},
    {"fge.s", MUON_FLE_S, "dts", NULL},
    {"fmv.h", MUON_FSGNJ_H, "dT", NULL},
    {"fabs.h", MUON_FSGNJX_H, "dT", NULL},
    {"fneg.h", MUON_FSGNJN_H, "dT", NULL},
    {"fgt.h", MUON_FLT_H, "dts", NULL},
    {"fge.h", MUON_FLE_H, "dts", NULL},
};

static bool equals(const char *name, size_t length, const char *word) {
    return strlen(word) == length && memcmp(name, word, length) == 0;
}

static bool ends_with(const char *name, size_t length, const char *suffix) {
    size_t n = strlen(suffix);
    return length > n && memcmp(name + length - n, suffix, n) == 0;
}

static bool is_muon_only(enum muon_op op) {
    const struct muon_op_info *info = muon_op_info(op);
    switch (info->class) {
    case MUON_CLASS_BF16:
    case MUON_CLASS_FEXP:
    case MUON_CLASS_SIMT:
    case MUON_CLASS_NEUTRINO: return true;
    default:
        return op == MUON_TOHOST || op == MUON_FENCE_S ||
               ends_with(info->mnemonic, strlen(info->mnemonic), ".shared");
    }
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

/* Takes one of the words, separated by '|', from the front of *rest; its index or -1. */
static int take_suffix(const char **rest, const char *end, const char *words) {
    for (int index = 0; *words; index++) {
        size_t n = strcspn(words, "|");
        if ((size_t)(end - *rest) >= n && memcmp(*rest, words, n) == 0 &&
            (*rest + n == end || (*rest)[n] == '.')) {
            *rest += n;
            return index;
        }
        words += n + (words[n] == '|');
    }
    return -1;
}

/* nu.invoke.rh.pw.async, nu.invokei…, nu.payload, nu.complete.pw. */
static enum mnemonic_status parse_neutrino(const char *name, size_t length,
                                           struct mnemonic *mnemonic, char *explanation,
                                           size_t size) {
    const char *rest = name, *end = name + length, *wanted = NULL;
    static const enum muon_op ops[] = {MUON_NU_INVOKE, MUON_NU_INVOKEI, MUON_NU_PAYLOAD,
                                       MUON_NU_COMPLETE};
    int base = take_suffix(&rest, end, "nu.invoke|nu.invokei|nu.payload|nu.complete");
    if (base < 0) {
        snprintf(explanation, size,
                 "'%.*s'; there are nu.invoke, nu.invokei, nu.payload and "
                 "nu.complete",
                 (int)length, name);
        return MNEMONIC_MISSPELLED;
    }
    mnemonic->op = ops[base];
    bool invokes = base < 2;
    int retire = 0, part = 0, sync = 0;
    if (invokes && (retire = take_suffix(&rest, end, ".ri|.rh|.rm")) < 0)
        wanted = ".ri, .rh or .rm";
    else if (base != 2 && (part = take_suffix(&rest, end, ".pt|.pw|.pc")) < 0)
        wanted = ".pt, .pw or .pc";
    else if (invokes && (sync = take_suffix(&rest, end, ".async|.sync")) < 0)
        wanted = ".async or .sync";
    else if (rest != end)
        wanted = "nothing";
    if (wanted) {
        snprintf(explanation, size, "'%.*s': expected %s after '%.*s'", (int)length, name, wanted,
                 (int)(rest - name), name);
        return MNEMONIC_MISSPELLED;
    }
    mnemonic->retire = (enum muon_retire)retire;
    mnemonic->part = (enum muon_part)part;
    mnemonic->sync = sync == 1;
    return MNEMONIC_KNOWN;
}

/* Levenshtein's distance for words of at most 23 letters. */
static unsigned distance(const char *a, size_t n, const char *b) {
    unsigned row[24];
    size_t m = strlen(b);
    for (size_t j = 0; j <= m; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

static void suggest(const char *name, size_t length, char *explanation, size_t size) {
    const char *best = NULL;
    unsigned smallest = 3;
    for (int op = MUON_ILLEGAL + 1; op < MUON_OP_COUNT && length < 24; op++) {
        const char *word = muon_op_info(op)->mnemonic;
        unsigned d = strlen(word) < 24 && is_muon_only(op) ? distance(name, length, word) : 3;
        if (d < smallest) {
            smallest = d;
            best = word;
        }
    }
    if (best)
        snprintf(explanation, size, "'%.*s'; did you mean '%s'?", (int)length, name, best);
    else
        snprintf(explanation, size, "'%.*s'", (int)(length < 100 ? length : 100), name);
}

static bool find_alias(const char *name, size_t length, struct mnemonic *mnemonic) {
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (equals(name, length, aliases[i].name)) {
            mnemonic->op = aliases[i].op;
            mnemonic->operands = aliases[i].operands;
            mnemonic->single = aliases[i].single;
            return true;
        }
    }
    if (!equals(name, length, "vx_bar"))
        return false;
    *mnemonic = (struct mnemonic){
        .op = MUON_NU_INVOKE, .part = MUON_PART_WARPS, .sync = true, .operands = "st", .elems = 64};
    return true;
}

enum mnemonic_status mnemonic_parse(const char *name, size_t length, struct mnemonic *mnemonic,
                                    char *explanation, size_t size) {
    char lower[64];
    *mnemonic = (struct mnemonic){0};
    if (length >= sizeof lower)
        return MNEMONIC_FOREIGN;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)tolower((unsigned char)name[i]);

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
        suggest(lower, length, explanation, size);
        return MNEMONIC_MISSPELLED;
    }
    /* Stock assemblers have no fmv.s where floats are in integer registers. */
    bool is_move = mnemonic->operands && strchr(mnemonic->operands, 'T');
    mnemonic->muon_only = is_move || is_muon_only(mnemonic->op);
    if (!mnemonic->operands)
        mnemonic->operands = format_operands[muon_op_info(mnemonic->op)->format];
    return MNEMONIC_KNOWN;
}
