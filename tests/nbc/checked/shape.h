/* Each macro makes another type of it than tasks.c was compiled with. */
#ifdef CONSTANT
enum kind { POINT, LINE = 4, AREA };
#else
enum kind { POINT, LINE = 3, AREA };
#endif

#ifdef ALIAS
typedef int unit_t;
#else
typedef float unit_t;
#endif

#ifdef POINTER
typedef const int *names_t;
#else
typedef const char *names_t;
#endif

#ifdef ORDER
struct corner { short y, x; };
#elif defined MISSING
struct corner { short x, z; };
#else
struct corner { short x, y; };
#endif

#ifdef IMPOSTOR
struct other { short x, y; };
#define corner other
#endif
struct shape {
    enum kind kind;
    struct corner corners[2];
#ifdef INNER
    struct { signed char low, high; } range;
#else
    struct { unsigned char low, high; } range;
#endif
#ifdef UNION
    union { int bits; unsigned value; };
#else
    union { int bits; float value; };
#endif
#ifdef BYTES
    char more[8];
#endif
};
#undef corner
