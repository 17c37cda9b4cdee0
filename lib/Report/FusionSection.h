//===- FusionSection.h - What is moved after fusion, and the groups -*- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_FUSIONSECTION_H
#define FPO_LIB_REPORT_FUSIONSECTION_H

#include "JsonWriter.h"

#include <optional>

namespace mlir::fpo {

/// The bytes that the program moves after fusion; none in a convention in which
/// that has no meaning.
std::optional<Count> getFused(const Report &report);

/// "38.1 % of read and write".
std::string describeFused(const Report &report);

/// `fused` of the totals of a function; of the program if it is null.
void printFusedJson(const Report &report, const CostFunction *function,
                    JsonWriter &out);

/// The groups. Each prints nothing unless that was asked for.
void printGroupsText(const Report &report, raw_ostream &os, bool useColor);
void printGroupsMarkdown(const Report &report, raw_ostream &os);
void printGroupsJson(const Report &report, JsonWriter &out);

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_FUSIONSECTION_H
