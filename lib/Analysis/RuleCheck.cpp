//===- RuleCheck.cpp - Whether rules come to an end -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/RuleCheck.h"

#include "fpo/Interfaces/CostOpInterface.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

#include <set>

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Follows rules to the ops of their bodies, depth first.
class RuleChecker {
public:
  explicit RuleChecker(RuleSet &rules) : rules(rules) {
    for (std::string &name : rules.getOpNames())
      priced.insert(name);
  }

  /// Checks the rule of the op `name`, an instance, and all that it leads to.
  LogicalResult check(RuleOp rule, StringRef name) {
    if (!done.insert({rule, name.str()}).second)
      return success();
    chain.emplace_back(rule, name.str());
    WalkResult result = rule.getBody().walk([&](Operation *op) {
      return failed(checkOp(op)) ? WalkResult::interrupt()
                                 : WalkResult::advance();
    });
    chain.pop_back();
    return failure(result.wasInterrupted());
  }

private:
  LogicalResult checkOp(Operation *op) {
    StringRef name = op->getName().getStringRef();
    if (RuleOp whole = rules.lookup(op))
      return follow(op, whole, name);
    if (auto apply = dyn_cast<ApplyOp>(op))
      return checkScalar(op, apply.getCallee());
    auto costed = dyn_cast<CostOpInterface>(op);
    // The op's own model knows what it costs, if not by a rule of its name.
    if (costed && (costed.isFree() || !priced.contains(name)))
      return success();
    return checkScalar(op, name);
  }

  LogicalResult checkScalar(Operation *op, StringRef name) {
    if (op->getNumOperands() == 0)
      return fail(op, name, "there is no rule for " + name.str());
    Type type = getElementTypeOrSelf(op->getOperand(0).getType());
    if (RuleOp rule = rules.lookup(name, type))
      return follow(op, rule, name);
    std::string reason;
    llvm::raw_string_ostream(reason)
        << "there is no rule for " << name << " on " << type;
    return fail(op, name, reason);
  }

  LogicalResult follow(Operation *op, RuleOp rule, StringRef name) {
    if (llvm::any_of(chain, [&](const auto &link) {
          return link.first == rule && link.second == name;
        }))
      return fail(op, name, "the rules are circular");
    return check(rule, name);
  }

  LogicalResult fail(Operation *op, StringRef name, const Twine &reason) {
    auto names =
        llvm::map_range(chain, [](const auto &link) { return link.second; });
    return emitError(op->getLoc())
           << reason << ": " << llvm::join(names, " -> ") << " -> " << name;
  }

  RuleSet &rules;
  llvm::StringSet<> priced;
  std::vector<std::pair<RuleOp, std::string>> chain;
  std::set<std::pair<Operation *, std::string>> done;
};
} // namespace

LogicalResult fpo::checkRules(RuleSet &rules) {
  RuleChecker checker(rules);
  return rules.forEachAdded([&](RuleOp rule) {
    return success(llvm::all_of(rule.getOpNames(), [&](StringRef name) {
      return succeeded(checker.check(rule, name));
    }));
  });
}

LogicalResult fpo::addRules(RuleSet &rules, ArrayRef<std::string> files) {
  for (const std::string &file : files)
    if (failed(rules.addFile(file)))
      return failure();
  return checkRules(rules);
}

FailureOr<std::shared_ptr<RuleSet>>
fpo::loadRules(MLIRContext *context, ArrayRef<std::string> files,
               ArrayRef<ShippedRules> shipped) {
  auto rules = std::make_shared<RuleSet>(context, shipped);
  if (failed(addRules(*rules, files)))
    return failure();
  return rules;
}
