//===- Parameters.cpp - The parameters of a model -------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Parameters.h"

#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Interfaces/CostContext.h"

#include "mlir/Dialect/MLProgram/IR/MLProgram.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

#include <limits>

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Adds up parameters; a constant that occurs twice is one parameter.
class ParameterCounter {
public:
  void add(ShapedType type) {
    Count elements = 1;
    if (type.hasStaticShape())
      for (int64_t size : type.getShape())
        elements *= Count(size);
    else
      elements = Count::unknown();
    std::optional<int64_t> bits = elementBits(type.getElementType());
    total.elements += elements;
    total.bytes +=
        bits ? (elements * Count(*bits)).ceilDiv(8) : Count::unknown();
  }

  void addArgument(BlockArgument argument) {
    add(cast<ShapedType>(argument.getType()));
    total.hasArguments = true;
    total.values.push_back({argument});
  }

  void addConstant(ElementsAttr value, Value result) {
    if (!isWeight(value))
      return;
    if (!isElided(value)) {
      auto [it, isNew] = places.try_emplace(value, total.values.size());
      if (!isNew) {
        if (it->second < total.values.size())
          total.values[it->second].push_back(result);
        return;
      }
    }
    add(value.getShapedType());
    total.values.push_back({result});
  }

  void addGlobal(Operation *global, ShapedType type, Attribute value,
                 bool isConstant) {
    auto elements = dyn_cast_or_null<ElementsAttr>(value);
    if (isConstant && elements) {
      if (!isWeight(elements))
        return;
      if (!isElided(elements) &&
          !places.try_emplace(elements, std::numeric_limits<size_t>::max())
               .second)
        return;
    } else if (!isWeightType(type.getElementType())) {
      return;
    }
    add(type);
    total.globals.push_back(global);
  }

  Parameters total;

private:
  bool isWeightType(Type type) {
    if (isa<FloatType, ComplexType>(type))
      return true;
    return !total.hasArguments && isCountedType(type);
  }

  bool isWeight(ElementsAttr value) {
    return isWeightType(value.getElementType()) && !isSplat(value);
  }

  /// Whether one value is all that the constant holds.
  static bool isSplat(ElementsAttr value) {
    return isa<DenseElementsAttr>(value) && value.isSplat();
  }

  /// Whether the content was left out of the source: constants that look the
  /// same need not be.
  static bool isElided(ElementsAttr value) {
    auto resource = dyn_cast<DenseResourceElementsAttr>(value);
    return resource && resource.getRawHandle().getKey() == "__elided__";
  }

  /// Where each constant is among the values; beyond them for one that only a
  /// global holds.
  llvm::DenseMap<Attribute, size_t> places;
};
} // namespace

static LogicalResult addArguments(FunctionOpInterface function,
                                  std::optional<unsigned> numInputs,
                                  ParameterCounter &counter) {
  unsigned numArguments = function.getNumArguments();
  if (numInputs && *numInputs > numArguments)
    return emitError(function.getLoc())
           << "the entry has " << numArguments
           << " arguments, which are less than " << *numInputs << " inputs";
  for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
    bool isParameter = (numInputs && index < numArguments - *numInputs) ||
                       function.getArgAttr(index, kParamAttrName);
    if (isParameter && isa<ShapedType>(type))
      counter.addArgument(function.getArgument(index));
  }
  return success();
}

static void addConstants(const CostFunction *function,
                         ParameterCounter &counter) {
  for (Operation *op : function->constants) {
    ElementsAttr value;
    if (matchPattern(op, m_Constant(&value)))
      counter.addConstant(value, op->getResult(0));
  }
}

static void addGlobals(Operation *root, ParameterCounter &counter) {
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (auto global = dyn_cast<memref::GlobalOp>(op)) {
      counter.addGlobal(global, global.getType(), global.getInitialValueAttr(),
                        global.getConstant());
    } else if (auto global = dyn_cast<ml_program::GlobalOp>(op)) {
      if (auto type = dyn_cast<ShapedType>(global.getType()))
        counter.addGlobal(global, type, global.getValueAttr(),
                          !global.getIsMutable());
    } else if (auto variable = dyn_cast<tosa::VariableOp>(op)) {
      counter.addGlobal(variable, tosa::getVariableType(variable),
                        variable.getInitialValueAttr(), /*isConstant=*/false);
    }
    return isa<FunctionOpInterface>(op) ? WalkResult::skip()
                                        : WalkResult::advance();
  });
}

FailureOr<Parameters>
fpo::countParameters(Operation *root, ArrayRef<const CostFunction *> entries,
                     ArrayRef<const CostFunction *> reached,
                     std::optional<unsigned> numInputs) {
  ParameterCounter counter;
  for (const CostFunction *entry : entries)
    if (failed(addArguments(cast<FunctionOpInterface>(entry->op), numInputs,
                            counter)))
      return failure();
  addGlobals(root, counter);
  for (const CostFunction *function : reached)
    addConstants(function, counter);
  return counter.total;
}
