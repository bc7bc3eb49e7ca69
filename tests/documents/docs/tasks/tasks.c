/* The tasks that the examples name. */
void load_task(void) {}
void scale_task(void) {}
void log_task(void) {}
void work_task(void) {}
void matmul_task(int *a, int *b) {}
