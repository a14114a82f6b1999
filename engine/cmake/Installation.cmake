# What `cmake --install` gives: program, SDK for plugin authors, plugins with pins, data.
include(CMakePackageConfigHelpers)

install(TARGETS needlepoint needlepoint-bake RUNTIME DESTINATION bin)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/engine/sdk/include/ DESTINATION include)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/assets ${CMAKE_SOURCE_DIR}/scenarios DESTINATION share/needlepoint
  PATTERN node_modules EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/engine/sdk/template ${CMAKE_SOURCE_DIR}/engine/sdk/rust DESTINATION share/needlepoint/sdk)
install(FILES ${CMAKE_SOURCE_DIR}/engine/sdk/plugin.map ${CMAKE_SOURCE_DIR}/engine/sdk/EVENTS.md DESTINATION share/needlepoint/sdk)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION share/needlepoint)

install(TARGETS np_sdk EXPORT NeedlepointTargets)
set_target_properties(np_sdk PROPERTIES EXPORT_NAME sdk)
install(EXPORT NeedlepointTargets NAMESPACE needlepoint:: DESTINATION lib/cmake/Needlepoint)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/NeedlepointConfig.cmake.in
  ${CMAKE_BINARY_DIR}/NeedlepointConfig.cmake INSTALL_DESTINATION lib/cmake/Needlepoint)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/NeedlepointConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/NeedlepointConfig.cmake ${CMAKE_BINARY_DIR}/NeedlepointConfigVersion.cmake
  DESTINATION lib/cmake/Needlepoint)

# Pins name the bytes that an examination accepts, so they are written last, from the files as they lie there.
get_property(scorers GLOBAL PROPERTY NEEDLEPOINT_SCORERS)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/plugins/pins.json
  COMMAND needlepoint --data ${CMAKE_SOURCE_DIR} plugin pin ${CMAKE_BINARY_DIR}/plugins
  DEPENDS needlepoint ${scorers} COMMENT "Pinning the scorers")
add_custom_target(pins ALL DEPENDS ${CMAKE_BINARY_DIR}/plugins/pins.json)
install(CODE "execute_process(
  COMMAND \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin/needlepoint plugin pin \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/needlepoint/plugins
  COMMAND_ERROR_IS_FATAL ANY)")
