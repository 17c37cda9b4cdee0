//===- KernelsTest.cpp - Code that reaches a peak -------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Target/Calibration/Kernels.h"
#include "Target/Calibration/Workers.h"
#include "fpo/Runtime/Lowering.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "gtest/gtest.h"

#include <atomic>
#include <cstring>

using namespace mlir;
using namespace mlir::fpo;

namespace {

class KernelsTest : public ::testing::Test {
protected:
  KernelsTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    registerAllExtensions(registry);
    registerAllToLLVMIRTranslations(registry);
    context.appendDialectRegistry(registry);
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
};

/// Memory as the kernels want it.
struct alignas(64) Memory {
  char bytes[Kernels::kScratchBytes] = {};
};

/// Fills `memory` with copies of `value`.
template <typename T> void fill(Memory &memory, T value) {
  for (size_t i = 0; i < sizeof(memory.bytes); i += sizeof(T))
    std::memcpy(&memory.bytes[i], &value, sizeof(T));
}

/// Looks whether the first `count` elements of `memory` are `expected`.
template <typename T>
void expectAll(const Memory &memory, size_t count, T expected) {
  for (size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, &memory.bytes[i * sizeof(T)], sizeof(T));
    ASSERT_EQ(value, expected) << i;
  }
}

/// Each kernel does in three turns what its name says, so that the operations
/// that it is credited with are all there.
TEST_F(KernelsTest, ComputesWhatItSays) {
  FailureOr<std::unique_ptr<Kernels>> kernels = Kernels::compile(&context);
  ASSERT_TRUE(succeeded(kernels));
  constexpr unsigned kTurns = 3;
  for (const ComputeKernel &kernel : (*kernels)->compute) {
    SCOPED_TRACE(kernel.describe());
    const Instruction &instruction = kernel.instruction;
    size_t sums = size_t(kernel.accumulators) * instruction.getSums();
    Memory input, scratch;
    auto run = [&] { kernel.function(kTurns, 0, input.bytes, scratch.bytes); };
    // Half of its operations are multiplications.
    double products = kernel.getOps() / 2. / sums;
    if (instruction.type == "f32") {
      fill(input, 2.f);
      fill(scratch, 1.f);
      run();
      expectAll(scratch, sums, float(1 + kTurns * 4 * products));
    } else if (instruction.type == "f64") {
      fill(input, 2.0);
      fill(scratch, 1.0);
      run();
      expectAll(scratch, sums, 1 + kTurns * 4 * products);
    } else if (instruction.type == "bf16") {
      fill<uint16_t>(input, 0x4000); // 2
      fill(scratch, 1.f);
      run();
      expectAll(scratch, sums, float(1 + kTurns * 4 * products));
    } else if (instruction.type == "f16") {
      fill<uint16_t>(input, 0x4000);   // 2
      fill<uint16_t>(scratch, 0x3c00); // 1
      run();
      expectAll<uint16_t>(scratch, sums, 0x4a80); // 13
    } else if (instruction.type == "i8") {
      fill<int8_t>(input, 2);
      fill<int32_t>(scratch, 1);
      run();
      expectAll<int32_t>(scratch, sums, 1 + kTurns * 4 * products);
    } else {
      ASSERT_EQ(instruction.type, "i32");
      // ((1 * 2 + 2) * 2 + 2) * 2 + 2
      fill<int32_t>(input, 2);
      fill<int32_t>(scratch, 1);
      run();
      expectAll<int32_t>(scratch, sums, 22);
    }
  }
}

TEST_F(KernelsTest, ReadsEveryByteInEachTurn) {
  FailureOr<std::unique_ptr<Kernels>> kernels = Kernels::compile(&context);
  ASSERT_TRUE(succeeded(kernels));
  int64_t bytes = (*kernels)->readBytes * 5;
  Memory input, scratch;
  ASSERT_LE(size_t(bytes), sizeof(input.bytes));
  uint32_t expected = 0, sum = 0;
  for (int64_t i = 0; i < bytes; i += 4) {
    uint32_t value = 7 * i + 1;
    std::memcpy(&input.bytes[i], &value, 4);
    expected += 3 * value;
  }
  (*kernels)->read(3, bytes, input.bytes, scratch.bytes);
  for (int64_t i = 0; i < (*kernels)->readBytes; i += 4) {
    uint32_t part;
    std::memcpy(&part, &scratch.bytes[i], 4);
    sum += part;
  }
  EXPECT_EQ(sum, expected);
}

TEST_F(KernelsTest, ChainsDependOnEachOther) {
  FailureOr<std::unique_ptr<Kernels>> kernels = Kernels::compile(&context);
  ASSERT_TRUE(succeeded(kernels));
  Memory scratch;
  uint64_t k = 0x123456789abcdef, x = 0;
  (*kernels)->chain(5, 0, &k, scratch.bytes);
  for (unsigned i = 0; i < 5 * Kernels::kChainCycles / 2; ++i)
    x = (x ^ k) + k;
  uint64_t result;
  std::memcpy(&result, scratch.bytes, 8);
  EXPECT_EQ(result, x);
}

/// What this machine can't run can still be lowered.
TEST_F(KernelsTest, LowersTheKernelsOfOtherMachines) {
  using Features = std::vector<StringRef>;
  struct Machine {
    StringRef arch;
    Features features;
    StringRef types;
  };
  std::vector<Machine> machines = {
      {"aarch64",
       {"fullfp16", "bf16", "dotprod", "i8mm"},
       "f32 f64 f16 bf16 bf16 i8 i8 i32"},
      {"aarch64", {}, "f32 f64 i32"},
      {"x86_64",
       {"avx", "avx2", "fma", "avx512f", "avx512fp16", "avx512bf16",
        "avx512vnni"},
       "f32 f64 f16 bf16 i8 i32"},
      {"x86_64", {"avx", "avx2", "fma", "avxvnni"}, "f32 f64 i8 i32"},
      {"x86_64", {"avx", "avx2", "fma"}, "f32 f64 i32"},
      {"x86_64", {"avx"}, ""},
      {"riscv64", {}, ""}};
  for (const auto &[arch, names, types] : machines) {
    llvm::StringMap<bool> features;
    for (StringRef name : names)
      features[name] = true;
    std::vector<ComputeKernel> kernels = getComputeKernels(arch, features);
    std::string found;
    for (const ComputeKernel &kernel : kernels)
      found += (found.empty() ? "" : " ") + kernel.instruction.type;
    EXPECT_EQ(found, types);
    std::string text;
    llvm::raw_string_ostream os(text);
    printKernels(kernels, getVectorRegisters(arch, features), os);
    OwningOpRef<ModuleOp> module =
        parseSourceString<ModuleOp>(text, ParserConfig(&context));
    ASSERT_TRUE(bool(module)) << text;
    PassManager pm(&context);
    addLLVMPasses(pm);
    EXPECT_TRUE(succeeded(pm.run(*module))) << text;
  }
}

/// What is made up takes a time that is known, at least.
TEST(WorkersTest, CountsWhatAllCoresDo) {
  Workers workers({}, 3);
  std::atomic<unsigned> prepared = 0, runs = 0;
  Quantity rate = workers.measure(
      2.5, 0, [&](unsigned) { ++prepared; }, [&](unsigned) { ++runs; });
  EXPECT_EQ(prepared, 3U);
  EXPECT_EQ(runs, 15U);
  EXPECT_GT(rate.lower, 0);
  EXPECT_LE(rate.lower, rate.upper);
}

} // namespace
