# np_scorer_test(NAME): the tests of plugins/NAME. They see its private headers (pure arithmetic) and load the plugin
# itself through the C door on a stage (scorer_stage.h).
function(np_scorer_test name)
  np_test(scorer_${name} USES core sdk ${ARGN})
  target_sources(test_scorer_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/scorer_stage.cpp)
  target_include_directories(test_scorer_${name} PRIVATE ${CMAKE_SOURCE_DIR}/plugins/${name}/src)
  target_link_libraries(test_scorer_${name} PRIVATE ${CMAKE_DL_LIBS})
  add_dependencies(test_scorer_${name} np_plugin_${name})
endfunction()
