//===- MemorySection.h - The part of a report about memory ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_MEMORYSECTION_H
#define FPO_LIB_REPORT_MEMORYSECTION_H

#include "JsonWriter.h"

#include "fpo/Report/Report.h"

namespace mlir::fpo {

/// Print what the program holds in memory, in each view, if the report shows
/// it; nothing otherwise.
void printMemoryText(const Report &report, raw_ostream &os, bool useColor);
void printMemoryMarkdown(const Report &report, raw_ostream &os);
/// The attribute `memory`.
void writeMemoryJson(const Report &report, JsonWriter &out);

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_MEMORYSECTION_H
