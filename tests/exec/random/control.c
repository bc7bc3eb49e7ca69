#include "generate.h"

enum { MAX_WEIGHT = 60, LABELS = 3, MAX_EXITS = 8, COUNTERS = 8 };

/* Where this place of the function can jump to. */
static struct {
    bool tangled;
    unsigned depth;             /* of blocks */
    unsigned labels;            /* printed so far, of a tangled function's l0… */
    unsigned next_case;         /* of the switch around, in a tangled function; 0: none */
    unsigned loops, breakables; /* around this place */
    struct exit {
        unsigned label;
        bool backward;
    } exits[MAX_EXITS]; /* of the labelled blocks around this place */
    unsigned exit_count;
} control;

static void block(unsigned nesting) {
    unsigned places = scope.place_count, objects = scope.object_count;
    fputs("{\n", out);
    control.depth++;
    if (!control.tangled)
        print_declarations(below(2));
    print_statements(1 + below(2), nesting - 1);
    control.depth--;
    fputs("}\n", out);
    scope.place_count = places;
    scope.object_count = objects;
}

static void branch(unsigned nesting) {
    fputs("if (", out);
    decision(2);
    fputs(") ", out);
    block(nesting);
    if (one_in(2)) {
        fputs("else ", out);
        block(nesting);
    }
}

/* ---- switch ---- */

/* 0, 1, 2…; far apart; or ranges. */
static void print_case(unsigned number, unsigned style) {
    if (style < 2)
        fprintf(out, "case %u:\n", number);
    else if (style == 2)
        fprintf(out, "case %u:\n", number * number * 1001);
    else
        fprintf(out, "case %u ... %u:\n", 4 * number, 4 * number + number % 4);
}

/* A computed goto to one of several labels, from each of which control may fall to the next. */
static void dispatch(unsigned nesting) {
    unsigned labels = 2 + below(4), first = next_name(), end = next_name();
    fputs(one_in(2) ? "{ static void *const to[] = {" : "{ void *const to[] = {", out);
    for (unsigned i = 0; i < labels; i++)
        fprintf(out, "%s&&to%u_%u", i ? ", " : "", first, i);
    fputs("};\ngoto *to[", out);
    expression(U32, 2, one_in(4));
    fprintf(out, " %% %u];\n", labels);
    for (unsigned i = 0; i < labels; i++) {
        fprintf(out, "to%u_%u:\n", first, i);
        block(nesting);
        if (!one_in(3))
            fprintf(out, "goto end%u;\n", end);
    }
    fprintf(out, "end%u:; }\n", end);
}

static void multiway(unsigned nesting) {
    if (!control.tangled && one_in(4)) {
        dispatch(nesting);
        return;
    }
    unsigned cases = 2 + below(4), style = below(4), before = control.next_case;
    const unsigned most[] = {cases + 1, cases + 3, cases * cases, 4 * cases};
    bool has_default = false;
    fputs("switch (", out);
    expression(one_in(4) ? any_integer() : U32, 2, one_in(4));
    fprintf(out, " %% %u%s) {\n", most[style], style == 2 ? " * 1001" : "");
    control.breakables++;
    control.next_case = control.tangled && style < 2 ? cases : 0;
    for (unsigned i = 0; i < cases; i++) {
        if (!has_default && one_in(6)) {
            fputs("default:\n", out);
            has_default = true;
        } else {
            print_case(i, style);
        }
        block(nesting);
        fputs(one_in(3) ? "/* fall through */\n" : "break;\n", out);
    }
    control.breakables--;
    control.next_case = before;
    fputs("}\n", out);
}

/* ---- loops ---- */

static void loop_body(unsigned nesting) {
    control.loops++;
    control.breakables++;
    block(nesting);
    control.loops--;
    control.breakables--;
}

static void print_trips(unsigned most, bool uniform) {
    if (one_in(3)) {
        fprintf(out, "%u", most);
        return;
    }
    fputc('(', out);
    expression(U32, 2, uniform);
    fprintf(out, " %% %u)", most + 1);
}

/* Up, with the number of trips computed before each or before all of them; or down. */
static void counted_loop(unsigned nesting, const char *counter, bool uniform) {
    unsigned most = 1 + below(5), before = weight;
    if (weight * most > MAX_WEIGHT)
        most = 1;
    bool down = one_in(3), once = !down && !control.tangled && one_in(2);
    if (down) {
        fprintf(out, "%s = ", counter);
        print_trips(most, uniform);
        fputs(";\ndo ", out);
    } else if (once) {
        fputs("{ uint32_t n = ", out);
        print_trips(most, uniform);
        fprintf(out, ";\nfor (%s = 0; %s < n; %s++) ", counter, counter, counter);
    } else {
        fprintf(out, "for (%s = 0; %s < ", counter, counter);
        print_trips(most, uniform);
        fprintf(out, "; %s++) ", counter);
    }
    weight *= most;
    loop_body(nesting);
    weight = before;
    if (down)
        /* Whoever jumps into the loop may find 0 in it. */
        fprintf(out, "while (%s > 1 && %s-- != 0);\n", counter, counter);
    if (once)
        fputs("}\n", out);
}

