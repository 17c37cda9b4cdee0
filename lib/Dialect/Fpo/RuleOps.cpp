//===- RuleOps.cpp - Ops that say what other ops cost ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallSet.h"

using namespace mlir;
using namespace mlir::fpo;

#define GET_OP_CLASSES
#include "fpo/Dialect/Fpo/FpoOps.cpp.inc"

//===----------------------------------------------------------------------===//
// RuleOp: text form
//===----------------------------------------------------------------------===//

ParseResult RuleOp::parse(OpAsmParser &parser, OperationState &result) {
  Builder &builder = parser.getBuilder();
  StringAttr symbol;
  if (parser.parseSymbolName(symbol, getSymNameAttrName(result.name),
                             result.attributes) ||
      parser.parseKeyword("of"))
    return failure();

  SmallVector<Attribute> ops;
  if (parser.parseCommaSeparatedList([&] {
        std::string name;
        if (parser.parseString(&name))
          return failure();
        ops.push_back(builder.getStringAttr(name));
        return success();
      }))
    return failure();
  result.addAttribute(getOpsAttrName(result.name), builder.getArrayAttr(ops));

  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Type> argumentTypes, resultTypes;
  if (parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren,
                               /*allowType=*/true) ||
      parser.parseOptionalArrowTypeList(resultTypes))
    return failure();
  for (const OpAsmParser::Argument &argument : arguments)
    argumentTypes.push_back(argument.type);
  result.addAttribute(
      getFunctionTypeAttrName(result.name),
      TypeAttr::get(builder.getFunctionType(argumentTypes, resultTypes)));

  if (succeeded(parser.parseOptionalKeyword("source"))) {
    std::string source;
    if (parser.parseString(&source))
      return failure();
    result.addAttribute(getSourceAttrName(result.name),
                        builder.getStringAttr(source));
  }
  if (parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.parseRegion(*result.addRegion(), arguments))
    return failure();
  ensureTerminator(*result.regions.front(), builder, result.location);
  return success();
}

void RuleOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  printer << " of ";
  llvm::interleaveComma(getOps(), printer);
  printer << '(';
  llvm::interleaveComma(
      getBody().getArguments(), printer,
      [&](BlockArgument argument) { printer.printRegionArgument(argument); });
  printer << ')';
  printer.printOptionalArrowTypeList(getResultTypes());
  if (StringAttr source = getSourceAttr())
    printer << " source " << source;
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(), {getSymNameAttrName(), getOpsAttrName(),
                            getFunctionTypeAttrName(), getSourceAttrName()});
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false,
                      /*printBlockTerminators=*/!getResultTypes().empty());
}

//===----------------------------------------------------------------------===//
// RuleOp: verifiers
//===----------------------------------------------------------------------===//

static InFlightDiagnostic error(RuleOp rule, Location loc) {
  return mlir::emitError(loc) << "rule '" << rule.getSymName() << "' ";
}

bool RuleOp::isScalarRule() {
  return !getArgumentTypes().empty() &&
         llvm::none_of(getArgumentTypes(), llvm::IsaPred<ShapedType>);
}

LogicalResult RuleOp::verify() {
  if (getOps().empty())
    return error(*this, getLoc()) << "prices no op";
  llvm::SmallSet<StringRef, 4> seen;
  for (StringRef name : getOpNames()) {
    auto [dialect, op] = name.split('.');
    if (dialect.empty() || op.empty())
      return error(*this, getLoc())
             << "prices '" << name
             << "', which is not the name of an op: expected 'dialect.op'";
    if (!seen.insert(name).second)
      return error(*this, getLoc()) << "prices '" << name << "' twice";
  }
  return success();
}

using GenericTypes = llvm::SmallSetVector<Type, 4>;

/// Adds the types in `part` that stand for others.
template <typename T> static void collectGenerics(T part, GenericTypes &found) {
  AttrTypeWalker walker;
  walker.addWalk([&](Type type) {
    if (type.hasTrait<StandsForCountedType>())
      found.insert(type);
  });
  walker.addWalk([&](CostAttr cost) {
    for (TypedOps entry : cost.getCost().getOps())
      if (entry.type.hasTrait<StandsForCountedType>())
        found.insert(entry.type);
  });
  walker.walk(part);
}

