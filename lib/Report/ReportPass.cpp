//===- ReportPass.cpp - Writes a report -----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FusionSection.h"

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Analysis/Bindings.h"
#include "fpo/Analysis/RuleCheck.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Report/Comparison.h"
#include "fpo/Report/Passes.h"
#include "fpo/Support/Output.h"

#include <cmath>
#include <deque>

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOREPORTPASS
#include "fpo/Report/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

template <typename ReportTy>
static void print(const ReportTy &report, View view, raw_ostream &os,
                  bool useColor) {
  switch (view) {
  case View::Text:
    return printText(report, os, useColor);
  case View::Json:
    return printJson(report, os);
  case View::Csv:
    return printCsv(report, os);
  case View::Markdown:
    return printMarkdown(report, os);
  case View::None:
    return;
  }
}

static SmallVector<ConventionName> namesOf(ConventionChoice choice) {
  switch (choice) {
  case ConventionChoice::Fpo:
    return {ConventionName::Fpo};
  case ConventionChoice::Mac:
    return {ConventionName::Mac};
  case ConventionChoice::Torch:
    return {ConventionName::Torch};
  case ConventionChoice::Xla:
    return {ConventionName::Xla};
  case ConventionChoice::All:
    return llvm::map_to_vector(
        getConventions(),
        [](const Convention &convention) { return convention.name; });
  }
  llvm_unreachable("every choice is one convention or all");
}

namespace {
struct ReportPass : fpo::impl::FpoReportPassBase<ReportPass> {
  using FpoReportPassBase::FpoReportPassBase;
  ReportPass(FpoReportPassOptions options, ArrayRef<ReportOutput> outputs)
      : FpoReportPassBase(std::move(options)), outputs(outputs) {}
  ReportPass(const ReportPass &other)
      : FpoReportPassBase(other), outputs(other.outputs) {}

  LogicalResult initialize(MLIRContext *context) override {
    // A broken file is an error, whatever the program.
    return rules.empty() ? success()
                         : LogicalResult(fpo::loadRules(context, rules));
  }

  void runOnOperation() override {
    if (failed(write()))
      signalPassFailure();
    markAllAnalysesPreserved();
    programs.clear();
    analyses.clear();
    machineOfOption.reset();
  }

private:
  /// Takes the rules of the option's files, before those of the convention.
  LogicalResult loadRules(ConventionName convention) {
    ruleSet = nullptr;
    if (rules.empty())
      return success();
    StringRef file = fpo::getConvention(convention).ruleFile;
    FailureOr<std::shared_ptr<RuleSet>> loaded = fpo::loadRules(
        &getContext(), rules,
        file.empty() ? getShippedRules() : getConventionRules(file));
    if (succeeded(loaded))
      ruleSet = std::move(*loaded);
    return loaded;
  }

  /// The program in a convention; kept, since reports refer to it.
  FailureOr<const AnalyzedProgram *> analyze(ConventionName convention) {
    if (failed(loadRules(convention)))
      return failure();
    ProgramRequest request{{entry, std::nullopt}, bind, strict};
    if (inputs >= 0)
      request.program.numInputs = inputs;
    request.counting.rules = ruleSet;
    request.counting.count = count;
    request.counting.convention = convention;
    request.warns = programs.empty();
    FailureOr<AnalyzedProgram> analyzed =
        AnalyzedProgram::get(getOperation(), request, getAnalysisManager());
    if (failed(analyzed))
      return failure();
    return &programs.emplace_back(std::move(*analyzed));
  }

  /// What training costs, if that is asked for.
  FailureOr<std::optional<TrainingCost>>
  train(const AnalyzedProgram &analyzed) {
    std::optional<TrainingCost> trained;
    if (training)
      trained = computeTrainingCost(
          analyzed.getAnalysis(), analyzed.getProgram(),
          {optimizer, weightDecay, inputGradients,
           examples != 0 ? workloadOptions().runsPerEpoch() : steps, epochs});
    if (strict && trained && failed(verifyKnown(*trained)))
      return failure();
    return trained;
  }

  WorkloadOptions workloadOptions() const {
    WorkloadOptions options;
    if (examples != 0)
      options.examples = examples;
    options.batch = batch;
    options.epochs = epochs;
    options.experiments = experiments;
    return options;
  }

