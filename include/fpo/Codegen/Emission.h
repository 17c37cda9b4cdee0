//===- Emission.h - From the llvm dialect to files --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_EMISSION_H
#define FPO_CODEGEN_EMISSION_H

#include "fpo/Codegen/Processor.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::fpo {

/// A form in which compiled code is written.
enum class CodeForm {
  /// LLVM IR, optimised.
  LLVM,
  Assembly,
  Object,
  /// An object that is linked, for `dlopen` and for `-l`.
  SharedObject,
  /// The declarations of its functions for C.
  Header,
};

struct EmissionOptions {
  CodeForm form = CodeForm::Object;
  /// 0 to 3, as of clang.
  unsigned optLevel = 3;
};

/// Compiles `module`, all of it in the llvm dialect, for `processor`, and
/// writes the code to `os`. Emits diagnostics if that can't be done.
LogicalResult emitCode(ModuleOp module, const Processor &processor,
                       const EmissionOptions &options, raw_ostream &os);

/// A function that C calls (docs/Codegen.md), with the types of what it takes
/// and returns: scalars, or memrefs in row-major order.
struct CompiledFunction {
  /// In C.
  std::string name;
  /// Whether it has a state, which `NAME_init` makes of the parameters.
  bool hasState;
  SmallVector<Type> parameters, inputs, results;
  /// How many sizes it takes that are known at run time only: those of the
  /// inputs, in order.
  unsigned numSizes;
};

/// The functions of `module` that C calls, which `--fpo-c-interface` added to
/// it.
SmallVector<CompiledFunction> getCompiledFunctions(ModuleOp module);

/// Writes what C is to know of the functions of `module`, which
/// `--fpo-c-interface` added to it.
void writeHeader(ModuleOp module, raw_ostream &os);

} // namespace mlir::fpo

#endif // FPO_CODEGEN_EMISSION_H
