/* Every construct by which lanes go different ways, each with its own function; the host computes
 * what each lane must find.
 * RUN: clang-19 %s -o %t.host && %t.host >%t.expected
 * RUN: muonc -O0 -mcores=1 -mwarps=1 -mlanes=16 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O1 -mcores=1 -mwarps=1 -mlanes=32 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O2 -mcores=1 -mwarps=1 -mlanes=8 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O3 -mcores=1 -mwarps=1 -mlanes=5 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O2 -mcores=2 -mwarps=3 -mlanes=1 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -O2 -mdivergence=all -mcores=1 -mwarps=3 -mlanes=5 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 * RUN: muonc -Os -mcores=1 -mwarps=2 -mlanes=32 %s -o %t.elf && musim --output=results:%t.bin %t.elf && cmp %t.bin %t.expected && echo same
 */
#ifdef __riscv
#include <neutrino/muon.h>
#else
#include <stdio.h>
#endif

enum { THREADS_IN_ALL = 96, CONSTRUCTS = 23 };
#define KEEP static __attribute__((noinline))

KEEP unsigned step(unsigned x) {
    __asm__ volatile("" : "+r"(x));
    return x * 2654435761u + 1;
}
KEEP unsigned if_alone(unsigned x) {
    unsigned r = 1;
    if (x & 1)
        r = step(x);
    return r;
}
KEEP unsigned if_else(unsigned x) {
    unsigned r;
    if (x % 3 == 1)
        r = step(x);
    else
        r = step(x + 100) ^ x;
    return r;
}
KEEP unsigned short_circuit(unsigned x) {
    unsigned r = 0;
    if ((x & 1 && step(x) & 4) || (x > 5 && !(step(x + 1) & 8)))
        r = step(3 * x);
    return r + (x & 2 && step(x) & 16 ? step(x) : 5);
}
KEEP unsigned switch_case(unsigned x) {
    unsigned r = 7;
    switch (x % 7) {
    case 0: r = step(r);
    case 1: r = step(r + 1); break;
    case 3: return step(r + 3);
    case 4:
    case 5: r ^= step(x);
    default: r += 100;
    }
    return r;
}
KEEP unsigned loop(unsigned x) {
    unsigned r = x;
    for (unsigned i = 0; i < x % 9; i++)
        r = step(r);
    return r;
}
KEEP unsigned loop_at_least_once(unsigned x) {
    unsigned r = x;
    do
        r = step(r);
    while (r % 5);
    return r;
}
KEEP unsigned nested_loops(unsigned x) {
    unsigned r = 1;
    for (unsigned i = 0; i < x % 4; i++)
        for (unsigned j = i; j < x % 7; j++)
            r = step(r + j);
    return r;
}
KEEP unsigned break_continue(unsigned x) {
    unsigned r = x;
    for (unsigned i = 0; i < 20; i++) {
        r = step(r + i);
        if (r % 3 == 0)
            continue;
        if (r % 11 == 0)
            break;
        r ^= i;
    }
    return r;
}
KEEP unsigned early_return(unsigned x) {
    for (unsigned i = 0; i < 10; i++) {
        if (step(x + i) % 7 == 3)
            return i;
        for (unsigned j = 0; j < x % 3; j++)
            if (step(x * i + j) % 13 == 5)
                return 100 + j;
    }
    return step(x);
}
KEEP unsigned jump_out(unsigned x) {
    unsigned r = x;
    for (unsigned i = 0; i < 5; i++)
        for (unsigned j = 0; j < 5; j++)
            if ((r = step(r)) % 17 == 0)
                goto out;
    r = step(r);
out:
    return r;
}
KEEP unsigned irreducible(unsigned x) {
    unsigned r = x, turns = 0;
    if (x & 1)
        goto inside;
    while (turns < 20) {
        r = step(r);
    inside:
        turns++;
        if (r % 5 == 2)
            break;
        r += turns;
    }
    return r;
}
KEEP unsigned recursion(unsigned x) {
    if (x < 2)
        return x;
    return x & 1 ? recursion(x / 2) + recursion(x - 2) : step(recursion(x - 1));
}
KEEP unsigned odd(unsigned x);
KEEP unsigned even(unsigned x) {
    return x == 0 ? 7 : step(odd(x - 1));
}
KEEP unsigned odd(unsigned x) {
    if (x == 0)
        return 9;
    unsigned r = even(x - 1);
    return x % 3 == 2 ? r + odd(x / 3) : r;
}
KEEP unsigned conditional_chain(unsigned x) {
    unsigned a = x % 2 ? step(x) : x % 3 ? x & 4 ? step(2 * x) : step(3 * x) : x % 5 ? 1 : step(5 * x);
    return a + (x % 2 || (x % 3 && !(x % 5 || step(x) % 7)) ? x % 11 && step(a) % 3 ? 2 : 3
                                                            : (step(a) & 1 || a > x) && x % 13);
}
/* break of the switch, of the loop behind it, continue of the loop, return: each from cases. */
KEEP unsigned switch_in_loop(unsigned x) {
    unsigned r = x;
    for (unsigned i = 0; i < 12; i++) {
        switch ((r + i) % 8) {
        case 0: r = step(r); break;
        case 1:
            if (r & 16)
                break;
            r += 3;
        case 2: r ^= step(i); continue;
        case 3:
            for (unsigned j = 0; j < 3; j++) {
                if ((r >> j & 1) == 0)
                    continue;
                if (j == x % 3)
                    break;
                r = step(r + j);
            }
            break;
        case 5:
            if (i > 8)
                return r + i;
        default:
            if (r % 29 == 1)
                goto out;
            r += i;
        }
        r = r * 3 + 1;
    }
out:
    return r ^ 77;
}
KEEP unsigned seven_deep(unsigned x) {
    unsigned r = x;
    for (unsigned a = 0; a < 1 + x % 3; a++)
        if ((r ^ a) & 1) {
            unsigned b = x % 4;
            do {
                switch ((r + b) & 3) {
                case 0:
                    for (unsigned c = b; c < 4; c++) {
                        if (step(r + c) & 2) {
                            while (r & 6) {
                                if (r & 8 ? step(r) & 1 : x & 1) {
                                    if (r % 31 == 5)
                                        return r + a + b + c;
                                    r = step(r) >> 3;
                                    continue;
                                }
                                r >>= 1;
                                if (r % 7 == 3)
                                    goto next;
                            }
                        } else if (c == 2) {
                            break;
                        }
                        r++;
                    }
                case 1: r = step(r + a); break;
                default: r += 5;
                }
            } while (b--);
        } else {
        next:
            r = step(r) ^ a;
        }
    return r;
}
KEEP unsigned return_of_three_loops(unsigned x) {
    unsigned r = 0;
    for (unsigned i = 0; i < 3 + (x & 1); i++) {
        for (unsigned j = x % 3; j < 4; j++) {
            for (unsigned k = 0; k <= j; k++) {
                r = step(r + i * j + k + x);
                if (r % 41 == 7)
                    return r;
            }
            if (r % 23 == 11)
                return i + j;
        }
        if (r % 5 == 4)
            break;
    }
    return r ^ x;
}
/* Three ways into two loops that go into each other. */
KEEP unsigned entangled_loops(unsigned x) {
    unsigned r = x, turns = 0;
    switch (x % 4) {
    case 0: goto first;
    case 1: goto second;
    case 2: goto third;
    default: break;
    }
    for (;;) {
    first:
        r = step(r);
        if (++turns > 15)
            return r;
        if (r & 1)
            goto third;
    second:
        r += 3;
        if (r % 6 == 1)
            goto first;
        while (r & 4) {
        third:
            r = step(r) >> 1;
            if (++turns > 18 || r % 9 == 2)
                goto out;
            if (r & 32)
                goto second;
        }
    }
out:
    return r + turns;
}
KEEP unsigned uniform_in_divergent(unsigned x, unsigned same) {
    unsigned r = x;
    if (x & 1) {
        for (unsigned i = 0; i < same; i++)
            r = step(r);
        if (same > 3)
            r ^= 55;
    }
    return r;
}
static unsigned double_it(unsigned x) { return 2 * x; }
static unsigned (*const functions[])(unsigned) = {step, double_it};
KEEP unsigned calls(unsigned x, unsigned same) {
    unsigned r = functions[same & 1](x);
    if (x % 4 == 1)
        r = functions[same & 1](r + 1) + recursion(x % 5);
    return r;
}
KEEP void fails(void) {
    for (;;)
        __asm__ volatile("");
}
KEEP unsigned checked(unsigned x) {
    if (x > 1000)
        fails();
    unsigned r = step(x);
    if (r == 12345)
        __builtin_trap();
    return r;
}
KEEP unsigned endless_on_one_side(unsigned x) {
    if (x > 1000)
        for (;;)
            if (step(x) == x)
                step(1);
    unsigned r = step(x);
    if (r & 1)
        step(x);
    return r;
}

