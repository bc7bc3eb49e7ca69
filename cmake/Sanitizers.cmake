# NEUTRINO_SANITIZE=ON builds every tool and test with ASan and UBSan;
# NEUTRINO_FUZZ=ON adds the libFuzzer targets (clang only) and implies the sanitizers.
option(NEUTRINO_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(NEUTRINO_FUZZ "Build the libFuzzer targets" OFF)

if(NEUTRINO_FUZZ)
  set(NEUTRINO_SANITIZE ON)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(NEUTRINO_SANITIZE)
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_options(${sanitize})
  add_link_options(${sanitize})
endif()
