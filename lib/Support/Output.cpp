//===- Output.cpp - Files that appear whole or not at all -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Support/Output.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"

using namespace mlir::fpo;

/// Writes and makes sure that all has arrived: a full disk is an error here,
/// not a fatal one when the stream is destroyed.
static llvm::Error
writeAll(llvm::raw_fd_ostream &os,
         llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write) {
  llvm::Error error = write(os);
  os.flush();
  if (std::error_code code = os.error()) {
    os.clear_error();
    return llvm::joinErrors(std::move(error), llvm::errorCodeToError(code));
  }
  return error;
}

llvm::Error mlir::fpo::writeWhole(
    llvm::StringRef path,
    llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write) {
  if (path == "-")
    return writeAll(llvm::outs(), write);

  llvm::sys::fs::file_status status;
  bool exists = !llvm::sys::fs::status(path, status);
  if (exists && llvm::sys::fs::is_directory(status))
    return llvm::errorCodeToError(
        std::make_error_code(std::errc::is_a_directory));
  if (exists && !llvm::sys::fs::is_regular_file(status)) {
    std::error_code code;
    llvm::raw_fd_ostream os(path, code);
    if (code)
      return llvm::errorCodeToError(code);
    return writeAll(os, write);
  }

  // Replace the file that a link leads to, not the link.
  llvm::SmallString<128> target(path);
  if (exists)
    if (std::error_code code = llvm::sys::fs::real_path(path, target))
      return llvm::errorCodeToError(code);
  llvm::Error error = llvm::writeToOutput(target, [&](llvm::raw_ostream &os) {
    return writeAll(static_cast<llvm::raw_fd_ostream &>(os), write);
  });
  // The caller knows the name of the file.
  return llvm::handleErrors(
      std::move(error),
      [](std::unique_ptr<llvm::FileError> inFile) -> llvm::Error {
        return inFile->takeError();
      });
}

bool mlir::fpo::showsColors(llvm::StringRef path) {
  return path == "-" && llvm::outs().has_colors() &&
         !llvm::sys::Process::GetEnv("NO_COLOR");
}
