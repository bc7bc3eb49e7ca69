void matmul_task(void *addr_a, void *addr_b) {
}