  /// Fails with an error if the options of a workload or of energy make no
  /// sense together.
  LogicalResult verifyOptions() {
    Location loc = getOperation().getLoc();
    if (failed(verifyWorkload(workloadOptions(), loc)))
      return failure();
    if (examples != 0 && steps != 1)
      return emitError(loc) << "the steps of an epoch are given, and follow "
                               "from the number of examples";
    if (microbatches == 0)
      return emitError(loc) << "the number of microbatches must be positive";
    if (energy && convention != ConventionChoice::Fpo)
      return emitError(loc) << "energy is that of ADD and MUL, of the "
                               "convention fpo";
    return success();
  }

  /// What one run costs with its bytes, of which those of a step of a training
  /// are known in part.
  static Cost costOfStep(const Report &report) {
    Cost step = report.getTraining()->step;
    step.read = Count::atLeast(report.getTotal().read.lower());
    step.write = Count::atLeast(report.getTotal().write.lower());
    return step;
  }

  void addWorkload(Report &report) {
    if (examples != 0)
      report.setWorkload(computeWorkload(
          report.getTraining() ? costOfStep(report) : report.getTotal(),
          report.getTraining() != nullptr, workloadOptions()));
  }

  /// The machine of the option, which is read once.
  FailureOr<const Target *> getMachine() {
    if (!machineOfOption) {
      FailureOr<Target> loaded = loadTarget(target, getOperation().getLoc());
      if (failed(loaded))
        return failure();
      machineOfOption = std::move(*loaded);
    }
    return &*machineOfOption;
  }

  /// How long devices communicate on the machine of the option, if one is
  /// given.
  LogicalResult addLinkTime(DeviceCosts &costs) {
    Location loc = getOperation().getLoc();
    if (target.empty())
      return link.empty() ? success()
                          : LogicalResult(emitError(loc)
                                          << "'link' is about a machine, and "
                                             "no target is given");
    FailureOr<const Target *> found = getMachine();
    if (failed(found))
      return failure();
    const Target *machine = *found;
    if (machine->links.empty() && link.empty()) {
      costs.timeUnset = "the target states no links to other devices";
      return success();
    }
    FailureOr<LinkTime> time =
        estimateLinkTime(*machine, link, costs.ring, costs.tree, loc);
    if (failed(time))
      return failure();
    costs.time = std::move(*time);
    return success();
  }

  /// What crosses the caches of the machine of the option.
  LogicalResult addTraffic(Report &report, const AnalyzedProgram &analyzed) {
    Location loc = getOperation().getLoc();
    if (target.empty())
      return emitError(loc) << "cache traffic is that of a machine, and no "
                               "target is given";
    FailureOr<const Target *> found = getMachine();
    if (failed(found))
      return failure();
    const Target *machine = *found;
    ProgramTraffic crossing = computeProgramTraffic(
        analyzed.getAnalysis(), analyzed.getProgram(), *machine);
    if (crossing.caches.empty())
      return emitError(loc)
             << "the target '" << machine->name << "' does not state a cache";
    if (strict && !crossing.unknown.empty()) {
      const UnknownCost &first = crossing.unknown.front();
      return emitError(first.op->getLoc())
             << "cache traffic of '" << first.op->getName()
             << "' is not known: " << first.reason;
    }
    report.setTraffic(std::move(crossing));
    return success();
  }

  LogicalResult addDevices(Report &report, const AnalyzedProgram &analyzed) {
    DeviceCosts costs = computeDeviceCosts(analyzed.getAnalysis(),
                                           analyzed.getProgram(), microbatches);
    if (strict && !costs.unknown.empty()) {
      for (const UnknownCost &entry : costs.unknown) {
        InFlightDiagnostic error = emitError(entry.op->getLoc())
                                   << "what '" << entry.op->getName()
                                   << "' sends is not known";
        error.attachNote() << entry.reason;
      }
      return failure();
    }
    if (failed(addLinkTime(costs)))
      return failure();
    report.setDevices(std::move(costs));
    return success();
  }

