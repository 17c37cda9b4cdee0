//===- CHeader.cpp - Declarations for C -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interface.h"

#include "fpo/Codegen/Emission.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

std::string fpo::getCName(StringRef symbol) {
  std::string name = symbol.str();
  for (char &each : name)
    if (!llvm::isAlnum(each))
      each = '_';
  if (name.empty() || llvm::isDigit(name.front()))
    name.insert(0, "_");
  return name;
}

/// The type of C that holds an element; formats that C lacks are integers of
/// their size.
static std::string getCType(Type element) {
  if (element.isF32())
    return "float";
  if (element.isF64())
    return "double";
  if (element.isIndex())
    return "int64_t";
  unsigned bits = std::max<unsigned>(
      8, llvm::PowerOf2Ceil(element.getIntOrFloatBitWidth()));
  bool isSigned = element.isInteger() && !element.isUnsignedInteger() &&
                  !element.isInteger(1);
  return (Twine(isSigned ? "int" : "uint") + Twine(bits) + "_t").str();
}

/// Writes how many values there are, and how many bytes each has, given its
/// sizes that are not static: the next ones of `names`.
static void writeValues(StringRef function, StringRef kind, ArrayAttr types,
                        ArrayRef<std::string> names, raw_ostream &os) {
  os << "#define " << function << "_num_" << kind << "s " << types.size()
     << '\n';
  for (auto [number, type] :
       llvm::enumerate(types.getAsValueRange<TypeAttr>())) {
    Type element = getElementTypeOrSelf(type);
    unsigned bits = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
    int64_t bytes = llvm::divideCeil(llvm::PowerOf2Ceil(bits), 8);
    std::string sizes;
    ArrayRef<std::string> own;
    if (auto memref = dyn_cast<MemRefType>(type)) {
      own = names.take_front(memref.getNumDynamicDims());
      names = names.drop_front(own.size());
      ArrayRef<std::string> next = own;
      for (int64_t size : memref.getShape()) {
        if (ShapedType::isDynamic(size)) {
          sizes += "[" + next.consume_front() + "]";
          continue;
        }
        bytes *= size;
        sizes += "[" + llvm::itostr(size) + "]";
      }
    }
    os << "#define " << function << '_' << kind << '_' << number << "_bytes";
    if (own.empty()) {
      os << ' ' << bytes;
    } else {
      os << '(' << llvm::join(own, ", ") << ") (INT64_C(" << bytes << ')';
      for (const std::string &name : own)
        os << " * (" << name << ')';
      os << ')';
    }
    os << " /* " << getCType(element) << sizes << ": " << type << " */\n";
  }
}

/// The types that an attribute of `function` holds.
static SmallVector<Type> getTypes(LLVM::LLVMFuncOp function, StringRef key) {
  return llvm::to_vector(
      function->getAttrOfType<ArrayAttr>(key).getAsValueRange<TypeAttr>());
}

SmallVector<CompiledFunction> fpo::getCompiledFunctions(ModuleOp module) {
  SmallVector<CompiledFunction> functions;
  for (auto function : module.getOps<LLVM::LLVMFuncOp>()) {
    if (!function->hasAttr(kInterfaceInputs))
      continue;
    StringRef name = function.getName();
    auto init = module.lookupSymbol<LLVM::LLVMFuncOp>((name + "_init").str());
    auto sizes = function->getAttrOfType<ArrayAttr>(kInterfaceSizes);
    functions.push_back(
        {name.str(), bool(init),
         init ? getTypes(init, kInterfaceParameters) : SmallVector<Type>(),
         getTypes(function, kInterfaceInputs),
         getTypes(function, kInterfaceResults),
         sizes ? unsigned(sizes.size()) : 0});
  }
  return functions;
}

