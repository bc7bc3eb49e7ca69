float a[4][4], b[4][4], c[4][4];

int main(void) {
    int row = muon_lane_id() / 4, column = muon_lane_id() % 4;
    for (int k = 0; k < 4; k++)
        c[row][column] += a[row][k] * b[k][column];
}
