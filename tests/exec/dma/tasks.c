void other_task(int *to) {
    *to = 1;
}
