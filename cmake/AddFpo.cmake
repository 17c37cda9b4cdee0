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

# Writes files into one that C++ can include, by a script of this folder.
function(embed_fpo_files script output)
  list(TRANSFORM ARGN PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" OUTPUT_VARIABLE files)
  add_custom_command(
    OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${output}"
    COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/${output}"
            "-DROOT=${PROJECT_SOURCE_DIR}" "-DFILES=${files}"
            -P "${PROJECT_SOURCE_DIR}/cmake/${script}"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/${script}"
    VERBATIM)
endfunction()

# embed_fpo_rules(OUTPUT files...)
#
# Writes rule files into one file that C++ can include: for each a ShippedRules,
# {name, text, ops that it has rules for}.
function(embed_fpo_rules output)
  embed_fpo_files(EmbedRules.cmake ${output} ${ARGN})
endfunction()

# embed_fpo_texts(OUTPUT files...)
#
# The same of any files: for each {name, text}.
function(embed_fpo_texts output)
  embed_fpo_files(EmbedTexts.cmake ${output} ${ARGN})
endfunction()
