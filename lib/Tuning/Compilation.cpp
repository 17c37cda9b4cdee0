//===- Compilation.cpp - How a program is compiled ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Tuning/Compilation.h"

#include "fpo/Target/Target.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
using namespace mlir::fpo;

/// Whether `name` is that of a machine, and no processor.
static bool isMachine(StringRef name) {
  return name.ends_with(".mlir") ||
         llvm::is_contained(getShippedTargets(), name.str());
}

FailureOr<Processor> fpo::getTargetProcessor(StringRef target, Location loc) {
  std::string name = target.empty() ? "host" : target.str();
  if (isMachine(name)) {
    FailureOr<Target> machine = loadTarget(name, loc);
    if (failed(machine))
      return failure();
    if (machine->processor.empty())
      return emitError(loc) << "code can't be written for '" << machine->name
                            << "': its description does not say which "
                               "processor of LLVM it has (\"processor\")";
    name = machine->processor;
  }
  return getProcessor(name, loc);
}

LogicalResult fpo::addTuning(CodegenOptions &options,
                             const Processor &processor, StringRef target,
                             const TuningRequest &request, Location loc) {
  TuningOptions tuning;
  tuning.trials = request.trials;
  tuning.registers = {options.vectorBits, options.numRegisters,
                      options.features};
  tuning.processor = processor.cpu;
  tuning.shareFrom = options.shareFrom;
  if (tuning.trials != 0) {
    if (processor.cpu != llvm::sys::getHostCPUName())
      return emitError(loc) << "tuning measures on this machine, a "
                            << llvm::sys::getHostCPUName()
                            << ", but the code is for a " << processor.cpu;
    FailureOr<Target> machine =
        loadTarget(isMachine(target) ? target : "host", loc);
    if (failed(machine))
      return failure();
    tuning.target = std::move(*machine);
    tuning.runner = request.runner;
    tuning.onProgress = request.onProgress;
    tuning.isInterrupted = request.isInterrupted;
  }
  std::optional<std::string> path = request.database;
  if (!path) {
    path = getTuningPath();
    if (path && tuning.trials == 0 && !llvm::sys::fs::exists(*path))
      path.reset(); // nothing is known yet
  }
  if (path == "none")
    path.reset();
  if (!path && tuning.trials != 0)
    return emitError(loc, "tuning needs a file for what it measures: name its "
                          "database");
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
