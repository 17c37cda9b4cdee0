//===- Instantiate.cpp - Rules made concrete ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Instantiate.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Transforms/FoldUtils.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Attributes of the op that is priced
//===----------------------------------------------------------------------===//

/// The number that an attribute is; of a unit attribute, that it is there.
static std::optional<int64_t> valueOf(Attribute attribute) {
  if (isa_and_nonnull<UnitAttr>(attribute))
    return 1;
  auto integer = dyn_cast_or_null<IntegerAttr>(attribute);
  if (!integer)
    return std::nullopt;
  return integer.getType().isInteger(1) ? integer.getValue().getZExtValue()
                                        : integer.getValue().getSExtValue();
}

/// Element `index` of an array.
static std::optional<int64_t> elementOf(Attribute attribute, uint64_t index) {
  if (auto array = dyn_cast_or_null<ArrayAttr>(attribute))
    return index < array.size() ? valueOf(array[index]) : std::nullopt;
  if (auto array = dyn_cast_or_null<DenseI64ArrayAttr>(attribute))
    return index < uint64_t(array.size()) ? std::optional(array[index])
                                          : std::nullopt;
  auto elements = dyn_cast_or_null<DenseIntElementsAttr>(attribute);
  if (!elements || index >= uint64_t(elements.size()))
    return std::nullopt;
  return (*(elements.value_begin<APInt>() + index)).getSExtValue();
}

/// [rule.attribute] The value that `query` asks for. None if `op` has no such
/// attribute, and there is no default.
static std::optional<int64_t> lookupAttribute(AttributeOp query,
                                              Operation *op) {
  Attribute attribute = op ? op->getAttr(query.getName()) : Attribute();
  std::optional<int64_t> value = query.getIndex()
                                     ? elementOf(attribute, *query.getIndex())
                                     : valueOf(attribute);
  if (!value && query.getDefaultValue())
    value = static_cast<int64_t>(*query.getDefaultValue());
  return value;
}

Attribute fpo::instanceKey(RuleOp rule, const TypeBinding &binding,
                           Operation *op) {
  Builder builder(rule.getContext());
  SmallVector<Attribute> parts;
  for (auto [generic, type] : binding.bound) {
    parts.push_back(TypeAttr::get(generic));
    parts.push_back(TypeAttr::get(type));
  }
  rule.getBody().walk([&](AttributeOp query) {
    std::optional<int64_t> value = lookupAttribute(query, op);
    parts.push_back(value ? Attribute(builder.getI64IntegerAttr(*value))
                          : builder.getUnitAttr());
  });
  return builder.getArrayAttr(parts);
}

static void putInAttributes(RuleOp rule, Operation *op) {
  rule.getBody().walk([&](AttributeOp query) {
    std::optional<int64_t> value = lookupAttribute(query, op);
    if (!value)
      return;
    OpBuilder builder(query);
    auto constant = arith::ConstantOp::create(
        builder, query.getLoc(),
        builder.getIntegerAttr(query.getType(), *value));
    query.replaceAllUsesWith(constant.getResult());
    query.erase();
  });
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// The same number in another format.
static APFloat convert(APFloat value, FloatType type) {
  bool losesInfo = false;
  value.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return value;
}

static void putInTypes(RuleOp rule, const TypeBinding &binding) {
  auto concrete = [&](Type type) {
    Type known = binding.lookup(type);
    return known ? known : type;
  };
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](Type type) -> std::optional<Type> {
    return binding.lookup(type) ? std::optional(binding.lookup(type))
                                : std::nullopt;
  });
  using Replaced = std::optional<std::pair<Attribute, WalkResult>>;
  // Constants and costs hold types in ways of their own.
  replacer.addReplacement([&](FloatAttr attribute) -> Replaced {
    auto type =
        dyn_cast_or_null<FloatType>(binding.lookup(attribute.getType()));
    if (!type)
      return std::nullopt;
    return {{FloatAttr::get(type, convert(attribute.getValue(), type)),
             WalkResult::skip()}};
  });
  replacer.addReplacement([&](DenseFPElementsAttr attribute) -> Replaced {
    auto type =
        dyn_cast_or_null<FloatType>(binding.lookup(attribute.getElementType()));
    if (!type)
      return std::nullopt;
    return {{attribute.mapValues(type,
                                 [&](const APFloat &value) {
                                   return convert(value, type).bitcastToAPInt();
                                 }),
             WalkResult::skip()}};
  });
  replacer.addReplacement([&](CostAttr attribute) -> Replaced {
    return {{CostAttr::get(attribute.getContext(),
                           attribute.getCost().mapTypes(concrete)),
             WalkResult::skip()}};
  });
  replacer.recursivelyReplaceElementsIn(rule, /*replaceAttrs=*/true,
                                        /*replaceLocs=*/false,
                                        /*replaceTypes=*/true);
}

//===----------------------------------------------------------------------===//
// Instances
//===----------------------------------------------------------------------===//

/// Folds what now is constant and only steers: indices and conditions. The
/// operations on data stay as they were written.
static void foldSteering(RuleOp rule) {
  SmallVector<Operation *> steering;
  rule.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op->getNumRegions() == 0 && op->getNumResults() == 1 &&
        (op->getResult(0).getType().isIndex() ||
         op->getResult(0).getType().isInteger(1)))
      steering.push_back(op);
  });
  OperationFolder folder(rule.getContext());
  for (Operation *op : steering)
    (void)folder.tryToFold(op);
}

OwningOpRef<RuleOp>
fpo::instantiateRule(RuleOp rule, const TypeBinding &binding, Operation *op) {
  OwningOpRef<RuleOp> instance = rule.clone();
  putInAttributes(*instance, op);
  putInTypes(*instance, binding);
  foldSteering(*instance);
  if (failed(verify(*instance)))
    return {};
  return instance;
}
