//===- Host.h - The machine that this runs on -------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TARGET_HOST_H
#define FPO_TARGET_HOST_H

#include "mlir/Support/LLVM.h"

#include <string>

namespace mlir::fpo {

/// What tells one machine from another: measurements of one hold for all that
/// are equal.
struct HostIdentity {
  /// The model that the system names, such as "AMD EPYC 7763 64-Core
  /// Processor", or LLVM's name if it names none.
  std::string model;
  /// LLVM's name of the processor, such as "znver3".
  std::string processor;
  /// The physical cores that this process may use.
  unsigned cores = 1;
};

/// The machine that this runs on.
HostIdentity getHost();

/// Where measurements of `host` are kept: in the cache folder of the user
/// ($XDG_CACHE_HOME, by default ~/.cache), a file for each machine. None if
/// there is no such folder.
std::optional<std::string> getCalibrationPath(const HostIdentity &host);

} // namespace mlir::fpo

#endif // FPO_TARGET_HOST_H
