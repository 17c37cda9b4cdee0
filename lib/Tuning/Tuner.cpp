//===- Tuner.cpp - The best schedule of each kernel -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Tuning/Tuner.h"

#include "fpo/Codegen/Candidates.h"
#include "fpo/Codegen/Pipeline.h"
#include "fpo/Tuning/Measure.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Config/llvm-config.h"

#include <chrono>

using namespace mlir;
using namespace mlir::fpo;

/// Changes whenever other code comes out of the same schedule.
static constexpr unsigned kCodeRevision = 1;
/// Schedules that one child measures.
static constexpr unsigned kBatch = 4;
/// What a schedule may take to be compiled and run.
static constexpr unsigned kSecondsAllowed = 30;
/// Turns of the innermost loop of the best schedule that are tried.
static constexpr unsigned kUnrolls[] = {1, 2, 4, 8};

std::string fpo::getTuningCompiler() {
  return "fpo code " + std::to_string(kCodeRevision) + ", LLVM " +
         LLVM_VERSION_STRING;
}

static std::string print(Attribute attribute) {
  std::string text;
  llvm::raw_string_ostream(text) << attribute;
  return text;
}

/// The loops of `schedule`, without their tiles.
static std::string getOrder(const KernelSchedule &schedule) {
  std::string order;
  for (auto level : schedule.levels)
    order += std::to_string(level.loop) + ' ';
  return order;
}

namespace {
class Tuner {
public:
  Tuner(const TuningOptions &options) : options(options) {}

  LogicalResult run(ModuleOp module);

private:
  using Known = std::vector<MeasuredSchedule>;

  LogicalResult tune(KernelOp op, const TuningKey &key, unsigned number);
  /// Measures those of `schedules` that `known` does not have.
  LogicalResult measure(KernelOp op, const TuningKey &key,
                        ArrayRef<std::pair<ScheduleAttr, double>> schedules,
                        unsigned number, Known &known);
  FailureOr<ScheduleAttr> findBest(KernelOp op, const TuningKey &key);
  void tell(unsigned number, unsigned trial, unsigned numTrials,
            const Known &known);

  bool isInterrupted() const {
    return options.isInterrupted && options.isInterrupted();
  }

  const TuningOptions &options;
  std::optional<TuningDatabase> shipped;
  unsigned numKernels = 0;
  std::chrono::steady_clock::time_point start =
      std::chrono::steady_clock::now();
};

struct TuneKernelsPass : PassWrapper<TuneKernelsPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TuneKernelsPass)

  TuneKernelsPass() = default;
  explicit TuneKernelsPass(TuningOptions options) : given(std::move(options)) {}
  TuneKernelsPass(const TuneKernelsPass &other)
      : PassWrapper(other), given(other.given) {}

  StringRef getArgument() const override { return "fpo-apply-tuning"; }
  StringRef getDescription() const override {
    return "Give each fpo.kernel the fastest schedule that was measured";
  }
  StringRef getName() const override { return "FpoTuneKernels"; }

  void runOnOperation() override {
    if (!path.empty()) {
      llvm::Expected<TuningDatabase> database = TuningDatabase::open(path);
      if (!database) {
        emitError(getOperation().getLoc())
            << llvm::toString(database.takeError());
        return signalPassFailure();
      }
      given.database = std::make_shared<TuningDatabase>(std::move(*database));
      given.registers = {vectorBits, numRegisters, {}};
      given.processor = processor;
    }
    if (failed(Tuner(given).run(getOperation())))
      signalPassFailure();
  }

  TuningOptions given;
  Option<std::string> path{*this, "db", llvm::cl::desc("The tuning database")};
  Option<std::string> processor{
      *this, "processor", llvm::cl::init("generic"),
      llvm::cl::desc("The processor, by LLVM's name")};
  Option<unsigned> vectorBits{*this, "vector-bits", llvm::cl::init(512),
                              llvm::cl::desc("The bits of a vector register")};
  Option<unsigned> numRegisters{*this, "vector-registers", llvm::cl::init(32),
                                llvm::cl::desc("How many of these there are")};
};
} // namespace

static bool canBeTuned(KernelOp op) {
  return llvm::none_of(op.getStaticLoopRanges(), ShapedType::isDynamic) &&
         llvm::all_of(op->getOperandTypes(), [](Type type) {
           auto memref = dyn_cast<MemRefType>(type);
           return memref ? memref.hasStaticShape() &&
                               memref.getElementType().isIntOrIndexOrFloat()
                         : type.isIntOrIndexOrFloat();
         });
}

