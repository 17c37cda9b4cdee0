//===- Calibrate.cpp - fpo-run --calibrate --------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Calibrate.h"

#include "fpo/Support/Output.h"
#include "fpo/Target/Calibration.h"
#include "fpo/Target/Host.h"

#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/WithColor.h"

using namespace mlir;

static LogicalResult fail(const Twine &message) {
  llvm::WithColor::error(llvm::errs(), "fpo-run") << message << '\n';
  return failure();
}

LogicalResult fpo::runCalibration(StringRef path, double seconds,
                                  llvm::raw_ostream &os) {
  SmallString<128> file(path);
  if (file.empty()) {
    std::optional<std::string> known = getCalibrationPath(getHost());
    if (!known)
      return fail("there is no cache folder to keep the measurements in: "
                  "neither XDG_CACHE_HOME nor HOME is set; say where by -o");
    file = *known;
    StringRef folder = llvm::sys::path::parent_path(file);
    if (std::error_code error = llvm::sys::fs::create_directories(folder))
      return fail("could not make the folder '" + folder +
                  "': " + error.message());
  }

  // Not known only after all has been measured.
  StringRef folder = llvm::sys::path::parent_path(file);
  if (std::error_code error = llvm::sys::fs::access(
          folder.empty() ? "." : folder, llvm::sys::fs::AccessMode::Write))
    return fail("could not write '" + file + "': " + error.message());

  DialectRegistry registry;
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerAllToLLVMIRTranslations(registry);
  MLIRContext context(registry);
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler handler(sources, &context);

  // One line, which is written over, where someone looks.
  bool isWatched = llvm::errs().is_displayed();
  auto progress = [&](unsigned done, unsigned all, StringRef what) {
    if (isWatched)
      llvm::errs() << "\r\033[K[" << done + 1 << '/' << all << "] " << what;
  };
  FailureOr<Target> target = calibrate(&context, {seconds, progress});
  if (isWatched)
    llvm::errs() << "\r\033[K";
  if (failed(target))
    return failure();

  llvm::Error error =
      writeWhole(file, [&](llvm::raw_ostream &out) -> llvm::Error {
        writeTarget(*target, out);
        return llvm::Error::success();
      });
  if (error)
    return fail("could not write '" + file +
                "': " + llvm::toString(std::move(error)));
  if (file == "-")
    return success();
  printTarget(*target, os);
  os << "\nwritten to " << file << '\n';
  return success();
}
