/* C++: overloads, templates, lambdas, members, namespaces.
 * RUN: muonc -std=c++17 -Wall -Wextra --emit=lowered %s */
NEUTRINO_SYNC(point);

namespace jobs {
struct job {
    run_t run;
    run_t wait() { return ::neutrino_invoke(point, DEPS(run), ASYNC | WARPS(1)); }
};
} // namespace jobs

template <class T> run_t after(T run) {
    return neutrino_invoke(0, DEPS(run), SYNC | WARPS(4) | IMMEDIATE);
}

template <int N> struct group {
    run_t meet(run_t run) { return neutrino_invoke(0, DEPS(run), SYNC | CLUSTER); }
};

constexpr int flags = SYNC | CLUSTER;

int main() {
    auto lambda = [](run_t run) { neutrino_invoke(0, DEPS(run), flags); };
    lambda(point(1));
    jobs::job job{after(0u)};
    auto run = job.wait();
    for (int i = 0; i < 3; i++)
        neutrino_invoke(0, NO_DEPS, flags);
    return group<3>().meet(task_run(point, run)) == 0;
}
