void a(unsigned *A, int k) {
}
void b(unsigned *A, int k) {
}
void c(unsigned *A, int k) {
}
