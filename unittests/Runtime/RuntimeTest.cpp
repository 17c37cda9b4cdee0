//===- RuntimeTest.cpp - Values, memory and times of runs -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/Arena.h"
#include "fpo/Runtime/Benchmark.h"
#include "fpo/Runtime/HostValue.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

#include <cstring>

using namespace mlir;
using namespace mlir::fpo;

namespace {

class HostValueTest : public ::testing::Test {
protected:
  std::string print(const HostValue &value, int64_t index = 0) {
    std::string text;
    llvm::raw_string_ostream os(text);
    value.printElement(index, os);
    return text;
  }
  std::string literal(Type type, StringRef text) {
    llvm::Expected<HostValue> value = HostValue::fromLiteral(type, text);
    return value ? print(*value) : llvm::toString(value.takeError());
  }
  std::string filled(Type type, Fill fill, int64_t count) {
    HostValue value = llvm::cantFail(HostValue::create(type, {count}));
    value.fill(fill, 0);
    std::string text;
    for (int64_t i = 0; i < count; ++i)
      text += (i ? " " : "") + print(value, i);
    return text;
  }

  MLIRContext context;
  Builder builder{&context};
};

TEST_F(HostValueTest, StorageIsThatOfLlvm) {
  EXPECT_EQ(storageBytes(builder.getI1Type()), 1);
  EXPECT_EQ(storageBytes(builder.getIntegerType(4)), 1);
  EXPECT_EQ(storageBytes(builder.getIntegerType(48)), 8);
  EXPECT_EQ(storageBytes(builder.getIndexType()), 8);
  EXPECT_EQ(storageBytes(builder.getBF16Type()), 2);
  EXPECT_EQ(storageBytes(ComplexType::get(builder.getF32Type())), 8);
  EXPECT_EQ(storageBytes(builder.getIntegerType(128)), std::nullopt);
  EXPECT_EQ(storageBytes(NoneType::get(&context)), std::nullopt);
}

TEST_F(HostValueTest, Literals) {
  EXPECT_EQ(literal(builder.getF32Type(), "2.5"), "2.5");
  EXPECT_EQ(literal(builder.getF16Type(), "0.1"), "0.099976");
  EXPECT_EQ(literal(builder.getIndexType(), "7"), "7");
  EXPECT_EQ(literal(builder.getI1Type(), "true"), "1");
  EXPECT_EQ(literal(builder.getIntegerType(8), "-128"), "-128");
  EXPECT_EQ(literal(builder.getIntegerType(8, /*isSigned=*/false), "255"),
            "255");
  EXPECT_EQ(literal(builder.getIntegerType(8), "256"),
            "'256' is no value of type i8");
  EXPECT_EQ(literal(builder.getI32Type(), "2.5"),
            "'2.5' is no value of type i32");
}

TEST_F(HostValueTest, Fills) {
  EXPECT_EQ(filled(builder.getF32Type(), Fill::Iota, 4), "0 1 2 3");
  EXPECT_EQ(filled(builder.getI1Type(), Fill::Iota, 4), "0 1 0 1");
  EXPECT_EQ(filled(builder.getI32Type(), Fill::Zero, 3), "0 0 0");
  EXPECT_EQ(filled(builder.getI32Type(), Fill::Random, 20),
            filled(builder.getI32Type(), Fill::Random, 20));
  EXPECT_NE(filled(builder.getF64Type(), Fill::Random, 2).find('.'),
            std::string::npos);
  // i8 goes from 0 to 127, and starts again.
  HostValue bytes =
      llvm::cantFail(HostValue::create(builder.getIntegerType(8), {130}));
  bytes.fill(Fill::Iota, 0);
  EXPECT_EQ(print(bytes, 127), "127");
  EXPECT_EQ(print(bytes, 128), "0");
}

TEST_F(HostValueTest, Npy) {
  HostValue value =
      llvm::cantFail(HostValue::create(builder.getBF16Type(), {2, 2}));
  value.fill(Fill::Iota, 0);
  std::optional<NpyArray> array = value.toNpy();
  ASSERT_TRUE(array);
  EXPECT_EQ(array->dtype, "V2");
  array->dtype = "u2";
  llvm::Expected<HostValue> copy =
      HostValue::fromNpy(builder.getBF16Type(), *array);
  ASSERT_TRUE(bool(copy)) << llvm::toString(copy.takeError());
  EXPECT_EQ(print(*copy, 3), "3");
  llvm::Expected<HostValue> other =
      HostValue::fromNpy(builder.getF32Type(), *array);
  ASSERT_FALSE(bool(other));
  EXPECT_EQ(llvm::toString(other.takeError()),
            "its elements are of type 'u2', not f32");
  HostValue odd =
      llvm::cantFail(HostValue::create(builder.getIntegerType(48), {1}));
  EXPECT_FALSE(odd.toNpy());
}

TEST_F(HostValueTest, TooLarge) {
  llvm::Expected<HostValue> value = HostValue::create(
      builder.getF32Type(), {int64_t(1) << 40, int64_t(1) << 40});
  ASSERT_FALSE(bool(value));
  EXPECT_EQ(llvm::toString(value.takeError()),
            "there is no memory for a value of its size");
  EXPECT_TRUE(bool(HostValue::create(builder.getF32Type(),
                                     {int64_t(1) << 40, int64_t(1) << 40, 0})));
}

TEST(ArenaTest, GivesTheSameMemoryAgain) {
  Arena arena;
  void *first = arena.allocate(1000);
  void *second = arena.allocate(size_t(64) << 20);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(first) % 64, 0U);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(second) % 64, 0U);
  std::memset(second, 1, size_t(64) << 20);
  EXPECT_NE(arena.allocate(0), nullptr);
  arena.reset();
  EXPECT_EQ(arena.allocate(1000), first);
  EXPECT_EQ(arena.allocate(size_t(64) << 20), second);
  EXPECT_EQ(arena.allocate(std::numeric_limits<size_t>::max()), nullptr);
}

TEST(BenchmarkTest, Median) {
  EXPECT_EQ(median({3}), 3);
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
}

} // namespace
