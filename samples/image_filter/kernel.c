/* A filter of any number of stages over an image that is in global memory, tile by tile in shared
 * memory. A tile goes through all stages before it is written: what a stage makes is never in
 * global memory.
 *
 * Each stage looks one pixel further than it writes. So a tile is loaded with a halo of as many
 * pixels as there are stages, and each stage makes the halo smaller by one; what neighbouring tiles
 * have of it in common is made twice. At the edges of the image there is no halo.
 *
 * Tiles take turns in two slots. While the warps filter the one in one slot, the DMA engine writes
 * back what was in the other, and then loads the next one there:
 *
 *   slot 0:  load 0 │ filter 0        │ store 0, load 2 │ filter 2        │ …
 *   slot 1:         │ load 1          │ filter 1        │ store 1, load 3 │ …
 *
 * There is no code for the Neutrino: the copies of neutrino/dma.h are the runtime's tasks. */
#include <neutrino/dma.h>

#include "filter.h"

struct filter filter; /* written by the host before the run */

enum {
    TILE_WIDTH = 40,
    TILE_HEIGHT = 24,
    PITCH = TILE_WIDTH + 2 * MOST_STAGES,
    ROWS = TILE_HEIGHT + 2 * MOST_STAGES,
};

/* Stages read one of a slot's buffers and write the other. The first has what is loaded. */
static __shared uint8_t slots[2][2][ROWS * PITCH];

/* ---- where tiles are ---- */

/* Some of the image's pixels: those from left and top to before right and bottom. */
struct area {
    int32_t left, top, right, bottom;
};

static uint32_t tiles_across(void) {
    return (filter.width + TILE_WIDTH - 1) / TILE_WIDTH;
}

static uint32_t tile_count(void) {
    return tiles_across() * ((filter.height + TILE_HEIGHT - 1) / TILE_HEIGHT);
}

/* A tile and a halo, as far as the image goes. */
static struct area around(uint32_t tile, int32_t halo) {
    int32_t left = tile % tiles_across() * TILE_WIDTH - halo;
    int32_t top = tile / tiles_across() * TILE_HEIGHT - halo;
    int32_t right = left + TILE_WIDTH + 2 * halo, bottom = top + TILE_HEIGHT + 2 * halo;
    int32_t width = filter.width, height = filter.height;
    struct area area = {left > 0 ? left : 0, top > 0 ? top : 0, right < width ? right : width,
                        bottom < height ? bottom : height};
    return area;
}

static uint32_t in_image(struct area area) {
    return area.top * filter.width + area.left;
}

/* In a buffer in which a loaded area begins. */
static uint32_t in_buffer(struct area loaded, int32_t x, int32_t y) {
    return (y - loaded.top) * PITCH + x - loaded.left;
}

/* ---- copies, by the whole cluster ---- */

static tk_event_t load(uint32_t tile, uint32_t slot, tk_event_t after) {
    struct area area = around(tile, filter.count);
    const uint8_t *image = (const uint8_t *)filter.from;
    return tk_dma_read_2d(slots[slot][0], image + in_image(area), area.right - area.left,
                          area.bottom - area.top, PITCH, filter.width, after);
}

static tk_event_t store(uint32_t tile, uint32_t slot) {
    struct area area = around(tile, 0), loaded = around(tile, filter.count);
    const __shared uint8_t *made = slots[slot][filter.count % 2];
    uint8_t *image = (uint8_t *)filter.to;
    return tk_dma_write_2d(image + in_image(area), made + in_buffer(loaded, area.left, area.top),
                           area.right - area.left, area.bottom - area.top, filter.width, PITCH, 0);
}

/* ---- stages ---- */

static uint8_t weighted(const struct stage *stage, const __shared uint8_t *pixel,
                        const int32_t rows[3], const int32_t columns[3]) {
    int32_t sum = stage->bias;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            sum += stage->weights[i][j] * pixel[rows[i] + columns[j]];
    sum >>= stage->shift;
    return sum < 0 ? 0 : sum > 255 ? 255 : sum;
}

/* A warp has a row, a lane a column. */
static void apply(const struct stage *stage, const __shared uint8_t *from, __shared uint8_t *to,
                  struct area loaded, struct area made) {
    int32_t last_x = filter.width - 1, last_y = filter.height - 1;
    int32_t warps = tk_num_sub_groups(), lanes = tk_max_sub_group_size();
    for (int32_t y = made.top + tk_sub_group_id(); y < made.bottom; y += warps) {
        const int32_t rows[3] = {y > 0 ? -PITCH : 0, 0, y < last_y ? PITCH : 0};
        for (int32_t x = made.left + tk_sub_group_local_id(); x < made.right; x += lanes) {
            const int32_t columns[3] = {x > 0 ? -1 : 0, 0, x < last_x ? 1 : 0};
            uint32_t at = in_buffer(loaded, x, y);
            to[at] = weighted(stage, &from[at], rows, columns);
        }
    }
}

static void filter_tile(uint32_t tile, uint32_t slot) {
    struct area loaded = around(tile, filter.count);
    for (uint32_t i = 0; i < filter.count; i++) {
        apply(&filter.stages[i], slots[slot][i % 2], slots[slot][(i + 1) % 2], loaded,
              around(tile, filter.count - i - 1));
        tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    }
}

/* In main each cluster is one group; they take tiles in turns. */
int main(void) {
    uint32_t tile = tk_group_id(0), step = tk_num_groups(0), count = tile_count(), slot = 0;
    tk_event_t loaded = tile < count ? load(tile, slot, 0) : 0, stored = 0;
    for (; tile < count; tile += step, slot = 1 - slot) {
        tk_dma_wait(1, &loaded);
        if (tile + step < count) /* into the other slot, when that has been stored */
            loaded = load(tile + step, 1 - slot, stored);
        filter_tile(tile, slot);
        stored = store(tile, slot);
    }
    return 0;
}
