//===- RuleSet.cpp - The rules in force -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Rules/RuleSet.h"

#include "Instantiate.h"
#include "TypePattern.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

RuleSet::RuleSet(MLIRContext *context, ArrayRef<ShippedRules> shipped)
    : context(context), shippedFiles(shipped.size()) {
  for (auto [index, file] : llvm::enumerate(shipped)) {
    shippedFiles[index].shipped = &file;
    for (StringRef op : llvm::split(file.ops, ' '))
      shippedFilesOf[op].push_back(index);
  }
}

RuleSet::~RuleSet() = default;

void RuleSet::enter(ModuleOp module, Index &index) {
  for (RuleOp rule : module.getOps<RuleOp>())
    for (StringRef name : rule.getOpNames())
      index[name].push_back(rule);
}

ArrayRef<RuleOp> RuleSet::lookupShipped(StringRef name) {
  auto files = shippedFilesOf.find(name);
  if (files == shippedFilesOf.end())
    return {};
  for (unsigned index : files->second) {
    File &file = shippedFiles[index];
    if (file.module)
      continue;
    // They have been verified where they are tested.
    ParserConfig config(context, /*verifyAfterParse=*/false);
    file.module = parseSourceString<ModuleOp>(file.shipped->text, config,
                                              file.shipped->name);
    if (file.module)
      enter(*file.module, shippedRules);
  }
  auto rules = shippedRules.find(name);
  return rules == shippedRules.end() ? ArrayRef<RuleOp>()
                                     : ArrayRef<RuleOp>(rules->second);
}

/// Checks that `module` holds nothing but rules, and none twice.
static LogicalResult verifyFile(ModuleOp module) {
  llvm::StringMap<SmallVector<RuleOp>> seen;
  for (Operation &op : *module.getBody()) {
    auto rule = dyn_cast<RuleOp>(op);
    if (!rule)
      return emitError(op.getLoc())
             << "expected nothing but rules in a rule file, but found '"
             << op.getName() << "'";
    for (StringRef name : rule.getOpNames()) {
      for (RuleOp other : seen[name])
        if (other.getArgumentTypes() == rule.getArgumentTypes()) {
          InFlightDiagnostic error = emitError(rule.getLoc())
                                     << "there are two rules for '" << name
                                     << "' on the same types";
          error.attachNote(other.getLoc()) << "the other is here";
          return error;
        }
      seen[name].push_back(rule);
    }
  }
  return success();
}

LogicalResult RuleSet::addFile(StringRef path) {
  return add(parseSourceFile<ModuleOp>(path, ParserConfig(context)));
}

LogicalResult RuleSet::addText(const ShippedRules &file) {
  return add(
      parseSourceString<ModuleOp>(file.text, ParserConfig(context), file.name));
}

LogicalResult RuleSet::add(OwningOpRef<ModuleOp> module) {
  if (!module || failed(verifyFile(*module)))
    return failure();
  std::scoped_lock<std::mutex> lock(mutex);
  enter(*module, userRules.emplace_back());
  userFiles.push_back(std::move(module));
  return success();
}

/// What the generic types of a rule stand for when it is tried.
static TypeBinding exampleBinding(RuleOp rule) {
  MLIRContext *context = rule.getContext();
  TypeBinding binding;
  AttrTypeWalker walker;
  walker.addWalk([&](AnyFloatType type) {
    binding.bind(type, Float32Type::get(context));
  });
  walker.addWalk([&](NarrowFloatType type) {
    binding.bind(type, Float16Type::get(context));
  });
  walker.addWalk([&](AnyIntType type) {
    binding.bind(type, IntegerType::get(context, 32));
  });
  for (Type type : rule.getArgumentTypes())
    walker.walk(type);
  return binding;
}

LogicalResult
RuleSet::forEachAdded(llvm::function_ref<LogicalResult(RuleOp)> visit) {
  bool isRight = true;
  for (OwningOpRef<ModuleOp> &file : userFiles)
    for (RuleOp rule : file->getOps<RuleOp>()) {
      RuleOp instance = getInstance(rule, exampleBinding(rule), nullptr);
      isRight &= instance && succeeded(visit(instance));
    }
  return success(isRight);
}

