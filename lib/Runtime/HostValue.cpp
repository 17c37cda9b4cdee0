//===- HostValue.cpp - Arguments and results ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/HostValue.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

static llvm::Error fail(const Twine &message) {
  return llvm::createStringError(message);
}

static std::string toString(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

/// The scalar itself, or the type of the parts of a complex number.
static Type partType(Type scalar) {
  auto complex = dyn_cast<ComplexType>(scalar);
  return complex ? complex.getElementType() : scalar;
}

std::optional<int64_t> fpo::storageBytes(Type scalar) {
  if (isa<ComplexType>(scalar)) {
    std::optional<int64_t> part = storageBytes(partType(scalar));
    return part ? std::optional<int64_t>(2 * *part) : std::nullopt;
  }
  if (scalar.isIndex())
    return 8;
  if (!scalar.isIntOrFloat() || scalar.getIntOrFloatBitWidth() > 64 ||
      scalar.getIntOrFloatBitWidth() == 0)
    return std::nullopt;
  return llvm::PowerOf2Ceil(
      llvm::divideCeil(scalar.getIntOrFloatBitWidth(), 8));
}

llvm::Expected<HostValue> HostValue::create(Type elementType,
                                            ArrayRef<int64_t> shape) {
  std::optional<int64_t> bytes = storageBytes(elementType);
  if (!bytes)
    return fail("values of type " + toString(elementType) + " can't be passed");
  bool overflow = false;
  int64_t total = *bytes;
  for (int64_t size : shape)
    overflow |= bool(llvm::MulOverflow(total, size, total));
  constexpr size_t kAlignment = 64;
  HostValue value(elementType, shape);
  if (llvm::is_contained(shape, 0))
    total = 0;
  else if (overflow)
    total = -1;
  size_t allocated = llvm::alignTo(std::max<int64_t>(total, 1), kAlignment);
  if (total >= 0)
    value.data.reset(
        static_cast<char *>(std::aligned_alloc(kAlignment, allocated)));
  if (!value.data)
    return fail("there is no memory for a value of its size");
  std::memset(value.data.get(), 0, allocated);
  return value;
}

HostValue HostValue::clone() const {
  llvm::Expected<HostValue> copy = create(elementType, shape);
  // There was memory for one like it.
  HostValue value = llvm::cantFail(std::move(copy));
  std::memcpy(value.getData(), getData(), getNumBytes());
  return value;
}

int64_t HostValue::getNumElements() const {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

size_t HostValue::getNumBytes() const {
  return getNumElements() * *storageBytes(elementType);
}

//===----------------------------------------------------------------------===//
// .npy
//===----------------------------------------------------------------------===//

/// The types that a .npy file may have for `scalar`, the one to write first.
static SmallVector<std::string, 2> npyTypes(Type scalar) {
  std::optional<int64_t> bytes = storageBytes(scalar);
  if (!bytes)
    return {};
  std::string size = std::to_string(*bytes);
  if (scalar.isInteger(1))
    return {"b1"};
  if (scalar.isBF16())
    return {"V2", "u2"};
  if (auto complex = dyn_cast<ComplexType>(scalar)) {
    if (complex.getElementType().isF32() || complex.getElementType().isF64())
      return {"c" + size};
    return {};
  }
  if (scalar.isF16() || scalar.isF32() || scalar.isF64())
    return {"f" + size};
  if (scalar.isIndex())
    return {"i8", "u8"};
  if (auto integer = dyn_cast<IntegerType>(scalar);
      integer && integer.getWidth() == 8 * *bytes) {
    if (integer.isSigned())
      return {"i" + size};
    if (integer.isUnsigned())
      return {"u" + size};
    return {"i" + size, "u" + size};
  }
  return {};
}

llvm::Expected<HostValue> HostValue::fromNpy(Type elementType,
                                             const NpyArray &array) {
  if (!llvm::is_contained(npyTypes(elementType), array.dtype))
    return fail("its elements are of type '" + array.dtype + "', not " +
                toString(elementType));
  llvm::Expected<HostValue> value = create(elementType, array.shape);
  if (value)
    std::memcpy(value->getData(), array.data.data(), array.data.size());
  return value;
}

std::optional<NpyArray> HostValue::toNpy() const {
  SmallVector<std::string, 2> types = npyTypes(elementType);
  if (types.empty())
    return std::nullopt;
  return NpyArray{types.front(), shape, StringRef(getData(), getNumBytes())};
}

//===----------------------------------------------------------------------===//
// Elements
//===----------------------------------------------------------------------===//

/// Writes the low `bytes` of `bits`.
static void store(char *to, uint64_t bits, int64_t bytes) {
  char little[8];
  llvm::support::endian::write64le(little, bits);
  std::memcpy(to, little, bytes);
}

static uint64_t load(const char *from, int64_t bytes) {
  char little[8] = {};
  std::memcpy(little, from, bytes);
  return llvm::support::endian::read64le(little);
}

void HostValue::setPart(int64_t part, double value) {
  Type type = partType(elementType);
  int64_t bytes = *storageBytes(type);
  uint64_t bits;
  if (auto floatType = dyn_cast<FloatType>(type)) {
    llvm::APFloat number(value);
    bool losesInfo;
    number.convert(floatType.getFloatSemantics(),
                   llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    bits = number.bitcastToAPInt().getZExtValue();
  } else {
    bits = static_cast<uint64_t>(static_cast<int64_t>(value));
  }
  store(getData() + part * bytes, bits, bytes);
}

/// A number in [0, 1) for each `x` (Vigna's splitmix64).
static double randomUnit(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  x ^= x >> 31;
  return static_cast<double>(x >> 11) * 0x1p-53;
}

void HostValue::fill(Fill kind, uint64_t seed) {
  Type type = partType(elementType);
  int64_t parts = getNumElements() * (type == elementType ? 1 : 2);
  if (kind == Fill::Zero) {
    std::memset(getData(), 0, getNumBytes());
    return;
  }
  bool isFloat = isa<FloatType>(type);
  // The counts that the type holds without rounding, or wrapping.
  unsigned precision = 53;
  if (isFloat)
    precision = cast<FloatType>(type).getFPMantissaWidth();
  else if (auto integer = dyn_cast<IntegerType>(type))
    precision = std::max(
        1U, integer.getWidth() -
                (integer.isUnsigned() || integer.getWidth() == 1 ? 0 : 1));
  uint64_t period = uint64_t(1) << std::min(precision, 53U);
  for (int64_t part = 0; part < parts; ++part) {
    if (kind == Fill::Iota) {
      setPart(part, static_cast<double>(part % period));
      continue;
    }
    double unit = randomUnit(seed + part);
    if (isFloat)
      setPart(part, 2 * unit - 1);
    else if (type.isInteger(1))
      setPart(part, unit < 0.5);
    else
      setPart(part, 1 + std::floor(3 * unit));
  }
}

llvm::Expected<HostValue> HostValue::fromLiteral(Type scalar, StringRef text) {
  llvm::Expected<HostValue> value = create(scalar, {});
  if (!value)
    return value;
  auto notANumber = [&] {
    return fail("'" + text + "' is no value of type " + toString(scalar));
  };
  if (isa<FloatType>(scalar)) {
    double number;
    if (text.getAsDouble(number))
      return notANumber();
    value->setPart(0, number);
    return value;
  }
  if (isa<ComplexType>(scalar))
    return notANumber();
  unsigned width = scalar.isIndex() ? 64 : scalar.getIntOrFloatBitWidth();
  int64_t number;
  if (text == "true" || text == "false")
    number = text == "true";
  else if (text.getAsInteger(10, number))
    return notANumber();
  if (!llvm::isIntN(width, number) &&
      !llvm::isUIntN(width, static_cast<uint64_t>(number)))
    return notANumber();
  int64_t bytes = *storageBytes(scalar);
  store(value->getData(),
        static_cast<uint64_t>(number) & llvm::maskTrailingOnes<uint64_t>(width),
        bytes);
  return value;
}

void HostValue::printElement(int64_t index, llvm::raw_ostream &os) const {
  Type type = partType(elementType);
  int64_t bytes = *storageBytes(type);
  auto printPart = [&](int64_t part) {
    uint64_t bits = load(getData() + part * bytes, bytes);
    if (auto floatType = dyn_cast<FloatType>(type)) {
      const llvm::fltSemantics &semantics = floatType.getFloatSemantics();
      llvm::APFloat number(semantics, llvm::APInt(floatType.getWidth(), bits,
                                                  /*isSigned=*/false,
                                                  /*implicitTrunc=*/true));
      SmallString<32> text;
      number.toString(text, /*FormatPrecision=*/0, /*FormatMaxPadding=*/6);
      os << text;
      return;
    }
    unsigned width = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
    bits &= llvm::maskTrailingOnes<uint64_t>(width);
    if (type.isUnsignedInteger() || width == 1)
      os << bits;
    else
      os << llvm::SignExtend64(bits, width);
  };
  if (type == elementType) {
    printPart(index);
    return;
  }
  os << '(';
  printPart(2 * index);
  os << ", ";
  printPart(2 * index + 1);
  os << ')';
}
