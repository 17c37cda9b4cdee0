//===- ExprText.cpp - Expressions as text ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/Expr.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

/// Whether `expr` needs parentheses as an operand of a product or quotient.
static bool isSum(const Expr &expr) {
  return !expr.isConstant() && (expr.poly().getTerms().size() > 1 ||
                                expr.poly().getDenominator() != 1);
}

static void printAtom(const Atom &atom, llvm::raw_ostream &os) {
  llvm::ArrayRef<Expr> operands = atom.getOperands();
  switch (atom.getKind()) {
  case Atom::Kind::Symbol:
    os << atom.getName();
    return;
  case Atom::Kind::FloorDiv: {
    auto side = [&](const Expr &expr, bool isDivisor) {
      bool wraps =
          isSum(expr) || (isDivisor && !expr.isConstant() && !expr.asAtom());
      os << (wraps ? "(" : "") << expr << (wraps ? ")" : "");
    };
    os << "floor(";
    side(operands[0], false);
    os << "/";
    side(operands[1], true);
    os << ")";
    return;
  }
  case Atom::Kind::Min:
  case Atom::Kind::Max:
    os << (atom.getKind() == Atom::Kind::Min ? "min(" : "max(");
    llvm::interleaveComma(operands, os);
    os << ")";
    return;
  case Atom::Kind::Select:
    os << "select(" << operands[0] << " >= 0, " << operands[1] << ", "
       << operands[2] << ")";
    return;
  case Atom::Kind::Sum:
    os << "sum(" << atom.getName() << " in " << operands[0] << ".."
       << operands[1] << ", " << operands[2] << ")";
    return;
  }
}

void Expr::print(llvm::raw_ostream &os) const {
  if (isConstant()) {
    os << number;
    return;
  }
  const DynamicAPInt &denominator = polynomial->getDenominator();
  bool wraps = denominator != 1 && (polynomial->terms.size() > 1);
  os << (wraps ? "(" : "");
  bool isFirst = true;
  for (const Term &term : polynomial->getTerms()) {
    bool isNegative = term.coefficient < 0;
    if (isNegative)
      os << (isFirst ? "-" : " - ");
    else if (!isFirst)
      os << " + ";
    isFirst = false;
    DynamicAPInt size = abs(term.coefficient);
    bool showsNumber = size != 1 || term.monomial.empty();
    if (showsNumber)
      os << size;
    bool needsStar = showsNumber;
    for (const auto &[atom, exponent] : term.monomial) {
      if (needsStar)
        os << '*';
      needsStar = true;
      printAtom(*atom, os);
      if (exponent != 1)
        os << '^' << exponent;
    }
  }
  os << (wraps ? ")" : "");
  if (denominator != 1)
    os << '/' << denominator;
}

std::string Expr::str() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(os);
  return text;
}

//===----------------------------------------------------------------------===//
// Parsing
//===----------------------------------------------------------------------===//

namespace {
/// Reads sums of products of powers. Quotients are exact only as a whole, so a
/// value is carried with its denominator.
class Parser {
public:
  explicit Parser(llvm::StringRef text) : rest(text) {}

  std::optional<Expr> parseAll() {
    std::optional<Expr> value = parseWhole();
    if (value && !rest.ltrim().empty())
      return fail("there is more after the expression");
    return value;
  }

  std::string message;
  llvm::StringRef rest;

private:
  struct Fraction {
    Expr numerator;
    DynamicAPInt denominator{1};
  };

  std::nullopt_t fail(llvm::StringRef why) {
    if (message.empty())
      message = why.str();
    return std::nullopt;
  }

  bool consume(llvm::StringRef token) {
    rest = rest.ltrim();
    return rest.consume_front(token);
  }

  bool expect(llvm::StringRef token) {
    if (consume(token))
      return true;
    fail(("'" + token + "' is missing").str());
    return false;
  }

  std::optional<Expr> parseWhole() {
    std::optional<Fraction> value = parseSum();
    if (!value)
      return std::nullopt;
    if (value->numerator.isConstant() &&
        llvm::mod(value->numerator.constant(), value->denominator) != 0)
      return fail("the value is not an integer");
    return Expr::exactDiv(value->numerator, value->denominator);
  }

  std::optional<Fraction> parseSum() {
    // A text of thousands of parentheses must not exhaust the stack.
    if (++depth > 200)
      return fail("the expression is nested too deeply");
    Fraction total;
    bool isNegative = consume("-");
    while (true) {
      std::optional<Fraction> term = parseProduct();
      if (!term)
        return std::nullopt;
      total.numerator =
          total.numerator * Expr(term->denominator) +
          term->numerator * Expr(total.denominator) * Expr(isNegative ? -1 : 1);
      total.denominator *= term->denominator;
      if (consume("+"))
        isNegative = false;
      else if (consume("-"))
        isNegative = true;
      else
        break;
    }
    --depth;
    return total;
  }

