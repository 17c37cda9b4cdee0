//===- ShareLoops.cpp - Threads share the iterations of loops -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CPU/Threads.h"
#include "KernelFunction.h"

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Transforms/RegionUtils.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOSHARELOOPSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
struct ShareLoopsPass : fpo::impl::FpoShareLoopsPassBase<ShareLoopsPass> {
  using FpoShareLoopsPassBase::FpoShareLoopsPassBase;

  void runOnOperation() override {
    SmallVector<scf::ParallelOp> loops;
    getOperation().walk<WalkOrder::PreOrder>([&](scf::ParallelOp loop) {
      if (loop.getNumLoops() == 1 && loop.getNumReductions() == 0 &&
          loop->getParentOfType<func::FuncOp>())
        loops.push_back(loop);
      return WalkResult::skip();
    });
    if (loops.empty())
      return;
    symbols.emplace(getOperation());
    for (scf::ParallelOp loop : loops)
      share(loop);
  }

private:
  /// A function of OpenMP that takes nothing and returns an `int`.
  func::FuncOp getQuery(StringRef name) {
    if (auto known = symbols->lookup<func::FuncOp>(name))
      return known;
    Builder b(&getContext());
    auto query = func::FuncOp::create(
        getOperation().getLoc(), name,
        b.getFunctionType(TypeRange(), TypeRange(b.getI32Type())));
    query.setPrivate();
    symbols->insert(query);
    return query;
  }

  void share(scf::ParallelOp loop);

  std::optional<SymbolTable> symbols;
};
} // namespace

/// The function that runs the iterations of `loop` from its argument before the
/// last one up to its last one, counted from zero.
static KernelFunction outline(scf::ParallelOp loop) {
  auto around = loop->getParentOfType<func::FuncOp>();
  Location loc = loop.getLoc();
  OpBuilder b(loop);
  llvm::SetVector<Value> used;
  getUsedValuesDefinedAbove(loop.getRegion(), used);
  used.insert(loop.getLowerBound().front());
  used.insert(loop.getStep().front());
  KernelFunction part(loc, around.getName() + ".part", used,
                      {b.getIndexType(), b.getIndexType()});
  // What is known of a kernel's buffers holds in its parts too.
  for (auto [number, value] : llvm::enumerate(part.arguments))
    if (auto argument = dyn_cast<BlockArgument>(value);
        argument && argument.getOwner() == &around.getBody().front() &&
        part.function->hasAttr("llvm.bareptr"))
      if (Attribute isApart =
              around.getArgAttr(argument.getArgNumber(), "llvm.noalias"))
        part.function.setArgAttr(number, "llvm.noalias", isApart);

  b.setInsertionPoint(part.function.getBody().front().getTerminator());
  ArrayRef<BlockArgument> range = part.function.getArguments().take_back(2);
  Value one = arith::ConstantIndexOp::create(b, loc, 1);
  auto turns = scf::ForOp::create(b, loc, range[0], range[1], one);
  b.setInsertionPointToStart(turns.getBody());
  IRMapping &mapping = part.mapping;
  Value offset =
      arith::MulIOp::create(b, loc, turns.getInductionVar(),
                            mapping.lookupOrDefault(loop.getStep().front()));
  Value point = arith::AddIOp::create(
      b, loc, offset, mapping.lookupOrDefault(loop.getLowerBound().front()));
  mapping.map(loop.getInductionVars().front(), point);
  for (Operation &op : loop.getBody()->without_terminator())
    b.clone(op, mapping);
  // A thread runs its iterations one by one, in the same buffers.
  for (auto buffer :
       llvm::make_early_inc_range(turns.getBody()->getOps<memref::AllocaOp>()))
    if (buffer->getNumOperands() == 0)
      buffer->moveBefore(turns);
  return part;
}

void ShareLoopsPass::share(scf::ParallelOp loop) {
  KernelFunction part = outline(loop);
  symbols->insert(part.function);

  Location loc = loop.getLoc();
  OpBuilder b(loop);
  Value extent = arith::SubIOp::create(b, loc, loop.getUpperBound().front(),
                                       loop.getLowerBound().front());
  Value total =
      arith::CeilDivSIOp::create(b, loc, extent, loop.getStep().front());
  auto run = [&](Value from, Value to) {
    SmallVector<Value> arguments(part.arguments);
    arguments.append({from, to});
    func::CallOp::create(b, loc, part.function, arguments);
  };
  auto ask = [&](StringRef name) -> Value {
    return func::CallOp::create(b, loc, getQuery(name), ValueRange())
        .getResult(0);
  };
  Value one = arith::ConstantIntOp::create(b, loc, 1, 32);
  Value isShared = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt,
                                         ask("omp_get_max_threads"), one);
  if (auto from = loop->getAttrOfType<IntegerAttr>(kShareFromTurns)) {
    Value isEnough = arith::CmpIOp::create(
        b, loc, arith::CmpIPredicate::sge, total,
        arith::ConstantIndexOp::create(b, loc, from.getInt()));
    isShared = arith::AndIOp::create(b, loc, isShared, isEnough);
  }
  auto branch = scf::IfOp::create(b, loc, isShared, /*withElseRegion=*/true);
  b.setInsertionPointToStart(branch.elseBlock());
  run(arith::ConstantIndexOp::create(b, loc, 0), total);

  b.setInsertionPointToStart(branch.thenBlock());
  auto parallel = omp::ParallelOp::create(b, loc, omp::ParallelOperands());
  b.createBlock(&parallel.getRegion());
  auto number = [&](StringRef name) -> Value {
    return arith::IndexCastOp::create(b, loc, b.getIndexType(), ask(name));
  };
  Value thread = number("omp_get_thread_num");
  Value threads = number("omp_get_num_threads");
  auto firstOf = [&](Value which) -> Value {
    Value product = arith::MulIOp::create(b, loc, which, total);
    return arith::DivUIOp::create(b, loc, product, threads);
  };
  Value next = arith::AddIOp::create(b, loc, thread,
                                     arith::ConstantIndexOp::create(b, loc, 1));
  run(firstOf(thread), firstOf(next));
  omp::TerminatorOp::create(b, loc);
  loop.erase();
}
