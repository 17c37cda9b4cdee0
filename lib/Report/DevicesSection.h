//===- DevicesSection.h - Many devices, in each view ------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_DEVICESSECTION_H
#define FPO_LIB_REPORT_DEVICESSECTION_H

#include "JsonWriter.h"

namespace mlir::fpo {

/// Each prints nothing if devices were not asked for.
void printDevicesText(const Report &report, raw_ostream &os, bool useColor);
void printDevicesMarkdown(const Report &report, raw_ostream &os);
void printDevicesJson(const Report &report, JsonWriter &out);

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_DEVICESSECTION_H
