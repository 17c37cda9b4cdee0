//===- RuleSet.h - The rules in force ---------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RULES_RULESET_H
#define FPO_RULES_RULESET_H

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

#include <memory>
#include <mutex>
#include <vector>

namespace mlir::fpo {

struct TypeBinding;

/// A file of rules that is part of the library.
struct ShippedRules {
  /// What the file is called.
  StringRef name;
  StringRef text;
  /// The ops that it has rules for, with spaces between.
  StringRef ops;
};

/// The rules of the convention `fpo`: the files of lib/Rules.
ArrayRef<ShippedRules> getShippedRules();

/// Rules by which ops come down to ADD and MUL: those of the library, and
/// before them those of the user's files.
///
/// A rule is looked up in the file that was added last, then in those before
/// it, and at the end in the shipped ones; in each an exact rule goes before
/// one on `!fpo.narrow_float`, and that before one on `!fpo.float` or
/// `!fpo.int`. What is found is concrete: a type-generic rule is instantiated,
/// once for each type. Shipped files are parsed when one of their rules is
/// asked for.
///
/// Lookups may come from several threads.
class RuleSet {
public:
  /// The rules of `shipped` files.
  explicit RuleSet(MLIRContext *context,
                   ArrayRef<ShippedRules> shipped = getShippedRules());
  ~RuleSet();

  /// Adds the rules of a file. A file that can't be read or parsed, holds
  /// anything but rules, or has two rules for the same op and types, is an
  /// error with its location, and nothing is added.
  LogicalResult addFile(StringRef path);

  /// Likewise, those of an embedded file.
  LogicalResult addText(const ShippedRules &file);

  /// The scalar rule of the op `name` on an element of `type`; null if there is
  /// none.
  RuleOp lookup(StringRef name, Type type);

  /// The rule of the whole of `op` in a file that was added, with the types of
  /// its operands and the values of its attributes put in; null if there is
  /// none.
  RuleOp lookup(Operation *op);

  /// Whether any file was added.
  bool hasAdded() const { return !userRules.empty(); }

  /// Visits an instance of each rule that was added: of a type-generic one,
  /// that on f32, f16 or i32. Fails if a visit does or, with a diagnostic, if a
  /// body is not valid on these types; the others are visited all the same.
  LogicalResult forEachAdded(llvm::function_ref<LogicalResult(RuleOp)> visit);

  /// The ops that have rules, sorted.
  std::vector<std::string> getOpNames() const;

  /// The rules in force in a context unless others are asked for: the shipped
  /// ones, and what has been added to them.
  static std::shared_ptr<RuleSet> get(MLIRContext *context);

private:
  using Index = llvm::StringMap<SmallVector<RuleOp, 2>>;
  /// The rules of one file.
  struct File {
    const ShippedRules *shipped = nullptr;
    OwningOpRef<ModuleOp> module;
  };

  /// The shipped rules of an op, parsed now if they have not been.
  ArrayRef<RuleOp> lookupShipped(StringRef name);
  LogicalResult add(OwningOpRef<ModuleOp> module);
  static void enter(ModuleOp module, Index &index);
  RuleOp getInstance(RuleOp rule, const TypeBinding &binding, Operation *op);

  MLIRContext *context;
  std::mutex mutex;
  std::vector<File> shippedFiles;
  llvm::StringMap<SmallVector<unsigned, 2>> shippedFilesOf;
  Index shippedRules;
  /// The user's files, and what they hold, in the order of their coming.
  std::vector<OwningOpRef<ModuleOp>> userFiles;
  std::vector<Index> userRules;
  /// Instances, by rule and by what was put in.
  llvm::DenseMap<std::pair<Operation *, Attribute>, OwningOpRef<RuleOp>>
      instances;
};

/// Gives each context that loads the fpo dialect its rules.
void registerRules(DialectRegistry &registry);

} // namespace mlir::fpo

#endif // FPO_RULES_RULESET_H
