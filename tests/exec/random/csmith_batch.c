#include "csmith_batch.h"
#include "process.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CSMITH_SECONDS = 4 };

/* Where csmith left the program of the seed, until all are put together. */
struct path {
    char text[32];
};
static struct path path_of(uint64_t seed) {
    struct path path;
    snprintf(path.text, sizeof path.text, "csmith-%llu.c", (unsigned long long)seed);
    return path;
}

static int make_one(uint64_t seed) {
    /* Pointers into packed structures would be unaligned. */
    static const char *const options[] = {
        CSMITH_PROGRAM,          "--quiet", "--concise", "--no-argc", "--no-packed-struct",
        "--max-expr-complexity", "6",       NULL};
    /* Most are small, as kernelgen's are. */
    static const char *const sizes[][7] = {
        {"--max-funcs", "4", "--max-block-depth", "4", NULL},
        {"--max-funcs", "3", "--max-block-depth", "3", "--max-block-size", "3", NULL},
    };
    struct command csmith = {0};
    command_add_all(&csmith, options);
    command_add_all(&csmith, sizes[seed % 8 != 0]);
    command_add(&csmith, "--output");
    command_addf(&csmith, "%s", path_of(seed).text);
    command_add(&csmith, "--seed");
    command_addf(&csmith, "%llu", (unsigned long long)seed);
    if (seed % 2)
        command_add(&csmith, "--no-volatiles");
    return command_run(&csmith, NULL, CSMITH_SECONDS);
}

int csmith_make(uint64_t first, unsigned count, uint64_t *left_out) {
    for (unsigned i = 0; i < count; i++) {
        int status = make_one(first + i);
        if (status == COMMAND_OUT_OF_TIME)
            *left_out |= UINT64_C(1) << i;
        else if (status != 0)
            return status;
    }
    return 0;
}

void csmith_forget(uint64_t first, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        unlink(path_of(first + i).text);
}

/* ---- putting programs together ---- */

/* csmith writes constants for a long of 64 bits, and here int and long are 32 bits on one side: all
 * that is long becomes int, for both. */
static void print_number(FILE *out, char *number) {
    size_t length = strlen(number);
    if (length > 1 && number[length - 1] == 'L' && number[length - 2] != 'L')
        number[length - 1] = '\0';
    fputs(number, out);
}

static bool is_numbered(const char *word, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(word, prefix, length) == 0 && isdigit((unsigned char)word[length]);
}

/* What is at file scope has the seed in its name. */
static void print_name(FILE *out, const char *name, uint64_t seed) {
    static const char *const prefixes[] = {"g_", "func_", "S", "U"};
    bool global = strcmp(name, "main") == 0 || strcmp(name, "__undefined") == 0;
    for (unsigned i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        global |= is_numbered(name, prefixes[i]);
    fputs(name, out);
    if (global)
        fprintf(out, "_%llu", (unsigned long long)seed);
}

static bool copy(uint64_t seed, FILE *out) {
    FILE *in = fopen(path_of(seed).text, "r");
    if (!in)
        return false;
    char word[128];
    size_t length = 0;
    for (int c = ' '; c != EOF;) {
        c = getc(in);
        if ((c == '_' || isalnum(c)) && length < sizeof word - 1) {
            word[length++] = (char)c;
            continue;
        }
        word[length] = '\0';
        if (isdigit((unsigned char)word[0]))
            print_number(out, word);
        else
            print_name(out, word, seed);
        length = 0;
        if (c != EOF)
            putc(c, out);
    }
    return !fclose(in);
}

bool csmith_put_together(uint64_t first, unsigned count, uint64_t left_out, const char *path) {
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    bool good = true;
    fputs("#include \"checksums.h\"\n", out);
    for (unsigned i = 0; i < count; i++)
        if (!(left_out >> i & 1))
            good &= copy(first + i, out);
    fputs("\nRUN_PROGRAMS(", out);
    for (unsigned i = 0; i < count; i++)
        if (!(left_out >> i & 1))
            fprintf(out, "\nRUN(%llu)", (unsigned long long)first + i);
    fputs(")\n", out);
    return !fclose(out) && good;
}