  std::optional<Fraction> parseProduct() {
    std::optional<Fraction> product = parsePower();
    while (product) {
      if (consume("*")) {
        std::optional<Fraction> factor = parsePower();
        if (!factor)
          return std::nullopt;
        product->numerator *= factor->numerator;
        product->denominator *= factor->denominator;
      } else if (consume("/")) {
        std::optional<Fraction> divisor = parsePower();
        if (!divisor)
          return std::nullopt;
        if (!divisor->numerator.isConstant() || divisor->denominator != 1)
          return fail("only floor(a/b) divides by an expression");
        if (divisor->numerator.constant() <= 0)
          return fail("a divisor is not positive");
        product->denominator *= divisor->numerator.constant();
      } else {
        break;
      }
    }
    return product;
  }

  std::optional<Fraction> parsePower() {
    std::optional<Fraction> base = parsePrimary();
    if (!base || !consume("^"))
      return base;
    rest = rest.ltrim();
    unsigned exponent = 0;
    if (rest.consumeInteger(10, exponent) || exponent > 64)
      return fail("an exponent is not a number up to 64");
    Fraction result{Expr(1)};
    for (unsigned i = 0; i < exponent; ++i) {
      result.numerator *= base->numerator;
      result.denominator *= base->denominator;
    }
    return result;
  }

  std::optional<Fraction> parsePrimary() {
    rest = rest.ltrim();
    if (consume("(")) {
      std::optional<Fraction> inner = parseSum();
      if (!inner || !expect(")"))
        return std::nullopt;
      return inner;
    }
    if (!rest.empty() && llvm::isDigit(rest.front())) {
      llvm::StringRef digits = rest.take_while(llvm::isDigit);
      rest = rest.drop_front(digits.size());
      unsigned bits = digits.size() * 4 + 1;
      return Fraction{Expr(DynamicAPInt(llvm::APInt(bits, digits, 10)))};
    }
    llvm::StringRef name = rest.take_while(isNameCharacter);
    if (name.empty())
      return fail(rest.empty() ? "the expression ends early"
                               : "there is neither a number nor a symbol");
    rest = rest.drop_front(name.size());
    if (!rest.starts_with("("))
      return Fraction{Expr::symbol(name)};
    std::optional<Expr> value = parseCall(name);
    if (!value)
      return std::nullopt;
    return Fraction{*value};
  }

  std::optional<Expr> parseCall(llvm::StringRef name) {
    // A symbol like trip(@f:3).
    if (rest.starts_with("(@")) {
      size_t end = rest.find(')');
      if (end == llvm::StringRef::npos)
        return fail("')' is missing");
      llvm::StringRef symbol(name.data(), name.size() + end + 1);
      rest = rest.drop_front(end + 1);
      return Expr::symbol(symbol);
    }
    consume("(");
    if (name == "floor")
      return parseFloor();
    if (name == "sum")
      return parseRange();
    if (name != "min" && name != "max" && name != "select")
      return fail(("there is no function '" + name + "'").str());
    std::vector<Expr> operands;
    do {
      std::optional<Expr> operand = parseWhole();
      if (!operand)
        return std::nullopt;
      if (name == "select" && operands.empty() &&
          (!expect(">=") || !expect("0")))
        return std::nullopt;
      operands.push_back(*operand);
    } while (consume(","));
    if (!expect(")"))
      return std::nullopt;
    if (name == "select") {
      if (operands.size() != 3)
        return fail("select takes a condition and two values");
      return Expr::select(operands[0], operands[1], operands[2]);
    }
    return name == "min" ? Expr::min(operands) : Expr::max(operands);
  }

  std::optional<Expr> parseFloor() {
    bool isNegative = consume("-");
    std::optional<Fraction> lhs = parsePower();
    if (lhs && isNegative)
      lhs->numerator = -lhs->numerator;
    while (lhs && consume("*")) {
      std::optional<Fraction> factor = parsePower();
      if (!factor)
        return std::nullopt;
      lhs->numerator *= factor->numerator;
      lhs->denominator *= factor->denominator;
    }
    if (!lhs || !expect("/"))
      return std::nullopt;
    std::optional<Fraction> rhs = parsePower();
    if (!rhs || !expect(")"))
      return std::nullopt;
    return Expr::floorDiv(lhs->numerator * Expr(rhs->denominator),
                          rhs->numerator * Expr(lhs->denominator));
  }

  std::optional<Expr> parseRange() {
    rest = rest.ltrim();
    llvm::StringRef variable = rest.take_while(isNameCharacter);
    rest = rest.drop_front(variable.size());
    if (!expect("in"))
      return std::nullopt;
    std::optional<Expr> lower = parseWhole();
    if (!lower || !expect(".."))
      return std::nullopt;
    std::optional<Expr> upper = parseWhole();
    if (!upper || !expect(","))
      return std::nullopt;
    std::optional<Expr> body = parseWhole();
    if (!body || !expect(")"))
      return std::nullopt;
    return Expr::sum(variable, *lower, *upper, *body);
  }

  /// `..` ends a name, as in `0..arg0.1`.
  static bool isNameCharacter(char c) {
    return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$' || c == '%';
  }

  unsigned depth = 0;
};
} // namespace

llvm::Expected<Expr> Expr::parse(llvm::StringRef text) {
  Parser parser(text);
  if (std::optional<Expr> value = parser.parseAll())
    return *value;
  size_t position = text.size() - parser.rest.ltrim().size();
  return llvm::createStringError("'" + text + "', character " +
                                 llvm::Twine(position + 1) + ": " +
                                 parser.message);
}
