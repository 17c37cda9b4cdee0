//===- Arguments.cpp - What a function is run on --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/Arguments.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace mlir::fpo;

/// The number that `symbol` is bound to, if it is; one beyond 64 bits is the
/// largest that there is.
static std::optional<int64_t> lookup(const SymbolValues &bindings,
                                     const std::string &symbol) {
  auto bound = bindings.find(symbol);
  if (bound == bindings.end())
    return std::nullopt;
  const DynamicAPInt &value = bound->second.constant();
  constexpr int64_t most = std::numeric_limits<int64_t>::max();
  if (value > most || value < -most)
    return value > 0 ? most : -most;
  return int64_t(value);
}

static llvm::Expected<HostValue> readFile(StringRef path, Type elementType) {
  auto file = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                          /*RequiresNullTerminator=*/false);
  if (!file)
    return llvm::errorCodeToError(file.getError());
  llvm::Expected<NpyArray> array = parseNpy((*file)->getBuffer());
  if (!array)
    return array.takeError();
  return HostValue::fromNpy(elementType, *array);
}

/// A tensor or memref of which only the sizes are known.
static llvm::Expected<HostValue> makeShaped(ShapedType type, unsigned index,
                                            const SymbolValues &bindings) {
  SmallVector<int64_t> shape;
  for (unsigned axis = 0, rank = type.getRank(); axis < rank; ++axis) {
    std::string symbol =
        "arg" + std::to_string(index) + "." + std::to_string(axis);
    std::optional<int64_t> bound = lookup(bindings, symbol);
    int64_t size = type.getDimSize(axis);
    if (ShapedType::isDynamic(size)) {
      if (!bound)
        return llvm::createStringError("its dimension " + Twine(axis) +
                                       " is dynamic; give a file, or bind " +
                                       symbol);
      size = *bound;
    } else if (bound && *bound != size) {
      return llvm::createStringError(symbol + " is bound to " + Twine(*bound) +
                                     ", but is " + Twine(size));
    }
    shape.push_back(size);
  }
  return HostValue::create(type.getElementType(), shape);
}

static llvm::Expected<HostValue> makeArgument(Type type, unsigned index,
                                              const ArgumentSpec &spec) {
  StringRef input =
      index < spec.inputs.size() ? StringRef(spec.inputs[index]) : "";
  if (auto shaped = dyn_cast<ShapedType>(type)) {
    if (!input.empty())
      return readFile(input, shaped.getElementType());
    llvm::Expected<HostValue> value = makeShaped(shaped, index, spec.bindings);
    if (value)
      value->fill(spec.fill, uint64_t(index) << 40);
    return value;
  }
  if (!input.empty())
    return HostValue::fromLiteral(type, input);
  if (std::optional<int64_t> bound =
          lookup(spec.bindings, "arg" + std::to_string(index)))
    return HostValue::fromLiteral(type, std::to_string(*bound));
  llvm::Expected<HostValue> value = HostValue::create(type, {});
  if (value)
    value->fill(spec.fill, uint64_t(index) << 40);
  return value;
}

FailureOr<SmallVector<HostValue>> fpo::makeArguments(const Signature &function,
                                                     const ArgumentSpec &spec) {
  if (spec.inputs.size() > function.inputs.size())
    return emitError(function.loc)
           << "'" << function.name << "' takes " << function.inputs.size()
           << " arguments, but there are " << spec.inputs.size() << " inputs";
  if (failed(Program::verifyTypes(function)))
    return failure();
  SmallVector<HostValue> arguments;
  for (auto [index, type] : llvm::enumerate(function.inputs)) {
    llvm::Expected<HostValue> value = makeArgument(type, index, spec);
    if (!value) {
      InFlightDiagnostic diagnostic = emitError(function.loc);
      diagnostic << "argument " << index << " of '" << function.name << "'";
      if (index < spec.inputs.size() && !spec.inputs[index].empty())
        diagnostic << ", '" << spec.inputs[index] << "'";
      return diagnostic << ": " << llvm::toString(value.takeError());
    }
    arguments.push_back(std::move(*value));
  }
  if (failed(Program::verifyArguments(function, arguments)))
    return failure();
  return arguments;
}
