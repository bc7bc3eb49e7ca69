struct vec {
    float x;
};
void first_task(struct vec v) {
}
