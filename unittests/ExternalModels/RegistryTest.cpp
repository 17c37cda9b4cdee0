//===- RegistryTest.cpp - Every op has a cost or is free ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/ExternalModels/Register.h"
#include "fpo/Interfaces/CostOpInterface.h"
#include "fpo/Interfaces/GradientOpInterface.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Index/IR/IndexDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MLProgram/IR/MLProgram.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Shape/IR/Shape.h"
#include "mlir/Dialect/Shard/IR/ShardDialect.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

#include <fstream>
#include <set>

using namespace mlir;
using namespace mlir::fpo;

namespace {

class RegistryTest : public ::testing::Test {
protected:
  RegistryTest() {
    DialectRegistry registry;
    registry
        .insert<affine::AffineDialect, arith::ArithDialect,
                bufferization::BufferizationDialect, cf::ControlFlowDialect,
                complex::ComplexDialect, func::FuncDialect, index::IndexDialect,
                linalg::LinalgDialect, math::MathDialect, memref::MemRefDialect,
                ml_program::MLProgramDialect, scf::SCFDialect,
                shape::ShapeDialect, shard::ShardDialect, tensor::TensorDialect,
                tosa::TosaDialect, ub::UBDialect, vector::VectorDialect>();
    registerAllCosts(registry);
    context.appendDialectRegistry(registry);
    for (StringRef name :
         {"affine", "arith", "bufferization", "builtin", "cf", "complex",
          "func", "index", "linalg", "math", "memref", "ml_program", "scf",
          "shape", "shard", "tensor", "tosa", "ub", "vector"}) {
      dialects.insert(name.str());
      EXPECT_TRUE(context.getOrLoadDialect(name)) << name.str();
    }
  }

  template <typename Visit> void forEachOp(Visit visit) {
    for (RegisteredOperationName name : context.getRegisteredOperations())
      if (dialects.count(name.getDialectNamespace().str()))
        visit(name);
  }

  MLIRContext context;
  std::set<std::string> dialects;
};

/// With neither a cost nor a place on the list of free ops, an op would be
/// unknown wherever it occurs.
TEST_F(RegistryTest, EveryOpIsCostedOrFree) {
  unsigned numOps = 0;
  forEachOp([&](RegisteredOperationName name) {
    ++numOps;
    EXPECT_TRUE(name.hasInterface<CostOpInterface>())
        << name.getStringRef().str() << " is neither costed nor free";
  });
  EXPECT_GT(numOps, 500U);
}

/// Each op that has a cost either runs in the tests of test/Oracle or is listed
/// with the reason why it does not; and so for the bytes that it moves.
TEST_F(RegistryTest, OracleKnowsEveryCostedOp) {
  std::set<std::string> found;
  forEachOp([&](RegisteredOperationName name) {
    auto *concept = name.getInterface<CostOpInterface>();
    if (concept && !concept->isFree())
      found.insert(name.getStringRef().str());
  });
  for (const char *list : {ORACLE_OPS_FILE, TRAFFIC_OPS_FILE}) {
    std::set<std::string> listed;
    std::ifstream file(list);
    ASSERT_TRUE(file.is_open());
    for (std::string line; std::getline(file, line);)
      if (!line.empty() && line.front() != '#')
        listed.insert(line.substr(0, line.find(':')));
    for (const std::string &name : found)
      EXPECT_TRUE(listed.count(name))
          << name << " has a cost but is not listed in " << list;
    for (const std::string &name : listed)
      EXPECT_TRUE(found.count(name))
          << name << " is listed in " << list << " but has no cost";
  }
}

std::set<std::string> readList(const char *name) {
  std::set<std::string> listed;
  std::ifstream file(name);
  EXPECT_TRUE(file.is_open());
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line.front() != '#')
      listed.insert(line);
  return listed;
}

/// That an op is free is written down twice, so that it is a decision.
TEST_F(RegistryTest, FreeOpsAreThoseOnTheList) {
  std::set<std::string> listed = readList(FREE_OPS_FILE), found;
  forEachOp([&](RegisteredOperationName name) {
    if (auto *concept = name.getInterface<CostOpInterface>())
      if (concept->isFree())
        found.insert(name.getStringRef().str());
  });
  for (const std::string &name : found)
    EXPECT_TRUE(listed.count(name)) << name << " is free but not on the list";
  for (const std::string &name : listed)
    EXPECT_TRUE(found.count(name)) << name << " is on the list but not free";
}

/// So is that the cost of an op's gradient is not known. [training.unknown]
TEST_F(RegistryTest, OpsWithoutGradientAreThoseOnTheList) {
  std::set<std::string> listed = readList(NO_GRADIENT_OPS_FILE), found;
  forEachOp([&](RegisteredOperationName name) {
    if (!name.hasInterface<GradientOpInterface>())
      found.insert(name.getStringRef().str());
  });
  for (const std::string &name : found)
    EXPECT_TRUE(listed.count(name))
        << name << " has no backward rule and is not on the list";
  for (const std::string &name : listed)
    EXPECT_TRUE(found.count(name))
        << name << " is on the list but has a backward rule";
}

} // namespace
