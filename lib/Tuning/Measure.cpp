//===- Measure.cpp - How long schedules take ------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Tuning/Measure.h"

#include "fpo/Support/Output.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace mlir;
using namespace mlir::fpo;

/// For how long each schedule runs.
static constexpr StringRef kSeconds = "0.05";

/// The elements up to the last one of a buffer of `type`.
static int64_t getExtent(MemRefType type) {
  SmallVector<int64_t> strides;
  int64_t offset, extent = 1;
  if (failed(type.getStridesAndOffset(strides, offset)))
    return 0;
  if (!ShapedType::isDynamic(offset))
    extent += offset;
  for (auto [stride, size] : llvm::zip_equal(strides, type.getShape())) {
    if (ShapedType::isDynamic(stride) || ShapedType::isDynamic(size))
      return 0;
    extent += stride * (size - 1);
  }
  return extent;
}

static void addFunction(KernelOp op, ScheduleAttr schedule, StringRef name,
                        OpBuilder &b) {
  Location loc = b.getUnknownLoc();
  // A part of a buffer is passed as the elements that it spans.
  llvm::SetVector<Value> operands(op->operand_begin(), op->operand_end());
  SmallVector<Type> types;
  for (Value operand : operands) {
    auto type = dyn_cast<MemRefType>(operand.getType());
    types.push_back(
        type && !type.getLayout().isIdentity()
            ? MemRefType::get(getExtent(type), type.getElementType())
            : operand.getType());
  }
  auto function =
      func::FuncOp::create(b, loc, name, b.getFunctionType(types, {}));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(function.addEntryBlock());
  IRMapping mapping;
  for (auto [operand, argument] :
       llvm::zip_equal(operands, function.getArguments())) {
    Value value = argument;
    if (argument.getType() != operand.getType()) {
      auto type = cast<MemRefType>(operand.getType());
      auto [strides, offset] = type.getStridesAndOffset();
      if (ShapedType::isDynamic(offset))
        offset = 0;
      auto layout = StridedLayoutAttr::get(b.getContext(), offset, strides);
      value = memref::ReinterpretCastOp::create(
          b, loc,
          MemRefType::get(type.getShape(), type.getElementType(), layout),
          argument, offset, type.getShape(), strides);
      if (value.getType() != type)
        value = memref::CastOp::create(b, loc, type, value);
    }
    mapping.map(operand, value);
  }
  llvm::SetVector<Value> above;
  getUsedValuesDefinedAbove(op->getRegions(), above);
  for (Value value : above)
    if (Operation *maker = value.getDefiningOp();
        maker && maker->hasTrait<OpTrait::ConstantLike>())
      b.clone(*maker, mapping);
  Operation *copy = b.clone(*op, mapping);
  if (schedule)
    copy->setAttr(kScheduleAttrName, schedule);
  else
    copy->removeAttr(kScheduleAttrName);
  func::ReturnOp::create(b, loc);
  function.walk([&](Operation *inner) { inner->setLoc(loc); });
}

OwningOpRef<ModuleOp>
fpo::createKernelModule(KernelOp op, ArrayRef<ScheduleAttr> schedules) {
  auto module = ModuleOp::create(UnknownLoc::get(op.getContext()));
  OpBuilder b(module.getBodyRegion());
  for (auto [number, schedule] : llvm::enumerate(schedules)) {
    b.setInsertionPointToEnd(module.getBody());
    addFunction(op, schedule, "schedule_" + std::to_string(number), b);
  }
  return module;
}

static llvm::ErrorOr<std::string> findRunner(StringRef given) {
  if (!given.empty())
    return given.str();
  static int anchor;
  std::string self = llvm::sys::fs::getMainExecutable(nullptr, &anchor);
  auto beside = llvm::sys::findProgramByName(
      "fpo-run", {llvm::sys::path::parent_path(self)});
  return beside ? beside : llvm::sys::findProgramByName("fpo-run");
}

/// What the child prints on `schedules`; none if it fails.
static llvm::Expected<std::optional<llvm::json::Object>>
runChild(StringRef runner, KernelOp op, ArrayRef<ScheduleAttr> schedules,
         unsigned secondsAllowed) {
  llvm::SmallString<128> program, output;
  std::error_code code =
      llvm::sys::fs::createTemporaryFile("fpo-schedules", "mlir", program);
  llvm::FileRemover removeProgram(program);
  if (!code)
    code = llvm::sys::fs::createTemporaryFile("fpo-times", "json", output);
  llvm::FileRemover removeOutput(output);
  if (code)
    return llvm::errorCodeToError(code);
  OwningOpRef<ModuleOp> module = createKernelModule(op, schedules);
  if (llvm::Error error =
          writeWhole(program, [&](llvm::raw_ostream &os) -> llvm::Error {
            module->print(os);
            return llvm::Error::success();
          }))
    return error;

  StringRef arguments[] = {runner,         program,
                           "--all",        "--benchmark",
                           "--json",       "--benchmark-seconds",
                           kSeconds,       "--lowering=kernels",
                           "--opt-level=3"};
  std::optional<StringRef> redirects[] = {StringRef(""), output.str(),
                                          StringRef("")};
  if (llvm::sys::ExecuteAndWait(runner, arguments, std::nullopt, redirects,
                                secondsAllowed * schedules.size()) != 0)
    return std::optional<llvm::json::Object>();
  auto text = llvm::MemoryBuffer::getFile(output);
  if (!text)
    return llvm::errorCodeToError(text.getError());
  llvm::Expected<llvm::json::Value> parsed =
      llvm::json::parse((*text)->getBuffer());
  if (!parsed)
    return parsed.takeError();
  llvm::json::Object *object = parsed->getAsObject();
  return object ? std::optional(std::move(*object)) : std::nullopt;
}

llvm::Expected<SmallVector<std::optional<double>>>
fpo::measureSchedules(KernelOp op, ArrayRef<ScheduleAttr> schedules,
                      unsigned secondsAllowed, StringRef given) {
  llvm::ErrorOr<std::string> runner = findRunner(given);
  if (!runner)
    return llvm::createStringError(
        runner.getError(),
        "schedules are measured by fpo-run, which was found neither beside "
        "this program nor in the PATH");
  SmallVector<std::optional<double>> times;
  llvm::Expected<std::optional<llvm::json::Object>> printed =
      runChild(*runner, op, schedules, secondsAllowed);
  if (!printed)
    return printed.takeError();
  if (!*printed && schedules.size() > 1) {
    // One of them may be to blame.
    for (ScheduleAttr schedule : schedules) {
      auto one = measureSchedules(op, schedule, secondsAllowed, given);
      if (!one)
        return one.takeError();
      times.push_back(one->front());
    }
    return times;
  }
  for (unsigned number = 0; number < schedules.size(); ++number) {
    std::optional<double> seconds;
    if (*printed)
      if (auto *timing =
              (*printed)->getObject("schedule_" + std::to_string(number)))
        seconds = timing->getNumber("min_s");
    times.push_back(seconds);
  }
  return times;
}
