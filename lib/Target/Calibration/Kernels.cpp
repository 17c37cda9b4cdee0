//===- Kernels.cpp - Code that reaches a peak -----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"

#include "fpo/Runtime/Engine.h"
#include "fpo/Runtime/Lowering.h"

#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"

using namespace mlir;
using namespace mlir::fpo;

static std::string vectorOf(unsigned size, StringRef type) {
  return ("vector<" + Twine(size) + "x" + type + ">").str();
}

namespace {
/// A loop over several values that do not wait for each other, all of a vector
/// type, kept in the scratch memory before and after.
struct ParallelChains {
  std::string type;
  unsigned bytes, count;

  /// Prints `prefix0, prefix1, ...`.
  void list(llvm::raw_ostream &os, StringRef prefix,
            StringRef suffix = "") const {
    for (unsigned i = 0; i < count; ++i)
      os << (i == 0 ? "" : ", ") << prefix << i << suffix;
  }

  void printTypes(llvm::raw_ostream &os) const {
    for (unsigned i = 0; i < count; ++i)
      os << (i == 0 ? "" : ", ") << type;
  }

  /// Loads `%s0, %s1, ...`.
  void printLoads(llvm::raw_ostream &os) const {
    for (unsigned i = 0; i < count; ++i)
      os << "  %p" << i << " = llvm.getelementptr %scratch[" << i * bytes
         << "] : (!llvm.ptr) -> !llvm.ptr, i8\n"
         << "  %s" << i << " = llvm.load %p" << i << " : !llvm.ptr -> " << type
         << '\n';
  }

  /// Stores `%r#0, %r#1, ...`.
  void printStores(llvm::raw_ostream &os) const {
    for (unsigned i = 0; i < count; ++i)
      os << "  llvm.store " << result(i) << ", %p" << i << " : " << type
         << ", !llvm.ptr\n";
  }

  std::string result(unsigned i) const {
    return count == 1 ? "%r" : "%r#" + std::to_string(i);
  }

  /// `%name:count = scf.for ... iter_args(%to0 = %from0, ...) -> (...)`.
  void printLoop(llvm::raw_ostream &os, StringRef name, StringRef range,
                 StringRef to, StringRef from) const {
    os << name;
    if (count != 1)
      os << ':' << count;
    os << " = scf.for " << range << " iter_args(";
    for (unsigned i = 0; i < count; ++i)
      os << (i == 0 ? "" : ", ") << to << i << " = " << from << i;
    os << ") -> (";
    printTypes(os);
    os << ") : i64 {\n";
  }

  void printYield(llvm::raw_ostream &os, StringRef prefix) const {
    os << "    scf.yield ";
    list(os, prefix);
    os << " : ";
    printTypes(os);
    os << "\n  }\n";
  }
};
} // namespace

static constexpr StringLiteral kSignature =
    "(%turns: i64, %bytes: i64, %input: !llvm.ptr, %scratch: !llvm.ptr) {\n"
    "  %zero = arith.constant 0 : i64\n"
    "  %one = arith.constant 1 : i64\n";

/// Prints a loop over `kernel.instruction` on all accumulators.
static void printCompute(const ComputeKernel &kernel, StringRef name,
                         llvm::raw_ostream &os) {
  const Instruction &instruction = kernel.instruction;
  std::string factors = vectorOf(instruction.getFactors(), instruction.type);
  ParallelChains chains{
      vectorOf(instruction.getSums(), instruction.accumulator),
      instruction.bits / 8, kernel.accumulators};
  os << "func.func @" << name << kSignature;
  os << "  %a = llvm.load %input : !llvm.ptr -> " << factors << '\n'
     << "  %next = llvm.getelementptr %input[" << instruction.bits / 8
     << "] : (!llvm.ptr) -> !llvm.ptr, i8\n"
     << "  %b = llvm.load %next : !llvm.ptr -> " << factors << '\n';
  chains.printLoads(os);
  chains.printLoop(os, "  %r", "%i = %zero to %turns step %one", "%x", "%s");
  for (unsigned i = 0; i < kernel.accumulators; ++i) {
    std::string text = instruction.text;
    auto replace = [&](StringRef from, const std::string &to) {
      for (size_t at; (at = text.find(from)) != std::string::npos;)
        text.replace(at, from.size(), to);
    };
    std::string index = std::to_string(i);
    replace("$acc", "%x" + index);
    replace("$result", "%y" + index);
    replace("$product", "%m" + index);
    replace("$a", "%a");
    replace("$b", "%b");
    replace("$T", factors);
    replace("$A", chains.type);
    os << "    " << text << '\n';
  }
  chains.printYield(os, "%y");
  chains.printStores(os);
  os << "  return\n}\n";
}

