# cmake -DOUTPUT=FILE -DROOT=FOLDER -DFILES=a.mlir;b.mlir -P EmbedRules.cmake: see embed_fpo_rules.
set(text "")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name "${ROOT}" "${file}")
  file(READ "${file}" rules)
  # The names between "of" and the arguments.
  string(REGEX MATCHALL "fpo\\.rule @[A-Za-z0-9_.]+ of [^(]*\\(" heads "${rules}")
  string(REGEX MATCHALL "\"[^\"]+\"" ops "${heads}")
  list(REMOVE_DUPLICATES ops)
  list(TRANSFORM ops REPLACE "\"" "")
  list(JOIN ops " " ops)
  string(APPEND text "{\"${name}\", R\"mlir(${rules})mlir\", \"${ops}\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
