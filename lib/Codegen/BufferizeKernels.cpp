//===- BufferizeKernels.cpp - Kernels from tensors to buffers -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TileKernels.h"

#include "fpo/Codegen/Register.h"

#include "CPU/DotInstructions.h"

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"

using namespace mlir;
using namespace mlir::bufferization;
using namespace mlir::fpo;

namespace {
/// As linalg.generic does: outputs are written in place.
struct KernelModel
    : DstBufferizableOpInterfaceExternalModel<KernelModel, KernelOp> {
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const AnalysisState &) const {
    auto kernel = cast<KernelOp>(op);
    unsigned number = operand.getOperandNumber();
    unsigned numInputs = kernel.getInputs().size();
    return kernel.isRead(number) ||
           (number >= numInputs && !kernel.writesAll(number - numInputs));
  }

  /// An output may take the place of an input that is read at the same point,
  /// before it is written there; not if a reduction still reads others.
  bool bufferizesToElementwiseAccess(Operation *op, const AnalysisState &,
                                     ArrayRef<OpOperand *> operands) const {
    auto kernel = cast<KernelOp>(op);
    if (kernel.hasReduction() ||
        kernel.getIndexingMaps().size() != op->getNumOperands())
      return false;
    SmallVector<AffineMap> maps = kernel.getMaps();
    return llvm::all_of(operands, [&](OpOperand *operand) {
      return !isa<RankedTensorType, MemRefType>(operand->get().getType()) ||
             maps[operand->getOperandNumber()].isIdentity();
    });
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto kernel = cast<KernelOp>(op);
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(op);
    auto toBuffers = [&](ValueRange values) -> FailureOr<SmallVector<Value>> {
      SmallVector<Value> buffers;
      for (Value value : values) {
        if (!isa<TensorType>(value.getType())) {
          buffers.push_back(value);
          continue;
        }
        FailureOr<Value> buffer = getBuffer(rewriter, value, options, state);
        if (failed(buffer))
          return failure();
        buffers.push_back(*buffer);
      }
      return buffers;
    };
    FailureOr<SmallVector<Value>> inputs = toBuffers(kernel.getInputs());
    FailureOr<SmallVector<Value>> outputs = toBuffers(kernel.getOutputs());
    if (failed(inputs) || failed(outputs))
      return failure();
    auto onBuffers =
        KernelOp::create(rewriter, op->getLoc(), TypeRange(), *inputs, *outputs,
                         kernel.getIndexingMaps(), kernel.getIteratorTypes(),
                         kernel.getPaddedAttr());
    onBuffers->setDiscardableAttrs(op->getDiscardableAttrDictionary());
    for (auto [from, to] :
         llvm::zip_equal(op->getRegions(), onBuffers->getRegions()))
      to.takeBody(from);
    replaceOpWithBufferizedValues(rewriter, op, onBuffers.getOutputs());
    return success();
  }
};
} // namespace

void fpo::registerCodegen(DialectRegistry &registry) {
  registerDotInstructions(registry);
  registry.addExtension(+[](MLIRContext *context, FpoDialect *) {
    KernelOp::attachInterface<KernelModel>(*context);
    attachTiling(*context);
  });
}
