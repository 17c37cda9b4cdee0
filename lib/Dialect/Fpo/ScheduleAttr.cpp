//===- ScheduleAttr.cpp - Text form and verifier of #fpo.schedule ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace mlir;
using namespace mlir::fpo;

static void printTile(AsmPrinter &printer, const ScheduleLoop &tile) {
  printer << 'd' << tile.dim;
  if (tile.step.isOne())
    return;
  if (tile.step.isConstant())
    printer.getStream() << ':' << tile.step;
  else
    printer.getStream() << ":\"" << tile.step << '"';
}

static void printTiles(AsmPrinter &printer, ArrayRef<ScheduleLoop> tiles) {
  printer << '[';
  llvm::interleaveComma(tiles, printer.getStream(),
                        [&](const auto &tile) { printTile(printer, tile); });
  printer << ']';
}

void ScheduleAttr::print(AsmPrinter &printer) const {
  printer << "<loops = ";
  printTiles(printer, getLoops());
  if (!getPackings().empty()) {
    printer << ", pack = {";
    llvm::interleaveComma(getPackings(), printer.getStream(),
                          [&](const OperandPacking &packing) {
                            printer << packing.operand << ": ";
                            printTiles(printer, packing.block);
                          });
    printer << '}';
  }
  if (std::optional<ScheduleLoop> vector = getVector()) {
    printer << ", vector = ";
    printTile(printer, *vector);
  }
  if (getUnroll() != 1)
    printer << ", unroll = " << getUnroll();
  if (getThreads() != 0)
    printer << ", threads = " << getThreads();
  if (!getPrefetch().empty()) {
    printer << ", prefetch = [";
    llvm::interleaveComma(getPrefetch(), printer.getStream());
    printer << ']';
  }
  if (getStream())
    printer << ", stream";
  if (std::optional<ScheduleLoop> matrix = getMatrix()) {
    printer << ", matrix = ";
    printTile(printer, *matrix);
  }
  printer << '>';
}

/// Reads `d0`, `d0:32`, `d0:"T"`.
static ParseResult parseTile(AsmParser &parser, ScheduleLoop &tile) {
  SMLoc loc = parser.getCurrentLocation();
  StringRef name;
  if (parser.parseKeyword(&name))
    return failure();
  if (!name.consume_front("d") || name.getAsInteger(10, tile.dim))
    return parser.emitError(loc, "expected a dimension, such as d0");
  if (failed(parser.parseOptionalColon()))
    return success();
  loc = parser.getCurrentLocation();
  std::string text;
  if (succeeded(parser.parseOptionalString(&text))) {
    llvm::Expected<Expr> parsed = Expr::parse(text);
    if (!parsed)
      return parser.emitError(loc) << llvm::toString(parsed.takeError());
    tile.step = std::move(*parsed);
    return success();
  }
  int64_t step;
  if (parser.parseInteger(step))
    return failure();
  tile.step = step;
  return success();
}

static ParseResult parseTiles(AsmParser &parser,
                              SmallVectorImpl<ScheduleLoop> &tiles) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parseTile(parser, tiles.emplace_back());
  });
}