/* Ends when the lane decides so, or is out of fuel. */
static void fuel_loop(unsigned nesting) {
    unsigned kind = below(3), before = weight;
    weight = weight < FUEL ? FUEL : weight;
    if (kind == 0) {
        fputs("while (SPEND(fuel) && ", out);
        decision(1);
        fputs(") ", out);
        loop_body(nesting);
    } else if (kind == 1) {
        fputs("do ", out);
        loop_body(nesting);
        fputs("while (", out);
        decision(1);
        fputs(" && SPEND(fuel));\n", out);
    } else {
        fputs("for (;;) {\nif (!SPEND(fuel)) break;\n", out);
        loop_body(nesting);
        fputs("if (", out);
        decision(1);
        fputs(") break;\n}\n", out);
    }
    weight = before;
}

static void loop(unsigned nesting) {
    if (one_in(2)) {
        fuel_loop(nesting);
        return;
    }
    char counter[16];
    if (control.tangled) {
        snprintf(counter, sizeof counter, "c%u", control.depth);
        counted_loop(nesting, counter, one_in(3));
        return;
    }
    unsigned places = scope.place_count;
    bool uniform = one_in(2);
    snprintf(counter, sizeof counter, "i%u", next_name());
    fprintf(out, "{ uint32_t %s = 0;\n", counter);
    struct place *place = add_place(U32, "%s", counter);
    place->uniform = uniform;
    place->writable = false;
    counted_loop(nesting, counter, uniform);
    fputs("}\n", out);
    scope.place_count = places;
}

/* ---- jumps ---- */

/* A block that what is in it can leave, or begin again. */
static void labelled_block(unsigned nesting) {
    unsigned label = next_name(), before = weight;
    bool backward = one_in(3);
    if (control.exit_count == MAX_EXITS)
        return;
    control.exits[control.exit_count++] = (struct exit){label, backward};
    if (backward) {
        weight = weight < FUEL ? FUEL : weight;
        fprintf(out, "again%u:;\n", label);
    }
    block(nesting);
    if (!backward)
        fprintf(out, "out%u:;\n", label);
    control.exit_count--;
    weight = before;
}

static void print_goto_by_lane(void) {
    fputs("{ if (SPEND(fuel)) goto *(void *[]){", out);
    for (unsigned i = 0; i < LABELS; i++)
        fprintf(out, "%s&&l%u", i ? ", " : "", i);
    fputs("}[", out);
    expression(U32, 1, one_in(4));
    fprintf(out, " %% %u]; }\n", LABELS);
}

static void print_goto(void) {
    if (control.tangled && (control.exit_count == 0 || one_in(2))) {
        if (one_in(3))
            print_goto_by_lane();
        else
            fprintf(out, "{ if (SPEND(fuel)) goto l%u; }\n", below(LABELS));
        return;
    }
    const struct exit *exit = &control.exits[below(control.exit_count)];
    if (exit->backward)
        fprintf(out, "{ if (SPEND(fuel)) goto again%u; }\n", exit->label);
    else
        fprintf(out, "goto out%u;\n", exit->label);
}

static void jump(void) {
    fputs("if (", out);
    decision(1);
    fputs(") ", out);
    unsigned kind = below(5);
    if (kind < 2 && (control.tangled || control.exit_count))
        print_goto();
    else if (kind < 3 && control.loops)
        fputs("continue;\n", out);
    else if (kind < 4 && control.breakables)
        fputs("break;\n", out);
    else
        print_return();
}

static void dead_end(void) {
    static const char *const ends[] = {"stuck();", "__builtin_trap();", "for (;;) {}",
                                       "__builtin_unreachable();"};
    fprintf(out, "if (never[THREAD] > %u) %s\n", below(9), ends[below(4)]);
}

/* ---- functions ---- */

void begin_control(bool tangled) {
    control.tangled = tangled;
    control.depth = control.labels = control.next_case = 0;
    control.loops = control.breakables = control.exit_count = 0;
    fprintf(out, "uint32_t fuel = %u;\n", 1 + below(FUEL));
    if (!tangled)
        return;
    weight *= FUEL;
    fputs("uint32_t ", out);
    for (unsigned i = 0; i < COUNTERS; i++) {
        fprintf(out, "%sc%u = 0", i ? ", " : "", i);
        add_place(U32, "c%u", i)->writable = false;
    }
    fputs(";\n", out);
}

void end_control(void) {
    for (; control.tangled && control.labels < LABELS; control.labels++)
        fprintf(out, "l%u:;\n", control.labels);
}

static void print_labels(void) {
    if (!control.tangled)
        return;
    if (control.labels < LABELS && one_in(5))
        fprintf(out, "l%u:;\n", control.labels++);
    if (control.next_case && one_in(6))
        fprintf(out, "case %u:;\n", control.next_case++);
}

void print_statements(unsigned count, unsigned nesting) {
    while (count--) {
        cost += weight;
        print_labels();
        unsigned kind = below(nesting ? 24 : 13);
        switch (kind) {
        case 9:
        case 10:
        case 11: jump(); break;
        case 12:
            if (one_in(8))
                dead_end();
            else if (!print_recursion())
                print_simple_statement();
            break;
        case 13:
        case 14:
        case 15:
        case 16: branch(nesting); break;
        case 17:
        case 18:
        case 19: loop(nesting); break;
        case 20:
        case 21: multiway(nesting); break;
        case 22: labelled_block(nesting); break;
        case 23: block(nesting); break;
        default: print_simple_statement(); break;
        }
    }
}
