//===- CostAttr.cpp - Text form and verifier of #fpo.cost -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

namespace {
/// Prints `name = value` pairs with commas between them.
class QuantityPrinter {
public:
  explicit QuantityPrinter(AsmPrinter &printer) : printer(printer) {}

  void print(StringRef name, const Count &count) {
    begin(name);
    print(count);
  }

  void printUnlessZero(StringRef name, const Count &count) {
    if (!count.isZero())
      print(name, count);
  }

  void print(StringRef name, ArrayRef<TypedOps> ops, Count TypedOps::*member) {
    // "At least none" is what an incomplete cost says of any type.
    auto isPresent = [&](const TypedOps &entry) {
      const Count &count = entry.*member;
      return count.isBounded() ? !count.isZero() : !count.lower().isZero();
    };
    if (llvm::none_of(ops, isPresent))
      return;
    begin(name);
    printer << '{';
    llvm::interleaveComma(llvm::make_filter_range(ops, isPresent),
                          printer.getStream(), [&](const TypedOps &entry) {
                            printer << entry.type << ": ";
                            print(entry.*member);
                          });
    printer << '}';
  }

private:
  void begin(StringRef name) {
    if (!first)
      printer << ", ";
    first = false;
    printer << name << " = ";
  }

  void print(const Count &count) {
    if (count.isExact())
      return print(count.lower());
    printer << '[';
    print(count.lower());
    printer << ", ";
    if (count.isBounded())
      print(count.upper());
    else
      printer << '?';
    printer << ']';
  }

  /// A number, or an expression as a string.
  void print(const Expr &expr) {
    if (expr.isConstant())
      printer.getStream() << expr;
    else
      printer << '"' << expr.str() << '"';
  }

  AsmPrinter &printer;
  bool first = true;
};
} // namespace

void CostAttr::print(AsmPrinter &printer) const {
  const Cost &cost = getCost();
  printer << '<';
  if (cost.isUnknown()) {
    printer << "unknown>";
    return;
  }
  QuantityPrinter quantities(printer);
  quantities.print("fpo", cost.fpo());
  quantities.print("add", cost.getOps(), &TypedOps::add);
  quantities.print("mul", cost.getOps(), &TypedOps::mul);
  if (llvm::any_of(cost.getOps(), [](const TypedOps &entry) {
        return isa<IntegerType>(entry.type);
      }))
    quantities.print("iop", cost.iop());
  quantities.printUnlessZero("mac", cost.mac);
  // Where operations are unknown, "at least none" goes without saying.
  if (cost.isComplete() || !cost.transcendentals.lower().isZero())
    quantities.printUnlessZero("transcendentals", cost.transcendentals);
  quantities.printUnlessZero("read", cost.read);
  quantities.printUnlessZero("write", cost.write);
  printer << '>';
}

//===----------------------------------------------------------------------===//
// Parsing
//===----------------------------------------------------------------------===//

/// bound ::= integer | string-with-an-expression
static ParseResult parseBound(AsmParser &parser, Expr &bound) {
  SMLoc loc = parser.getCurrentLocation();
  std::string text;
  if (succeeded(parser.parseOptionalString(&text))) {
    llvm::Expected<Expr> expr = Expr::parse(text);
    if (!expr)
      return parser.emitError(loc) << llvm::toString(expr.takeError());
    bound = *expr;
  } else {
    APInt value;
    OptionalParseResult parsed = parser.parseOptionalInteger(value);
    if (!parsed.has_value())
      return parser.emitError(loc, "expected a count");
    if (failed(*parsed))
      return failure();
    bound = DynamicAPInt(value);
  }
  if (bound.isConstant() && bound.constant() < 0)
    return parser.emitError(loc, "a count is not negative");
  return success();
}

/// count ::= bound | `[` bound `,` (bound | `?`) `]`
static ParseResult parseCount(AsmParser &parser, Count &count) {
  Expr lo;
  if (failed(parser.parseOptionalLSquare())) {
    if (parseBound(parser, lo))
      return failure();
    count = Count(lo);
    return success();
  }
  if (parseBound(parser, lo) || parser.parseComma())
    return failure();
  if (succeeded(parser.parseOptionalQuestion())) {
    count = Count::atLeast(lo);
    return parser.parseRSquare();
  }
  SMLoc loc = parser.getCurrentLocation();
  Expr hi;
  if (parseBound(parser, hi))
    return failure();
  if (std::optional<DynamicAPInt> most = (hi - lo).maximum(); most && *most < 0)
    return parser.emitError(loc, "the bounds of an interval are in order");
  count = Count::between(lo, hi);
  return parser.parseRSquare();
}

