//===- Program.h - Programs that run ----------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_PROGRAM_H
#define FPO_RUNTIME_PROGRAM_H

#include "fpo/Runtime/AllocationTrace.h"
#include "fpo/Runtime/Arena.h"
#include "fpo/Runtime/HostValue.h"
#include "fpo/Runtime/Lowering.h"
#include "fpo/Runtime/TrafficTrace.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Location.h"

#include <deque>
#include <string>
#include <vector>

namespace mlir {
class ExecutionEngine;
} // namespace mlir

namespace mlir::fpo {

/// A function as the source has it, before its tensors become buffers.
struct Signature {
  std::string name;
  Location loc;
  bool isPublic;
  SmallVector<Type> inputs;
  SmallVector<Type> results;
};

/// The operations that were executed in an element type.
struct ExecutedOps {
  /// As MLIR prints it, such as `f32`.
  std::string type;
  int64_t add, mul;
};

/// An op of the source whose accesses to memory are traced.
struct TracedOp {
  /// Its `id` in reports.
  size_t id;
  /// Such as `linalg.matmul`.
  std::string name;
  /// The function that it stands in.
  std::string function;
  Location loc;
};

struct CompileOptions {
  LoweringOptions lowering;
  /// If given, adds the passes from tensors to what upstream takes to the llvm
  /// dialect, in the place of those that `lowering` asks for.
  std::function<void(OpPassManager &)> addPasses;
  /// 0 to 3, as of clang.
  unsigned optLevel = 2;
  /// With `lowering.trace`: the function whose program is numbered, as in
  /// reports; by default theirs.
  std::string entry;
};

/// A program that is compiled for the machine it is on, and can be run.
class Program {
public:
  /// Lowers and compiles `module`, of which nothing useful is left. The context
  /// has the dialects, their bufferization and their translation to LLVM IR
  /// registered. Emits diagnostics if it can't be done.
  static FailureOr<std::unique_ptr<Program>>
  compile(ModuleOp module, const CompileOptions &options);
  ~Program();

  /// The functions with a body, in the order of the source.
  ArrayRef<Signature> getFunctions() const { return functions; }
  /// Null if there is no function of that name with a body.
  const Signature *lookup(StringRef name) const;

  /// Whether `function` can be called: every argument and result is a scalar,
  /// or a ranked tensor or memref of scalars in the usual layout. Emits a
  /// diagnostic if not.
  static LogicalResult verifyTypes(const Signature &function);

  /// Whether `arguments` are what `function`, which can be called, takes: their
  /// number, types, ranks and static sizes. Emits a diagnostic if not.
  static LogicalResult verifyArguments(const Signature &function,
                                       ArrayRef<HostValue> arguments);

  /// What the instrumented program has executed since the last reset, by the
  /// names of the types. Types in which nothing ran are left out.
  SmallVector<ExecutedOps> readCounters() const;
  void resetCounters();

  /// What the last run of a program that is compiled with `traceMemory` has
  /// allocated.
  const AllocationTrace &getTrace() const { return trace; }
  /// The bytes of the constants and globals that are compiled into it.
  int64_t getGlobalBytes() const { return globalBytes; }
  /// The ops of the source, in order, if the program is traced.
  ArrayRef<TracedOp> getTracedOps() const { return tracedOps; }
  /// What the traced program has touched since the last reset.
  const TrafficTrace &getTraffic() const { return traffic; }
  void resetTraffic() { traffic.reset(); }

private:
  friend class Invocation;

  struct Counter {
    std::string type;
    int64_t *add, *mul;
  };

  Program();

  std::vector<Signature> functions;
  std::vector<Counter> counters;
  std::vector<TracedOp> tracedOps;
  TrafficTrace traffic;
  std::unique_ptr<ExecutionEngine> engine;
  Arena arena;
  AllocationTrace trace;
  bool isTraced = false;
  int64_t globalBytes = 0;
};

/// A function of a program and the arguments that it is run on.
class Invocation {
public:
  /// `program` and `arguments`, which were verified, outlive this. Emits a
  /// diagnostic if the compiled function isn't there.
  static FailureOr<Invocation> create(Program &program,
                                      const Signature &function,
                                      MutableArrayRef<HostValue> arguments);

  /// Runs the function, which may write to the arguments. If it crashes, in a
  /// process in which llvm::CrashRecoveryContext is enabled, emits a
  /// diagnostic.
  LogicalResult run();

  /// What the last run returned.
  FailureOr<SmallVector<HostValue>> getResults() const;

private:
  Invocation(Program &program, const Signature &function)
      : program(&program), function(&function) {}

  void pack(HostValue &argument, bool isScalar);

  Program *program;
  const Signature *function;
  void (*compiled)(void **) = nullptr;
  /// The words of the descriptors, and pointers to them, to the scalars, and to
  /// the place for the results, as the compiled function wants them.
  std::deque<uint64_t> words;
  SmallVector<void *> pointers;
  std::vector<uint64_t> results;
};

} // namespace mlir::fpo

#endif // FPO_RUNTIME_PROGRAM_H
