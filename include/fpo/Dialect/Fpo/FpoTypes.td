//===- FpoTypes.td - Types of the fpo dialect --------------*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPOTYPES_TD
#define FPO_DIALECT_FPO_FPOTYPES_TD

include "fpo/Dialect/Fpo/FpoDialect.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinTypeInterfaces.td"

def StandsForCountedType : NativeTypeTrait<"StandsForCountedType"> {
  let cppNamespace = "::mlir::fpo";
}

/// A type that stands for others in the signature and the body of a rule.
class Generic<string name, string mnemonic_, list<Trait> traits>
    : TypeDef<FpoDialect, name,
              !listconcat([VectorElementTypeInterface,
                           MemRefElementTypeInterface, StandsForCountedType],
                          traits)> {
  let mnemonic = mnemonic_;
}

/// Stands for floating-point types: `arith`, `math`, `complex`, `tensor` and
/// `linalg` ops take it for one.
class GenericFloat<string name, string mnemonic_, string semantics>
    // VectorElementTypeInterface must come before FloatTypeInterface, which
    // derives from it.
    : Generic<name, mnemonic_,
              [DeclareTypeInterfaceMethods<FloatTypeInterface>]> {
  let extraClassDefinition = [{
    const llvm::fltSemantics &$cppClass::getFloatSemantics() const {
      return llvm::APFloat::}] # semantics # [{();
    }
  }];
}

def AnyFloatType : GenericFloat<"AnyFloat", "float", "IEEEdouble"> {
  let summary = "Any floating-point type, in a rule";
  let description = [{
    Stands for the floating-point type that a type-generic rule is used for; all
    that stand in one rule are the same type.

    ```mlir
    fpo.rule @sinh of "math.sinh"(%x: !fpo.float) -> !fpo.float { ... }
    ```
  }];
}

def NarrowFloatType : GenericFloat<"NarrowFloat", "narrow_float", "IEEEhalf"> {
  let summary = "Any floating-point type of fewer than 32 bits, in a rule";
  let description = [{
    Like `!fpo.float`, for f16, bf16 and all other types that are narrower than
    f32, so that a body can extend to f32. Such a rule goes before one on
    `!fpo.float`.
  }];
}

def AnyIntType : Generic<"AnyInt", "int", []> {
  let summary = "Any integer type, or index, in a rule";
  let description = [{
    Stands for the integer type that a type-generic rule is used for. No upstream
    op takes it: a body states costs, or applies the rules of other ops with
    `fpo.apply`.
  }];
}

#endif // FPO_DIALECT_FPO_FPOTYPES_TD
