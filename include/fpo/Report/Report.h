//===- Report.h - What a report says, whatever it looks like ----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_REPORT_H
#define FPO_REPORT_REPORT_H

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Analysis/Devices/Devices.h"
#include "fpo/Analysis/Energy/EnergyEstimate.h"
#include "fpo/Analysis/FusionGroups.h"
#include "fpo/Analysis/Memory/Memory.h"
#include "fpo/Analysis/ProgramTraffic.h"
#include "fpo/Analysis/Time/TimeEstimate.h"
#include "fpo/Analysis/Training.h"
#include "fpo/Analysis/Workload.h"
#include "fpo/Report/LocationPath.h"

#include "llvm/ADT/MapVector.h"

#include <map>
#include <memory>
#include <vector>

namespace mlir::fpo {

StringRef stringify(CountMode count);

struct ReportOptions {
  /// The name of the input, as the user gave it.
  std::string file;
  ConventionName convention = ConventionName::Fpo;
  CountMode count = CountMode::Executed;
  /// The sizes of each row of the table over sizes.
  std::vector<SymbolValues> sweepRows;
};

/// A symbol that the totals depend on, or that is bound.
struct ReportSymbol {
  std::string name;
  /// None if it isn't bound.
  std::optional<Expr> value;
  const SymbolMeaning *meaning;
};

/// How long the program takes, and took.
struct ReportedTime {
  TimeEstimate estimate;
  /// Seconds of one run, or with training of one step; none if they are not
  /// given.
  std::optional<double> measured;
};

/// What is executed but not counted, because it is pointless.
struct Waste {
  /// In the report's convention.
  Count operations;
  Count iop;
  Count mac;

  Count all() const { return operations + iop; }
  Waste &operator+=(const Waste &other) {
    operations += other.operations;
    iop += other.iop;
    mac += other.mac;
    return *this;
  }
};

/// One op's own cost in all its runs.
struct OpCost {
  /// Its place in the order of all ops that the program runs.
  size_t id;
  Operation *op;
  /// Null for what stands beside the functions.
  const CostFunction *function;
  Count times;
  Cost cost;
  /// What it executes beyond that.
  Waste waste;
  /// Why something of it is not known; null if all is.
  const std::string *reason;
};

/// What ops with something in common cost together.
struct OpGroup {
  Cost cost;
  size_t numOps = 0;

  void add(const Cost &more) {
    cost += more;
    ++numOps;
  }
};

/// A scope of the source and the scopes in it, in the order of first mention.
struct LocationNode {
  OpGroup group;
  llvm::MapVector<std::string, std::unique_ptr<LocationNode>,
                  std::map<std::string, unsigned>>
      children;
};

/// Ops of one kind of which the same is not known.
struct UnknownGroup {
  std::string op;
  std::string reason;
  std::string firstLocation;
  size_t numOps = 0;
};

/// All that the views print, summed up; they only lay it out.
class Report {
public:
  /// Where `analyzed` leaves out what is pointless, `executed` is the tree of
  /// all that the program executes.
  Report(const AnalyzedProgram &analyzed, ReportOptions options,
         const CostTree *executed = nullptr);

  /// Fails with an error at `loc` if a sweep is over what is no symbol of the
  /// totals.
  LogicalResult verifySweeps(Location loc) const;

  /// Adds what it costs to train the program.
  void setTraining(TrainingCost cost);
  /// That, or null.
  const TrainingCost *getTraining() const {
    return training ? &*training : nullptr;
  }
  /// Adds what the program holds in memory; if it `isShown`, not only its peak.
  void setMemory(ProgramMemory held, bool isShown);
  /// That, or null.
  const ProgramMemory *getMemory() const { return memory ? &*memory : nullptr; }
  bool showsMemory() const { return isMemoryShown; }
  /// "adam, 100 steps x 3 epochs".
  std::string describeTraining() const;

  /// Adds what a result costs that the program is run for.
  void setWorkload(Workload what) { workload = std::move(what); }
  /// That, or null.
  const Workload *getWorkload() const {
    return workload ? &*workload : nullptr;
  }

  /// Adds what energy the program takes.
  void setEnergy(ProgramEnergy what) { energy = std::move(what); }
  /// That, or null.
  const ProgramEnergy *getEnergy() const { return energy ? &*energy : nullptr; }

  /// Adds the program's fusion groups, of which each is reported if `isListed`.
  void setFusion(std::shared_ptr<const FusionGroups> groups, bool isListed) {
    fusion = std::move(groups);
    isFusionListed = isListed;
  }
  /// Those, or null.
  const FusionGroups *getFusion() const { return fusion.get(); }
  bool listsGroups() const { return isFusionListed; }
  /// Adds what devices send each other, and stages.
  void setDevices(DeviceCosts what) { devices = std::move(what); }
  /// That, or null.
  const DeviceCosts *getDevices() const {
    return devices ? &*devices : nullptr;
  }

