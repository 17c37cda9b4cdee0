//===- LoadTarget.cpp - Machines by name ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Host.h"
#include "fpo/Target/Target.h"

#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// A file of lib/Target.
struct ShippedTarget {
  /// Its path in the sources.
  StringLiteral file;
  StringLiteral text;

  StringRef getName() const {
    return llvm::sys::path::stem(file, llvm::sys::path::Style::posix);
  }
};
} // namespace

static constexpr ShippedTarget shippedTargets[] = {
#include "ShippedTargets.cpp.inc"
};

std::vector<std::string> fpo::getShippedTargets() {
  std::vector<std::string> names;
  for (const ShippedTarget &target : shippedTargets)
    names.push_back(target.getName().str());
  return names;
}

static FailureOr<Target> readParsed(OwningOpRef<ModuleOp> module) {
  if (!module)
    return failure();
  return readTarget(*module);
}

/// What was measured on this machine.
static FailureOr<Target> loadHost(Location loc) {
  HostIdentity host = getHost();
  std::optional<std::string> path = getCalibrationPath(host);
  if (!path)
    return emitError(loc, "there is no cache folder, where the measurements "
                          "of this machine would be: neither XDG_CACHE_HOME "
                          "nor HOME is set");
  if (!llvm::sys::fs::exists(*path))
    return emitError(loc) << "this machine (" << host.model << ", "
                          << host.cores
                          << (host.cores == 1 ? " core" : " cores")
                          << ") has not been measured: run 'fpo-run "
                             "--calibrate'";
  return readParsed(
      parseSourceFile<ModuleOp>(*path, ParserConfig(loc.getContext())));
}

/// The name that is nearest to what was written, if any is near.
static std::optional<StringRef> findSimilar(StringRef name,
                                            ArrayRef<std::string> names) {
  // A third of it may be wrong.
  unsigned mostEdits = std::min<size_t>(name.size() / 3, 3);
  std::optional<StringRef> nearest;
  unsigned least = mostEdits + 1;
  for (StringRef candidate : names) {
    unsigned edits = name.edit_distance(candidate, true, mostEdits);
    // What is left out is quickly written: "h100" for "nvidia-h100-sxm".
    if (name.size() >= 3 && candidate.contains_insensitive(name))
      edits = std::min(edits, 1U);
    if (edits < least) {
      least = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

FailureOr<Target> fpo::loadTarget(StringRef nameOrPath, Location loc) {
  MLIRContext *context = loc.getContext();
  context->getOrLoadDialect<DLTIDialect>();
  if (nameOrPath == "host")
    return loadHost(loc);
  for (const ShippedTarget &shipped : shippedTargets)
    if (shipped.getName() == nameOrPath)
      return readParsed(parseSourceString<ModuleOp>(
          shipped.text, ParserConfig(context), shipped.file));
  if (nameOrPath.ends_with(".mlir") || llvm::sys::fs::exists(nameOrPath))
    return readParsed(
        parseSourceFile<ModuleOp>(nameOrPath, ParserConfig(context)));

  InFlightDiagnostic error = emitError(loc)
                             << "there is no target '" << nameOrPath << "'";
  std::vector<std::string> names = getShippedTargets();
  names.emplace_back("host");
  if (std::optional<StringRef> similar = findSimilar(nameOrPath, names))
    error << "; did you mean '" << *similar << "'?";
  error.attachNote() << "known are " << llvm::join(names, ", ")
                     << ", and files that end in .mlir";
  return error;
}
