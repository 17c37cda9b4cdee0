//===- Explain.cpp - How an op comes down to ADD and MUL ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Explain.h"

#include "fpo/Analysis/RuleCost.h"
#include "fpo/Interfaces/CostOpInterface.h"

#include "mlir/AsmParser/AsmParser.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// What is asked for
//===----------------------------------------------------------------------===//

template <typename... Args>
static llvm::Error fail(const char *format, Args &&...args) {
  return llvm::createStringError(
      llvm::formatv(format, std::forward<Args>(args)...).str());
}

/// Names that are like `name`, the closest first.
static std::vector<std::string> findSimilar(StringRef name,
                                            std::vector<std::string> names) {
  unsigned limit = std::max<unsigned>(2, name.size() / 4);
  std::vector<std::pair<unsigned, std::string>> similar;
  for (std::string &candidate : names) {
    // Without its dialect, too: "tanh" is "math.tanh".
    unsigned distance =
        std::min(name.edit_distance(candidate),
                 name.edit_distance(StringRef(candidate).split('.').second));
    if (distance <= limit)
      similar.emplace_back(distance, std::move(candidate));
  }
  llvm::sort(similar);
  std::vector<std::string> result;
  for (auto &[distance, candidate] : llvm::ArrayRef(similar).take_front(4))
    result.push_back("'" + candidate + "'");
  return result;
}

static llvm::Error failWithoutRule(StringRef name, RuleSet &rules,
                                   MLIRContext *context) {
  context->getOrLoadDialect(name.split('.').first);
  auto registered = RegisteredOperationName::lookup(name, context);
  if (registered && registered->hasInterface<CostOpInterface>())
    return fail("the cost of '{0}' is not that of a scalar rule: it depends on "
                "more than a type; ask for the report of a program that has it",
                name);
  std::vector<std::string> similar = findSimilar(name, rules.getOpNames());
  if (similar.empty())
    return fail("there is no rule for '{0}'", name);
  return fail("there is no rule for '{0}'; did you mean {1}?", name,
              llvm::join(similar, ", "));
}

/// The types to look for: the one that is asked for, or the usual ones.
static SmallVector<Type> candidateTypes(StringRef typeName,
                                        MLIRContext *context) {
  if (!typeName.empty()) {
    // What is wrong with it is said once, by the caller.
    ScopedDiagnosticHandler silent(context, [](Diagnostic &) {});
    Type type = parseType(typeName, context);
    return type ? SmallVector<Type>{type} : SmallVector<Type>();
  }
  Type f32 = Float32Type::get(context);
  return {f32, ComplexType::get(f32), IntegerType::get(context, 32),
          IntegerType::get(context, 1)};
}

//===----------------------------------------------------------------------===//
// The tree
//===----------------------------------------------------------------------===//

namespace {
/// A line of the tree.
struct Row {
  std::string what;
  Cost cost;
  std::string origin;
};
} // namespace

/// "lib/Rules/hyperbolic.mlir:10, source".
static std::string originOf(RuleOp rule) {
  std::string origin;
  llvm::raw_string_ostream os(origin);
  if (auto location = rule.getLoc()->findInstanceOf<FileLineColLoc>())
    os << location.getFilename().getValue() << ':' << location.getLine();
  if (std::optional<StringRef> source = rule.getSource())
    os << (origin.empty() ? "" : ": ") << *source;
  return origin;
}

/// Whether nothing of what `op` does counts in a rule on `type`: it costs
/// nothing, or is integer work on the fields of a floating-point format.
static bool isFreeIn(const RuleCost &op, Type type) {
  if (isa<IntegerType>(type))
    return op.cost.isZero();
  return op.cost
      .mapTypes(
          [](Type inner) { return isa<FloatType>(inner) ? inner : Type(); })
      .isZero();
}

/// Lists `op`, which runs `times` times, and below it what its rule applies,
/// each as often as it runs altogether.
static void collectRows(const RuleCost &op, const Count &times, unsigned level,
                        std::vector<Row> &rows) {
  std::string what;
  llvm::raw_string_ostream os(what);
  os.indent(2 * level);
  if (level != 0)
    os << times << " x ";
  os << op.name;
  if (level == 0 || !isa<Float32Type>(op.type))
    os << " on " << op.type;
  rows.push_back({what, op.cost * times, originOf(op.rule)});

  llvm::SetVector<StringRef> free;
  for (const RuleCost::Part &part : op.parts) {
    if (part.times.isZero())
      continue;
    if (isFreeIn(*part.op, op.type))
      free.insert(part.op->name);
    else
      collectRows(*part.op, part.times * times, level + 1, rows);
  }
  if (!free.empty())
    rows.push_back(
        {std::string(2 * (level + 1), ' ') + "free: " + llvm::join(free, ", "),
         Cost(), ""});
}

static void printRows(ArrayRef<Row> rows, raw_ostream &os) {
  const Cost &total = rows.front().cost;
  size_t width = 0;
  for (const Row &row : rows)
    if (!row.cost.isZero())
      width = std::max(width, row.what.size());

  auto column = [&](StringRef text) { os << llvm::formatv("{0,10}", text); };
  os.indent(width);
  for (const TypedOps &entry : total.getOps()) {
    std::string type;
    llvm::raw_string_ostream(type) << entry.type;
    column(type + " ADD");
    column(type + " MUL");
  }
  os << '\n';
  for (const Row &row : rows) {
    os << row.what;
    if (row.cost.isZero()) {
      os << '\n';
      continue;
    }
    os.indent(width - row.what.size());
    for (const TypedOps &entry : total.getOps()) {
      const auto *ops = llvm::find_if(row.cost.getOps(), [&](auto &candidate) {
        return candidate.type == entry.type;
      });
      bool isThere = ops != row.cost.getOps().end();
      column(isThere ? ops->add.str() : "0");
      column(isThere ? ops->mul.str() : "0");
    }
    os << "   " << row.origin << '\n';
  }
  os << "\ntotal: ";
  if (total.iop().isZero())
    os << total.fpo() << " FPO\n";
  else
    os << total.iop() << " integer operations\n";
}

llvm::Error fpo::printExplanation(StringRef request, MLIRContext *context,
                                  const CostOptions &options, raw_ostream &os) {
  auto [name, typeName] = request.split(':');
  std::shared_ptr<RuleSet> rules =
      options.rules ? options.rules : RuleSet::get(context);
  SmallVector<Type> types = candidateTypes(typeName, context);
  if (types.empty())
    return fail("'{0}' is not a type", typeName);
  const auto *type = llvm::find_if(types, [&, name = name](Type type) {
    return bool(rules->lookup(name, type));
  });
  if (type == types.end()) {
    if (typeName.empty() || !llvm::is_contained(rules->getOpNames(), name))
      return failWithoutRule(name, *rules, context);
    return fail("there is no rule for '{0}' on {1}", name, typeName);
  }

  RuleCosts costs(context, options);
  const RuleCost &cost = costs.lookup(name, *type);
  if (!cost.reason.empty())
    return fail("the cost of '{0}' is not known: {1} ({2})", name, cost.reason,
                cost.path);
  std::vector<Row> rows;
  collectRows(cost, 1, 0, rows);
  printRows(rows, os);
  return llvm::Error::success();
}
