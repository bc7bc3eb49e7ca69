# NEUTRINO_SANITIZE=ON builds every tool and test with ASan and UBSan;
# NEUTRINO_FUZZ=ON adds the libFuzzer targets (clang only) and implies the sanitizers.
# NEUTRINO_TSAN=ON is for the tests of what runs on several threads, and builds no tools.
# NEUTRINO_COVERAGE=ON counts which lines of the tools and tests run (./dev coverage).
option(NEUTRINO_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(NEUTRINO_FUZZ "Build the libFuzzer targets" OFF)
option(NEUTRINO_TSAN "Build with ThreadSanitizer, which does not go with the others" OFF)
option(NEUTRINO_COVERAGE "Build with clang's counters of lines and branches" OFF)

if(NEUTRINO_FUZZ)
  set(NEUTRINO_SANITIZE ON)
  add_compile_options($<$<COMPILE_LANGUAGE:C>:-fsanitize=fuzzer-no-link>)
endif()
if(NEUTRINO_SANITIZE)
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_options("$<$<COMPILE_LANGUAGE:C>:${sanitize}>")
  add_link_options("$<$<LINK_LANGUAGE:C>:${sanitize}>")
endif()
if(NEUTRINO_TSAN)
  set(sanitize -fsanitize=thread)
  add_compile_options("$<$<COMPILE_LANGUAGE:C>:${sanitize}>")
  add_link_options("$<$<LINK_LANGUAGE:C>:${sanitize}>")
endif()
if(NEUTRINO_COVERAGE)
  set(counted -fprofile-instr-generate -fcoverage-mapping -fcoverage-compilation-dir=.)
  add_compile_options("$<$<COMPILE_LANGUAGE:C>:${counted}>")
  add_link_options("$<$<LINK_LANGUAGE:C>:-fprofile-instr-generate;-Wl,--build-id>")
endif()
