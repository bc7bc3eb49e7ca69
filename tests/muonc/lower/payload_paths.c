/* Payloads and invokes along the paths through a function.
 * RUN: printf 'void other_task(int a) {}\n' >%t.c && nbc tasks.c %t.c -o %t.nbin --header=%t.h && muonc --neutrino=%t.nbin -c %s -o %t.o; test ! -e %t.o
 * RUN: sed '/^void two/,/^\/\* Right/d' %s >%tright.c && nbc tasks.c %t.c -o %t.nbin && muonc -Wno-nu-divergent-sync --neutrino=%t.nbin -c %tright.c -o %t.o && muonc -Wno-nu-divergent-sync -x c++ --neutrino=%t.nbin -c %tright.c -o %t.o */
#define INVOKE(task) neutrino_invoke(task, NO_DEPS, SINGLE_THREAD)
__attribute__((noreturn)) void die(void);

void two(matmul_args_t a) {
    neutrino_payload(a);
    neutrino_payload(a);
    INVOKE(matmul_task);
}
void of_two_tasks(matmul_args_t a, other_args_t b) {
    neutrino_payload(a);
    neutrino_payload(b);
    INVOKE(other_task);
    INVOKE(matmul_task);
}
void of_another(matmul_args_t a, other_args_t b, int c) {
    if (c)
        neutrino_payload(a);
    else
        neutrino_payload(b);
    INVOKE(other_task);
    INVOKE(matmul_task);
}
void in_one_branch(matmul_args_t a, int c) {
    if (c)
        neutrino_payload(a);
    INVOKE(matmul_task);
}
void behind_and(matmul_args_t a, int c) {
    (void)(c && (neutrino_payload(a), 1));
    INVOKE(matmul_task);
}
void once_for_a_loop(matmul_args_t a, int c) {
    neutrino_payload(a);
    for (int i = 0; i < c; i++)
        INVOKE(matmul_task);
}
void in_some_cases(matmul_args_t a, int c) {
    switch (c) {
    case 1: neutrino_payload(a); break;
    case 2: neutrino_payload(a);
    }
    INVOKE(matmul_task);
}
void used_up(matmul_args_t a) {
    neutrino_payload(a);
    INVOKE(empty_task);
    INVOKE(matmul_task);
}
void in_a_loop_that_may_not_run(matmul_args_t a, int c) {
    while (c--)
        neutrino_payload(a);
    INVOKE(matmul_task);
}

/* Right. */
void in_both_branches(matmul_args_t a, matmul_args_t b, int c) {
    if (c)
        neutrino_payload(a);
    else
        neutrino_payload(b);
    INVOKE(matmul_task);
    c ? neutrino_payload(a) : neutrino_payload(b);
    INVOKE(matmul_task);
}
void better(matmul_args_t a, matmul_args_t b, int c) {
    neutrino_payload(a);
    if (c)
        neutrino_payload(b);
    INVOKE(matmul_task);
}
void early(matmul_args_t a, int c) {
    if (!c)
        return;
    if (c == 7)
        die();
    else if (c == 8)
        __builtin_unreachable();
    else
        neutrino_payload(a);
    INVOKE(matmul_task);
}
void on_the_same_condition(matmul_args_t a, int c) {
    if (c)
        neutrino_payload(a);
    muon_barrier(0, 2);
    if (c)
        INVOKE(matmul_task);
}
void each_time(matmul_args_t a, int c) {
    for (int i = 0; i < c; i++) {
        neutrino_payload(a);
        if (i == 3)
            continue;
        do {
            INVOKE(matmul_task);
        } while (0);
    }
}
void forever(matmul_args_t a, int c) {
    for (;;) {
        neutrino_payload(a);
        if (c)
            break;
        INVOKE(matmul_task);
    }
    INVOKE(matmul_task);
    while (1) {
        neutrino_payload(a);
        break;
    }
    INVOKE(matmul_task);
}
void in_all_cases(matmul_args_t a, int c) {
    switch (c) {
    case 1: neutrino_payload(a); break;
    case 2: return;
    default: neutrino_payload(a);
    }
    INVOKE(matmul_task);
}
void past_dummies(matmul_args_t a) {
    neutrino_payload(a);
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(2));
    INVOKE(matmul_task);
}
void by_one_warp(matmul_args_t a, int n, int me) {
    neutrino_payload(a);
    for (int i = 0; i < n; i++)
        if (i == me)
            INVOKE(matmul_task);
}
void by_one_of_several(matmul_args_t a, int leads) {
    if (leads)
        neutrino_payload(a);
    neutrino_invoke(matmul_task, NO_DEPS, WARPS(2));
    if (leads) {
        neutrino_payload(a);
        neutrino_invoke(matmul_task, NO_DEPS, WARPS(2));
    } else {
        neutrino_invoke(matmul_task, NO_DEPS, WARPS(2));
    }
}
void beside_nothing(matmul_args_t a) {
    neutrino_payload(a);
    neutrino_payload(empty_args());
    INVOKE(matmul_task);
}
void jump(matmul_args_t a, int n) {
    neutrino_payload(a);
    if (n)
        goto out;
    muon_fence();
out:
    INVOKE(matmul_task);
}
/* What comments and macros hide. */
#define FOREVER for (;;)
#define OTHERWISE else
#define CHOOSE(c, a, b) \
    if (c)              \
        a;              \
    else                \
        b
void with_comments(matmul_args_t a, int c) {
    if (c)
        neutrino_payload(a); /* else */
    else                     /* the same */
        neutrino_payload(a);
    INVOKE(matmul_task);
    for (int i = 0; /* ever; */; i++)
        if (i == c) {
            neutrino_payload(a);
            break;
        }
    INVOKE(matmul_task);
}
void with_macros(matmul_args_t a, int c) {
    if (c)
        neutrino_payload(a);
    OTHERWISE
        neutrino_payload(a);
    INVOKE(matmul_task);
    CHOOSE(c, neutrino_payload(a), neutrino_payload(a));
    INVOKE(matmul_task);
    FOREVER {
        if (c) {
            neutrino_payload(a);
            break;
        }
    }
    INVOKE(matmul_task);
}
