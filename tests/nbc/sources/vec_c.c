struct vec; /* what it is, only vec_a.c knows */
void third_task(struct vec *v) {
}
