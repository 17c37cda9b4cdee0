//===- Tuning.cpp - The options of the tuner ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tuning.h"

#include "fpo/Tuning/Tuner.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Process.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
using namespace mlir::fpo;

namespace cl = llvm::cl;

static cl::opt<std::string> tune(
    "tune", cl::value_desc("trials:n"),
    cl::desc("Measure n schedules of each kernel on this machine, and take "
             "the fastest"));

static cl::opt<std::string> tuningDatabase(
    "tuning-db", cl::value_desc("file|none"),
    cl::desc("Where measured schedules are kept; by default fpo/tuning.db in "
             "the user's cache folder. none: only those that come with fpo"));

/// Writes over the same line of the terminal.
static void printProgress(const TuningProgress &progress) {
  llvm::raw_ostream &os = llvm::errs();
  os << "\r\033[Ktuning kernel " << progress.kernel + 1 << " of "
     << progress.numKernels << ", schedule " << progress.trial + 1 << " of "
     << progress.numTrials;
  if (progress.best > 0)
    os << llvm::format(", best %.3g us", 1e6 * progress.best);
  if (progress.secondsLeft > 0)
    os << llvm::format(", %.0f s left", progress.secondsLeft);
  os.flush();
}

/// The trials that --tune asks for.
static FailureOr<unsigned> getTrials(Location loc) {
  if (tune.getNumOccurrences() == 0)
    return 0;
  StringRef text = tune;
  unsigned trials;
  if (!text.consume_front("trials:") || text.getAsInteger(10, trials) ||
      trials < 1 || trials > 100000)
    return emitError(loc) << "--tune=" << tune
                          << " is not understood; write --tune=trials:16 to "
                             "measure 16 schedules of each kernel";
  return trials;
}

LogicalResult fpo::addTuning(CodegenOptions &options,
                             const Processor &processor, StringRef machine,
                             MLIRContext *context) {
  Location loc = UnknownLoc::get(context);
  FailureOr<unsigned> trials = getTrials(loc);
  if (failed(trials))
    return failure();
  TuningOptions tuning;
  tuning.trials = *trials;
  tuning.registers = {options.vectorBits, options.numRegisters};
  tuning.processor = processor.cpu;
  tuning.shareFrom = options.shareFrom;
  if (tuning.trials != 0) {
    if (processor.cpu != llvm::sys::getHostCPUName())
      return emitError(loc) << "--tune measures on this machine, a "
                            << llvm::sys::getHostCPUName()
                            << ", but the code is for a " << processor.cpu;
    FailureOr<Target> target =
        loadTarget(machine.empty() ? "host" : machine, loc);
    if (failed(target))
      return failure();
    tuning.target = std::move(*target);
    if (llvm::sys::Process::StandardErrIsDisplayed())
      tuning.onProgress = printProgress;
  }
  std::optional<std::string> path;
  if (tuningDatabase.getNumOccurrences() != 0)
    path = tuningDatabase;
  else if (path = getTuningPath();
           path && tuning.trials == 0 && !llvm::sys::fs::exists(*path))
    path.reset(); // nothing is known yet
  if (path == "none")
    path.reset();
  if (!path && tuning.trials != 0)
    return emitError(loc, "--tune needs a file for what it measures: name one "
                          "by --tuning-db");
  if (path) {
    llvm::Expected<TuningDatabase> database = TuningDatabase::open(*path);
    if (!database)
      return emitError(loc) << llvm::toString(database.takeError());
    tuning.database = std::make_shared<TuningDatabase>(std::move(*database));
  }
  options.addSchedules = [tuning](OpPassManager &pm) {
    pm.addPass(createTuneKernelsPass(tuning));
  };
  return success();
}
