# cmake -DFROM=FOLDER -DTO=FOLDER -DTOOLS=FOLDER -P LinkPackage.cmake
#
# Makes in TO a link to each file and folder of the package FROM, and `bin` to TOOLS, and takes links
# away that lead nowhere.
file(GLOB linked LIST_DIRECTORIES true "${TO}/*")
foreach(link IN LISTS linked)
  if(IS_SYMLINK "${link}" AND NOT EXISTS "${link}")
    file(REMOVE "${link}")
  endif()
endforeach()
file(GLOB sources LIST_DIRECTORIES true "${FROM}/*")
foreach(source IN LISTS sources)
  get_filename_component(name "${source}" NAME)
  if(NOT name STREQUAL "__pycache__")
    file(CREATE_LINK "${source}" "${TO}/${name}" SYMBOLIC)
  endif()
endforeach()
file(CREATE_LINK "${TOOLS}" "${TO}/bin" SYMBOLIC)
