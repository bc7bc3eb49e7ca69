__shared int tile[64];
int sum;

/* Without a barrier between the two. */
int main(void) {
    int lane = muon_lane_id();
    if (muon_core_id() != 0)
        return 0;
    if (muon_warp_id() == 0)
        tile[lane] = lane;
    if (muon_warp_id() == 1 && lane == 0)
        sum = tile[15];
    return 0;
}
