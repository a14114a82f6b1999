# One function per kind of target. Sources are globbed: a new file in the folder belongs to the target.

option(NEEDLEPOINT_WERROR "Treat warnings as errors" OFF)
option(NEEDLEPOINT_HEADLESS_ONLY "Leave out window and pictures" OFF)
set(NEEDLEPOINT_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined or thread")

# Flags that every target of ours shares. The floating-point ones are what makes a score reproducible:
# no fused multiply-add, whatever the compiler or the processor would prefer.
add_library(np_flags INTERFACE)
target_compile_features(np_flags INTERFACE cxx_std_20 c_std_11)
target_compile_options(np_flags INTERFACE
  -ffp-contract=off -fno-fast-math -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers
  # GCC 12 sees overlaps in std::string assignments that cannot happen (GCC bug 105651).
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>
  $<$<BOOL:${NEEDLEPOINT_WERROR}>:-Werror>)
if(NEEDLEPOINT_SANITIZE)
  target_compile_options(np_flags INTERFACE -fsanitize=${NEEDLEPOINT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(np_flags INTERFACE -fsanitize=${NEEDLEPOINT_SANITIZE})
endif()

# np_module(NAME [SCORED] [USES module...] [LIBRARIES target...])
# engine/NAME with include/ (promised) and src/ (private); target needlepoint::NAME.
# USES are our own modules and are passed on to callers; LIBRARIES stay private.
# SCORED: runs in every step of a session, so its functions may be inlined into each other even where they are public.
function(np_module name)
  cmake_parse_arguments(ARG "SCORED" "" "USES;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp)
  set(target np_${name})
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
    target_include_directories(${target} PRIVATE src)
    target_link_libraries(${target} PRIVATE np_flags ${ARG_LIBRARIES})
    if(ARG_SCORED)
      target_compile_options(${target} PRIVATE -fno-semantic-interposition)
    endif()
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(needlepoint::${name} ALIAS ${target})
  target_include_directories(${target} ${scope}
    $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
  list(TRANSFORM ARG_USES PREPEND needlepoint::)
  target_link_libraries(${target} ${scope} ${ARG_USES} ${ARG_PUBLIC_LIBRARIES})
endfunction()

# np_four_doubles(FILE...)
# Source files of the calling module that are built for FourDoubles (core/doubles.h), where there are such processors.
function(np_four_doubles)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
  endif()
endfunction()

# np_embedded_texts(NAME FUNCTION PATTERN)
# Files become strings of the binary, so that nothing is looked up at run time: module NAME gets, in its namespace,
# std::span<const EmbeddedText> FUNCTION(), which FUNCTION.h declares, in the order of their names.
function(np_embedded_texts name function pattern)
  file(GLOB files CONFIGURE_DEPENDS ${pattern})
  set(list "")
  foreach(file ${files})
    get_filename_component(stem ${file} NAME_WLE)
    file(READ ${file} text)
    string(APPEND list "    {\"${stem}\", R\"text(${text})text\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp @ONLY CONTENT [=[
#include "@function@.h"

namespace np::@name@ {
namespace {

constexpr EmbeddedText kTexts[] = {
@list@};

}  // namespace

std::span<const EmbeddedText> @function@() {
    return kTexts;
}

}  // namespace np::@name@
]=])
  target_sources(np_${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
endfunction()

# np_scorer(NAME): plugins/NAME/src -> the loadable plugin NAME.so beside the program's other plugins.
# A plugin sees the SDK and nothing else, and exports only its entry.
function(np_scorer name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/src/*.c)
  set(target np_plugin_${name})
  add_library(${target} MODULE ${sources})
  target_link_libraries(${target} PRIVATE np_flags needlepoint::sdk)
  set_target_properties(${target} PROPERTIES
    PREFIX "" OUTPUT_NAME ${name} LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_link_options(${target} PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/engine/sdk/plugin.map)
  install(TARGETS ${target} LIBRARY DESTINATION lib/needlepoint/plugins)
endfunction()

# np_test(NAME [USES module...] [LIBRARIES target...] [DISPLAY] [SECONDS n])
# Every *.cpp of the folder becomes one GoogleTest program and one CTest test, so that costly things
# (a patient, a session) are made once per program.
# DISPLAY: needs a window system; labelled "display".
# A test that may load plugins starts itself again as their worker, as the program does.
function(np_test name)
  cmake_parse_arguments(ARG "DISPLAY" "SECONDS" "USES;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(target test_${name})
  add_executable(${target} ${sources})
  set(main GTest::gtest_main)
  foreach(loader plugin_host assessment cli app)
    if(loader IN_LIST ARG_USES)
      target_sources(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/worker_main.cpp)
      set(main GTest::gtest needlepoint::plugin_host)
      break()
    endif()
  endforeach()
  list(TRANSFORM ARG_USES PREPEND needlepoint::)
  target_link_libraries(${target} PRIVATE np_flags ${ARG_USES} ${ARG_LIBRARIES} ${main})
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support)
  target_compile_definitions(${target} PRIVATE
    NP_SOURCE_DIR="${CMAKE_SOURCE_DIR}" NP_BINARY_DIR="${CMAKE_BINARY_DIR}"
    NP_TEST_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
  if(NOT ARG_SECONDS)
    set(ARG_SECONDS 300)
  endif()
  if(NEEDLEPOINT_SANITIZE)
    math(EXPR ARG_SECONDS "${ARG_SECONDS} * 5")
  endif()
  set(labels unit)
  if(ARG_DISPLAY)
    set(labels display)
  endif()
  add_test(NAME ${name} COMMAND ${target})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_SECONDS} LABELS ${labels})
endfunction()
