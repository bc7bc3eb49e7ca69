_Static_assert(TILE == 16, "the definition for both sides");
