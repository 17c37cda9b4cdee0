//===- Expr.h - An exact integer expression over symbols --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_COUNT_EXPR_H
#define FPO_COUNT_EXPR_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DynamicAPInt.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mlir::fpo {

using llvm::DynamicAPInt;

class Atom;
class Polynomial;

/// An integer of any size, or an integer-valued expression over symbols: a
/// polynomial with rational coefficients over *atoms*. An atom is a symbol (a
/// dynamic dimension, the trip count of a loop) or what is no polynomial:
/// floor(a / b), min, max, a choice, a sum over a range. [symbol.expr]
///
/// Expressions are values, simplified as they are built, and in a normal form
/// as far as the polynomial goes: equal polynomials compare equal. A constant
/// takes no memory beyond itself and no more time than a DynamicAPInt.
class Expr {
public:
  Expr(int64_t value = 0) : number(value) {}
  Expr(const DynamicAPInt &value);
  Expr(const Expr &);
  Expr(Expr &&) noexcept;
  Expr &operator=(const Expr &);
  Expr &operator=(Expr &&) noexcept;
  ~Expr();

  /// A symbol. Symbols of one name are the same; a size is never negative, and
  /// is taken as such in simplifications.
  static Expr symbol(llvm::StringRef name, bool isNonNegative = true);

  /// floor(lhs / rhs), towards minus infinity. Division by the number zero
  /// stays as it is, without a value.
  static Expr floorDiv(const Expr &lhs, const Expr &rhs);
  /// ceil(lhs / rhs) for rhs > 0.
  static Expr ceilDiv(const Expr &lhs, const Expr &rhs);
  /// lhs - rhs * floor(lhs / rhs).
  static Expr mod(const Expr &lhs, const Expr &rhs);
  static Expr min(const Expr &lhs, const Expr &rhs);
  static Expr max(const Expr &lhs, const Expr &rhs);
  /// Of one or more.
  static Expr min(llvm::ArrayRef<Expr> values);
  static Expr max(llvm::ArrayRef<Expr> values);
  /// `condition >= 0 ? yes : no`.
  static Expr select(const Expr &condition, const Expr &yes, const Expr &no);
  /// The sum of `body` over the integers from `lower` to `upper`, exclusive, of
  /// the symbol `variable`, which does not occur outside.
  static Expr sum(llvm::StringRef variable, const Expr &lower,
                  const Expr &upper, const Expr &body);
  /// The same for `lower <= upper`, without the max that makes an empty range
  /// zero; none unless `body` is a polynomial in `variable`.
  static std::optional<Expr> sumPolynomial(llvm::StringRef variable,
                                           const Expr &lower, const Expr &upper,
                                           const Expr &body);
  /// `numerator / denominator`, of which it is known that it is an integer.
  static Expr exactDiv(const Expr &numerator, const DynamicAPInt &denominator);

  bool isConstant() const { return !polynomial; }
  bool isZero() const { return isConstant() && number == 0; }
  bool isOne() const { return isConstant() && number == 1; }
  /// Its value; requires `isConstant()`.
  const DynamicAPInt &constant() const {
    assert(isConstant() && "not a number");
    return number;
  }
  /// The polynomial; requires `!isConstant()`.
  const Polynomial &poly() const {
    assert(!isConstant() && "a number");
    return *polynomial;
  }
  /// The name, if it is a symbol and nothing else.
  std::optional<llvm::StringRef> symbolName() const;
  /// An atom by itself.
  static Expr fromAtom(const Atom &atom);
  /// The atom, if it is one and nothing else; null otherwise.
  const Atom *asAtom() const;

  Expr &operator+=(const Expr &other);
  Expr &operator-=(const Expr &other);
  Expr &operator*=(const Expr &other);
  friend Expr operator+(Expr lhs, const Expr &rhs) { return lhs += rhs; }
  friend Expr operator-(Expr lhs, const Expr &rhs) { return lhs -= rhs; }
  friend Expr operator*(Expr lhs, const Expr &rhs) { return lhs *= rhs; }
  Expr operator-() const { return Expr(0) - *this; }

  bool operator==(const Expr &other) const { return compare(other) == 0; }
  bool operator!=(const Expr &other) const { return compare(other) != 0; }
  /// A total order on expressions as they are written; it says nothing of their
  /// values.
  int compare(const Expr &other) const;

