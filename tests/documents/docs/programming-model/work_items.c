/* RUN: muonc -O2 -Wall -Werror %s -o mirror.elf */
FRAGMENT

int main(void) {
    return 0;
}
