//===- SizeEvaluator.cpp - Sizes and indices as expressions ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SizeEvaluator.h"

#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

Operation *SizeEvaluator::scopeOf(Operation *op) {
  while (op->getParentOp() && !isa<FunctionOpInterface>(op))
    op = op->getParentOp();
  return op;
}

unsigned SizeEvaluator::numberOf(Operation *op) {
  Operation *scope = scopeOf(op);
  if (!numbers.count(scope)) {
    unsigned next = 0;
    scope->walk<WalkOrder::PreOrder>(
        [&](Operation *inner) { numbers[inner] = next++; });
  }
  return numbers.lookup(op);
}

Expr SizeEvaluator::symbol(Operation *scope, std::string name,
                           bool isNonNegative, SymbolMeaning meaning) {
  bool namesOp = StringRef(name).contains('(');
  if (bindings && (namesOp || boundFunctions.contains(scope))) {
    auto value = bindings->find(name);
    if (value != bindings->end()) {
      usedBindings.insert(name);
      symbols.insert({name, std::move(meaning)});
      return value->second;
    }
  }
  Expr result = Expr::symbol(name, isNonNegative);
  symbols.insert({std::move(name), std::move(meaning)});
  return result;
}

Expr SizeEvaluator::opaque(StringRef kind, Operation *op, StringRef suffix,
                           const Twine &meaning, bool isNonNegative) {
  Operation *scope = scopeOf(op);
  std::string name = kind.str() + "(@";
  if (auto symbolName =
          scope->getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()))
    name += symbolName.str();
  name += ":" + std::to_string(numberOf(op)) + suffix.str() + ")";
  return symbol(scope, std::move(name), isNonNegative,
                {meaning.str(), op->getLoc()});
}

void SizeEvaluator::forgetArguments(const SymbolMeanings &known) {
  symbols.remove_if([&](const auto &entry) {
    return StringRef(entry.first).starts_with("arg") &&
           !known.contains(entry.first);
  });
}

SymbolValues SizeEvaluator::bindArguments(FunctionOpInterface callee,
                                          OperandRange operands) {
  SymbolValues values;
  for (auto [index, argument, operand] :
       llvm::enumerate(callee.getArguments(), operands)) {
    std::string name = "arg" + std::to_string(index);
    if (auto type = dyn_cast<ShapedType>(argument.getType())) {
      auto given = dyn_cast<ShapedType>(operand.getType());
      if (!type.hasRank() || !given || !given.hasRank() ||
          given.getRank() != type.getRank())
        continue;
      for (unsigned i = 0, rank = type.getRank(); i < rank; ++i)
        if (type.isDynamicDim(i))
          values.insert_or_assign(name + "." + std::to_string(i),
                                  dim(operand, i));
    } else if (argument.getType().isIntOrIndex()) {
      if (std::optional<Expr> value = integer(operand))
        values.insert_or_assign(name, *value);
      else
        values.insert_or_assign(
            name, opaque("value",
                         operand.getDefiningOp()
                             ? operand.getDefiningOp()
                             : operand.getParentRegion()->getParentOp(),
                         "", "an integer that comes from data", false));
    }
  }
  return values;
}

//===----------------------------------------------------------------------===//
// Dimensions
//===----------------------------------------------------------------------===//

Expr SizeEvaluator::dim(Value shaped, unsigned index) {
  auto type = cast<ShapedType>(shaped.getType());
  if (!type.isDynamicDim(index))
    return type.getDimSize(index);
  auto known = dims.find({shaped, index});
  if (known != dims.end())
    return known->second;
  std::optional<Expr> size;
  bool isNew = inProgress.insert({shaped, index}).second;
  if (isNew && depth < kMaxDepth) {
    ++depth;
    size = computeDim(shaped, index);
    --depth;
  }
  if (isNew)
    inProgress.erase({shaped, index});
  if (!size) {
    auto result = dyn_cast<OpResult>(shaped);
    Operation *op =
        result ? result.getOwner() : shaped.getParentRegion()->getParentOp();
    unsigned number = result ? result.getResultNumber()
                             : cast<BlockArgument>(shaped).getArgNumber();
    std::string suffix = number == 0 ? "" : "#" + std::to_string(number);
    size = opaque(
        "dim", op, suffix + "." + std::to_string(index),
        "dimension " + Twine(index) + " of " +
            (result ? "what '" + op->getName().getStringRef() + "' returns"
                    : "a value in '" + op->getName().getStringRef() + "'"));
  }
  dims.insert({{shaped, index}, *size});
  return *size;
}

