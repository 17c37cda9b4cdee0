//===- DotInstructions.cpp - What processors sum products by --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DotInstructions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::fpo;

static constexpr auto BF16 = FactorKind::BF16, I16 = FactorKind::I16,
                      S8 = FactorKind::S8, U8 = FactorKind::U8;

/// For the same factors, the better ones first.
static constexpr DotInstruction kInstructions[] = {
    // Intel's manual, volume 2: VDPBF16PS, VPDPBUSD, VPDPB[SU,UU,SS]D,
    // VPDPWSSD, PMADDWD.
    {"avx512bf16", 512, BF16, BF16, "llvm.x86.avx512bf16.dpbf16ps.512", true},
    {"avx512bf16", 256, BF16, BF16, "llvm.x86.avx512bf16.dpbf16ps.256", true},
    {"avx512bf16", 128, BF16, BF16, "llvm.x86.avx512bf16.dpbf16ps.128", true},
    {"avx512vnni", 512, U8, S8, "llvm.x86.avx512.vpdpbusd.512", true},
    {"avx512vnni", 256, U8, S8, "llvm.x86.avx512.vpdpbusd.256", true},
    {"avx512vnni", 128, U8, S8, "llvm.x86.avx512.vpdpbusd.128", true},
    {"avxvnni", 256, U8, S8, "llvm.x86.avx512.vpdpbusd.256", true},
    {"avxvnni", 128, U8, S8, "llvm.x86.avx512.vpdpbusd.128", true},
    {"avxvnniint8", 256, S8, S8, "llvm.x86.avx2.vpdpbssd.256", true},
    {"avxvnniint8", 128, S8, S8, "llvm.x86.avx2.vpdpbssd.128", true},
    {"avxvnniint8", 256, U8, U8, "llvm.x86.avx2.vpdpbuud.256", true},
    {"avxvnniint8", 128, U8, U8, "llvm.x86.avx2.vpdpbuud.128", true},
    {"avx512vnni", 512, I16, I16, "llvm.x86.avx512.vpdpwssd.512", true},
    {"avx512vnni", 256, I16, I16, "llvm.x86.avx512.vpdpwssd.256", true},
    {"avx512vnni", 128, I16, I16, "llvm.x86.avx512.vpdpwssd.128", true},
    {"avxvnni", 256, I16, I16, "llvm.x86.avx512.vpdpwssd.256", true},
    {"avxvnni", 128, I16, I16, "llvm.x86.avx512.vpdpwssd.128", true},
    {"avx512bw", 512, I16, I16, "llvm.x86.avx512.pmaddw.d.512", false},
    {"avx2", 256, I16, I16, "llvm.x86.avx2.pmadd.wd", false},
    {"sse2", 128, I16, I16, "llvm.x86.sse2.pmadd.wd", false},
    // Arm's manual of A64: BFDOT, SDOT, UDOT, USDOT.
    {"bf16", 128, BF16, BF16, "llvm.aarch64.neon.bfdot.v4f32.v8bf16", true},
    {"dotprod", 128, S8, S8, "llvm.aarch64.neon.sdot.v4i32.v16i8", true},
    {"dotprod", 128, U8, U8, "llvm.aarch64.neon.udot.v4i32.v16i8", true},
    {"i8mm", 128, U8, S8, "llvm.aarch64.neon.usdot.v4i32.v16i8", true},
    // The same of SVE.
    {"bf16", 256, BF16, BF16, "llvm.aarch64.sve.bfdot", true},
    {"bf16", 512, BF16, BF16, "llvm.aarch64.sve.bfdot", true},
    {"sve", 256, S8, S8, "llvm.aarch64.sve.sdot.nxv4i32", true},
    {"sve", 512, S8, S8, "llvm.aarch64.sve.sdot.nxv4i32", true},
    {"i8mm", 256, U8, S8, "llvm.aarch64.sve.usdot.nxv4i32", true},
    {"i8mm", 512, U8, S8, "llvm.aarch64.sve.usdot.nxv4i32", true},
    {"sve", 256, U8, U8, "llvm.aarch64.sve.udot.nxv4i32", true},
    {"sve", 512, U8, U8, "llvm.aarch64.sve.udot.nxv4i32", true},
};

/// The vectors that an instruction of SVE takes: LLVM knows how long they are.
static Value makeScalable(Value value, OpBuilder &builder) {
  auto type = cast<VectorType>(value.getType());
  int64_t length = 128 / type.getElementTypeBitWidth();
  auto scalable = VectorType::get({length}, type.getElementType(), {true});
  Value undefined = ub::PoisonOp::create(builder, value.getLoc(), scalable);
  return vector::ScalableInsertOp::create(builder, value.getLoc(), value,
                                          undefined, 0);
}

const DotInstruction *fpo::findDotInstruction(FactorKind first,
                                              FactorKind second, unsigned bits,
                                              ArrayRef<std::string> features) {
  for (const DotInstruction &instruction : kInstructions) {
    bool fits = (instruction.first == first && instruction.second == second) ||
                (instruction.first == second && instruction.second == first);
    if (fits && instruction.bits == bits &&
        llvm::is_contained(features, instruction.feature))
      return &instruction;
  }
  return nullptr;
}

Value fpo::emitDotInstruction(const DotInstruction &instruction, Value sum,
                              Value first, Value second, OpBuilder &builder) {
  Location loc = sum.getLoc();
  SmallVector<Value> arguments = {first, second};
  if (instruction.accumulates)
    arguments.insert(arguments.begin(), sum);
  bool isScalable = instruction.intrinsic.starts_with("llvm.aarch64.sve.");
  if (isScalable)
    for (Value &argument : arguments)
      argument = makeScalable(argument, builder);
  Value result =
      LLVM::CallIntrinsicOp::create(
          builder, loc, isScalable ? arguments[0].getType() : sum.getType(),
          builder.getStringAttr(instruction.intrinsic), arguments)
          .getResult(0);
  if (isScalable)
    result = vector::ScalableExtractOp::create(
        builder, loc, cast<VectorType>(sum.getType()), result, 0);
  return instruction.accumulates
             ? result
             : arith::AddIOp::create(builder, loc, sum, result);
}

namespace {
/// Which intrinsics only compute.
struct IntrinsicEffects
    : MemoryEffectOpInterface::ExternalModel<IntrinsicEffects,
                                             LLVM::CallIntrinsicOp> {
  void
  getEffects(Operation *op,
             SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
                 &effects) const {
    StringRef name = cast<LLVM::CallIntrinsicOp>(op).getIntrin();
    if (llvm::any_of(kInstructions, [&](const DotInstruction &instruction) {
          return instruction.intrinsic == name;
        }))
      return;
    // Nothing is known of the others.
    effects.emplace_back(MemoryEffects::Read::get());
    effects.emplace_back(MemoryEffects::Write::get());
  }
};
} // namespace

void fpo::registerDotInstructions(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, LLVM::LLVMDialect *) {
    LLVM::CallIntrinsicOp::attachInterface<IntrinsicEffects>(*context);
  });
}
