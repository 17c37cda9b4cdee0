//===- SizeEvaluator.h - Sizes and indices as expressions -------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===-------------------------------------------------------------------*- C++
//-*-===//

#ifndef FPO_LIB_ANALYSIS_SIZES_SIZEEVALUATOR_H
#define FPO_LIB_ANALYSIS_SIZES_SIZEEVALUATOR_H

#include "fpo/Analysis/Symbols.h"

#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseMap.h"

#include <functional>
#include <set>
#include <string>

namespace mlir::fpo {

/// [symbol.sizes] Tells the dimensions of tensors and memrefs, and the scalars
/// that sizes are made of, as expressions over the dimensions (`arg0.1`) and
/// integers (`arg2`) that the function around them is given. What comes from
/// data is a symbol that names the op: `dim(@f:7.0)` is dimension 0 of what the
/// seventh op of @f returns.
///
/// Works forwards from what is asked for, and remembers every answer: linear in
/// the number of ops.
class SizeEvaluator {
public:
  explicit SizeEvaluator(SymbolTableCollection &symbolTables)
      : symbolTables(symbolTables) {}

  /// The symbols of `entries`, and those that name an op, are these values.
  void setBindings(const SymbolValues &values, ArrayRef<Operation *> entries) {
    bindings = &values;
    boundFunctions.insert(entries.begin(), entries.end());
  }

  /// The size of a dimension of a ranked tensor or memref.
  Expr dim(Value shaped, unsigned index);

  /// The value of a scalar integer or index; none if it comes from data.
  std::optional<Expr> integer(Value value);
  std::optional<Expr> integer(OpFoldResult value);

  /// An expression that is not negative exactly where `value`, of type i1, is
  /// true; none if that depends on data.
  std::optional<Expr> condition(Value value);

  /// `expr` of an affine map with `numDims` dimensions on `operands`.
  std::optional<Expr> affine(AffineExpr expr, unsigned numDims,
                             ValueRange operands);

  /// Takes `value` for the value of `scalar`, an induction variable.
  void setInteger(Value scalar, Expr value) { integers[scalar] = value; }

  /// A symbol that names `op`, like `trip(@f:3)`.
  Expr opaque(StringRef kind, Operation *op, StringRef suffix,
              const Twine &meaning, bool isNonNegative = true);

  /// What the symbols of the callee are at a call: its arguments' sizes and
  /// values.
  SymbolValues bindArguments(FunctionOpInterface callee, OperandRange operands);

  const SymbolMeanings &getSymbols() const { return symbols; }
  /// Forgets the symbols of arguments that are not in `known`: they were those
  /// of a rule, for which the operands of the op that it prices are put in.
  void forgetArguments(const SymbolMeanings &known);
  /// The bindings that were asked for.
  const std::set<std::string> &getUsedBindings() const { return usedBindings; }

private:
  using DimRule = std::function<std::optional<Expr>(SizeEvaluator &, OpResult,
                                                    unsigned index)>;
  using IntegerRule =
      std::function<std::optional<Expr>(SizeEvaluator &, Operation *)>;

  /// Steps backwards up to which an answer is looked for.
  static constexpr unsigned kMaxDepth = 4000;

  /// By the op's TypeID.
  static const llvm::DenseMap<TypeID, DimRule> &dimRules();
  static const llvm::DenseMap<TypeID, IntegerRule> &integerRules();

  std::optional<Expr> computeDim(Value shaped, unsigned index);
  std::optional<Expr> dimOfArgument(BlockArgument argument, unsigned index);
  std::optional<Expr> dimOfResult(OpResult result, unsigned index);
  std::optional<Expr> dimInLoop(Value carried, Value init, Value yielded,
                                unsigned index);
  std::optional<Expr> dimOfCall(OpResult result, unsigned index);
  std::optional<Expr> computeInteger(Value value);
  std::optional<Expr> computeCondition(Value value);

  Expr symbol(Operation *scope, std::string name, bool isNonNegative,
              SymbolMeaning meaning);

  /// The function around `op`, or the outermost op.
  static Operation *scopeOf(Operation *op);
  /// The op's place in its function, from one on.
  unsigned numberOf(Operation *op);

  SymbolTableCollection &symbolTables;
  llvm::DenseMap<std::pair<Value, unsigned>, Expr> dims;
  llvm::DenseMap<Value, std::optional<Expr>> integers;
  llvm::DenseMap<Operation *, unsigned> numbers;
  const SymbolValues *bindings = nullptr;
  llvm::DenseSet<Operation *> boundFunctions;
  llvm::DenseSet<std::pair<Value, unsigned>> inProgress;
  llvm::DenseSet<Value> integersInProgress;
  SymbolMeanings symbols;
  std::set<std::string> usedBindings;
  unsigned depth = 0;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_SIZES_SIZEEVALUATOR_H
