//===- TextColumns.h - Text in columns --------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_TEXTCOLUMNS_H
#define FPO_LIB_REPORT_TEXTCOLUMNS_H

#include "fpo/Count/Count.h"

#include "mlir/Support/LLVM.h"

#include <string>

namespace mlir::fpo {

/// The columns of a terminal that the text report fits into.
constexpr size_t kWidth = 80;

/// At most `width` characters of `text`; what is cut is shown by dots, in front
/// if the end tells more.
std::string cut(StringRef text, size_t width, bool keepEnd = false);

/// `text` in a column of `width`, at its left or its right.
std::string left(StringRef text, size_t width);
std::string right(StringRef text, size_t width);

/// Breaks an expression between its terms, or where it must.
SmallVector<StringRef> wrap(StringRef text, size_t width);

/// A count in a column: "<=x" for an interval that ends at x, "x+" for at least
/// x.
std::string cell(const Count &count, StringRef unit = "");

/// Words in lines of `kWidth` columns, each after `indent` blanks.
void printWords(raw_ostream &os, StringRef text, size_t indent);

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_TEXTCOLUMNS_H
