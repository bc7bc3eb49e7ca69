/* Overlays of clang's file system. */
#ifndef SUPPORT_OVERLAY_H
#define SUPPORT_OVERLAY_H

/* Which names of the file the overlay takes: the one given, or also the one without symbolic
 * links. */
enum overlay_names { OVERLAY_AS_GIVEN, OVERLAY_WITHOUT_LINKS_TOO };

/* What -ivfsoverlay reads, to be freed: the file at the path, which need not be there, reads as the
 * one at contents, and keeps its name. NULL if a path is no UTF-8. */
char *overlay_text(const char *path, enum overlay_names names, const char *contents);

#endif