  /// Adds how long the program takes on a machine.
  void setTime(ReportedTime what) { time = std::move(what); }
  /// That, or null.
  const ReportedTime *getTime() const { return time ? &*time : nullptr; }
  /// Adds what crosses the caches of a machine.
  void setTraffic(ProgramTraffic what) { traffic = std::move(what); }
  /// That, or null.
  const ProgramTraffic *getTraffic() const {
    return traffic ? &*traffic : nullptr;
  }

  const ReportOptions &getOptions() const { return options; }
  const ProgramCost &getProgram() const { return program; }
  const Cost &getTotal() const { return program.total; }

  const Convention &getConvention() const {
    return mlir::fpo::getConvention(options.convention);
  }

  /// The operations of a cost in the report's convention.
  Count operations(const Cost &cost) const {
    return getConvention().operations(cost);
  }

  /// Whether the report leaves out operations that are executed, and how many.
  bool hasWaste() const { return options.count == CountMode::Useful; }
  const Waste &getWaste() const { return waste; }

  /// "exact", "interval" or "unknown".
  static StringRef status(const Cost &cost);

  /// The name of the one entry; empty if there are several, or none.
  StringRef getEntryName() const;

  /// What the totals depend on, in the order of the source.
  ArrayRef<ReportSymbol> getSymbols() const { return symbols; }
  /// The total at each row of the table over sizes.
  std::vector<Cost> getSweepTotals() const;

  /// What the reader must know of how the totals came about.
  ArrayRef<std::string> getNotes() const { return notes; }

  /// Visits each op that costs something, or of which something is not known,
  /// in the order of the program.
  void forEachOp(llvm::function_ref<void(const OpCost &)> visit) const;
  /// Visits each op that the program runs with its place in their order.
  void forEachId(llvm::function_ref<void(Operation *, size_t id)> visit) const;

  /// The functions that the program runs, with what one call costs.
  SmallVector<const CostFunction *> getFunctions() const;

  /// The `n` ops with the most operations, or the most wasted ones, the first
  /// one first.
  std::vector<OpCost> getTopOps(size_t n) const;
  std::vector<OpCost> getMostWasteful(size_t n) const;

  /// By the op's name, by location; the kinds with the most operations first.
  std::vector<std::pair<StringRef, OpGroup>> getKinds() const;
  std::unique_ptr<LocationNode> getLocations() const;

  /// Whether the locations say more than the line of one file.
  bool hasScopes() const;

  /// One entry for each op of which something is not known, in order.
  ArrayRef<const UnknownCost *> getUnknown() const { return unknown; }
  SmallVector<UnknownGroup> getUnknownGroups() const;

private:
  /// Adds symbols of `expr` that are not known yet.
  void addSymbols(const Expr &expr, const SymbolMeanings &meanings);

  std::vector<OpCost>
  getTop(size_t n, llvm::function_ref<Count(const OpCost &)> rank) const;

  const CostTree &tree;
  /// What the ops execute, if that is more than what is reported.
  llvm::DenseMap<Operation *, const Cost *> executed;
  Waste waste;
  const ProgramCost &program;
  ReportOptions options;
  std::optional<TrainingCost> training;
  std::optional<Workload> workload;
  std::optional<ProgramEnergy> energy;
  std::optional<ProgramTraffic> traffic;
  std::shared_ptr<const FusionGroups> fusion;
  bool isFusionListed = false;
  std::optional<DeviceCosts> devices;
  std::optional<ProgramMemory> memory;
  bool isMemoryShown = false;
  std::optional<ReportedTime> time;
  SmallVector<const UnknownCost *> unknown;
  std::vector<ReportSymbol> symbols;
  std::vector<std::string> notes;
};

/// The parts of a training run, each with its name: `forward`, `backward` and
/// `optimizer` of one step, `step`, `total`.
SmallVector<std::pair<StringRef, const Cost *>>
getTrainingParts(const TrainingCost &training);

/// Text in a cell of a Markdown table: no bar ends the cell.
std::string escapeMarkdown(StringRef text);

/// The views. Each prints all of the report, and nothing else.
void printText(const Report &report, raw_ostream &os, bool useColor);
void printJson(const Report &report, raw_ostream &os);
void printCsv(const Report &report, raw_ostream &os);
void printMarkdown(const Report &report, raw_ostream &os);

} // namespace mlir::fpo

#endif // FPO_REPORT_REPORT_H
