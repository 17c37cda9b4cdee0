//===- TrafficSection.h - What crosses the caches, in each view -*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_TRAFFICSECTION_H
#define FPO_LIB_REPORT_TRAFFICSECTION_H

#include "JsonWriter.h"

namespace mlir::fpo {

/// Each prints nothing if cache traffic was not asked for.
void printTrafficText(const Report &report, raw_ostream &os, bool useColor);
void printTrafficMarkdown(const Report &report, raw_ostream &os);
void printTrafficJson(const Report &report, JsonWriter &out);

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_TRAFFICSECTION_H
