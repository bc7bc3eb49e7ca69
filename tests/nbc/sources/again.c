void beta_task(float other) {
}
