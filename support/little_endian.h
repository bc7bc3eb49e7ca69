/* Words of 32 bits in files, which are little-endian whatever the host is. */
#ifndef SUPPORT_LITTLE_ENDIAN_H
#define SUPPORT_LITTLE_ENDIAN_H

#include <stdint.h>

static inline uint32_t load_le32(const uint8_t bytes[4]) {
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline void store_le32(uint8_t bytes[4], uint32_t word) {
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(word >> 8 * i);
}

#endif