std::optional<Expr> SizeEvaluator::computeDim(Value shaped, unsigned index) {
  if (auto result = dyn_cast<OpResult>(shaped))
    return dimOfResult(result, index);
  return dimOfArgument(cast<BlockArgument>(shaped), index);
}

std::optional<Expr> SizeEvaluator::dimOfArgument(BlockArgument argument,
                                                 unsigned index) {
  Operation *parent = argument.getOwner()->getParentOp();
  if (auto function = dyn_cast<FunctionOpInterface>(parent)) {
    if (!argument.getOwner()->isEntryBlock())
      return std::nullopt;
    unsigned number = argument.getArgNumber();
    return symbol(
        function, "arg" + std::to_string(number) + "." + std::to_string(index),
        true,
        {("dimension " + Twine(index) + " of argument " + Twine(number)).str(),
         argument.getLoc()});
  }
  if (auto loop = dyn_cast<LoopLikeOpInterface>(parent)) {
    OpOperand *init = loop.getTiedLoopInit(argument);
    OpOperand *yielded = loop.getTiedLoopYieldedValue(argument);
    if (init && yielded)
      return dimInLoop(argument, init->get(), yielded->get(), index);
    // A loop that writes into what is shared, like scf.forall.
    if (init)
      return dim(init->get(), index);
  }
  return std::nullopt;
}

/// What a loop carries keeps its size if what it yields has the size of what it
/// began with, given that what it carries has it.
std::optional<Expr> SizeEvaluator::dimInLoop(Value carried, Value init,
                                             Value yielded, unsigned index) {
  Expr begin = dim(init, index);
  // What is found out under an assumption is only kept if that holds.
  auto dimsBefore = dims;
  auto integersBefore = integers;
  dims.insert({{carried, index}, begin});
  if (dim(yielded, index) == begin)
    return begin;
  dims = std::move(dimsBefore);
  integers = std::move(integersBefore);
  return std::nullopt;
}

std::optional<Expr> SizeEvaluator::dimOfCall(OpResult result, unsigned index) {
  auto call = cast<CallOpInterface>(result.getOwner());
  auto callee = dyn_cast_or_null<FunctionOpInterface>(
      call.resolveCallableInTable(&symbolTables));
  if (!callee || callee.isExternal() ||
      !callee.getFunctionBody().hasOneBlock() ||
      call.getArgOperands().size() != callee.getNumArguments())
    return std::nullopt;
  Operation *end = callee.getFunctionBody().front().getTerminator();
  if (end->getNumOperands() <= result.getResultNumber())
    return std::nullopt;
  Value returned = end->getOperand(result.getResultNumber());
  auto type = dyn_cast<ShapedType>(returned.getType());
  if (!type || !type.hasRank() || index >= type.getRank())
    return std::nullopt;
  Expr size = dim(returned, index);
  SymbolValues values = bindArguments(callee, call.getArgOperands());
  return size.substitute(lookupIn(values));
}

