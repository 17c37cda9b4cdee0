# cmake -DOUTPUT=FILE -DROOT=FOLDER -DFILES=a.mlir;b.mlir -P EmbedTexts.cmake: see embed_fpo_texts.
set(all "")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name "${ROOT}" "${file}")
  file(READ "${file}" text)
  string(APPEND all "{\"${name}\", R\"mlir(${text})mlir\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${all}")
