struct vec {
    float x, y;
};
void second_task(struct vec v) {
}