  LogicalResult addTime(Report &report, const AnalyzedProgram &analyzed) {
    Location loc = getOperation().getLoc();
    if (target.empty()) {
      if (cores == 0 && measured == 0)
        return success();
      return emitError(loc) << (cores != 0 ? "'cores'" : "'measured'")
                            << " is about a machine, and no target is given";
    }
    if (!std::isfinite(measured) || measured < 0)
      return emitError(loc) << "the measured time is not a positive number of "
                               "seconds";
    // Also where several conventions are reported, the machine does the same.
    if (report.getOptions().convention != ConventionName::Fpo)
      return convention == ConventionChoice::All
                 ? success()
                 : LogicalResult(emitError(loc)
                                 << "time is that of ADD and MUL, of the "
                                    "convention fpo");
    FailureOr<const Target *> found = getMachine();
    if (failed(found))
      return failure();
    const Target *machine = *found;
    if (cores > machine->cores)
      return emitError(loc)
             << "the target '" << machine->name << "' has " << machine->cores
             << " cores, not " << unsigned(cores);
    ReportedTime time{estimateTime(analyzed.getTree(), analyzed.getProgram(),
                                   *report.getFusion(),
                                   MachineRates(*machine, cores)),
                      std::nullopt};
    if (measured > 0)
      time.measured = measured;
    // [time.mfu] Of a step of the training, if that is what is measured.
    if (const TrainingCost *training = report.getTraining())
      time.estimate.modelOperations = training->step.mac * Count(2);
    if (strict && !time.estimate.unrated.empty())
      return emitError(loc) << "the target '" << time.estimate.target
                            << "' does not state the rate of "
                            << time.estimate.unrated.front();
    report.setTime(std::move(time));
    return success();
  }

  /// The energy of one run as power times time, if there is a time.
  LogicalResult addPower(const Report &report, ProgramEnergy &program) {
    const ReportedTime *time = report.getTime();
    if (!time)
      return success();
    FailureOr<const Target *> found = getMachine();
    if (failed(found))
      return failure();
    const Target *machine = *found;
    // What was measured with a training is a step of it.
    bool isMeasured = time->measured && !report.getTraining();
    if (!machine->power)
      program.powerUnset = "the target states no power";
    else if (!isMeasured && !time->estimate.unset.empty())
      program.powerUnset = time->estimate.unset;
    else if (isMeasured)
      program.power = {machine->name,
                       *machine->power,
                       {*time->measured, *time->measured},
                       true};
    else
      program.power = {machine->name,
                       *machine->power,
                       {time->estimate.sum.lower, time->estimate.sum.upper},
                       false};
    return success();
  }

  LogicalResult addEnergy(Report &report) {
    if (!energy)
      return success();
    Location loc = getOperation().getLoc();
    FailureOr<EnergyModel> model =
        loadEnergyModel(&getContext(), energyTable, energyLevel, grid, loc);
    if (failed(model))
      return failure();
    ProgramEnergy program{std::move(*model), {}, {}, {}};
    std::optional<Count> fused = getFused(report);
    auto fusedIn = [&](const Count &runs) {
      return fused ? std::optional<Count>(*fused * runs) : std::nullopt;
    };
    program.add("run", report.getTotal(), fused);
    if (const TrainingCost *training = report.getTraining()) {
      auto times = [](uint64_t n) { return Count::get(llvm::APInt(64, n)); };
      Count steps =
          times(training->options.steps) * times(training->options.epochs);
      program.add("training", costOfStep(report) * steps, fusedIn(steps));
    }
    if (failed(addPower(report, program)))
      return failure();
    if (const Workload *workload = report.getWorkload())
      program.add("workload", workload->total, fusedIn(workload->runs));
    for (const EnergyOfPart &part : program.parts)
      if (strict && part.energy && !part.energy->unrated.empty())
        return emitError(loc)
               << "the energy of operations in " << part.energy->unrated.front()
               << " is not in the table";
    report.setEnergy(std::move(program));
    return success();
  }

