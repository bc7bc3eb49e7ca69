/* %ls and %lc. */
#include "conversion.h"

/* In UTF-8; what is no character is one that says so. Returns the number of bytes. */
__single_lane static int encode(wchar_t character, char bytes[4]) {
    uint32_t code = (uint32_t)character;
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    int count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int i = count - 1; i > 0; i--, code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3f));
    static const uint8_t first[] = {0, 0xc0, 0xe0, 0xf0};
    bytes[0] = (char)(first[count - 1] | code);
    return count;
}

/* How many whole characters there are room for, and their bytes. */
struct extent {
    size_t characters;
    int bytes;
};

__single_lane static struct extent measure(const wchar_t *text, size_t count, int room) {
    struct extent extent = {0, 0};
    char bytes[4];
    while (extent.characters < count && (count != SIZE_MAX || text[extent.characters])) {
        int more = encode(text[extent.characters], bytes);
        if (room >= 0 && extent.bytes + more > room)
            break;
        extent.characters++;
        extent.bytes += more;
    }
    return extent;
}

__single_lane void console_put_wide(struct console_sink *sink, struct conversion *conversion,
                                    const wchar_t *text, size_t count) {
    text = text ? text : L"(null)";
    struct extent extent = measure(text, count, conversion->precision);
    bool left = conversion->flags & FLAG_LEFT;
    if (!left)
        console_put_repeated(sink, ' ', conversion->width - extent.bytes);
    for (size_t i = 0; i < extent.characters; i++) {
        char bytes[4];
        int bytes_count = encode(text[i], bytes);
        for (int byte = 0; byte < bytes_count; byte++)
            console_put(sink, bytes[byte]);
    }
    if (left)
        console_put_repeated(sink, ' ', conversion->width - extent.bytes);
}
