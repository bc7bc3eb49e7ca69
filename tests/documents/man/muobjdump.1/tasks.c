void one_task(int *result) {
    *result = 1;
}
