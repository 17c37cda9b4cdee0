# add_fpo_library(NAME sources... [DEPENDS tablegen-targets...] [LINK_LIBS libraries...])
#
# A static library of the project. It links other libraries of the project; MLIR
# comes from libMLIR.so, once, in whatever is linked in the end.
function(add_fpo_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK_LIBS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  add_dependencies(${name} FpoDialectIncGen FpoCostOpInterfaceIncGen FpoGradientOpInterfaceIncGen ${ARG_DEPENDS})
  target_link_libraries(${name} PUBLIC ${ARG_LINK_LIBS})
  if(FPO_PRECOMPILE_HEADERS AND NOT name STREQUAL FpoSupport)
    if(name STREQUAL FpoCount)
      # Most of the time of a build goes into reading these.
      target_precompile_headers(${name} PRIVATE
        <mlir/IR/BuiltinOps.h>
        <mlir/IR/BuiltinTypes.h>
        <mlir/IR/Matchers.h>
        <mlir/IR/OpImplementation.h>
        <mlir/Interfaces/ControlFlowInterfaces.h>
        <mlir/Interfaces/FunctionInterfaces.h>
        <mlir/Interfaces/LoopLikeInterface.h>
        <mlir/Dialect/Arith/IR/Arith.h>
        <mlir/Dialect/Vector/IR/VectorOps.h>)
    else()
      target_precompile_headers(${name} REUSE_FROM FpoCount)
    endif()
  endif()
endfunction()
