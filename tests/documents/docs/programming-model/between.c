/* RUN: muonc -O2 -Wall -Werror -c %s --neutrino=tasks.nbin -o between.o */
#include <neutrino/pipe.h>

MUON_GROUP(makers, 0, 4);
MUON_GROUP(driver, 4, 1);
MUON_GROUP(users, 5, 3);
MUON_PIPE(made, float[64], 2, makers, driver);
MUON_PIPE(mapped, float[64], 2, driver, users);

int main(void) {
    made_t in = made_init();
    mapped_t out = mapped_init();
    if (driver_mine()) {
        FRAGMENT
    }
}
