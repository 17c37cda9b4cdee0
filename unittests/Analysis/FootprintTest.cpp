//===- FootprintTest.cpp - Tests of footprints ----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Footprint.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

#include <random>
#include <set>

using namespace mlir;
using namespace mlir::fpo;

namespace {

class FootprintTest : public ::testing::Test {
protected:
  MLIRContext context;

  AffineMap parse(StringRef text) {
    return cast<AffineMapAttr>(
               parseAttribute(("affine_map<" + text + ">").str(), &context))
        .getValue();
  }

  static SmallVector<Count> ranges(ArrayRef<int64_t> sizes) {
    return SmallVector<Count>(sizes.begin(), sizes.end());
  }

  /// The distinct points, by visiting every iteration.
  static int64_t bruteForce(AffineMap map, ArrayRef<int64_t> sizes) {
    std::set<SmallVector<int64_t>> reached;
    SmallVector<int64_t> at(sizes.size(), 0);
    for (int64_t size : sizes)
      if (size == 0)
        return 0;
    while (true) {
      reached.insert(SmallVector<int64_t>(map.compose(at)));
      size_t dim = 0;
      while (dim < sizes.size() && ++at[dim] == sizes[dim])
        at[dim++] = 0;
      if (dim == sizes.size())
        return reached.size();
    }
  }

  void expectBruteForce(StringRef text, ArrayRef<int64_t> sizes) {
    AffineMap map = parse(text);
    std::optional<Count> count = footprint(map, ranges(sizes));
    ASSERT_TRUE(count.has_value()) << text.str();
    EXPECT_EQ(*count, Count(bruteForce(map, sizes))) << text.str();
  }
};

TEST_F(FootprintTest, IsThatOfTheEnumeration) {
  expectBruteForce("(i, j, k) -> (i, k)", {3, 4, 5});
  expectBruteForce("(i, j) -> ()", {3, 4});
  expectBruteForce("(i, j) -> (i, 0)", {3, 4});
  expectBruteForce("(i, j) -> (i, i)", {3, 4});          // a diagonal
  expectBruteForce("(o, k) -> (o + k)", {6, 3});         // a convolution
  expectBruteForce("(o, k) -> (o * 2 + k)", {6, 3});     // with a stride
  expectBruteForce("(o, k) -> (o * 3 + k)", {6, 2});     // that skips
  expectBruteForce("(o, k) -> (o * 2 + k * 3)", {6, 3}); // and dilation
  expectBruteForce("(o, k) -> (o * 6 + k * 4)", {5, 4});
  expectBruteForce("(o, k, l) -> (o * 5 + k * 3 + l * 7)", {4, 3, 3});
  expectBruteForce("(i, j) -> (i - j)", {4, 6});
  expectBruteForce("(i) -> (i floordiv 3)", {10});
  expectBruteForce("(i) -> (i mod 4, i floordiv 4)", {10});
  expectBruteForce("(i, j) -> (i + j, i - j)", {4, 5});
  expectBruteForce("(i, j, k) -> (i + j, k, i)", {4, 5, 2});
  expectBruteForce("(i, j, k) -> (i, j)", {4, 0, 2});
  expectBruteForce("(i, j, k) -> (k)", {4, 0, 2});
}

TEST_F(FootprintTest, IsThatOfTheEnumerationOnRandomSums) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    SmallVector<int64_t> sizes;
    std::string text = "(a, b, c) -> (";
    for (char name : {'a', 'b', 'c'}) {
      sizes.push_back(1 + random() % 6);
      text += std::string(name == 'a' ? "" : " + ") + name + " * " +
              std::to_string(random() % 9);
    }
    expectBruteForce(text + ")", sizes);
  }
}

TEST_F(FootprintTest, ProjectionsTakeAnyCount) {
  AffineMap map = parse("(i, j) -> (j, i)");
  EXPECT_EQ(footprint(map, {Count::unknown(), Count(4)}),
            std::optional<Count>(Count::unknown()));
  Count large = Count(int64_t(1) << 62);
  EXPECT_EQ(footprint(map, {large, large}),
            std::optional<Count>(large * large));
  EXPECT_EQ(footprint(parse("(i, j) -> (i + j)"), {Count::unknown(), Count(4)}),
            std::nullopt);
}

TEST_F(FootprintTest, DoesNotEnumerateWhatIsTooLarge) {
  // Linear sums of any size are counted without going through the box.
  EXPECT_EQ(footprint(parse("(o, k) -> (o + k)"), ranges({1 << 30, 1 << 30})),
            std::optional<Count>(Count((int64_t(1) << 31) - 1)));
  EXPECT_EQ(footprint(parse("(i, j) -> (i mod 7 + j floordiv 3)"),
                      ranges({1 << 20, 1 << 20})),
            std::nullopt);
}

} // namespace
