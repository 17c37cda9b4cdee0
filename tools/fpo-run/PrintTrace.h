//===- PrintTrace.h - What ops have read and written -----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TOOLS_FPO_RUN_PRINTTRACE_H
#define FPO_TOOLS_FPO_RUN_PRINTTRACE_H

#include "fpo/Runtime/Program.h"

#include "llvm/Support/JSON.h"

/// Prints what the ops of a traced program moved since the last reset: a line
/// for each that ran, or the attribute `ops` of a JSON object.
void printTrace(const mlir::fpo::Program &program, llvm::raw_ostream &os);
void printJsonTrace(const mlir::fpo::Program &program, llvm::json::OStream &os);

#endif // FPO_TOOLS_FPO_RUN_PRINTTRACE_H
