//===- FpoRuleOps.td - Ops that say what other ops cost ----*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPORULEOPS_TD
#define FPO_DIALECT_FPO_FPORULEOPS_TD

include "fpo/Dialect/Fpo/FpoAttributes.td"
include "fpo/Dialect/Fpo/FpoTypes.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/CallInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class RuleDialectOp<string mnemonic, list<Trait> traits = []>
    : Op<FpoDialect, mnemonic, traits>;

def RuleOp : RuleDialectOp<"rule", [
    IsolatedFromAbove, FunctionOpInterface,
    SingleBlockImplicitTerminator<"::mlir::fpo::YieldOp">]> {
  let summary = "What an op costs, as a body in simpler ops";
  let description = [{
    A rule prices the ops that it names. Its body is made of simpler ops, whose
    costs are found by rules again; the recursion ends at costs that are stated
    outright (`fpo.spend`). Where the body is the computation itself, it can be
    run, too.

    ```
    rule ::= `fpo.rule` symbol `of` string (`,` string)*
             `(` (ssa-id `:` type (`,` ssa-id `:` type)*)? `)` (`->` types)?
             (`source` string)? (`attributes` dictionary)? region
    ```

    The arguments are the operands of the op that is priced. There are two kinds:

    - A **scalar rule** has scalar arguments only, at least one. It prices one
      application of the op, to scalars or for each element of vectors and
      tensors. It is found by the element type of the op's first operand.
    - A rule **of the whole op** has an argument with a shape, or none at all. It
      is found if the op has as many operands and each operand is of the
      argument's type: equal, or with sizes where the argument has `?`.

    A type is matched exactly, or stands for others: `!fpo.float`,
    `!fpo.narrow_float`, `!fpo.int`. An exact rule goes before a generic one, and
    of rules from several files those of the last file go before the others.

    A body that works with floating-point constants, or starts from a seed, is
    taken for an approximation and must cite its `source`. Integer work in a
    scalar rule on floating-point arguments is work on the fields of a format and
    not counted. The results may be left out where the body only states costs.

    Examples:

    ```mlir
    // A subtraction is an addition.
    fpo.rule @add of "arith.addf", "arith.subf"(%a: !fpo.float, %b: !fpo.float) {
      fpo.spend #fpo.cost<add = {!fpo.float: 1}>
    }

    fpo.rule @tan of "math.tan"(%x: !fpo.float) -> !fpo.float {
      %s = math.sin %x : !fpo.float
      %c = math.cos %x : !fpo.float
      %t = arith.divf %s, %c : !fpo.float
      fpo.yield %t : !fpo.float
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       StrArrayAttr:$ops,
                       TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<StrAttr>:$source,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    ArrayRef<Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ArrayRef<Type> getResultTypes() { return getFunctionType().getResults(); }
    Region *getCallableRegion() { return &getBody(); }
    /// Whether it prices one application of the op to scalars.
    bool isScalarRule();
    /// The names of the ops that it prices.
    auto getOpNames() { return getOps().getAsValueRange<StringAttr>(); }
  }];
}

def YieldOp : RuleDialectOp<"yield", [
    Pure, Terminator, ParentOneOf<["KernelOp", "RuleOp"]>]> {
  let summary = "The results of a rule, or of a region of a kernel";
  let description = [{
    Ends the body of a rule. It has the values that the rule's signature gives
    as results, and may be left out where there are none. In a `fpo.kernel`, it
    ends each region.
  }];
  let arguments = (ins Variadic<AnyType>:$results);
  let assemblyFormat = "attr-dict ($results^ `:` type($results))?";
  let builders = [OpBuilder<(ins), [{ /* nothing */ }]>];
}

def SpendOp : RuleDialectOp<"spend"> {
  let summary = "A cost, stated outright";
  let description = [{
    Costs what it says, as often as `times` says; once without it.

    Examples:

    ```mlir
    fpo.spend #fpo.cost<add = {!fpo.float: 1}>
    fpo.spend #fpo.cost<add = {!fpo.int: 1}> times %bits
    ```
  }];
  let arguments = (ins CostAttr:$cost, Optional<Index>:$times);
  let assemblyFormat = "$cost (`times` $times^)? attr-dict";
  let hasVerifier = 1;
}

def SeedOp : RuleDialectOp<"seed", [Pure, SameOperandsAndResultType]> {
  let summary = "A look-up in a table: the start of an iteration";
  let description = [{
    The value of a function at `operand`, with 8 right bits, from a table. It
    costs nothing. The string says which function it is.

    Example:

    ```mlir
    %x0 = fpo.seed "1 / b" of %b : !fpo.float
    ```
  }];
  let arguments = (ins StrAttr:$function, AnyType:$operand);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$function `of` $operand attr-dict `:` type($operand)";
}

def ApplyOp : RuleDialectOp<"apply"> {
  let summary = "An application of an op, by its rule";
  let description = [{
    Costs what the scalar rule of the op `callee` says for the type of the first
    operand. It is for ops that can't be written on the types at hand: the
    integer ops of `arith` don't take `!fpo.int`.

    Example:

    ```mlir
    %q = fpo.apply "arith.divsi"(%a, %b) : (!fpo.int, !fpo.int) -> !fpo.int
    ```
  }];
  let arguments = (ins StrAttr:$callee, Variadic<AnyType>:$operands);
  let results = (outs Variadic<AnyType>:$results);
  let assemblyFormat = [{
    $callee `(` $operands `)` attr-dict `:` functional-type($operands, $results)
  }];
  let hasVerifier = 1;
}

def NewtonSteps : I32EnumAttrCase<"NewtonSteps", 0, "newton_steps">;
def BitWidth : I32EnumAttrCase<"BitWidth", 1, "bit_width">;
def TypePropertyKind
    : I32EnumAttr<"TypeProperty", "a number that depends on a type",
                  [NewtonSteps, BitWidth]> {
  let cppNamespace = "::mlir::fpo";
  let genSpecializedAttr = 0;
}
def TypePropertyAttr : EnumAttr<FpoDialect, TypePropertyKind, "type_property">;

def TypePropertyOp : RuleDialectOp<"type_property", [Pure]> {
  let summary = "A number that depends on the type that a rule is used for";
  let description = [{
    - `newton_steps`: the Newton-Raphson steps that take a seed of 8 right bits to
      the significand of a floating-point type, hidden bit included, each step
      doubling their number: 0 for bf16, 1 for f16, 2 for f32, 3 for f64.
    - `bit_width`: the bits of an integer type; 64 for `index`.

    Example:

    ```mlir
    %n = fpo.type_property newton_steps of !fpo.float
    ```
  }];
  let arguments = (ins TypePropertyAttr:$property, TypeAttr:$type);
  let results = (outs Index:$result);
  let assemblyFormat = "$property `of` $type attr-dict";
  let hasFolder = 1;
  let hasVerifier = 1;
}

def AttributeOp : RuleDialectOp<"attribute", [Pure]> {
  let summary = "An attribute of the op that is priced";
  let description = [{
    The value of the integer or boolean attribute `name` of the op that a rule
    of the whole op prices or, with an `index`, an element of an array
    attribute. An op that doesn't have it takes the `default`; without one its
    cost is unknown.

    Examples:

    ```mlir
    %heads = fpo.attribute "num_heads" : index
    %causal = fpo.attribute "causal" default 0 : i1
    %stride = fpo.attribute "strides"[1] default 1 : index
    ```
  }];
  let arguments = (ins StrAttr:$name, OptionalAttr<I64Attr>:$index,
                       OptionalAttr<I64Attr>:$default_value);
  let results = (outs AnyTypeOf<[Index, I1]>:$result);
  let assemblyFormat = [{
    $name (`[` $index^ `]`)? (`default` $default_value^)? attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

#endif // FPO_DIALECT_FPO_FPORULEOPS_TD