void fpo::writeHeader(ModuleOp module, raw_ostream &os) {
  os << R"(/* Compiled functions. Arrays of pointers hold one for each value: to the
   elements of a tensor, in row-major order, or to a scalar. What results lead to
   must not overlap anything else. Values may be at any address; a multiple of 64
   is best. */
#pragma once
#include <stdint.h>

#ifndef FPO_STATUS
#define FPO_STATUS
/* What functions return. */
enum fpo_status {
  FPO_OK = 0,
  FPO_NO_MEMORY = 1,    /* memory could not be allocated */
  FPO_NULL_POINTER = 2, /* a pointer is null that leads to something */
  FPO_BAD_SIZE = 3,     /* a size is negative */
  FPO_NO_TILES = 4,     /* the system does not let the process use tiles (AMX) */
  FPO_ASSERTION = 16    /* this and more: an assertion of the program failed */
};
#endif

#ifdef __cplusplus
extern "C" {
#endif
)";
  for (auto function : module.getOps<LLVM::LLVMFuncOp>()) {
    auto inputs = function->getAttrOfType<ArrayAttr>(kInterfaceInputs);
    if (!inputs)
      continue;
    StringRef name = function.getName();
    // Sizes of inputs have the names of symbols, those of results are numbered.
    SmallVector<std::string> sizes, resultSizes;
    std::string declared;
    if (auto names = function->getAttrOfType<ArrayAttr>(kInterfaceSizes))
      for (StringRef size : names.getAsValueRange<StringAttr>()) {
        sizes.push_back(size.str());
        declared += (declared.empty() ? "int64_t " : ", int64_t ") + size.str();
      }
    auto results = function->getAttrOfType<ArrayAttr>(kInterfaceResults);
    for (Type type : results.getAsValueRange<TypeAttr>())
      if (auto memref = dyn_cast<MemRefType>(type))
        for (int64_t i = memref.getNumDynamicDims(); i > 0; --i)
          resultSizes.push_back("size" + llvm::utostr(resultSizes.size()));
    std::string more = declared.empty() ? "" : ",\n    " + declared;
    os << "\n/* " << name << " */\n";
    auto init = module.lookupSymbol<LLVM::LLVMFuncOp>((name + "_init").str());
    if (init)
      writeValues(name, "parameter",
                  init->getAttrOfType<ArrayAttr>(kInterfaceParameters), {}, os);
    writeValues(name, "input", inputs, sizes, os);
    writeValues(name, "result", results, resultSizes, os);
    auto writeBytes = [&](StringRef what, LLVM::LLVMFuncOp on, StringRef key) {
      if (auto bytes = on ? on->getAttrOfType<IntegerAttr>(key) : IntegerAttr())
        os << "#define " << name << '_' << what << "_bytes " << bytes.getInt()
           << '\n';
    };
    writeBytes("state", init, kInterfaceStateBytes);
    writeBytes("arena", function, kInterfaceArenaBytes);
    if (!sizes.empty())
      os << "#define " << name << "_num_sizes " << sizes.size() << "\n#define "
         << name << "_num_result_sizes " << resultSizes.size() << R"(

/* Functions take the sizes of inputs that are known at run time only, named by
   the number of the argument and of the dimension. This one tells the sizes of
   results that follow from them. */
void )" << name
         << "_result_sizes(int64_t *sizes, " << declared << ");\n";
    if (init)
      os << R"(
/* Makes the state of runs: does once what depends on parameters alone. They have
   to stay, and the same, until the state is freed. Null if there is not enough
   memory, a pointer is null, or an assertion fails. */
void **)" << name
         << "_init(void *const *parameters);\nvoid " << name
         << R"(_free(void **state);
)";
    os << R"(
/* Runs the function. Several threads may do so with one state. */
int32_t )"
       << name << "(void **state, void *const *inputs, void *const *results"
       << more << ");\n"
       << R"(
/* The same, with memory of the caller for what it computes on the way: so many
   bytes, at a multiple of 64, for each run at a time. */
int64_t )"
       << name << "_arena_size(" << (declared.empty() ? "void" : declared)
       << ");\nint32_t " << name
       << R"(_run(void **state, void *const *inputs, void *const *results,
    void *arena)"
       << more << ");\n"
       << R"(
/* What a status says: for an assertion, where it is in the program, and what it
   says. */
const char *)"
       << name << "_error_message(int32_t status);\n";
  }
  os << R"(
#ifdef __cplusplus
}
#endif
)";
}
