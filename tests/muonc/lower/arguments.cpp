// What a task takes, of a constant of C++ that is the task: its argument type, and a function whose errors
// name the parameters.
//
// RUN: nbc tasks.c -o %t.nbin && muonc -DRIGHT -c %s --neutrino=%t.nbin -o %t.o
// RUN: muonc -DWRONG -c %s --neutrino=%t.nbin -o %t.o

#define ARGUMENTS(task, ...) neutrino_signature<decltype(task)>::arguments(__VA_ARGS__)

static float a[4], b[4];
constexpr auto MATMUL = matmul_task;

void invoke() {
#ifdef RIGHT
    static_assert(__is_same(neutrino_signature<decltype(MATMUL)>::arguments_t, matmul_args_t), "");
    static_assert(__is_same(neutrino_signature<decltype(empty_task)>::arguments_t, neutrino_no_arguments), "");
    neutrino_payload(ARGUMENTS(MATMUL, a, b));
    neutrino_invoke(MATMUL, NO_DEPS, SINGLE_THREAD);
#elif defined WRONG
    ARGUMENTS(MATMUL, a);
    ARGUMENTS(MATMUL, a, b, 4);
    ARGUMENTS(matmul_task, 1.0f, b);
    ARGUMENTS(empty_task, 1);
#endif
}
