/* Random programs whose lanes go different ways, to play muonc's masks against the host's branches.
 *
 *   divergentgen SEED LANES FILE
 *
 * writes a C program that computes a word for each lane from the lane's number, through nested ifs,
 * switches, loops, break, continue, return, goto (also into loops), calls and recursion. Compiled
 * for the host it prints the words; compiled by muonc it leaves them in `results`. Each lane has a
 * budget of backward jumps and calls, so that every program ends. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { VARIABLES = 4, LABELS = 3, MAX_DEPTH = 4, MAX_FUNCTIONS = 5 };

static FILE *out;
static uint64_t state;
static unsigned functions;                /* how many there are */
static unsigned next_label;               /* of this function */
static unsigned depth, loops, breakables; /* around the place */
static unsigned budget;                   /* statements still to write in this function */

static uint64_t next_random(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

static unsigned below(unsigned limit) {
    return (unsigned)((next_random() >> 32) % limit);
}

__attribute__((format(printf, 1, 2))) static void put(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
}

static void line(void) {
    put("\n%*s", 4 * (int)depth + 4, "");
}

static void condition(unsigned size, bool pure);

static void leaf(void) {
    switch (below(7)) {
    case 0: put("lane->number"); break;
    case 1: put("shared"); break; /* the same in all lanes */
    case 2: put("%uu", below(20)); break;
    case 3: put("array[v%u & 3]", below(VARIABLES)); break;
    case 4: put("i%u", below(MAX_DEPTH + 1)); break; /* the same in all lanes of a loop, perhaps */
    default: put("v%u", below(VARIABLES)); break;
    }
}

static void expression(unsigned size) {
    static const char *const operators[] = {"+", "-", "*", "^", "&", "|", "/ 3u +", ">> 1 ^"};
    if (size == 0 || below(4) == 0) {
        leaf();
        return;
    }
    put("(");
    if (below(5) == 0) {
        condition(size - 1, true);
        put(" ? ");
        expression(size - 1);
        put(" : ");
        expression(size - 1);
    } else {
        expression(size - 1);
        put(" %s ", operators[below(sizeof operators / sizeof *operators)]);
        expression(size - 1);
    }
    put(")");
}

/* pure: without effects, whose order in an expression would be open. */
static void condition(unsigned size, bool pure) {
    static const char *const comparisons[] = {"<", ">", "==", "!=", "<=", "&"};
    unsigned kind = size ? below(6) : 5;
    if (kind < 2) {
        put("(");
        condition(size - 1, pure);
        put(kind ? " && " : " || ");
        condition(size - 1, pure);
        put(")");
    } else if (kind == 2) {
        put("!");
        condition(size - 1, pure);
    } else if (kind == 3 && !pure) {
        put("(effect(lane, %u) & %u)", below(1000), 1 + below(7));
    } else {
        put("((");
        expression(1);
        put(") %% %uu %s %uu)", 2 + below(9), comparisons[below(6)], below(6));
    }
}

static void block(void);

static void assign(void) {
    if (below(4) == 0)
        put("array[v%u & 3] = ", below(VARIABLES));
    else
        put("v%u = ", below(VARIABLES));
    expression(2);
    put(";");
}

static void put_if(void) {
    put("if (");
    condition(2, false);
    put(")");
    block();
    if (below(2)) {
        put(" else");
        block();
    }
}

static void put_switch(void) {
    unsigned cases = 2 + below(5), first = below(3);
    put("switch ((");
    expression(1);
    put(") %% %uu) {", cases + 2);
    breakables++;
    for (unsigned i = 0; i < cases; i++) {
        line();
        if (below(5) == 0 && i == cases - 1)
            put("default:");
        else
            put("case %u:", first + i * (i > 2 ? 2 : 1));
        block();
        if (below(3))
            put(" break;");
    }
    breakables--;
    line();
    put("}");
}

static void put_loop(void) {
    unsigned kind = below(4);
    loops++;
    breakables++;
    switch (kind) {
    case 0:
        put("for (i%u = 0; i%u < (", depth, depth);
        expression(1);
        put(") %% 6u && spend(lane); i%u++)", depth);
        break;
    case 1:
        put("while (spend(lane) && ");
        condition(1, false);
        put(")");
        break;
    case 2: /* the same number of trips in all lanes, unless it jumps */
        put("for (i%u = 0; i%u < %u; i%u++)", depth, depth, 1 + below(4), depth);
        break;
    default: put("do"); break;
    }
    block();
    if (kind == 3) {
        put(" while (spend(lane) && ");
        condition(1, false);
        put(");");
    }
    loops--;
    breakables--;
}

static void put_jump(void) {
    put("if (");
    condition(1, false);
    put(") ");
    switch (below(4)) {
    case 0:
        if (loops) {
            put("continue;");
            break;
        }
        /* fall through */
    case 1:
        if (breakables) {
            put("break;");
            break;
        }
        /* fall through */
    case 2:
        put("return ");
        expression(1);
        put(";");
        break;
    default: put("{ if (spend(lane)) goto label%u; }", below(LABELS)); break;
    }
}

static void put_call(void) {
    unsigned callee = below(functions);
    put("if (enter(lane)) { v%u %s= ", below(VARIABLES), below(2) ? "+" : "^");
    if (below(6) == 0)
        put("table[%u]", callee);
    else
        put("f%u", callee);
    put("(lane, ");
    expression(1);
    put(", shared + %u); lane->level--; }", below(2));
}

static void put_dead_end(void) {
    static const char *const ends[] = {"stuck()", "__builtin_trap()", "for (;;) effect(lane, 1)"};
    put("if (lane->budget > 1000u) %s;", ends[below(3)]);
}

static void statement(void) {
    static const struct {
        unsigned weight;
        void (*write)(void);
        bool nests;
    } kinds[] = {{8, assign, false},      {6, put_if, true},    {3, put_switch, true},
                 {5, put_loop, true},     {5, put_jump, false}, {3, put_call, false},
                 {1, put_dead_end, false}};
    unsigned choice, kind;
    do {
        choice = below(31);
        for (kind = 0; choice >= kinds[kind].weight; kind++)
            choice -= kinds[kind].weight;
    } while (kinds[kind].nests && depth >= MAX_DEPTH);
    line();
    if (next_label < LABELS && below(6) == 0) {
        put("label%u:;", next_label++);
        line();
    }
    kinds[kind].write();
    if (below(3) == 0) {
        line();
        put("effect(lane, v%u + %u);", below(VARIABLES), below(1000));
    }
}

static void block(void) {
    depth++;
    put(" {");
    for (unsigned count = 1 + below(3); count > 0 && budget > 0; count--) {
        budget--;
        statement();
    }
    depth--;
    line();
    put("}");
}

static void signature(unsigned number) {
    put("static %sunsigned f%u(struct lane *lane, unsigned v0, unsigned shared)",
        number % 2 ? "__attribute__((noinline)) " : "", number);
}

static void put_function(unsigned number) {
    next_label = 0;
    budget = 6 + below(16);
    signature(number);
    put(" {\n    unsigned v1 = v0 * 3, v2 = lane->number, v3 = 7, array[4] = {v0, 1, 2, 3};");
    for (unsigned i = 0; i <= MAX_DEPTH; i++)
        put("\n    unsigned i%u = 0;", i);
    while (budget > 0) {
        budget--;
        statement();
    }
    while (next_label < LABELS) {
        line();
        put("label%u:;", next_label++);
    }
    line();
    put("return v0 ^ v1 * 3 ^ v2 * 5 ^ v3 * 7 ^ array[1] ^ array[2];\n}\n\n");
}

static const char head[] =
    "#ifdef __riscv\n#include <neutrino/muon.h>\n#else\n#include <stdio.h>\n#endif\n"
    "struct lane { unsigned number, budget, hash, level; };\n"
    "unsigned results[LANES];\n\n"
    "static __attribute__((noinline)) unsigned effect(struct lane *lane, unsigned value) {\n"
    "    return lane->hash = lane->hash * 31 + value;\n}\n"
    "static inline int spend(struct lane *lane) { return lane->budget && lane->budget--; }\n"
    "static inline int enter(struct lane *lane) {\n"
    "    return lane->level < 2 && spend(lane) && ++lane->level;\n}\n"
    "static __attribute__((noinline)) void stuck(void) { for (;;) __asm__ volatile(\"\"); }\n\n";

static const char tail[] =
    "static unsigned run(unsigned number) {\n"
    "    struct lane lane = {number, 60, 1, 0};\n"
    "    unsigned result = f0(&lane, number * 2654435761u >> 7, 3);\n"
    "    return result ^ lane.hash ^ lane.budget << 24;\n}\n\n"
    "#ifdef __riscv\n"
    "int main(void) {\n    unsigned number = muon_lane_id();\n"
    "    results[number] = run(number);\n    return 0;\n}\n"
    "#else\n"
    "int main(void) {\n    for (unsigned number = 0; number < LANES; number++)\n"
    "        results[number] = run(number);\n"
    "    fwrite(results, sizeof results, 1, stdout);\n    return 0;\n}\n#endif\n";

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: divergentgen SEED LANES FILE\n", stderr);
        return 2;
    }
    state = strtoull(argv[1], NULL, 0) * 0x9e3779b97f4a7c15 + 1;
    if (!(out = fopen(argv[3], "w"))) {
        perror(argv[3]);
        return 1;
    }
    functions = 1 + below(MAX_FUNCTIONS);
    put("#define LANES %s\n%s", argv[2], head);
    for (unsigned i = 0; i < functions; i++) {
        signature(i);
        put(";\n");
    }
    put("static unsigned (*const table[])(struct lane *, unsigned, unsigned) = {");
    for (unsigned i = 0; i < functions; i++)
        put("%sf%u", i ? ", " : "", i);
    put("};\n\n");
    for (unsigned i = 0; i < functions; i++)
        put_function(i);
    put("%s", tail);
    return fclose(out) ? 1 : 0;
}