/// `{` type `:` count (`,` type `:` count)* `}`
static ParseResult parseTyped(AsmParser &parser, bool isAdd, Cost &cost) {
  llvm::SmallPtrSet<Type, 4> seen;
  return parser.parseCommaSeparatedList(
      AsmParser::Delimiter::Braces, [&]() -> ParseResult {
        SMLoc loc = parser.getCurrentLocation();
        Type type;
        Count count;
        if (parser.parseType(type) || parser.parseColon() ||
            parseCount(parser, count))
          return failure();
        if (!isCountedType(type))
          return parser.emitError(loc)
                 << "operations in " << type
                 << " are not counted: expected a floating-point type, or an "
                    "integer type of more than one bit";
        if (!seen.insert(type).second)
          return parser.emitError(loc) << type << " is given twice";
        cost += isAdd ? Cost::add(type, count) : Cost::mul(type, count);
        return success();
      });
}

/// Sums that stand in the source must be what the parts beside them admit.
static ParseResult checkSums(AsmParser &parser, SMLoc loc,
                             const std::optional<Count> &fpo,
                             const std::optional<Count> &iop, Cost &cost) {
  if (cost.narrow(fpo.value_or(cost.fpo()), iop.value_or(cost.iop())))
    return success();
  bool isFpo = fpo && !cost.narrow(*fpo, cost.iop());
  return parser.emitError(loc)
         << "'" << (isFpo ? "fpo" : "iop") << "' is "
         << (isFpo ? *fpo : *iop).str() << ", but its parts sum up to "
         << (isFpo ? cost.fpo() : cost.iop()).str();
}

Attribute CostAttr::parse(AsmParser &parser, Type) {
  SMLoc start = parser.getCurrentLocation();
  if (parser.parseLess())
    return {};
  if (succeeded(parser.parseOptionalKeyword("unknown"))) {
    if (parser.parseGreater())
      return {};
    return CostAttr::get(parser.getContext(), Cost::unknown());
  }

  Cost cost;
  std::optional<Count> fpo, iop;
  llvm::SmallSet<StringRef, 8> seen;
  auto parseQuantity = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringRef name;
    if (parser.parseKeyword(&name) || parser.parseEqual())
      return failure();
    if (!seen.insert(name).second)
      return parser.emitError(loc) << "'" << name << "' is given twice";
    if (name == "add" || name == "mul")
      return parseTyped(parser, name == "add", cost);
    if (name == "fpo")
      return parseCount(parser, fpo.emplace());
    if (name == "iop")
      return parseCount(parser, iop.emplace());
    if (name == "mac")
      return parseCount(parser, cost.mac);
    if (name == "transcendentals")
      return parseCount(parser, cost.transcendentals);
    if (name == "read")
      return parseCount(parser, cost.read);
    if (name == "write")
      return parseCount(parser, cost.write);
    return parser.emitError(loc) << "expected one of fpo, add, mul, iop, mac, "
                                    "transcendentals, read, write, but found '"
                                 << name << "'";
  };
  if (parser.parseCommaSeparatedList(parseQuantity) || parser.parseGreater())
    return {};

  // `fpo = [n, ?]` says that operations are unknown, of whatever type.
  if (fpo && !fpo->isBounded()) {
    Cost unknown = Cost::unknown();
    unknown.mac = unknown.read = unknown.write = Count();
    if (seen.contains("transcendentals"))
      unknown.transcendentals = Count();
    cost += unknown;
  }
  if (checkSums(parser, start, fpo, iop, cost))
    return {};
  return CostAttr::getChecked([&] { return parser.emitError(start); },
                              parser.getContext(), cost);
}

LogicalResult CostAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                               Cost cost) {
  for (const TypedOps &entry : cost.getOps())
    if (!isCountedType(entry.type))
      return emitError() << "operations in " << entry.type
                         << " are not counted";
  return success();
}
