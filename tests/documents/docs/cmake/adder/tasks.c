void sum_task(const int *numbers, int n, int *result) {
    for (int i = 0; i < n; i++)
        *result += numbers[i];
}
