//===- Memory.h - What a program holds in memory, and when ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_MEMORY_MEMORY_H
#define FPO_ANALYSIS_MEMORY_MEMORY_H

#include "fpo/Analysis/AnalyzedProgram.h"

#include <memory>
#include <optional>
#include <vector>

namespace mlir::fpo {

/// Memory that a function allocates for a tensor and for all that is put into
/// the same place: views of it, and what overwrites it. [memory.buffer]
struct Buffer {
  /// The first tensor in it.
  Value value;
  /// What it takes.
  Count bytes;
  /// The steps of the function between which it is held, both included. None is
  /// held if `end < begin`.
  unsigned begin, end;
  /// Whether it is held whatever branches are taken.
  bool isCertain;
};

/// What computing a tensor twice would do, once where it is now and once more
/// before it is used after the peak, instead of holding it in between.
/// [memory.recompute]
struct Recomputation {
  /// The place of its buffer among those of the function.
  size_t buffer;
  /// The ops that would run again, in order, and what they cost.
  SmallVector<Operation *> ops;
  Cost cost;
  /// The function's largest sum after that.
  Count peak;
};

/// What is held while a function runs, step by step. A step is the run of an
/// op; an op that runs others, or calls, has one more when these are done.
struct FunctionMemory {
  Operation *op;
  /// The op of each step, in the order in which they run.
  std::vector<Operation *> steps;
  /// What the function has allocated at each step, and the functions that it
  /// calls there. [memory.live]
  std::vector<Count> live;
  std::vector<Buffer> buffers;
  /// The largest of `live`. [memory.peak]
  Count peak;
  /// Where it is reached; none if nothing is allocated. Where sizes are open,
  /// the step that is the largest when all symbols are alike large.
  std::optional<unsigned> peakStep;
  /// The ops of which it is not known what they hold, and why.
  std::vector<UnknownCost> unknown;
  /// Of an entry: what could be computed twice of what is held at the peak, but
  /// not used there; the largest first. [memory.recompute]
  std::vector<Recomputation> recomputations;

  /// The buffers that are held at `step`, the largest ones first.
  SmallVector<const Buffer *> getLive(unsigned step) const;
  /// The steps that use memory, in order: not those of constants, views and
  /// scalars.
  std::vector<unsigned> getCurve() const;
};

/// What a program holds in memory.
class ProgramMemory {
public:
  /// Looks at the functions that `analyzed` runs, and keeps nothing of it but
  /// the program. Linear in the number of ops.
  ProgramMemory(Operation *root, const AnalyzedProgram &analyzed,
                bool findsRecomputations = false);
  ProgramMemory(ProgramMemory &&) noexcept;
  ProgramMemory &operator=(ProgramMemory &&) noexcept;
  ~ProgramMemory();

  /// The parameters of the model, the other arguments of the entry, and the
  /// other constants and globals: held as long as the program runs.
  /// [memory.resident]
  const Count &getParameters() const { return parameters; }
  const Count &getInputs() const { return inputs; }
  const Count &getConstants() const { return constants; }
  /// The most that the program allocates beside these.
  const Count &getAllocated() const { return allocated; }
  /// The sum of the four.
  Count getPeak() const;

  /// The function that allocates the most of the entries; null if there is
  /// none.
  const FunctionMemory *getEntry() const { return entry; }
  /// What each function that the program runs holds, in the order of the
  /// source.
  ArrayRef<const FunctionMemory *> getFunctions() const { return functions; }

  /// What symbols stand for that occur here.
  const SymbolMeanings &getSymbols() const { return symbols; }

private:
  Count parameters, inputs, constants, allocated;
  const FunctionMemory *entry = nullptr;
  SmallVector<const FunctionMemory *> functions;
  std::vector<std::unique_ptr<FunctionMemory>> owned;
  SymbolMeanings symbols;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_MEMORY_MEMORY_H
