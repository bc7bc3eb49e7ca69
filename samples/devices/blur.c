/* An image blurred twice: a pixel becomes the mean of the 3 × 3 pixels around it, of those that
 * there are. On the simulator a group copies its tile and the pixels around that into group memory,
 * by one copy of two dimensions. The two launches are recorded one after the other; that the second
 * waits for the first follows from the image between them. */
#include "device.h"

enum { TILE_X = 16, TILE_Y = 4 };

#ifdef SAMPLE_KERNELS

enum { PITCH = TILE_X + 2 };
__local uint8_t tile[TILE_Y + 2][PITCH];

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* What the group's pixels need: from here, and so many. */
struct stretch {
    uint32_t begin, size;
};

static struct stretch around(uint32_t group, uint32_t tile_size, uint32_t image_size) {
    uint32_t first = group * tile_size, begin = first ? first - 1 : 0;
    return (struct stretch){begin, smaller(first + tile_size + 1, image_size) - begin};
}

#ifdef __MUON__

static void load(const uint8_t *from, uint32_t width, struct stretch columns, struct stretch rows) {
    tk_event_t loaded = tk_dma_read_2d(tile, from + rows.begin * width + columns.begin,
                                       columns.size, rows.size, PITCH, width, 0);
    tk_dma_wait(1, &loaded);
}

#else

/* The CPU has caches, and no engine. */
static void load(const uint8_t *from, uint32_t width, struct stretch columns, struct stretch rows) {
    uint32_t items = tk_local_size(0) * tk_local_size(1);
    for (uint32_t i = tk_local_linear_id(); i < rows.size * columns.size; i += items) {
        uint32_t row = i / columns.size, column = i % columns.size;
        tile[row][column] = from[(rows.begin + row) * width + columns.begin + column];
    }
    meet();
}

#endif

__kernel_size(TILE_X, TILE_Y, 1) __kernel
    void blur(const uint8_t *from, uint8_t *to, uint32_t width, uint32_t height) {
    struct stretch columns = around(tk_group_id(0), TILE_X, width),
                   rows = around(tk_group_id(1), TILE_Y, height);
    load(from, width, columns, rows);
    uint32_t x = tk_global_id(0), y = tk_global_id(1), sum = 0, count = 0;
    for (uint32_t i = y ? y - 1 : 0; i < smaller(y + 2, height); i++)
        for (uint32_t j = x ? x - 1 : 0; j < smaller(x + 2, width); j++) {
            sum += tile[i - rows.begin][j - columns.begin];
            count++;
        }
    to[y * width + x] = (uint8_t)((sum + count / 2) / count);
}

#else

#include <string.h>

static uint8_t mean(const uint8_t *image, uint32_t x, uint32_t y, uint32_t width, uint32_t height) {
    uint32_t sum = 0, count = 0;
    for (uint32_t i = y ? y - 1 : 0; i < y + 2 && i < height; i++)
        for (uint32_t j = x ? x - 1 : 0; j < x + 2 && j < width; j++) {
            sum += image[i * width + j];
            count++;
        }
    return (uint8_t)((sum + count / 2) / count);
}

static int blur(const struct tk_item *item, void *const *arguments) {
    uint8_t *to = arguments[1];
    uint32_t x = item->global_id[0], y = item->global_id[1], width = *(uint32_t *)arguments[2];
    to[y * width + x] = mean(arguments[0], x, y, width, *(uint32_t *)arguments[3]);
    return 0;
}

static const struct tk_host_parameter parameters[] = {
    {"from", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"to", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0},
    {"width", NEUTRINO_UINT, NEUTRINO_READ, 4},
    {"height", NEUTRINO_UINT, NEUTRINO_READ, 4},
};
static const struct tk_host_kernel kernels[] = {
    {"blur", blur, parameters, 4, {TILE_X, TILE_Y, 1}, false}};

enum { MOST = 1 << 16, TIMES = 2 };
static uint8_t image[MOST], result[MOST];

static void check(uint32_t width, uint32_t height) {
    static uint8_t now[MOST], next[MOST];
    static uint32_t got[MOST], expected[MOST];
    memcpy(now, image, sizeof now);
    for (int i = 0; i < TIMES; i++) {
        for (uint32_t y = 0; y < height; y++)
            for (uint32_t x = 0; x < width; x++)
                next[y * width + x] = mean(now, x, y, width, height);
        memcpy(now, next, sizeof now);
    }
    for (uint32_t i = 0; i < width * height; i++) {
        got[i] = result[i];
        expected[i] = now[i];
    }
    sample_check_words("image", got, expected, width * height);
}

int main(int argc, char **argv) {
    const char *elf = sample_arguments(argc, argv), *kind = device_option();
    uint32_t width = sample_number("WIDTH", 1, 4096, 101),
             height = sample_number("HEIGHT", 1, MOST / width, 67 < MOST / width ? 67 : 1);
    uint32_t pixels = width * height;
    struct device device;
    tk_command_buffer commands;
    sample_no_more();
    device_open(&device, kind, elf, kernels, 1);
    for (uint32_t i = 0; i < pixels; i++)
        image[i] = (uint8_t)sample_random(256);

    tk_buffer images[TIMES + 1];
    TRY(tk_commands_create(device.device, &commands));
    images[0] = device_buffer(&device, pixels);
    device_write(commands, image, images[0], pixels);
    for (int i = 0; i < TIMES; i++) {
        images[i + 1] = device_buffer(&device, pixels);
        const struct tk_argument arguments[] = {{.buffer = images[i]},
                                                {.buffer = images[i + 1]},
                                                {.value = &width, .bytes = 4},
                                                {.value = &height, .bytes = 4}};
        const struct tk_launch launch = {.program = device.program,
                                         .kernel = "blur",
                                         .dimensions = 2,
                                         .global = {width, height},
                                         .local = {TILE_X, TILE_Y},
                                         .argument_count = 4,
                                         .arguments = arguments};
        TRY(tk_record_launch(commands, &launch, NULL, NULL));
    }
    device_read(commands, images[TIMES], result, pixels);
    device_run(&device, commands);

    check(width, height);
    TRY(tk_commands_destroy(commands));
    for (int i = 0; i <= TIMES; i++)
        TRY(tk_buffer_destroy(images[i]));
    return device_end(&device);
}

#endif
