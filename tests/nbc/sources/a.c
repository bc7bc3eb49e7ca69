void alpha_task(int a) {
}
void beta_task(int b) {
}
