# add_fpo_library(NAME sources... [DEPENDS tablegen-targets...] [LINK_LIBS libraries...])
#
# A static library of the project. It links other libraries of the project; MLIR
# comes from libMLIR.so, once, in whatever is linked in the end.
function(add_fpo_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK_LIBS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  add_dependencies(${name} FpoDialectIncGen FpoCostOpInterfaceIncGen ${ARG_DEPENDS})
  target_link_libraries(${name} PUBLIC ${ARG_LINK_LIBS})
  set_property(GLOBAL APPEND PROPERTY FPO_LIBRARIES ${name})
endfunction()
