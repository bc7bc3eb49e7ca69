/* RUN: nbc -O2 -Wall -Werror %s -o tasks.nbin */
FRAGMENT

void add_task(int *where, int value) {
    *where += value;
}

void map_task(__shared const float *from, __shared float *to) {
    *to = *from;
}
