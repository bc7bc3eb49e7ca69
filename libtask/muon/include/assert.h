/* assert: a lane whose expression is false tells where, and ends its warp and the program. */
#pragma GCC system_header
#undef assert
#ifdef NDEBUG
#define assert(expression) ((void)0)
#else
#ifdef __cplusplus
extern "C" {
#endif
void neutrino_assert_failed(const char *expression, const char *function, const char *file,
                            int line);
#ifdef __cplusplus
}
#endif
#define assert(expression)                                                                         \
    ((expression) ? (void)0 : neutrino_assert_failed(#expression, __func__, __FILE__, __LINE__))
#endif
#if !defined(__cplusplus) && !defined(static_assert)
#define static_assert _Static_assert
#endif
