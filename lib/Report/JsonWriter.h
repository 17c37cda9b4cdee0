//===- JsonWriter.h - Writes counts as JSON ---------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_JSONWRITER_H
#define FPO_LIB_REPORT_JSONWRITER_H

#include "fpo/Report/Report.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

namespace mlir::fpo {

/// Writes counts: an integer of any size, `[lo, hi]`, or `[lo, null]`.
class JsonWriter {
public:
  explicit JsonWriter(raw_ostream &os) : json(os, /*IndentSize=*/2) {}

  void write(const Count &count) {
    if (count.isExact()) {
      json.rawValue(literal(count.lower()));
      return;
    }
    json.rawValue("[" + literal(count.lower()) + ", " +
                  (count.isBounded() ? literal(count.upper()) : "null") + "]");
  }

  void attribute(StringRef name, const Count &count) {
    json.attributeBegin(name);
    write(count);
    json.attributeEnd();
  }

  /// A count of an op: null if it is not known.
  void opAttribute(StringRef name, const Count &count) {
    if (count.isBounded())
      attribute(name, count);
    else
      json.attribute(name, nullptr);
  }

  /// What is executed but not counted.
  void waste(const Waste &waste) {
    json.attributeObject("waste", [&] {
      attribute("fpo", waste.operations);
      attribute("mac", waste.mac);
      attribute("iop", waste.iop);
    });
  }

  /// `{"f32": n, ...}`.
  void typed(StringRef name, const Cost &cost, Count TypedOps::*member) {
    json.attributeBegin(name);
    json.objectBegin();
    for (const TypedOps &entry : cost.getOps()) {
      if ((entry.*member).isZero())
        continue;
      std::string type;
      llvm::raw_string_ostream(type) << entry.type;
      attribute(type, entry.*member);
    }
    json.objectEnd();
    json.attributeEnd();
  }

  void text(StringRef name, StringRef value) {
    json.attribute(name, llvm::json::fixUTF8(value));
  }

  llvm::json::OStream json;

private:
  /// An integer of any size, or an expression as a string.
  static std::string literal(const Expr &value) {
    if (!value.isConstant())
      return llvm::formatv("{0}", llvm::json::Value(value.str()));
    std::string text;
    llvm::raw_string_ostream(text) << value;
    return text;
  }
};

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_JSONWRITER_H
