//===- Activity.h - Which values depend on parameters -----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_TRAINING_ACTIVITY_H
#define FPO_LIB_ANALYSIS_TRAINING_ACTIVITY_H

#include "fpo/Analysis/CostTree.h"

#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "llvm/ADT/SmallBitVector.h"

#include <map>
#include <optional>

namespace mlir::fpo {

/// [training.active] The values of a function that have a derivative by some
/// source of gradients (a parameter, an input that wants a gradient) which is
/// not zero everywhere, given which arguments have one.
struct Activity {
  llvm::DenseSet<Value> varied;
  /// Which results do.
  llvm::SmallBitVector results;
};

/// Finds the activity of functions, each once for each choice of arguments.
class ActivityAnalysis {
public:
  /// `sources` are varied wherever they are used.
  ActivityAnalysis(const CostTree &tree, const llvm::DenseSet<Value> &sources)
      : tree(tree), sources(sources) {}

  /// The activity of a function with a body, if `arguments` of it are varied.
  Activity &get(FunctionOpInterface function,
                const llvm::SmallBitVector &arguments);

  /// Adds to `activity` what is varied among the results of the ops of a block.
  void propagate(Block &block, Activity &activity);

private:
  void propagate(Operation *op, Activity &activity);

  const CostTree &tree;
  const llvm::DenseSet<Value> &sources;
  std::map<std::pair<Operation *, std::vector<bool>>, Activity> known;
};

/// The values that a loop carries, for a loop with one block; none for others.
struct CarriedValues {
  Block *body;
  SmallVector<Value> inits, arguments, yields, results;

  static std::optional<CarriedValues> get(Operation *op);
};

/// The blocks of which an op runs one, for an op whose regions take no
/// arguments and yield its results; none for others.
std::optional<SmallVector<Block *>> getBranches(Operation *op);

/// The bits as a key.
std::vector<bool> toKey(const llvm::SmallBitVector &bits);

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_TRAINING_ACTIVITY_H
