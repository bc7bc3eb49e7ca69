/* Random kernels with barriers in nested control flow that all work-items of a group take alike, and
 * with control flow of their own between:
 *
 *   splitgen SEED >kernels.c
 *
 * Each is k<number>(in, out, n, extra), as splitrun.c launches it. Work-items tell each other things
 * through `extra` alone, with barriers around, so the result is one. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { KERNELS = 8, HELPERS = 3, DEPTH = 4 };

static uint64_t state;

/* xorshift64* */
static uint32_t draw(uint32_t below) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * 0x2545f4914f6cdd1d) >> 33) % below;
}

static int depth, loops, callable; /* helpers that may be called */
static bool in_helper;

static void line(const char *format, ...) {
    va_list arguments;
    printf("%*s", 4 * depth, "");
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

/* ---- expressions ---- */

static const char *const values[] = {"a", "b", "c", "me", "*p", "own[1]", "(uint32_t)w", "(uint32_t)s"};
static const char *const places[] = {"a", "b", "c", "*p", "own[2]", "w", "s", "f"};
static const char *const uniforms[] = {"n", "u", "v", "group", "size"};
static const char *const operators[] = {"+", "-", "*", "^", "&", "|"};

#define ANY(list) list[draw(sizeof list / sizeof *list)]

static const char *any_value(void) {
    return draw(5) ? ANY(values) : ANY(uniforms);
}

/* The same in all of a group; a different one by round if it is in a loop. */
static const char *uniform_value(char *room) {
    if (loops && draw(2))
        snprintf(room, 40, "i%d", (int)draw((uint32_t)loops));
    else
        snprintf(room, 40, "%s", ANY(uniforms));
    return room;
}

static void uniform_condition(char *room) {
    char left[40], right[40];
    switch (draw(3)) {
    case 0:
        snprintf(room, 120, "%s %% %u == %u", uniform_value(left), 2 + draw(3), draw(2));
        break;
    case 1: snprintf(room, 120, "%s > %s", uniform_value(left), uniform_value(right)); break;
    default:
        snprintf(room, 120, "(%s ^ %s) & %u", uniform_value(left), uniform_value(right), 1 + draw(6));
    }
}

/* ---- statements ---- */

static void block(uint32_t most, bool meets);

static void assign(void) {
    static const char *const forms[] = {"=", "+=", "^=", "-="};
    line("%s %s %s %s %s;", ANY(places), ANY(forms), any_value(), ANY(operators), any_value());
}

static void assign_uniform(void) {
    char value[40];
    line("%s = (u * %u + %s) %% %u;", draw(2) ? "u" : "v", 1 + draw(5), uniform_value(value),
         3 + draw(9));
}

static void own_array(void) {
    line("for (uint32_t j = 0; j < %u; j++)", 1 + draw(7));
    line("    own[(j + %s) %% 8] %s %s + j;", any_value(), draw(2) ? "+=" : "^=", any_value());
}

static void choose_pointer(void) {
    static const char *const targets[] = {"&a", "&b", "&c", "&own[3]"};
    line("p = (%s) & 1 ? %s : %s;", any_value(), ANY(targets), ANY(targets));
}

static void exchange(void) {
    line("extra[me] = %s + %s;", any_value(), any_value());
    line("HERE();");
    line("%s += extra[(me + %u) %% size];", ANY(places), 1 + draw(5));
    line("HERE();");
}

static void call(void) {
    if (callable)
        line("%s ^= h%u(in, n, extra, %s, %s);", ANY(places), draw((uint32_t)callable), any_value(),
             ANY(uniforms));
    else
        exchange();
}

static void branch(bool meets) {
    char condition[120];
    bool uniform = meets || draw(2);
    uniform_condition(condition);
    if (uniform)
        line("if (%s) {", condition);
    else
        line("if ((%s ^ %s) & %u) {", any_value(), any_value(), 1 + draw(7));
    block(3, meets);
    if (draw(2)) {
        line("} else {");
        block(3, meets);
    }
    line("}");
}

static void choose(bool meets) {
    char value[40];
    line("switch (%s %% 4) {", meets ? uniform_value(value) : any_value());
    for (uint32_t i = 0; i < 3; i++) {
        line("case %u:", i);
        block(2, meets);
        if (draw(3))
            line("    break;");
    }
    line("default:");
    block(1, meets);
    line("}");
}

static void loop(bool meets) {
    char condition[120], value[40];
    int mine = loops;
    line("for (uint32_t i%d = 0; i%d < %s %% %u; i%d++) {", mine, mine,
         meets ? uniform_value(value) : any_value(), 2 + draw(3), mine);
    loops++;
    block(3, meets);
    uniform_condition(condition);
    if (!draw(3))
        line("    if (%s)", condition), line("        %s;", draw(2) ? "break" : "continue");
    block(2, meets);
    loops--;
    line("}");
}

static void own_loop(void) {
    line("for (uint32_t j = %s & 7; j; j = (j - 1) & (j %% 3 ? ~0u : 5)) {", any_value());
    line("    %s += j * %s;", ANY(places), any_value());
    line("    if (a & 1)"), line("        %s;", draw(2) ? "break" : "continue");
    line("    b ^= a + j;");
    line("}");
}

static void leave(void) {
    char condition[120];
    uniform_condition(condition);
    line("if (%s && n > 3) {", condition);
    line("    %s;", in_helper ? "return a ^ b" : "out[tk_global_linear_id()] = a + b; return");
    line("}");
}

static void statement(bool meets) {
    bool deep = depth >= DEPTH;
    switch (draw(meets ? 16 : 9)) {
    case 0:
    case 1: assign(); break;
    case 2: own_array(); break;
    case 3: choose_pointer(); break;
    case 4: own_loop(); break;
    case 5: deep ? assign() : branch(false); break;
    case 6: deep ? assign() : loop(false); break;
    case 7: deep ? assign() : choose(false); break;
    case 8: assign(); break;
    case 9: assign_uniform(); break;
    case 10: line("HERE();"); break;
    case 11: exchange(); break;
    case 12: call(); break;
    case 13: deep ? exchange() : branch(true); break;
    case 14: deep ? exchange() : loop(true); break;
    default: draw(3) ? (deep ? exchange() : choose(true)) : leave();
    }
}

static void block(uint32_t most, bool meets) {
    depth++;
    for (uint32_t count = 1 + draw(most); count; count--)
        statement(meets);
    depth--;
}

/* ---- functions ---- */

static void body(const char *a, const char *result) {
    line("    uint32_t me = tk_local_linear_id(), group = tk_group_linear_id();");
    line("    uint32_t size = tk_local_size(0) * tk_local_size(1) * tk_local_size(2);");
    line("    uint32_t a = %s, b = me * 3, c = in[tk_global_linear_id()], u = n, v = group;", a);
    line("    uint32_t own[8] = {a, b, c, 3}, *p = &a;");
    line("    uint64_t w = a;");
    line("    int16_t s = (int16_t)b;");
    line("    bool f = a & 1;");
    block(6, true);
    line("    uint32_t sum = a + 3 * b + 5 * c + 7 * u + 11 * v + (uint32_t)(w ^ w >> 32) + (uint32_t)s + f + *p;");
    line("    for (uint32_t j = 0; j < 8; j++)");
    line("        sum = sum * 31 + own[j];");
    line("    %s", result);
    line("}");
}

int main(int argc, char **argv) {
    state = strtoull(argc > 1 ? argv[1] : "1", NULL, 10) * 0x9e3779b97f4a7c15 + 1;
    line("#include <neutrino/kernel.h>");
    line("#define HERE() \\");
    line("    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)");
    in_helper = true;
    for (callable = 0; callable < HELPERS; callable++) {
        line("%s static uint32_t h%d(const uint32_t *in, uint32_t n, __shared uint32_t *extra,",
             draw(2) ? "__attribute__((noinline))" : "inline", callable);
        line("                   uint32_t given, uint32_t k) {");
        line("    n = (n + k) %% 7;");
        body("given", "return sum;");
    }
    in_helper = false;
    for (int i = 0; i < KERNELS; i++) {
        line("__kernel void k%d(const uint32_t *in, uint32_t *out, uint32_t n, __shared uint32_t *extra) {",
             i);
        body("in[tk_global_linear_id()] + n", "out[tk_global_linear_id()] = sum;");
    }
}