unsigned results[THREADS_IN_ALL][CONSTRUCTS];

static void run(unsigned x, unsigned *result) {
    const unsigned found[CONSTRUCTS] = {
        if_alone(x),       if_else(x),      short_circuit(x),
        switch_case(x),    loop(x),         loop_at_least_once(x),
        nested_loops(x),   break_continue(x), early_return(x),
        jump_out(x),       irreducible(x),  recursion(x % 9),
        uniform_in_divergent(x, 4),         calls(x, 1),
        checked(x),        endless_on_one_side(x),
        even(x % 11),      odd(x % 7),      conditional_chain(x),
        switch_in_loop(x), seven_deep(x),   return_of_three_loops(x),
        entangled_loops(x)};
    for (unsigned i = 0; i < CONSTRUCTS; i++)
        result[i] = found[i];
}

#ifdef __riscv
/* As many rounds as there are numbers for a lane; the last round is not for all of them. */
int main(void) {
    for (unsigned x = muon_hart_id(); x < THREADS_IN_ALL;
         x += muon_num_lanes() * muon_num_warps() * muon_num_cores())
        run(x, results[x]);
    return 0;
}
#else
int main(void) {
    for (unsigned x = 0; x < THREADS_IN_ALL; x++)
        run(x, results[x]);
    return fwrite(results, sizeof results, 1, stdout) == 1 ? 0 : 1;
}
#endif
