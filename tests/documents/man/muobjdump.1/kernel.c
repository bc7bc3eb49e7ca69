int result;

int main(void) {
    neutrino_payload(one_args(&result));
    neutrino_invoke(one_task, NO_DEPS, SYNC | ALL_WARPS | SIGNAL);
    return result != 1;
}
