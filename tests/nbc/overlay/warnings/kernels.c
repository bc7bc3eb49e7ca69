void a(unsigned *A, const unsigned *B) {
}
void b(unsigned *A, const unsigned *B) {
}
