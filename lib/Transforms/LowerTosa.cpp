//===- LowerTosa.cpp - tosa to linalg, without folding --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Transforms/Passes.h"

#include "mlir/Conversion/TosaToArith/TosaToArith.h"
#include "mlir/Conversion/TosaToLinalg/TosaToLinalg.h"
#include "mlir/Conversion/TosaToMLProgram/TosaToMLProgram.h"
#include "mlir/Conversion/TosaToSCF/TosaToSCF.h"
#include "mlir/Conversion/TosaToTensor/TosaToTensor.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Index/IR/IndexDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MLProgram/IR/MLProgram.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Tosa/Transforms/Passes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/Transforms/DialectConversion.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOLOWERTOSAPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;

/// Upstream's pattern takes parameters of quantisation whose values are in a
/// resource for empty ones.
static LogicalResult exposeQuantization(tosa::RescaleOp rescale) {
  for (Value operand : {rescale.getMultiplier(), rescale.getShift()}) {
    auto constant = operand.getDefiningOp<tosa::ConstOp>();
    auto resource =
        constant ? dyn_cast<DenseResourceElementsAttr>(constant.getValues())
                 : nullptr;
    if (!resource)
      continue;
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob)
      return rescale.emitError("the values of its multiplier and of its shift "
                               "are wanted, and the file does not have them");
    constant.setValuesAttr(DenseElementsAttr::getFromRawBuffer(
        resource.getType(), blob->getData()));
  }
  return success();
}

namespace {
struct LowerTosa : fpo::impl::FpoLowerTosaPassBase<LowerTosa> {
  using FpoLowerTosaPassBase::FpoLowerTosaPassBase;

  void runOnOperation() override {
    if (getOperation()
            ->walk([](tosa::RescaleOp rescale) {
              return failed(exposeQuantization(rescale))
                         ? WalkResult::interrupt()
                         : WalkResult::advance();
            })
            .wasInterrupted())
      return signalPassFailure();

    TypeConverter converter;
    tosa::populateTosaTypeConversion(converter);
    RewritePatternSet patterns(&getContext());
    tosa::populateTosaToMLProgramConversionPatterns(&patterns);
    tosa::populateTosaToSCFConversionPatterns(&patterns);
    tosa::populateTosaToLinalgNamedConversionPatterns(
        converter, &patterns, TosaToLinalgNamedOptions());
    tosa::populateTosaToLinalgConversionPatterns(converter, &patterns);
    tosa::populateTosaToArithConversionPatterns(&patterns);
    tosa::populateTosaRescaleToArithConversionPatterns(&patterns,
                                                       /*include32Bit=*/false);
    tosa::populateTosaToTensorConversionPatterns(converter, &patterns);

    ConversionTarget target(getContext());
    target.addIllegalDialect<tosa::TosaDialect>();
    target.addLegalOp<tosa::ConstShapeOp>();
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
    ConversionConfig config;
    config.foldingMode = DialectConversionFoldingMode::Never;
    if (failed(applyPartialConversion(getOperation(), target,
                                      std::move(patterns), config)))
      return signalPassFailure();
    // No pattern lowers a shape; those that took one in have read it.
    getOperation()->walk([](tosa::ConstShapeOp shape) {
      if (shape->use_empty())
        shape->erase();
    });
  }
};
} // namespace
