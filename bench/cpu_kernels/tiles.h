/* Sizes of work-groups, and what they share. */
enum { ROW = 256, RADIUS = 4, TILE = 16 };
