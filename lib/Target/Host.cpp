//===- Host.cpp - The machine that this runs on ---------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Host.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Threading.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
using namespace mlir::fpo;

/// The model of the processor that Linux names.
static std::optional<std::string> readModelName() {
  auto file = llvm::MemoryBuffer::getFileAsStream("/proc/cpuinfo");
  if (!file)
    return std::nullopt;
  for (StringRef line : llvm::split((*file)->getBuffer(), '\n')) {
    auto [key, value] = line.split(':');
    if (key.trim() == "model name" && !value.trim().empty())
      return value.trim().str();
  }
  return std::nullopt;
}

HostIdentity fpo::getHost() {
  HostIdentity host;
  host.processor = llvm::sys::getHostCPUName().str();
  host.model = readModelName().value_or(host.processor);
  host.cores = llvm::heavyweight_hardware_concurrency().compute_thread_count();
  return host;
}

std::optional<std::string> fpo::getCalibrationPath(const HostIdentity &host) {
  SmallString<128> path;
  if (!llvm::sys::path::cache_directory(path))
    return std::nullopt;
  // A name that any file system takes.
  std::string name = host.processor + "-" + host.model + "-" +
                     std::to_string(host.cores) + "-cores";
  for (char &c : name)
    if (!llvm::isAlnum(c) && c != '-' && c != '.')
      c = '_';
  llvm::sys::path::append(path, "fpo", "host", name + ".mlir");
  return path.str().str();
}