Attribute ScheduleAttr::parse(AsmParser &parser, Type) {
  SMLoc start = parser.getCurrentLocation();
  if (parser.parseLess())
    return {};
  SmallVector<ScheduleLoop> loops;
  SmallVector<OperandPacking> packings;
  std::optional<ScheduleLoop> vector, matrix;
  unsigned unroll = 1, threads = 0;
  SmallVector<int64_t> prefetch;
  bool stream = false;
  std::set<StringRef> seen;
  auto parsePacking = [&]() -> ParseResult {
    OperandPacking &packing = packings.emplace_back();
    return failure(parser.parseInteger(packing.operand) ||
                   parser.parseColon() || parseTiles(parser, packing.block));
  };
  auto parseField = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringRef name;
    if (parser.parseKeyword(&name))
      return failure();
    if (!seen.insert(name).second)
      return parser.emitError(loc) << "'" << name << "' is given twice";
    if (name == "stream") {
      stream = true;
      return success();
    }
    if (parser.parseEqual())
      return failure();
    if (name == "loops")
      return parseTiles(parser, loops);
    if (name == "pack")
      return parser.parseCommaSeparatedList(AsmParser::Delimiter::Braces,
                                            parsePacking);
    if (name == "vector")
      return parseTile(parser, vector.emplace());
    if (name == "matrix")
      return parseTile(parser, matrix.emplace());
    if (name == "unroll")
      return parser.parseInteger(unroll);
    if (name == "threads")
      return parser.parseInteger(threads);
    if (name == "prefetch")
      return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
        return parser.parseInteger(prefetch.emplace_back());
      });
    return parser.emitError(loc) << "expected one of loops, pack, vector, "
                                    "unroll, threads, prefetch, stream, "
                                    "matrix, but found '"
                                 << name << "'";
  };
  if (parser.parseCommaSeparatedList(parseField) || parser.parseGreater())
    return {};
  auto emitError = [&] { return parser.emitError(start); };
  return ScheduleAttr::getChecked(
      function_ref<InFlightDiagnostic()>(emitError), parser.getContext(),
      ArrayRef<ScheduleLoop>(loops), ArrayRef<OperandPacking>(packings), vector,
      unroll, threads, ArrayRef<int64_t>(prefetch), stream, matrix);
}

/// Each loop over a dimension goes through a tile of the one around it.
static LogicalResult verifyLoops(function_ref<InFlightDiagnostic()> emitError,
                                 ArrayRef<ScheduleLoop> loops) {
  std::map<unsigned, Expr> around;
  for (const ScheduleLoop &loop : loops) {
    if (loop.step.isConstant() && loop.step.constant() < 1)
      return emitError() << "the tile of d" << loop.dim << " must be positive";
    auto [it, isFirst] = around.try_emplace(loop.dim, loop.step);
    if (isFirst)
      continue;
    Expr &outer = it->second;
    if (outer == loop.step ||
        (outer - loop.step).maximum().value_or(DynamicAPInt(1)) <= 0)
      return emitError() << "the tiles of d" << loop.dim
                         << " must become smaller inwards, but "
                         << loop.step.str() << " follows " << outer.str();
    outer = loop.step;
  }
  return success();
}

LogicalResult ScheduleAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                   ArrayRef<ScheduleLoop> loops,
                                   ArrayRef<OperandPacking> packings,
                                   std::optional<ScheduleLoop> vector,
                                   unsigned unroll, unsigned threads,
                                   ArrayRef<int64_t> prefetch, bool stream,
                                   std::optional<ScheduleLoop> matrix) {
  if (failed(verifyLoops(emitError, loops)))
    return failure();
  if (vector && (!vector->step.isConstant() || vector->step.constant() < 1 ||
                 vector->step.constant() > 1024))
    return emitError() << "a vector has from 1 to 1024 lanes, not "
                       << vector->step.str();
  if (matrix && (!matrix->step.isConstant() || matrix->step.constant() < 1))
    return emitError() << "a matrix has rows, not " << matrix->step.str();
  if (unroll < 1)
    return emitError() << "an unrolled loop takes at least one point in a turn";
  if (threads > loops.size())
    return emitError() << "threads share " << threads
                       << " loops, but there are " << loops.size();
  std::set<unsigned> operands;
  for (const OperandPacking &packing : packings) {
    if (!operands.insert(packing.operand).second)
      return emitError() << "operand " << packing.operand << " is packed twice";
    std::set<unsigned> dims;
    for (const ScheduleLoop &tile : packing.block) {
      if (tile.step.isConstant() && tile.step.constant() < 1)
        return emitError() << "the block of d" << tile.dim
                           << " must be positive";
      if (!dims.insert(tile.dim).second)
        return emitError() << "a block has d" << tile.dim << " twice";
    }
  }
  return success();
}
