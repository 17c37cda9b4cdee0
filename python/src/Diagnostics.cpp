//===- Diagnostics.cpp - Diagnostics as values ----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::fpo::python;

static std::string nameOf(DiagnosticSeverity severity) {
  switch (severity) {
  case DiagnosticSeverity::Error:
    return "error";
  case DiagnosticSeverity::Warning:
    return "warning";
  case DiagnosticSeverity::Remark:
    return "remark";
  case DiagnosticSeverity::Note:
    return "note";
  }
  llvm_unreachable("a diagnostic has one of these");
}

static std::string describe(Location loc) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (auto place = loc->findInstanceOf<FileLineColRange>()) {
    os << place.getFilename().getValue();
    if (place.getStartLine() != 0)
      os << ':' << place.getStartLine() << ':' << place.getStartColumn();
  } else if (!isa<UnknownLoc>(loc)) {
    loc.print(os);
  }
  return text;
}

static CollectedDiagnostic collect(const Diagnostic &diagnostic) {
  CollectedDiagnostic collected{nameOf(diagnostic.getSeverity()),
                                describe(diagnostic.getLocation()),
                                diagnostic.str(),
                                {}};
  for (const Diagnostic &note : diagnostic.getNotes())
    collected.notes.push_back(collect(note));
  return collected;
}

DiagnosticCollector::DiagnosticCollector(MLIRContext *context)
    : handler(context, [this](Diagnostic &diagnostic) {
        diagnostics.push_back(collect(diagnostic));
      }) {}
