//===- NpyTest.cpp - The .npy format --------------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Support/Npy.h"

#include "gtest/gtest.h"

using namespace mlir::fpo;

namespace {

/// A file of version 1.0 with that header and that data.
std::string makeFile(const std::string &header, const std::string &data) {
  std::string file("\x93NUMPY\x01\x00", 8);
  file += static_cast<char>(header.size() % 256);
  file += static_cast<char>(header.size() / 256);
  return file + header + data;
}

std::string errorOf(const std::string &file) {
  llvm::Expected<NpyArray> array = parseNpy(file);
  return array ? "" : llvm::toString(array.takeError());
}

/// What numpy.save writes for numpy.array([[1, 2, 3]], dtype="<i2").
TEST(NpyTest, ReadsWhatNumpyWrites) {
  std::string header =
      "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 3), }";
  header.resize(117, ' ');
  header += '\n';
  std::string file = makeFile(header, std::string("\1\0\2\0\3\0", 6));
  ASSERT_EQ(file.size(), 128U + 6U);
  llvm::Expected<NpyArray> array = parseNpy(file);
  ASSERT_TRUE(bool(array)) << llvm::toString(array.takeError());
  EXPECT_EQ(array->dtype, "i2");
  EXPECT_EQ(array->shape, (llvm::SmallVector<int64_t>{1, 3}));
  EXPECT_EQ(array->data, llvm::StringRef("\1\0\2\0\3\0", 6));
}

TEST(NpyTest, WritesWhatNumpyWrites) {
  std::string written;
  llvm::raw_string_ostream os(written);
  writeNpy({"i2", {1, 3}, llvm::StringRef("\1\0\2\0\3\0", 6)}, os);
  std::string header =
      "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 3), }";
  header.resize(117, ' ');
  header += '\n';
  EXPECT_EQ(written, makeFile(header, std::string("\1\0\2\0\3\0", 6)));
}

TEST(NpyTest, RoundTrips) {
  for (const NpyArray &array :
       {NpyArray{"f4", {}, "abcd"}, NpyArray{"b1", {5}, "abcde"},
        NpyArray{"V2", {2, 1, 2}, "abcdefgh"}, NpyArray{"c8", {0, 7}, ""},
        NpyArray{"u8", {1}, "abcdefgh"}}) {
    std::string file;
    llvm::raw_string_ostream os(file);
    writeNpy(array, os);
    llvm::Expected<NpyArray> read = parseNpy(file);
    ASSERT_TRUE(bool(read)) << llvm::toString(read.takeError());
    EXPECT_EQ(read->dtype, array.dtype);
    EXPECT_EQ(read->shape, array.shape);
    EXPECT_EQ(read->data, array.data);
  }
}

TEST(NpyTest, RefusesWhatItCantRead) {
  auto file = [](const std::string &descr, const std::string &order,
                 const std::string &shape, const std::string &data = "1234") {
    return makeFile("{'descr': '" + descr + "', 'fortran_order': " + order +
                        ", 'shape': " + shape + ", }\n",
                    data);
  };
  EXPECT_EQ(errorOf(file("<f4", "False", "(1,)")), "");
  EXPECT_EQ(errorOf(""), "it is not a .npy file");
  EXPECT_EQ(errorOf("no such thing"), "it is not a .npy file");
  EXPECT_EQ(errorOf(std::string("\x93NUMPY\x09\x00\x00\x00", 10)),
            "version 9 of the format is not supported");
  EXPECT_EQ(errorOf(std::string("\x93NUMPY\x01\x00\xff\x00", 10)),
            "it ends in the header");
  EXPECT_EQ(errorOf(file("<f4", "True", "(1,)")),
            "the elements are in Fortran order");
  EXPECT_EQ(errorOf(file(">f4", "False", "(1,)")),
            "the elements are big-endian");
  EXPECT_EQ(errorOf(file("<O", "False", "(1,)")),
            "the type '<O' is not supported");
  EXPECT_EQ(errorOf(file("<f4", "False", "(2,)")),
            "it holds 4 bytes of data, which are not those of its shape");
  EXPECT_EQ(errorOf(file("<f4", "False", "(-1,)")),
            "the shape is not a tuple of sizes");
  EXPECT_EQ(errorOf(file("<f4", "False", "(4611686018427387904, 4)")),
            "it holds 4 bytes of data, which are not those of its shape");
  EXPECT_EQ(errorOf(makeFile("{'descr': '<f4'}\n", "")),
            "the header lacks 'descr', 'fortran_order' or 'shape'");
  EXPECT_EQ(errorOf(makeFile("nonsense", "")),
            "the header is not a dictionary");
}

} // namespace
