enum a { NEAR = 1 };
typedef int unit_t;
void a_task(enum a e, unit_t *p) {
}
