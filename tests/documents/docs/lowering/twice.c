NEUTRINO_SYNC(stage);

int main(void) {
    /* of each warp */
    run_t twice = neutrino_invoke(stage, NO_DEPS, ASYNC | THREADS(1) | MANUAL);
    neutrino_complete(twice, THREADS(1));
}
