/* assert, in kernels for the CPU: a work-item whose expression is false ends its launch. */
#pragma GCC system_header
#undef assert
#ifdef NDEBUG
#define assert(expression) ((void)0)
#else
#define assert(expression)                                                                         \
    ((expression) ? (void)0 : neutrino_assert_failed(#expression, __func__, __FILE__, __LINE__))
#endif
#if !defined(__cplusplus) && !defined(static_assert)
#define static_assert _Static_assert
#endif
