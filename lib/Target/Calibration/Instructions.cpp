//===- Instructions.cpp - Instructions that multiply and add --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

using namespace mlir;
using namespace mlir::fpo;

using Features = llvm::StringMap<bool>;

/// The bits of a number of type `type`, which ends in them: "bf16".
static unsigned getBits(StringRef type) {
  unsigned bits;
  type.drop_while([](char c) { return !llvm::isDigit(c); })
      .getAsInteger(10, bits);
  return bits;
}

unsigned Instruction::getFactors() const { return bits / getBits(type); }
unsigned Instruction::getSums() const { return bits / getBits(accumulator); }

std::string ComputeKernel::describe() const {
  std::string types = instruction.type;
  if (instruction.accumulator != instruction.type)
    types += " to " + instruction.accumulator;
  return types + ", " + std::to_string(accumulators) + " x " +
         instruction.name + " of " + std::to_string(instruction.bits) + " bits";
}

VectorRegisters fpo::getVectorRegisters(StringRef arch,
                                        const Features &features) {
  if (arch != "x86_64")
    return {128, 32};
  if (features.lookup("avx512f"))
    return {512, 32};
  return {features.lookup("avx") ? 256U : 128U, 16};
}

/// A fused multiply-add of each element.
static Instruction getFma(StringRef type, unsigned bits) {
  return {"vector",
          type.str(),
          type.str(),
          bits,
          2,
          "vector.fma",
          "$result = vector.fma $a, $b, $acc : $A"};
}

/// An intrinsic of LLVM that adds sums of products to each element.
static Instruction getDot(StringRef type, StringRef accumulator, unsigned bits,
                          unsigned opsPerSum, const Twine &name,
                          StringRef unit = "vector") {
  return {unit.str(),
          type.str(),
          accumulator.str(),
          bits,
          opsPerSum,
          name.str(),
          ("$result = llvm.call_intrinsic \"" + name +
           "\"($acc, $a, $b) : ($A, $T, $T) -> $A")
              .str()};
}

static std::vector<Instruction> getX86Instructions(const Features &features,
                                                   unsigned bits) {
  std::vector<Instruction> instructions;
  if (features.lookup("fma") || bits == 512)
    instructions = {getFma("f32", bits), getFma("f64", bits)};
  if (features.lookup("avx512fp16"))
    instructions.push_back(getFma("f16", bits));
  if (features.lookup("avx512bf16"))
    instructions.push_back(getDot(
        "bf16", "f32", bits, 4, "llvm.x86.avx512bf16.dpbf16ps." + Twine(bits)));
  // Factors without a sign with such that have one.
  bool hasVnni =
      bits == 512 ? features.lookup("avx512vnni") : features.lookup("avxvnni");
  if (hasVnni)
    instructions.push_back(getDot("i8", "i32", bits, 8,
                                  "llvm.x86.avx512.vpdpbusd." + Twine(bits)));
  return instructions;
}

static std::vector<Instruction> getArmInstructions(const Features &features,
                                                   unsigned bits) {
  std::vector<Instruction> instructions = {getFma("f32", bits),
                                           getFma("f64", bits)};
  if (features.lookup("fullfp16"))
    instructions.push_back(getFma("f16", bits));
  if (features.lookup("bf16")) {
    instructions.push_back(
        getDot("bf16", "f32", bits, 4, "llvm.aarch64.neon.bfdot.v4f32.v8bf16"));
    instructions.push_back(
        getDot("bf16", "f32", bits, 8, "llvm.aarch64.neon.bfmmla", "matrix"));
  }
  if (features.lookup("dotprod"))
    instructions.push_back(
        getDot("i8", "i32", bits, 8, "llvm.aarch64.neon.sdot.v4i32.v16i8"));
  if (features.lookup("i8mm"))
    instructions.push_back(getDot("i8", "i32", bits, 16,
                                  "llvm.aarch64.neon.smmla.v4i32.v16i8",
                                  "matrix"));
  return instructions;
}

std::vector<Instruction> fpo::getPeakInstructions(StringRef arch,
                                                  const Features &features) {
  unsigned bits = getVectorRegisters(arch, features).bits;
  std::vector<Instruction> instructions;
  if (arch == "x86_64")
    instructions = getX86Instructions(features, bits);
  else if (arch == "aarch64")
    instructions = getArmInstructions(features, bits);
  if (!instructions.empty())
    // The product is not the same in each turn, or it would be taken out.
    instructions.push_back({"vector", "i32", "i32", bits, 2,
                            "arith.muli, arith.addi",
                            "$product = arith.muli $acc, $a : $A\n"
                            "    $result = arith.addi $product, $b : $A"});
  return instructions;
}
