//===- TextColumns.cpp - Text in columns ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TextColumns.h"

#include "fpo/Report/Format.h"

using namespace mlir;
using namespace mlir::fpo;

std::string fpo::cut(StringRef text, size_t width, bool keepEnd) {
  if (text.size() <= width)
    return text.str();
  if (keepEnd)
    return "..." + text.take_back(width - 3).str();
  return text.take_front(width - 3).str() + "...";
}

std::string fpo::left(StringRef text, size_t width) {
  return cut(text, width) +
         std::string(width - std::min(width, text.size()), ' ');
}

std::string fpo::right(StringRef text, size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text.str();
}

SmallVector<StringRef> fpo::wrap(StringRef text, size_t width) {
  SmallVector<StringRef> lines;
  while (text.size() > width) {
    StringRef line = text.take_front(width);
    size_t plus = line.rfind(" + "), minus = line.rfind(" - ");
    size_t at = plus == StringRef::npos    ? minus
                : minus == StringRef::npos ? plus
                                           : std::max(plus, minus);
    if (at == StringRef::npos || at == 0)
      at = line.rfind(' ');
    if (at == StringRef::npos || at == 0)
      at = width;
    lines.push_back(text.take_front(at));
    text = text.drop_front(at).ltrim();
  }
  lines.push_back(text);
  return lines;
}

std::string fpo::cell(const Count &count, StringRef unit) {
  if (count.isExact() || !count.isBounded())
    return formatMetric(count, unit);
  return "<=" + formatMetric(Count(count.upper()), unit);
}

void fpo::printWords(raw_ostream &os, StringRef text, size_t indent) {
  while (!text.empty()) {
    StringRef line = text;
    if (size_t room = kWidth - indent; text.size() > room) {
      size_t space = text.take_front(room + 1).rfind(' ');
      line = text.take_front(space == StringRef::npos ? room : space);
    }
    os.indent(indent) << line << '\n';
    text = text.drop_front(line.size()).ltrim();
  }
}