/// The functions that only what makes state from parameters calls, and these
/// themselves.
static llvm::DenseSet<Operation *> findWhatRunsOnce(ModuleOp module) {
  llvm::DenseSet<Operation *> once, often;
  SymbolTable symbols(module);
  SmallVector<func::FuncOp> work;
  for (auto function : module.getOps<func::FuncOp>())
    if (auto init = function->getAttrOfType<FlatSymbolRefAttr>(kInitAttrName))
      once.insert(symbols.lookup(init.getAttr()));
  for (auto function : module.getOps<func::FuncOp>())
    if (function.isPublic() && !once.contains(function))
      work.push_back(function);
  while (!work.empty()) {
    func::FuncOp function = work.pop_back_val();
    if (!often.insert(function).second)
      continue;
    function.walk([&](func::CallOp call) {
      if (auto callee = symbols.lookup<func::FuncOp>(call.getCallee()))
        work.push_back(callee);
    });
  }
  for (auto function : module.getOps<func::FuncOp>())
    if (!often.contains(function))
      once.insert(function);
  return once;
}

/// The kernels of `module` that want a schedule, by their texts.
static llvm::MapVector<StringRef, SmallVector<KernelOp>>
findKernels(ModuleOp module, llvm::StringMap<char> &texts) {
  llvm::MapVector<StringRef, SmallVector<KernelOp>> kernels;
  llvm::DenseSet<Operation *> once = findWhatRunsOnce(module);
  module.walk([&](KernelOp op) {
    if (op->hasAttr(kScheduleAttrName) || !canBeTuned(op) ||
        once.contains(op->getParentOfType<func::FuncOp>()))
      return;
    std::string text;
    llvm::raw_string_ostream os(text);
    createKernelModule(op, ScheduleAttr())->print(os);
    kernels[texts.try_emplace(text).first->first()].push_back(op);
  });
  return kernels;
}

namespace {
struct ListKernelsPass : PassWrapper<ListKernelsPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ListKernelsPass)

  explicit ListKernelsPass(raw_ostream &os) : os(os) {}

  StringRef getName() const override { return "FpoListKernels"; }

  void runOnOperation() override {
    llvm::StringMap<char> texts;
    llvm::ListSeparator separator("// -----\n");
    for (const auto &[text, ops] : findKernels(getOperation(), texts))
      os << separator << text;
  }

  raw_ostream &os;
};
} // namespace

LogicalResult Tuner::run(ModuleOp module) {
  llvm::Expected<TuningDatabase> opened = TuningDatabase::openShipped();
  if (!opened)
    return emitError(module.getLoc()) << llvm::toString(opened.takeError());
  shipped.emplace(std::move(*opened));
  // Kernels that are the same are looked at once.
  llvm::StringMap<char> texts;
  auto kernels = findKernels(module, texts);
  numKernels = kernels.size();
  for (auto [number, entry] : llvm::enumerate(kernels)) {
    auto &[text, ops] = entry;
    TuningKey key{text.str(), options.processor, getTuningCompiler()};
    if (options.trials != 0 && failed(tune(ops.front(), key, number)))
      return failure();
    FailureOr<ScheduleAttr> best = findBest(ops.front(), key);
    if (failed(best))
      return failure();
    if (*best)
      for (KernelOp op : ops)
        op->setAttr(kScheduleAttrName, *best);
  }
  return success();
}

FailureOr<ScheduleAttr> Tuner::findBest(KernelOp op, const TuningKey &key) {
  const TuningDatabase *databases[] = {options.database.get(), &*shipped};
  for (const TuningDatabase *database : databases) {
    if (!database)
      continue;
    auto best = database->findBest(key);
    if (!best)
      return emitError(op.getLoc()) << llvm::toString(best.takeError());
    if (!*best)
      continue;
    // What another version wrote may not be readable.
    ScopedDiagnosticHandler quiet(op.getContext(),
                                  [](Diagnostic &) { return success(); });
    auto schedule = dyn_cast_or_null<ScheduleAttr>(
        parseAttribute((*best)->schedule, op.getContext()));
    if (!schedule)
      continue;
    FailureOr<KernelSchedule> obeyed =
        obeySchedule(op, schedule, options.registers);
    if (failed(obeyed))
      continue;
    obeyed->threads = chooseThreads(op, *obeyed, options.shareFrom);
    return describeSchedule(op, *obeyed);
  }
  return ScheduleAttr();
}

void Tuner::tell(unsigned number, unsigned trial, unsigned numTrials,
                 const Known &known) {
  if (!options.onProgress)
    return;
  double best = 0;
  for (const MeasuredSchedule &one : known)
    if (one.seconds && (best == 0 || *one.seconds < best))
      best = *one.seconds;
  double spent =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  double done = number + double(trial) / std::max(1u, numTrials);
  options.onProgress({number, numKernels, trial, numTrials, best,
                      done > 0 ? spent / done * (numKernels - done) : 0});
}

