/* Runs the kernel on a random image and compares with what the filters make of it here, each of
 * them of the whole image.
 *
 *   image_filter KERNEL.elf [WIDTH HEIGHT] [FILTER…]
 *
 * FILTER is one of those below, up to MOST_STAGES times, or "none", without which it is all of
 * them. */
#include "../host.h"
#include "filter.h"

#include <stdlib.h>
#include <string.h>

static const struct named {
    const char *name;
    struct stage stage;
} filters[] = {
    {"blur", {{{1, 2, 1}, {2, 4, 2}, {1, 2, 1}}, 8, 4}}, /* bias: rounds to nearest */
    {"sharpen", {{{0, -1, 0}, {-1, 6, -1}, {0, -1, 0}}, 1, 1}},
    {"edges", {{{-1, -1, -1}, {-1, 8, -1}, {-1, -1, -1}}, 0, 0}},
    {"emboss", {{{-2, -1, 0}, {-1, 0, 1}, {0, 1, 2}}, 128, 0}},
};

enum { MOST = 1024, FILTERS = sizeof filters / sizeof *filters };

static const struct stage *next_filter(void) {
    for (int i = 0; i < FILTERS; i++)
        if (sample_word(filters[i].name))
            return &filters[i].stage;
    return NULL;
}

static void choose_stages(struct filter *filter) {
    const struct stage *stage;
    while (filter->count < MOST_STAGES && (stage = next_filter()))
        filter->stages[filter->count++] = *stage;
    if (filter->count || sample_word("none"))
        return;
    for (int i = 0; i < FILTERS; i++)
        filter->stages[filter->count++] = filters[i].stage;
}

/* Squares of some shades, and noise. */
static void draw(uint8_t *image, const struct filter *filter) {
    for (uint32_t y = 0; y < filter->height; y++)
        for (uint32_t x = 0; x < filter->width; x++)
            image[y * filter->width + x] =
                (uint8_t)((x / 17 * 5 + y / 13 * 3) % 4 * 70 + sample_random(40));
}

static int32_t at_or_beside(int32_t place, uint32_t size) {
    return place < 0 ? 0 : place >= (int32_t)size ? (int32_t)size - 1 : place;
}

static uint8_t pixel_of(const struct stage *stage, const uint8_t *image, uint32_t width,
                        uint32_t height, int32_t x, int32_t y) {
    int32_t sum = stage->bias;
    for (int32_t i = -1; i <= 1; i++)
        for (int32_t j = -1; j <= 1; j++)
            sum += stage->weights[i + 1][j + 1] *
                   image[at_or_beside(y + i, height) * (int32_t)width + at_or_beside(x + j, width)];
    sum >>= stage->shift;
    return (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

/* In place. */
static void apply(const struct filter *filter, uint8_t *image) {
    static uint8_t old[MOST * MOST];
    for (uint32_t i = 0; i < filter->count; i++) {
        memcpy(old, image, filter->width * filter->height);
        for (uint32_t y = 0; y < filter->height; y++)
            for (uint32_t x = 0; x < filter->width; x++)
                image[y * filter->width + x] = pixel_of(&filter->stages[i], old, filter->width,
                                                        filter->height, (int32_t)x, (int32_t)y);
    }
}

int main(int argc, char **argv) {
    static uint8_t image[MOST * MOST];
    static uint32_t got[MOST * MOST], expected[MOST * MOST];
    struct filter filter = {0};
    sample_begin(argc, argv);
    filter.width = sample_number("WIDTH", 1, MOST, 150);
    filter.height = sample_number("HEIGHT", 1, MOST, 100);
    choose_stages(&filter);
    uint32_t size = filter.width * filter.height;
    draw(image, &filter);
    filter.from = sample_place(image, size);
    apply(&filter, image);
    for (uint32_t i = 0; i < size; i++)
        expected[i] = image[i];
    filter.to = sample_place(NULL, size);
    SEND(filter);
    sample_run();
    sample_read(filter.to, image, size);
    for (uint32_t i = 0; i < size; i++)
        got[i] = image[i];
    sample_check_words("image", got, expected, size);
    return sample_end();
}
