//===- FormatTest.cpp - Tests of numbers for people -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Format.h"

#include "gtest/gtest.h"

using namespace mlir::fpo;

namespace {

TEST(Format, MetricHasThreeDigits) {
  EXPECT_EQ(formatMetric(0.0), "0");
  EXPECT_EQ(formatMetric(7.0), "7");
  EXPECT_EQ(formatMetric(999.0), "999");
  EXPECT_EQ(formatMetric(1000.0), "1.00 k");
  EXPECT_EQ(formatMetric(9994.0), "9.99 k");
  EXPECT_EQ(formatMetric(9996.0), "10.0 k");
  EXPECT_EQ(formatMetric(99949.0), "99.9 k");
  EXPECT_EQ(formatMetric(99960.0), "100 k");
  EXPECT_EQ(formatMetric(999499.0), "999 k");
  EXPECT_EQ(formatMetric(999500.0), "1.00 M");
  EXPECT_EQ(formatMetric(4089184256.0), "4.09 G");
  EXPECT_EQ(formatMetric(331e6, "B"), "331 MB");
  EXPECT_EQ(formatMetric(12.0, "B"), "12 B");
  EXPECT_EQ(formatMetric(3e23), "300 Z");
  EXPECT_EQ(formatMetric(3e40), "3.00E+10 Q");
}

TEST(Format, CountsShowWhatIsKnown) {
  Count interval = Count::between(DynamicAPInt(1200), DynamicAPInt(3400000));
  Count least = Count::atLeast(DynamicAPInt(4089184256));
  EXPECT_EQ(formatMetric(interval), "1.20 k..3.40 M");
  EXPECT_EQ(formatMetric(least), "4.09 G+");
  EXPECT_EQ(formatExact(Count(0)), "0");
  EXPECT_EQ(formatExact(Count(999)), "999");
  EXPECT_EQ(formatExact(Count(1000)), "1,000");
  EXPECT_EQ(formatExact(Count(8240140136)), "8,240,140,136");
  EXPECT_EQ(formatExact(interval), "1,200..3,400,000");
  EXPECT_EQ(formatExact(least), "at least 4,089,184,256");
}

TEST(Format, SharesAndIntensity) {
  EXPECT_EQ(formatShare(1, 3), "33.3 %");
  EXPECT_EQ(formatShare(0, 0), "-");
  EXPECT_EQ(formatIntensity(Count(162), Count(10)), "16.2");
  EXPECT_EQ(formatIntensity(Count(1), Count(8)), "0.12");
  EXPECT_EQ(formatIntensity(Count(1), Count(0)), "-");
}

TEST(FormatTest, Quantities) {
  EXPECT_EQ(formatQuantity(0, "J"), "0 J");
  EXPECT_EQ(formatQuantity(3.9e-6, "J"), "3.90 uJ");
  EXPECT_EQ(formatQuantity(0.0409, "J"), "40.9 mJ");
  EXPECT_EQ(formatQuantity(0.99951, "J"), "1.00 J");
  EXPECT_EQ(formatQuantity(12.34, "J"), "12.3 J");
  EXPECT_EQ(formatQuantity(512, "J"), "512 J");
  EXPECT_EQ(formatQuantity(6.28e6, "J"), "6.28 MJ");
  EXPECT_EQ(formatQuantity(4e-16, "J"), "0.40 fJ");
}

} // namespace
