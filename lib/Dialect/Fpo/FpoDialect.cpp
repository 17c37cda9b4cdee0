//===- FpoDialect.cpp - The fpo dialect -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

#include "fpo/Dialect/Fpo/FpoDialect.cpp.inc"

#include "fpo/Dialect/Fpo/FpoEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "fpo/Dialect/Fpo/FpoAttributes.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "fpo/Dialect/Fpo/FpoTypes.cpp.inc"

void FpoDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "fpo/Dialect/Fpo/FpoAttributes.cpp.inc"
      >();
  addTypes<
#define GET_TYPEDEF_LIST
#include "fpo/Dialect/Fpo/FpoTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "fpo/Dialect/Fpo/FpoOps.cpp.inc"
      >();
}

Operation *FpoDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                           Type type, Location loc) {
  return arith::ConstantOp::materialize(builder, value, type, loc);
}

LogicalResult FpoDialect::verifyOperationAttribute(Operation *op,
                                                   NamedAttribute attribute) {
  StringRef name = attribute.getName();
  if (name == kCostAttrName || name == kBackwardAttrName) {
    if (!isa<CostAttr>(attribute.getValue()))
      return op->emitOpError()
             << "attribute '" << name << "' must be a #fpo.cost";
    return success();
  }
  if (name == kScheduleAttrName) {
    if (!isa<ScheduleAttr>(attribute.getValue()))
      return op->emitOpError()
             << "attribute '" << name << "' must be a #fpo.schedule";
    return success();
  }
  if (name == kTrainingAttrName || name == kTrafficAttrName) {
    auto parts = dyn_cast<DictionaryAttr>(attribute.getValue());
    if (!parts || !llvm::all_of(parts, [](NamedAttribute part) {
          return isa<CostAttr>(part.getValue());
        }))
      return op->emitOpError()
             << "attribute '" << name << "' must be a dictionary of #fpo.cost";
    return success();
  }
  if (name == kUnknownAttrName || name == kBackwardUnknownAttrName) {
    if (!isa<StringAttr>(attribute.getValue()))
      return op->emitOpError() << "attribute '" << name << "' must be a string";
    return success();
  }
  if (name == kEnergyAttrName || name == kEnergyTableAttrName ||
      name == kCommunicationAttrName) {
    if (!isa<DictionaryAttr>(attribute.getValue()))
      return op->emitOpError()
             << "attribute '" << name << "' must be a dictionary";
    return success();
  }
  if (name == kStageAttrName || name == kGroupAttrName) {
    auto number = dyn_cast<IntegerAttr>(attribute.getValue());
    if (!number || number.getValue().isNegative())
      return op->emitOpError() << "attribute '" << name
                               << "' must be an integer that is not negative";
    return success();
  }
  if (name == kLiveAttrName || name == kPeakAttrName) {
    if (!isa<StringAttr, IntegerAttr>(attribute.getValue()))
      return op->emitOpError()
             << "attribute '" << name << "' must be an integer or a string";
    return success();
  }
  if (name == kTimeAttrName) {
    auto seconds = dyn_cast<DenseF64ArrayAttr>(attribute.getValue());
    if (!seconds || seconds.empty() || seconds.size() > 2)
      return op->emitOpError()
             << "attribute '" << name << "' must be an array of one or two f64";
    return success();
  }
  return op->emitOpError() << "has no attribute '" << name
                           << "' in the fpo dialect";
}

LogicalResult FpoDialect::verifyRegionArgAttribute(Operation *op,
                                                   unsigned /*regionIndex*/,
                                                   unsigned argIndex,
                                                   NamedAttribute attribute) {
  if (attribute.getName() == kParamAttrName) {
    if (!isa<UnitAttr>(attribute.getValue()))
      return op->emitOpError()
             << "attribute '" << kParamAttrName << "' of argument #" << argIndex
             << " must be a unit attribute";
    return success();
  }
  if (attribute.getName() == kSymbolAttrName) {
    if (!isa<StringAttr>(attribute.getValue()))
      return op->emitOpError()
             << "attribute '" << kSymbolAttrName << "' of argument #"
             << argIndex << " must be a string";
    return success();
  }
  return op->emitOpError() << "argument #" << argIndex << " has no attribute '"
                           << attribute.getName().getValue()
                           << "' in the fpo dialect";
}

LogicalResult
FpoDialect::verifyRegionResultAttribute(Operation *op, unsigned /*regionIndex*/,
                                        unsigned resultIndex,
                                        NamedAttribute attribute) {
  if (attribute.getName() == kCountAttrName &&
      isa<StringAttr>(attribute.getValue()))
    return success();
  return op->emitOpError() << "result #" << resultIndex
                           << " may have no attribute of the fpo dialect but '"
                           << kCountAttrName << "', a string";
}
