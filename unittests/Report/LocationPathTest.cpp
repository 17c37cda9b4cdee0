//===- LocationPathTest.cpp - Tests of paths of locations -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/LocationPath.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {

class LocationPathTest : public ::testing::Test {
protected:
  MLIRContext context;

  std::string path(StringRef text) {
    auto location = cast<LocationAttr>(
        parseAttribute(("loc(" + text + ")").str(), &context));
    return getLocationPath(location).str();
  }
};

TEST_F(LocationPathTest, NamesAreScopes) {
  EXPECT_EQ(path(R"("layer3.0.conv2"("convolution"))"),
            "layer3.0.conv2.convolution");
  EXPECT_EQ(path(R"("jit(f)/jit(main)/x.y"("a.py":1:2))"),
            "jit(f).jit(main).x.y");
  EXPECT_EQ(path(R"("x")"), "x");
}

TEST_F(LocationPathTest, FilesHaveLines) {
  EXPECT_EQ(path(R"("a.py":3:1)"), "a.py:3:1");
  EXPECT_EQ(path("unknown"), "unknown");
}

TEST_F(LocationPathTest, CallSitesLeadFromTheCaller) {
  EXPECT_EQ(path(R"(callsite("g" at callsite("f" at "main")))"), "main.f.g");
}

TEST_F(LocationPathTest, FusedIsTheFirstThatIsKnown) {
  EXPECT_EQ(path(R"(fused[unknown, "a", "b"])"), "a");
  EXPECT_EQ(path(R"(fused<"why">["a.py":3:1])"), "a.py:3:1");
}

} // namespace