/// What the body stands for must be known from the arguments; of a scalar rule,
/// which is found by its first argument, from that.
static LogicalResult verifyGenerics(RuleOp rule) {
  GenericTypes bound, used;
  if (rule.isScalarRule())
    collectGenerics(rule.getArgumentTypes().front(), bound);
  else
    collectGenerics(TypeAttr::get(rule.getFunctionType()), bound);
  auto check = [&](Location loc) {
    for (Type generic : used)
      if (!bound.contains(generic))
        return error(rule, loc)
               << "uses " << generic << ", but "
               << (rule.isScalarRule() ? "its first argument is not of it"
                                       : "no argument is of it");
    return InFlightDiagnostic();
  };
  collectGenerics(TypeAttr::get(rule.getFunctionType()), used);
  if (failed(check(rule.getLoc())))
    return failure();
  WalkResult walked = rule.getBody().walk([&](Operation *op) {
    used.clear();
    collectGenerics(op->getAttrDictionary(), used);
    for (Type type : op->getResultTypes())
      collectGenerics(type, used);
    return failed(check(op->getLoc())) ? WalkResult::interrupt()
                                       : WalkResult::advance();
  });
  return failure(walked.wasInterrupted());
}

LogicalResult RuleOp::verifyRegions() {
  auto yield = cast<YieldOp>(getBody().front().getTerminator());
  if (yield.getOperandTypes() != getResultTypes())
    return error(*this, yield.getLoc())
           << "yields other types than its signature has";
  if (failed(verifyGenerics(*this)))
    return failure();
  if (!isScalarRule())
    return success();

  bool isApproximation = false;
  WalkResult walked = getBody().walk([&](Operation *op) {
    if (isa<AttributeOp>(op)) {
      error(*this, op->getLoc())
          << "is a scalar rule: it knows no op whose attributes it could ask";
      return WalkResult::interrupt();
    }
    FloatAttr constant;
    isApproximation |=
        isa<SeedOp>(op) || matchPattern(op, m_Constant(&constant));
    return WalkResult::advance();
  });
  if (walked.wasInterrupted())
    return failure();
  if (isApproximation && !getSource())
    return error(*this, getLoc())
           << "approximates with constants or a seed, but cites no source";
  return success();
}

//===----------------------------------------------------------------------===//
// What stands in a rule
//===----------------------------------------------------------------------===//

unsigned fpo::newtonSteps(FloatType type) {
  unsigned steps = 0;
  for (unsigned bits = 8; bits < type.getFPMantissaWidth(); bits *= 2)
    ++steps;
  return steps;
}

/// What a rule is made of means nothing elsewhere.
static LogicalResult verifyInRule(Operation *op) {
  if (op->getParentOfType<RuleOp>())
    return success();
  return mlir::emitError(op->getLoc())
         << "'" << op->getName() << "' stands outside of a rule";
}

LogicalResult AttributeOp::verify() { return verifyInRule(*this); }

LogicalResult SpendOp::verify() { return verifyInRule(*this); }

LogicalResult ApplyOp::verify() {
  if (getOperands().empty())
    return mlir::emitError(getLoc(), "an applied op has an operand, whose type "
                                     "says which rule it is");
  return verifyInRule(*this);
}

LogicalResult TypePropertyOp::verify() {
  bool isOfFloat = getProperty() == TypeProperty::NewtonSteps;
  if (isOfFloat ? isa<FloatType>(getType())
                : isa<AnyIntType, IntegerType, IndexType>(getType()))
    return success();
  return mlir::emitError(getLoc())
         << stringifyTypeProperty(getProperty()) << " is a property of "
         << (isOfFloat ? "a floating-point" : "an integer")
         << " type, but this is " << getType();
}

OpFoldResult TypePropertyOp::fold(FoldAdaptor) {
  Type type = getType();
  if (type.hasTrait<StandsForCountedType>())
    return {};
  Type index = IndexType::get(getContext());
  switch (getProperty()) {
  case TypeProperty::NewtonSteps:
    return IntegerAttr::get(index, newtonSteps(cast<FloatType>(type)));
  case TypeProperty::BitWidth:
    return IntegerAttr::get(index,
                            type.isIndex() ? 64 : type.getIntOrFloatBitWidth());
  }
  llvm_unreachable("every property of a type has a value");
}
