#include "test.h"
TEST_BEGIN
    wfi
TEST_END