/// Prints loops that load the input again and again.
static void printRead(unsigned bits, unsigned accumulators,
                      llvm::raw_ostream &os) {
  ParallelChains chains{vectorOf(bits / 32, "i32"), bits / 8, accumulators};
  os << "func.func @read" << kSignature << "  %step = arith.constant "
     << chains.bytes * accumulators << " : i64\n";
  chains.printLoads(os);
  chains.printLoop(os, "  %r", "%i = %zero to %turns step %one", "%x", "%s");
  chains.printLoop(os, "    %q", "%j = %zero to %bytes step %step", "%y", "%x");
  os << "      %at = llvm.getelementptr %input[%j] : (!llvm.ptr, i64) -> "
        "!llvm.ptr, i8\n";
  for (unsigned i = 0; i < accumulators; ++i)
    os << "      %at" << i << " = llvm.getelementptr %at[" << i * chains.bytes
       << "] : (!llvm.ptr) -> !llvm.ptr, i8\n"
       << "      %l" << i << " = llvm.load %at" << i << " : !llvm.ptr -> "
       << chains.type << '\n'
       << "      %z" << i << " = arith.addi %y" << i << ", %l" << i << " : "
       << chains.type << '\n';
  chains.printYield(os, "%z");
  chains.printYield(os, "%q#");
  chains.printStores(os);
  os << "  return\n}\n";
}

/// Prints a loop over integer ops that take a cycle each and wait for each
/// other.
static void printChain(llvm::raw_ostream &os) {
  ParallelChains chain{"i64", 8, 1};
  os << "func.func @chain" << kSignature
     << "  %k = llvm.load %input : !llvm.ptr -> i64\n";
  chain.printLoads(os);
  chain.printLoop(os, "  %r", "%i = %zero to %turns step %one", "%x", "%s");
  std::string last = "%x0";
  for (unsigned i = 0; i < Kernels::kChainCycles; ++i) {
    std::string next =
        i + 1 == Kernels::kChainCycles ? "%y0" : "%c" + std::to_string(i);
    os << "    " << next << " = arith." << (i % 2 ? "addi " : "xori ") << last
       << ", %k : i64\n";
    last = next;
  }
  chain.printYield(os, "%y");
  chain.printStores(os);
  os << "  return\n}\n";
}

static std::string getName(size_t index) {
  return "compute" + std::to_string(index);
}

std::vector<ComputeKernel>
fpo::getComputeKernels(StringRef arch, const llvm::StringMap<bool> &features) {
  // Four units with a latency of four or five cycles; two registers hold the
  // factors.
  unsigned accumulators =
      getVectorRegisters(arch, features).count == 32 ? 24 : 12;
  std::vector<ComputeKernel> kernels;
  for (const Instruction &instruction : getPeakInstructions(arch, features))
    kernels.push_back({instruction, accumulators});
  return kernels;
}

int64_t fpo::printKernels(ArrayRef<ComputeKernel> compute,
                          VectorRegisters registers, llvm::raw_ostream &os) {
  for (auto [index, kernel] : llvm::enumerate(compute))
    printCompute(kernel, getName(index), os);
  constexpr unsigned kLoads = 8;
  printRead(registers.bits, kLoads, os);
  printChain(os);
  return kLoads * registers.bits / 8;
}

Kernels::Kernels() = default;
Kernels::~Kernels() = default;

FailureOr<std::unique_ptr<Kernels>> Kernels::compile(MLIRContext *context) {
  StringRef arch = llvm::Triple::getArchTypeName(
      llvm::Triple(llvm::sys::getProcessTriple()).getArch());
  llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
  std::unique_ptr<Kernels> kernels(new Kernels());
  kernels->compute = getComputeKernels(arch, features);
  std::string text;
  llvm::raw_string_ostream os(text);
  kernels->readBytes =
      printKernels(kernels->compute, getVectorRegisters(arch, features), os);

  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(
      text, ParserConfig(context), "calibration kernels");
  if (!module)
    return failure();
  PassManager pm(context);
  addLLVMPasses(pm);
  if (failed(pm.run(*module)))
    return failure();
  auto engine = createEngine(*module, /*optLevel=*/2);
  auto fail = [&](llvm::Error error) {
    return emitError(module->getLoc(), "the kernels could not be compiled: ")
           << llvm::toString(std::move(error));
  };
  if (!engine)
    return fail(engine.takeError());
  kernels->engine = std::move(*engine);

  auto find = [&](StringRef name, KernelFunction &function) -> llvm::Error {
    llvm::Expected<void *> address = kernels->engine->lookup(name);
    if (!address)
      return address.takeError();
    function = reinterpret_cast<KernelFunction>(*address);
    return llvm::Error::success();
  };
  for (auto [index, kernel] : llvm::enumerate(kernels->compute))
    if (llvm::Error error = find(getName(index), kernel.function))
      return fail(std::move(error));
  if (llvm::Error error = llvm::joinErrors(find("read", kernels->read),
                                           find("chain", kernels->chain)))
    return fail(std::move(error));
  return kernels;
}
