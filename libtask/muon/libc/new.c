/* new and delete of C++, by the names that the compiler has for them. There are no exceptions:
 * where memory is missing, what has no std::nothrow ends the program. */
#include <neutrino/console.h>
#include <neutrino/heap.h>
#include <stdlib.h>

enum { DEFAULT_ALIGNMENT = 16 };

static void *all_or_nothing(size_t alignment, size_t bytes) {
    void *memory = aligned_alloc(alignment, bytes);
    if (!memory) {
        printf("operator new: there is no memory for %u bytes\n", (unsigned)bytes);
        abort();
    }
    return memory;
}

#define NEW(symbol, alignment, function, ...)                                                      \
    void *symbol(size_t bytes __VA_ARGS__);                                                        \
    void *symbol(size_t bytes __VA_ARGS__) {                                                       \
        return function(alignment, bytes);                                                         \
    }
#define NOTHROW const void *nothrow __attribute__((unused))
NEW(_Znwj, DEFAULT_ALIGNMENT, all_or_nothing)
NEW(_Znaj, DEFAULT_ALIGNMENT, all_or_nothing)
NEW(_ZnwjSt11align_val_t, alignment, all_or_nothing, , size_t alignment)
NEW(_ZnajSt11align_val_t, alignment, all_or_nothing, , size_t alignment)
NEW(_ZnwjRKSt9nothrow_t, DEFAULT_ALIGNMENT, aligned_alloc, , NOTHROW)
NEW(_ZnajRKSt9nothrow_t, DEFAULT_ALIGNMENT, aligned_alloc, , NOTHROW)
NEW(_ZnwjSt11align_val_tRKSt9nothrow_t, alignment, aligned_alloc, , size_t alignment, NOTHROW)
NEW(_ZnajSt11align_val_tRKSt9nothrow_t, alignment, aligned_alloc, , size_t alignment, NOTHROW)

/* The other arguments, size and alignment, are of no interest. */
#define DELETE(symbol)                                                                             \
    void symbol(void *memory);                                                                     \
    void symbol(void *memory) {                                                                    \
        free(memory);                                                                              \
    }
DELETE(_ZdlPv)
DELETE(_ZdaPv)
DELETE(_ZdlPvj)
DELETE(_ZdaPvj)
DELETE(_ZdlPvSt11align_val_t)
DELETE(_ZdaPvSt11align_val_t)
DELETE(_ZdlPvjSt11align_val_t)
DELETE(_ZdaPvjSt11align_val_t)
DELETE(_ZdlPvRKSt9nothrow_t)
DELETE(_ZdaPvRKSt9nothrow_t)
DELETE(_ZdlPvSt11align_val_tRKSt9nothrow_t)
DELETE(_ZdaPvSt11align_val_tRKSt9nothrow_t)
