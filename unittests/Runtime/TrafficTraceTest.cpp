//===- TrafficTraceTest.cpp - The memory that ops touch
//--------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/TrafficTrace.h"

#include "gtest/gtest.h"

using namespace mlir::fpo;

namespace {

/// Buffers are named by any number, as long as they differ.
constexpr uintptr_t kInput = 100, kOutput = 200, kTemporary = 300;

// [bytes.traced]
TEST(TrafficTraceTest, ElementsCountOnceInARun) {
  TrafficTrace trace;
  for (unsigned run = 0; run < 2; ++run) {
    trace.begin(7);
    for (size_t element : {0, 5, 0, 1000})
      trace.read(kInput, element, 32);
    trace.write(kOutput, 3, 64);
    trace.write(kOutput, 3, 64);
    trace.end();
  }
  ASSERT_EQ(trace.getOps().size(), 1U);
  const OpTraffic &op = trace.getOps().at(7);
  EXPECT_EQ(op.runs, 2U);
  EXPECT_EQ(op.read, 2U * 3 * 4);
  EXPECT_EQ(op.write, 2U * 8);
  trace.reset();
  EXPECT_TRUE(trace.getOps().empty());
}

TEST(TrafficTraceTest, WhatTheOpHasWrittenIsNotRead) {
  TrafficTrace trace;
  trace.begin(0);
  trace.write(kOutput, 1, 8);
  trace.read(kOutput, 1, 8);
  trace.read(kOutput, 2, 8);
  trace.write(kOutput, 2, 8);
  trace.end();
  EXPECT_EQ(trace.getOps().at(0).read, 1U);
  EXPECT_EQ(trace.getOps().at(0).write, 2U);
}

// [bytes.width]
TEST(TrafficTraceTest, PartsOfBytesAreRoundedUpPerBuffer) {
  TrafficTrace trace;
  trace.begin(0);
  for (size_t element = 0; element < 3; ++element)
    trace.read(kInput, element, 4);
  trace.read(kOutput, 0, 4);
  trace.readInBody(4);
  trace.readInBody(4);
  trace.end();
  EXPECT_EQ(trace.getOps().at(0).read, 2U + 1 + 1 + 1);
}

TEST(TrafficTraceTest, BuffersOfTheOpItselfAreNoMemory) {
  TrafficTrace trace;
  trace.begin(0);
  trace.made(kTemporary);
  trace.made(kOutput);
  trace.write(kTemporary, 0, 32);
  trace.read(kTemporary, 0, 32);
  trace.write(kOutput, 0, 32);
  trace.returned(kOutput);
  trace.end();
  EXPECT_EQ(trace.getOps().at(0).read, 0U);
  EXPECT_EQ(trace.getOps().at(0).write, 4U);
}

/// Of what is moved to a buffer of the op, that is read which is looked at
/// there, or moved on to a result, but not what is overwritten.
TEST(TrafficTraceTest, MovedElementsAreFollowed) {
  TrafficTrace trace;
  trace.begin(0);
  trace.made(kTemporary);
  for (size_t element = 0; element < 8; ++element)
    trace.move(kInput, 10 + element, kTemporary, element, 32);
  trace.read(kTemporary, 2, 32);
  trace.write(kTemporary, 3, 32);
  trace.read(kTemporary, 3, 32);
  trace.made(kOutput);
  trace.move(kTemporary, 4, kOutput, 0, 32);
  trace.move(kTemporary, 5, kOutput, 1, 32);
  trace.write(kOutput, 1, 32);
  trace.returned(kOutput);
  trace.end();
  // The elements 12 and 14.
  EXPECT_EQ(trace.getOps().at(0).read, 2U * 4);
  EXPECT_EQ(trace.getOps().at(0).write, 2U * 4);
}

/// To a buffer that was there before, an element is read and written at once.
TEST(TrafficTraceTest, MovesToOperands) {
  TrafficTrace trace;
  trace.begin(0);
  trace.move(kInput, 0, kOutput, 0, 16);
  trace.end();
  EXPECT_EQ(trace.getOps().at(0).read, 2U);
  EXPECT_EQ(trace.getOps().at(0).write, 2U);
}

} // namespace
