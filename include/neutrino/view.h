/* Views: what a kernel of an overlay receives for a buffer if it asks for more than a pointer.
 *
 *   #include <neutrino/view.h>
 *
 *   void scale(const_view2_float in, view2_float out, float by) {
 *       for (int x = 0; x < out.extent[0]; x++)
 *           for (int y = 0; y < out.extent[1]; y++)
 *               AT2(out, x, y) = by * AT2(in, x, y);
 *   }
 *
 * A view has the address of its first element and, for each dimension, the first index in the
 * coordinates of the whole buffer, the number of indices, and the distance in elements from one to
 * the next. Dimension 0 is the leftmost, as in C; the last one of a buffer is contiguous.
 *
 * view1_T to view5_T and const_view1_T to const_view5_T are there for the types at the end;
 * OVERLAY_VIEWS(type, T) declares them for another. What makes a struct a view are its four
 * members, whatever it is called.
 *
 * The same for the host and for the SIMT cores. */
#ifndef NEUTRINO_VIEW_H
#define NEUTRINO_VIEW_H

#define OVERLAY_VIEW(type, name, dimensions)                                                       \
    typedef struct {                                                                               \
        type *data;                                                                                \
        int min[dimensions], extent[dimensions], stride[dimensions];                               \
    } name
#define OVERLAY_VIEWS(type, name)                                                                  \
    OVERLAY_VIEW(type, view1_##name, 1);                                                           \
    OVERLAY_VIEW(type, view2_##name, 2);                                                           \
    OVERLAY_VIEW(type, view3_##name, 3);                                                           \
    OVERLAY_VIEW(type, view4_##name, 4);                                                           \
    OVERLAY_VIEW(type, view5_##name, 5);                                                           \
    OVERLAY_VIEW(const type, const_view1_##name, 1);                                               \
    OVERLAY_VIEW(const type, const_view2_##name, 2);                                               \
    OVERLAY_VIEW(const type, const_view3_##name, 3);                                               \
    OVERLAY_VIEW(const type, const_view4_##name, 4);                                               \
    OVERLAY_VIEW(const type, const_view5_##name, 5)

/* The element at an index counted from the view's first. */
#define AT1(v, x) ((v).data[(x) * (v).stride[0]])
#define AT2(v, x, y) ((v).data[(x) * (v).stride[0] + (y) * (v).stride[1]])
#define AT3(v, x, y, z) ((v).data[(x) * (v).stride[0] + (y) * (v).stride[1] + (z) * (v).stride[2]])
#define AT4(v, x, y, z, u)                                                                         \
    ((v).data[(x) * (v).stride[0] + (y) * (v).stride[1] + (z) * (v).stride[2] +                    \
              (u) * (v).stride[3]])
#define AT5(v, x, y, z, u, w)                                                                      \
    ((v).data[(x) * (v).stride[0] + (y) * (v).stride[1] + (z) * (v).stride[2] +                    \
              (u) * (v).stride[3] + (w) * (v).stride[4]])

/* Marks a kernel that is executed by all lanes of its warp on a cluster, and on the host by the one
 * that there is. Without it a kernel has one lane. */
#ifdef __clang__
#define __all_lanes __attribute__((annotate("overlay.all_lanes")))
#else
#define __all_lanes
#endif
/* Which of the lanes this is, and how many there are. */
#ifdef __MUON_LANES__
static inline int overlay_lane(void) {
    return (int)muon_lane_id();
}
#define OVERLAY_LANES __MUON_LANES__
#else
static inline int overlay_lane(void) {
    return 0;
}
#define OVERLAY_LANES 1
#endif

OVERLAY_VIEWS(char, char);
OVERLAY_VIEWS(signed char, schar);
OVERLAY_VIEWS(unsigned char, uchar);
OVERLAY_VIEWS(short, short);
OVERLAY_VIEWS(unsigned short, ushort);
OVERLAY_VIEWS(int, int);
OVERLAY_VIEWS(unsigned, uint);
OVERLAY_VIEWS(long, long);
OVERLAY_VIEWS(unsigned long, ulong);
OVERLAY_VIEWS(long long, llong);
OVERLAY_VIEWS(unsigned long long, ullong);
OVERLAY_VIEWS(float, float);
OVERLAY_VIEWS(double, double);

#endif
