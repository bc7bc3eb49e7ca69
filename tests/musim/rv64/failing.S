#include "test.h"
TEST_BEGIN
    CASE(23)
    j fail
TEST_END
