/* Payload sizes in bytes: all small ones, and both sides of each multiple that matters. */
#define SIZES(X)                                                                                   \
    X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17)   \
    X(23) X(24) X(25) X(26) X(35) X(36) X(37) X(47) X(48) X(49) X(63) X(64) X(65) X(99) X(100)     \
    X(127) X(128) X(129) X(191) X(192) X(193) X(255) X(256) X(257) X(383) X(384) X(385) X(511)     \
    X(512) X(513) X(600) X(700) X(755) X(756) X(757) X(763) X(764) X(765) X(766) X(767) X(768)
#define BYTE(size, i) ((unsigned char)((size) * 37 + (i) * 11))