LogicalResult
Tuner::measure(KernelOp op, const TuningKey &key,
               ArrayRef<std::pair<ScheduleAttr, double>> schedules,
               unsigned number, Known &known) {
  SmallVector<std::pair<ScheduleAttr, double>> fresh;
  for (const auto &candidate : schedules)
    if (llvm::none_of(known, [&](const MeasuredSchedule &one) {
          return one.schedule == print(candidate.first);
        }))
      fresh.push_back(candidate);
  for (size_t first = 0; first < fresh.size(); first += kBatch) {
    tell(number, first, fresh.size(), known);
    if (isInterrupted())
      return emitError(op.getLoc(), "tuning was interrupted");
    auto batch = ArrayRef(fresh).slice(
        first, std::min<size_t>(kBatch, fresh.size() - first));
    SmallVector<ScheduleAttr> attributes =
        llvm::map_to_vector(batch, [](auto &one) { return one.first; });
    auto times =
        measureSchedules(op, attributes, kSecondsAllowed, options.runner);
    if (!times)
      return emitError(op.getLoc()) << llvm::toString(times.takeError());
    // What interrupts this process may have ended the child.
    if (isInterrupted())
      return emitError(op.getLoc(), "tuning was interrupted");
    SmallVector<MeasuredSchedule> measured;
    for (auto [candidate, seconds] : llvm::zip_equal(batch, *times))
      measured.push_back({print(candidate.first), seconds, candidate.second});
    if (llvm::Error error = options.database->record(key, measured))
      return emitError(op.getLoc()) << llvm::toString(std::move(error));
    llvm::append_range(known, measured);
  }
  return success();
}

LogicalResult Tuner::tune(KernelOp op, const TuningKey &key, unsigned number) {
  auto found = options.database->findAll(key);
  if (!found)
    return emitError(op.getLoc()) << llvm::toString(found.takeError());
  Known known = std::move(*found);
  if (known.size() >= options.trials)
    return success();
  // Some of the trials go to variants of the best.
  unsigned numVariants = options.trials >= 8 ? std::size(kUnrolls) - 1 : 0;
  SmallVector<std::pair<ScheduleAttr, double>> candidates;
  auto add = [&](const KernelSchedule &schedule, double predicted) {
    ScheduleAttr attribute = describeSchedule(op, schedule);
    if (llvm::none_of(candidates,
                      [&](auto &one) { return one.first == attribute; }))
      candidates.push_back({attribute, predicted});
  };
  SmallVector<RankedSchedule> ranked = rankSchedules(
      op, *options.target, options.registers, 64 * options.trials);
  KernelSchedule chosen = chooseSchedule(op, options.registers);
  std::optional<ScheduleCost> cost =
      estimateSchedule(op, chosen, *options.target, options.registers);
  add(chosen, cost ? cost->seconds() : 0);
  // Many of the best differ in a tile alone; a quarter of the trials is enough
  // for those that have the loops in the same order.
  llvm::StringMap<unsigned> numOfOrder;
  unsigned mostOfOrder = llvm::divideCeil(options.trials, 4);
  for (bool all : {false, true})
    for (const RankedSchedule &one : ranked)
      if (candidates.size() < options.trials - numVariants &&
          (all || numOfOrder[getOrder(one.schedule)]++ < mostOfOrder))
        add(one.schedule, one.cost.seconds());
  if (failed(measure(op, key, candidates, number, known)))
    return failure();

  auto best = options.database->findBest(key);
  if (!best)
    return emitError(op.getLoc()) << llvm::toString(best.takeError());
  if (numVariants == 0 || !*best || !op.hasReduction())
    return success();
  auto attribute = dyn_cast_or_null<ScheduleAttr>(
      parseAttribute((*best)->schedule, op.getContext()));
  // A turn takes a tile.
  if (!attribute || attribute.getMatrix())
    return success();
  candidates.clear();
  for (unsigned unroll : kUnrolls)
    candidates.push_back(
        {ScheduleAttr::get(op.getContext(), attribute.getLoops(),
                           attribute.getPackings(), attribute.getVector(),
                           unroll, attribute.getThreads(),
                           attribute.getPrefetch(), attribute.getStream(),
                           attribute.getMatrix()),
         (*best)->predicted});
  return measure(op, key, candidates, number, known);
}

std::unique_ptr<Pass> fpo::createListKernelsPass(raw_ostream &os) {
  return std::make_unique<ListKernelsPass>(os);
}

void fpo::registerTuningPasses() { PassRegistration<TuneKernelsPass>(); }

std::unique_ptr<Pass> fpo::createTuneKernelsPass(TuningOptions options) {
  return std::make_unique<TuneKernelsPass>(std::move(options));
}
