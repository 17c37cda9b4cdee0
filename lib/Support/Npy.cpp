//===- Npy.cpp - Arrays in the .npy format --------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Support/Npy.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir::fpo;
using llvm::StringRef;

static constexpr StringRef magic("\x93NUMPY", 6);

static llvm::Error fail(const llvm::Twine &message) {
  return llvm::createStringError(message);
}

std::optional<int64_t> mlir::fpo::npyElementBytes(StringRef dtype) {
  int64_t bytes;
  if (dtype.size() < 2 || !StringRef("biufcV").contains(dtype.front()) ||
      dtype.drop_front().getAsInteger(10, bytes) || bytes < 1 || bytes > 1024)
    return std::nullopt;
  return bytes;
}

namespace {
/// Reads the header, the text of a Python dictionary with three entries:
/// {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
class HeaderParser {
public:
  HeaderParser(StringRef text, NpyArray &array)
      : rest(text.trim()), array(array) {}

  llvm::Error parse() {
    if (!consume("{"))
      return fail("the header is not a dictionary");
    while (!consume("}")) {
      if (llvm::Error error = parseEntry())
        return error;
      if (!consume(",") && !rest.starts_with("}"))
        return fail("the header is not a dictionary");
    }
    if (seen != 7)
      return fail("the header lacks 'descr', 'fortran_order' or 'shape'");
    return llvm::Error::success();
  }

private:
  bool consume(StringRef token) {
    rest = rest.ltrim();
    return rest.consume_front(token);
  }

  std::optional<StringRef> parseString() {
    rest = rest.ltrim();
    if (rest.empty() || (rest.front() != '\'' && rest.front() != '"'))
      return std::nullopt;
    size_t end = rest.find(rest.front(), 1);
    if (end == StringRef::npos)
      return std::nullopt;
    StringRef text = rest.slice(1, end);
    rest = rest.drop_front(end + 1);
    return text;
  }

  llvm::Error parseEntry() {
    std::optional<StringRef> key = parseString();
    if (!key || !consume(":"))
      return fail("the header is not a dictionary");
    if (*key == "descr")
      return parseType();
    if (*key == "fortran_order") {
      seen |= 2;
      if (consume("False"))
        return llvm::Error::success();
      return fail("the elements are in Fortran order");
    }
    if (*key == "shape")
      return parseShape();
    return fail("the header has an unknown entry '" + *key + "'");
  }

  llvm::Error parseType() {
    seen |= 1;
    std::optional<StringRef> descr = parseString();
    if (!descr || descr->empty())
      return fail("the type of the elements is not a simple one");
    bool hasOrder = StringRef("<>|=").contains(descr->front());
    StringRef dtype = hasOrder ? descr->drop_front() : *descr;
    std::optional<int64_t> bytes = npyElementBytes(dtype);
    if (!bytes)
      return fail("the type '" + *descr + "' is not supported");
    if (descr->front() == '>' && *bytes > 1)
      return fail("the elements are big-endian");
    array.dtype = dtype.str();
    return llvm::Error::success();
  }

  llvm::Error parseShape() {
    seen |= 4;
    if (!consume("("))
      return fail("the shape is not a tuple");
    while (!consume(")")) {
      rest = rest.ltrim();
      int64_t size;
      if (rest.consumeInteger(10, size) || size < 0)
        return fail("the shape is not a tuple of sizes");
      array.shape.push_back(size);
      if (!consume(",") && !rest.ltrim().starts_with(")"))
        return fail("the shape is not a tuple of sizes");
    }
    return llvm::Error::success();
  }

  StringRef rest;
  NpyArray &array;
  unsigned seen = 0;
};
} // namespace

llvm::Expected<NpyArray> mlir::fpo::parseNpy(StringRef bytes) {
  if (!bytes.consume_front(magic) || bytes.size() < 4)
    return fail("it is not a .npy file");
  unsigned version = static_cast<unsigned char>(bytes[0]);
  if (version < 1 || version > 3)
    return fail("version " + llvm::Twine(version) +
                " of the format is not supported");
  bytes = bytes.drop_front(2);
  unsigned lengthBytes = version == 1 ? 2 : 4;
  if (bytes.size() < lengthBytes)
    return fail("it ends in the header");
  uint64_t length = version == 1
                        ? llvm::support::endian::read16le(bytes.data())
                        : llvm::support::endian::read32le(bytes.data());
  bytes = bytes.drop_front(lengthBytes);
  if (bytes.size() < length)
    return fail("it ends in the header");

  NpyArray array;
  if (llvm::Error error = HeaderParser(bytes.take_front(length), array).parse())
    return error;
  array.data = bytes.drop_front(length);
  bool overflow = false;
  int64_t expected = *npyElementBytes(array.dtype);
  // A dimension of zero makes the others irrelevant.
  if (llvm::is_contained(array.shape, 0))
    expected = 0;
  else
    for (int64_t size : array.shape)
      overflow |= bool(llvm::MulOverflow(expected, size, expected));
  if (overflow || array.data.size() != static_cast<uint64_t>(expected))
    return fail("it holds " + llvm::Twine(array.data.size()) +
                " bytes of data, which are not those of its shape");
  return array;
}

void mlir::fpo::writeNpy(const NpyArray &array, llvm::raw_ostream &os) {
  std::string header = "{'descr': '";
  header +=
      *npyElementBytes(array.dtype) == 1 || array.dtype[0] == 'V' ? '|' : '<';
  header += array.dtype + "', 'fortran_order': False, 'shape': (";
  for (int64_t size : array.shape)
    header += std::to_string(size) + ", ";
  // A tuple of one has a comma, and one of more has none at the end.
  if (array.shape.size() == 1)
    header.pop_back();
  else if (!array.shape.empty())
    header.resize(header.size() - 2);
  header += "), }";
  // The data starts at a multiple of 64 bytes.
  size_t used = magic.size() + 4 + header.size() + 1;
  header.append(llvm::alignTo(used, 64) - used, ' ');
  header += '\n';
  os << magic << '\x01' << '\0';
  char length[2];
  llvm::support::endian::write16le(length, header.size());
  os.write(length, 2);
  os << header << array.data;
}
