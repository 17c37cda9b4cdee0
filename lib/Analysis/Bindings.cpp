//===- Bindings.cpp - Numbers for symbols ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Bindings.h"

using namespace mlir;
using namespace mlir::fpo;

/// Whether the symbol is a size or a trip count, not an argument by itself.
static bool isSize(llvm::StringRef symbol) {
  return symbol.contains('.') || symbol.starts_with("trip(");
}

static llvm::Expected<Expr> parseInteger(llvm::StringRef text) {
  llvm::APInt value;
  llvm::StringRef digits = text;
  bool isNegative = digits.consume_front("-");
  if (digits.empty() || !llvm::all_of(digits, llvm::isDigit))
    return llvm::createStringError("'" + text + "' is not an integer");
  value = llvm::APInt(unsigned(digits.size()) * 4 + 1, digits, 10);
  Expr result{DynamicAPInt(value)};
  return isNegative ? -result : result;
}

/// `SYMBOL=REST`
static llvm::Expected<std::pair<llvm::StringRef, llvm::StringRef>>
splitBinding(llvm::StringRef text) {
  auto [symbol, value] = text.split('=');
  symbol = symbol.trim();
  value = value.trim();
  if (symbol.empty() || value.empty())
    return llvm::createStringError("'" + text +
                                   "' is not of the form SYMBOL=VALUE");
  return std::pair(symbol, value);
}

llvm::Expected<SymbolValues>
fpo::parseBindings(llvm::ArrayRef<std::string> bindings) {
  SymbolValues values;
  for (const std::string &binding : bindings) {
    auto parts = splitBinding(binding);
    if (!parts)
      return parts.takeError();
    llvm::Expected<Expr> value = parseInteger(parts->second);
    if (!value)
      return value.takeError();
    if (value->constant() < 0 && isSize(parts->first))
      return llvm::createStringError("'" + parts->first +
                                     "' is a size, which is not negative");
    if (!values.try_emplace(parts->first.str(), *value).second)
      return llvm::createStringError("'" + parts->first + "' is given twice");
  }
  return values;
}

llvm::Expected<Sweep> fpo::parseSweep(llvm::StringRef text) {
  auto parts = splitBinding(text);
  if (!parts)
    return parts.takeError();
  auto [fromText, rest] = parts->second.split(':');
  auto [toText, stepText] = rest.split(':');
  llvm::Expected<Expr> from = parseInteger(fromText);
  if (!from)
    return from.takeError();
  llvm::Expected<Expr> to = parseInteger(rest.empty() ? fromText : toText);
  if (!to)
    return to.takeError();
  bool isFactor = stepText.consume_front("x");
  llvm::Expected<Expr> step = parseInteger(stepText.empty() ? "1" : stepText);
  if (!step)
    return step.takeError();
  if (step->constant() < (isFactor ? 2 : 1) ||
      (isFactor && from->constant() < 1))
    return llvm::createStringError("'" + text + "' makes no progress");
  if (from->constant() > to->constant())
    return llvm::createStringError("'" + text + "' ends before it begins");
  if (from->constant() < 0 && isSize(parts->first))
    return llvm::createStringError("'" + parts->first +
                                   "' is a size, which is not negative");
  Sweep sweep{parts->first.str(), {}};
  for (Expr value = *from; value.constant() <= to->constant();
       value = isFactor ? value * *step : value + *step) {
    if (sweep.values.size() == kMaxSweepRows)
      return llvm::createStringError("'" + text + "' has more than " +
                                     llvm::Twine(kMaxSweepRows) + " values");
    sweep.values.push_back(value);
  }
  return sweep;
}

llvm::Expected<std::vector<SymbolValues>>
fpo::combineSweeps(llvm::ArrayRef<Sweep> sweeps) {
  std::vector<SymbolValues> rows(1);
  for (const Sweep &sweep : sweeps) {
    if (rows.size() * sweep.values.size() > kMaxSweepRows)
      return llvm::createStringError("the sweeps have more than " +
                                     llvm::Twine(kMaxSweepRows) +
                                     " combinations");
    std::vector<SymbolValues> more;
    for (const SymbolValues &row : rows)
      for (const Expr &value : sweep.values) {
        more.push_back(row);
        if (!more.back().try_emplace(sweep.symbol, value).second)
          return llvm::createStringError("'" + sweep.symbol +
                                         "' is swept twice");
      }
    rows = std::move(more);
  }
  return rows;
}