  FailureOr<Report> makeReport(ConventionName convention,
                               const std::vector<SymbolValues> &sweepRows) {
    FailureOr<const AnalyzedProgram *> analyzed = analyze(convention);
    if (failed(analyzed))
      return failure();
    std::string name = file;
    if (name.empty())
      if (auto location =
              getOperation().getLoc()->findInstanceOf<FileLineColRange>())
        name = location.getFilename().str();
    const CostTree *executed = nullptr;
    if (count == CountMode::Useful) {
      CostOptions all;
      all.rules = ruleSet;
      all.convention = convention;
      all.bindings = (*analyzed)->getBindings();
      all.entry = entry;
      executed = &analyses.emplace_back(getOperation(), all).getTree();
    }
    Report report(**analyzed, {name, convention, count, sweepRows}, executed);
    FailureOr<std::optional<TrainingCost>> trained = train(**analyzed);
    if (failed(trained))
      return failure();
    if (*trained)
      report.setTraining(std::move(**trained));
    // The bytes of functions of whole values are those of other groups.
    if (!report.getConvention().isFunctional)
      report.setFusion(
          std::make_shared<FusionGroups>((*analyzed)->getAnalysis()), groups);
    if (devices && failed(addDevices(report, **analyzed)))
      return failure();
    if (traffic && failed(addTraffic(report, **analyzed)))
      return failure();
    addWorkload(report);
    if (failed(addTime(report, **analyzed)) || failed(addEnergy(report)))
      return failure();
    if (memory || hasView(View::Json))
      report.setMemory(ProgramMemory(getOperation(), **analyzed,
                                     /*findsRecomputations=*/memory),
                       memory);
    if (failed(report.verifySweeps(getOperation().getLoc())))
      return failure();
    return report;
  }

  bool hasView(View wanted) const {
    return view == wanted ||
           llvm::any_of(outputs, [&](const ReportOutput &output) {
             return output.view == wanted;
           });
  }

  /// Writes the report, or the comparison of all conventions.
  LogicalResult write() {
    if (failed(verifyOptions()))
      return failure();
    if (view == View::None && outputs.empty()) {
      FailureOr<const AnalyzedProgram *> analyzed =
          analyze(ConventionName::Fpo);
      return failed(analyzed) ? failure() : LogicalResult(train(**analyzed));
    }
    FailureOr<std::vector<SymbolValues>> sweepRows =
        parseSweeps(getOperation());
    if (failed(sweepRows))
      return failure();
    std::vector<Report> reports;
    for (ConventionName name : namesOf(convention)) {
      FailureOr<Report> report = makeReport(name, *sweepRows);
      if (failed(report))
        return failure();
      reports.push_back(std::move(*report));
    }
    std::optional<Comparison> comparison;
    if (reports.size() > 1)
      comparison.emplace(std::move(reports));
    auto printTo = [&](View view, raw_ostream &os, bool useColor) {
      if (comparison)
        print(*comparison, view, os, useColor);
      else
        print(reports.front(), view, os, useColor);
    };
    if (!outputs.empty()) {
      for (const ReportOutput &output : outputs)
        printTo(output.view, *output.stream, output.stream->colors_enabled());
      return success();
    }
    bool useColor = showsColors(output);
    if (llvm::Error error = writeWhole(output, [&](raw_ostream &os) {
          printTo(view, os, useColor);
          return llvm::Error::success();
        }))
      return emitError(getOperation().getLoc())
             << "could not write '" << output
             << "': " << llvm::toString(std::move(error));
    return success();
  }

  /// The programs of the reports, and what these execute.
  std::deque<AnalyzedProgram> programs;
  std::deque<CostAnalysis> analyses;

  /// The combinations of sizes of the table over sizes; none without sweeps.
  FailureOr<std::vector<SymbolValues>> parseSweeps(ModuleOp module) {
    SmallVector<Sweep> sweeps;
    for (const std::string &text : sweep) {
      llvm::Expected<Sweep> parsed = parseSweep(text);
      if (!parsed)
        return emitError(module.getLoc())
               << "in a sweep: " << llvm::toString(parsed.takeError());
      sweeps.push_back(std::move(*parsed));
    }
    if (sweeps.empty())
      return std::vector<SymbolValues>();
    auto rows = combineSweeps(sweeps);
    if (!rows)
      return emitError(module.getLoc())
             << "in a sweep: " << llvm::toString(rows.takeError());
    return *rows;
  }

  std::optional<Target> machineOfOption;
  /// Where to write what; none: the view of the option to its file.
  SmallVector<ReportOutput, 1> outputs;
  /// The rules of the option's files, if there are such.
  std::shared_ptr<RuleSet> ruleSet;
};
} // namespace

std::unique_ptr<Pass> fpo::createFpoReportPass(FpoReportPassOptions options,
                                               ArrayRef<ReportOutput> outputs) {
  return std::make_unique<ReportPass>(std::move(options), outputs);
}
