/* The program of neutrino_image.test: a sound image and table, unless macros make them otherwise.
 */
#ifndef IMAGE_BYTES
#define IMAGE_BYTES 16
#endif
#ifndef MAGIC
#define MAGIC "NTRN"
#endif
#ifndef TASKS
#define TASKS                                                                                      \
    "{\"version\": 1, \"abi_hash\": \"0123456789abcdef\", \"tasks\": ["                            \
    "{\"name\": \"matmul_task\", \"id\": 1, \"args\": \"matmul_args_t\", \"bytes\": 8},"           \
    "{\"name\": \"flush_task\", \"id\": 127, \"args\": null, \"bytes\": 0}]}"
#endif

void start(void) {
}

#ifndef NO_IMAGE
__attribute__((section(".neutrino"), aligned(64), used)) static const struct {
    char magic[4];
    unsigned version, flags, image_bytes, memory_bytes, load_address, entry, tasks;
    unsigned long long hash;
    unsigned reserved[6];
    char image[16];
} image = {MAGIC, 1,      0, IMAGE_BYTES, 4096, 0xe0000000, 0xe0000010, 2, 0x0123456789abcdef,
           {0},   "image"};

__asm__(".section .neutrino.map,\"\",@progbits");
#define TEXT(...) #__VA_ARGS__
#define STRING(text) __asm__(".ascii " TEXT(text))
STRING(TASKS);
#endif