  /// A number that it is never below, or above; none if none is known.
  std::optional<DynamicAPInt> minimum() const;
  std::optional<DynamicAPInt> maximum() const;
  bool isKnownNonNegative() const;
  bool isKnownPositive() const;

  /// What to put in the place of a symbol; none: the symbol stays.
  using Substitution =
      llvm::function_ref<std::optional<Expr>(llvm::StringRef name)>;
  Expr substitute(Substitution replacement) const;
  /// What to put in the place of an atom, asked from the outside in; none: the
  /// atom stays, with its operands replaced.
  using AtomSubstitution =
      llvm::function_ref<std::optional<Expr>(const Atom &atom)>;
  Expr substituteAtoms(AtomSubstitution replacement) const;

  /// The names of its symbols, without those that a sum binds.
  void collectSymbols(std::set<std::string> &names) const;
  /// Whether the symbol `name` occurs in it, other than bound by a sum.
  bool mentions(llvm::StringRef name) const;

  /// As in `(arg0.0^2 + arg0.0)/2 + 3*floor((arg0.1 + 31)/32)`; also `min(a,
  /// b)`, `max(a, b)`, `select(c >= 0, a, b)`, `sum(i in 0..n, body)`.
  void print(llvm::raw_ostream &os) const;
  std::string str() const;
  /// Reads what `print` writes, and what one would write by hand.
  static llvm::Expected<Expr> parse(llvm::StringRef text);

  friend llvm::hash_code hash_value(const Expr &expr);

private:
  friend class Polynomial;
  explicit Expr(llvm::IntrusiveRefCntPtr<const Polynomial> polynomial);

  DynamicAPInt number;
  /// Null for a constant.
  llvm::IntrusiveRefCntPtr<const Polynomial> polynomial;
};

/// A symbol, or a function of expressions that is no polynomial.
class Atom : public llvm::ThreadSafeRefCountedBase<Atom> {
public:
  enum class Kind : uint8_t {
    /// `name`
    Symbol,
    /// floor(operand 0 / operand 1)
    FloorDiv,
    /// Of two or more operands, sorted.
    Min,
    Max,
    /// operand 0 >= 0 ? operand 1 : operand 2
    Select,
    /// Of operand 2, over `name` from operand 0 to operand 1, exclusive.
    Sum
  };

  Atom(Kind kind, std::string name, std::vector<Expr> operands,
       bool isNonNegative);

  Kind getKind() const { return kind; }
  llvm::StringRef getName() const { return name; }
  llvm::ArrayRef<Expr> getOperands() const { return operands; }
  bool isNonNegative() const { return nonNegative; }
  size_t getHash() const { return hash; }
  int compare(const Atom &other) const;

private:
  Kind kind;
  bool nonNegative;
  std::string name;
  std::vector<Expr> operands;
  size_t hash;
};

using AtomRef = llvm::IntrusiveRefCntPtr<const Atom>;

/// A product of powers of atoms, sorted by atom; empty: one.
using Monomial = std::vector<std::pair<AtomRef, unsigned>>;

struct Term {
  Monomial monomial;
  DynamicAPInt coefficient;
};

/// A polynomial that is no constant: the sum of its terms, over a common
/// denominator. Terms are sorted, the ones of highest degree first.
class Polynomial : public llvm::ThreadSafeRefCountedBase<Polynomial> {
public:
  llvm::ArrayRef<Term> getTerms() const { return terms; }
  const DynamicAPInt &getDenominator() const { return denominator; }

  /// The sum of `terms`, in any order, with repetitions, over `denominator` (>
  /// 0).
  static Expr get(std::vector<Term> terms,
                  DynamicAPInt denominator = DynamicAPInt(1));

private:
  Polynomial(std::vector<Term> terms, DynamicAPInt denominator);

  std::vector<Term> terms;
  DynamicAPInt denominator;
  size_t hash;

  friend llvm::hash_code hash_value(const Expr &expr);
  friend class Expr;
};

inline llvm::raw_ostream &operator<<(llvm::raw_ostream &os, const Expr &expr) {
  expr.print(os);
  return os;
}

} // namespace mlir::fpo

#endif // FPO_COUNT_EXPR_H