std::vector<std::string> RuleSet::getOpNames() const {
  llvm::StringSet<> names;
  for (const auto &entry : shippedFilesOf)
    names.insert(entry.getKey());
  for (const Index &rules : userRules)
    for (const auto &entry : rules)
      names.insert(entry.getKey());
  std::vector<std::string> sorted;
  for (const auto &entry : names)
    sorted.push_back(entry.getKey().str());
  llvm::sort(sorted);
  return sorted;
}

//===----------------------------------------------------------------------===//
// Lookup
//===----------------------------------------------------------------------===//

/// How well `rule` fits operands of `types`. A scalar rule is told by the first
/// of them alone.
static std::optional<Fit> match(RuleOp rule, TypeRange types,
                                TypeBinding &binding) {
  ArrayRef<Type> patterns = rule.getArgumentTypes();
  if (rule.isScalarRule())
    patterns = patterns.take_front();
  if (patterns.size() != types.size())
    return std::nullopt;
  Fit worst = Fit::Exact;
  for (auto [pattern, type] : llvm::zip_equal(patterns, types)) {
    std::optional<Fit> fit = matchType(pattern, type, binding);
    if (!fit)
      return std::nullopt;
    worst = std::max(worst, *fit);
  }
  return worst;
}

namespace {
struct Candidate {
  RuleOp rule;
  Fit fit = Fit::Any;
  TypeBinding binding;
};
} // namespace

/// The one of `rules`, scalar ones or such of the whole op, that fits best.
static std::optional<Candidate> findBest(ArrayRef<RuleOp> rules,
                                         TypeRange types, bool isScalar) {
  std::optional<Candidate> best;
  for (RuleOp rule : rules) {
    if (rule.isScalarRule() != isScalar)
      continue;
    TypeBinding binding;
    std::optional<Fit> fit = match(rule, types, binding);
    if (fit && (!best || *fit < best->fit))
      best = {rule, *fit, std::move(binding)};
  }
  return best;
}

RuleOp RuleSet::getInstance(RuleOp rule, const TypeBinding &binding,
                            Operation *op) {
  Attribute key = instanceKey(rule, binding, op);
  auto [it, isNew] = instances.try_emplace({rule, key});
  if (isNew)
    it->second = instantiateRule(rule, binding, op);
  return it->second ? *it->second : RuleOp();
}

RuleOp RuleSet::lookup(StringRef name, Type type) {
  std::scoped_lock<std::mutex> lock(mutex);
  std::optional<Candidate> found;
  for (const Index &rules : llvm::reverse(userRules)) {
    auto it = rules.find(name);
    if (it != rules.end())
      found = findBest(it->second, type, /*isScalar=*/true);
    if (found)
      break;
  }
  if (!found)
    found = findBest(lookupShipped(name), type, /*isScalar=*/true);
  return found ? getInstance(found->rule, found->binding, nullptr) : RuleOp();
}

RuleOp RuleSet::lookup(Operation *op) {
  std::scoped_lock<std::mutex> lock(mutex);
  for (const Index &rules : llvm::reverse(userRules)) {
    auto it = rules.find(op->getName().getStringRef());
    if (it == rules.end())
      continue;
    if (std::optional<Candidate> found =
            findBest(it->second, op->getOperandTypes(), /*isScalar=*/false))
      return getInstance(found->rule, found->binding, op);
  }
  return {};
}

//===----------------------------------------------------------------------===//
// The rules of a context
//===----------------------------------------------------------------------===//

namespace {
/// Keeps the rules with the dialect, and so as long as the context.
struct ContextRules : DialectInterface::Base<ContextRules> {
  explicit ContextRules(Dialect *dialect)
      : Base(dialect), rules(std::make_shared<RuleSet>(dialect->getContext())) {
  }
  std::shared_ptr<RuleSet> rules;
};
} // namespace

void fpo::registerRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *, FpoDialect *dialect) {
    dialect->addInterfaces<ContextRules>();
  });
}

std::shared_ptr<RuleSet> RuleSet::get(MLIRContext *context) {
  auto *dialect = context->getOrLoadDialect<FpoDialect>();
  if (auto *known = dialect->getRegisteredInterface<ContextRules>())
    return known->rules;
  return std::make_shared<RuleSet>(context);
}
