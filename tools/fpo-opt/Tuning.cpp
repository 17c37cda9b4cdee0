//===- Tuning.cpp - The options of the tuner ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tuning.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Process.h"

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

FailureOr<TuningRequest> fpo::getTuningRequest(Location loc) {
  FailureOr<unsigned> trials = getTrials(loc);
  if (failed(trials))
    return failure();
  TuningRequest request;
  request.trials = *trials;
  if (tuningDatabase.getNumOccurrences() != 0)
    request.database = tuningDatabase;
  if (llvm::sys::Process::StandardErrIsDisplayed())
    request.onProgress = printProgress;
  return request;
}