std::optional<Expr> SizeEvaluator::dimOfResult(OpResult result,
                                               unsigned index) {
  Operation *op = result.getOwner();
  auto rule = dimRules().find(op->getName().getTypeID());
  if (rule != dimRules().end())
    return rule->second(*this, result, index);
  if (isa<CallOpInterface>(op))
    return dimOfCall(result, index);
  if (auto destination = dyn_cast<DestinationStyleOpInterface>(op))
    if (OpOperand *tied = destination.getTiedOpOperand(result))
      return dim(tied->get(), index);
  if (auto loop = dyn_cast<LoopLikeOpInterface>(op))
    if (auto results = loop.getLoopResults())
      for (auto [number, loopResult] : llvm::enumerate(*results))
        if (loopResult == result && number < loop.getRegionIterArgs().size())
          return dim(loop.getRegionIterArgs()[number], index);
  // One value for each element of the operands, which have the same shape.
  if (op->hasTrait<OpTrait::Elementwise>())
    for (Value operand : op->getOperands())
      if (auto type = dyn_cast<ShapedType>(operand.getType());
          type && type.hasRank() &&
          type.getRank() == cast<ShapedType>(result.getType()).getRank())
        return dim(operand, index);
  // Of operands that are broadcast, one that is not known to be one. (The third
  // operand of tosa.mul is of another rank, which is why it lacks the trait.)
  if (op->hasTrait<OpTrait::tosa::TosaElementwiseOperator>() ||
      isa<tosa::MulOp>(op)) {
    std::optional<Expr> size;
    for (Value operand : op->getOperands()) {
      auto type = dyn_cast<ShapedType>(operand.getType());
      if (!type || !type.hasRank() ||
          type.getRank() != cast<ShapedType>(result.getType()).getRank())
        continue;
      Expr here = dim(operand, index);
      if (!size || size->isOne())
        size = here;
    }
    return size;
  }
  // What each branch yields has the same size.
  if (auto branch = dyn_cast<RegionBranchOpInterface>(op);
      branch && !isa<LoopLikeOpInterface>(op)) {
    std::optional<Expr> size;
    for (Region &region : op->getRegions()) {
      if (!region.hasOneBlock())
        return std::nullopt;
      Operation *end = region.front().getTerminator();
      if (end->getNumOperands() <= result.getResultNumber())
        return std::nullopt;
      Value yielded = end->getOperand(result.getResultNumber());
      if (yielded.getType() != result.getType())
        return std::nullopt;
      Expr here = dim(yielded, index);
      if (size && *size != here)
        return std::nullopt;
      size = here;
    }
    return size;
  }
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

std::optional<Expr> SizeEvaluator::integer(OpFoldResult value) {
  if (auto attribute = dyn_cast<Attribute>(value)) {
    auto number = dyn_cast<IntegerAttr>(attribute);
    return number ? std::optional<Expr>(number.getInt()) : std::nullopt;
  }
  return integer(cast<Value>(value));
}

std::optional<Expr> SizeEvaluator::integer(Value value) {
  if (!value.getType().isIntOrIndex())
    return std::nullopt;
  auto known = integers.find(value);
  if (known != integers.end())
    return known->second;
  if (depth >= kMaxDepth || !integersInProgress.insert(value).second)
    return std::nullopt;
  ++depth;
  std::optional<Expr> result = computeInteger(value);
  --depth;
  integersInProgress.erase(value);
  integers.insert({value, result});
  return result;
}

std::optional<Expr> SizeEvaluator::computeInteger(Value value) {
  APInt number;
  if (matchPattern(value, m_ConstantInt(&number)))
    return Expr(DynamicAPInt(number));
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto function =
        dyn_cast<FunctionOpInterface>(argument.getOwner()->getParentOp());
    if (!function || !argument.getOwner()->isEntryBlock() ||
        value.getType().isInteger(1))
      return std::nullopt;
    return symbol(function, "arg" + std::to_string(argument.getArgNumber()),
                  false,
                  {("argument " + Twine(argument.getArgNumber())).str(),
                   argument.getLoc()});
  }
  Operation *op = value.getDefiningOp();
  auto rule = integerRules().find(op->getName().getTypeID());
  if (rule == integerRules().end() || op->getNumResults() != 1)
    return std::nullopt;
  return rule->second(*this, op);
}

std::optional<Expr> SizeEvaluator::affine(AffineExpr expr, unsigned numDims,
                                          ValueRange operands) {
  switch (expr.getKind()) {
  case AffineExprKind::Constant:
    return Expr(cast<AffineConstantExpr>(expr).getValue());
  case AffineExprKind::DimId:
    return integer(operands[cast<AffineDimExpr>(expr).getPosition()]);
  case AffineExprKind::SymbolId:
    return integer(
        operands[numDims + cast<AffineSymbolExpr>(expr).getPosition()]);
  default:
    break;
  }
  auto binary = cast<AffineBinaryOpExpr>(expr);
  std::optional<Expr> lhs = affine(binary.getLHS(), numDims, operands);
  std::optional<Expr> rhs = affine(binary.getRHS(), numDims, operands);
  if (!lhs || !rhs)
    return std::nullopt;
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return *lhs + *rhs;
  case AffineExprKind::Mul:
    return *lhs * *rhs;
  case AffineExprKind::FloorDiv:
    return Expr::floorDiv(*lhs, *rhs);
  case AffineExprKind::CeilDiv:
    return Expr::ceilDiv(*lhs, *rhs);
  case AffineExprKind::Mod:
    return Expr::mod(*lhs, *rhs);
  default:
    llvm_unreachable("constants and operands are handled above");
  }
}
