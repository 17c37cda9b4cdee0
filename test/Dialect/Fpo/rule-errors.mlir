// RUN: fpo-opt %s --split-input-file --verify-diagnostics

// expected-error @below {{rule 'none' prices no op}}
"fpo.rule"() <{sym_name = "none", ops = [], function_type = () -> ()}> ({
  "fpo.yield"() : () -> ()
}) : () -> ()

// -----

// expected-error @below {{rule 'r' prices 'exp', which is not the name of an op: expected 'dialect.op'}}
fpo.rule @r of "exp"(%x: f32) {
}

// -----

// expected-error @below {{rule 'r' prices 'math.exp' twice}}
fpo.rule @r of "math.exp", "math.exp"(%x: f32) {
}

// -----

fpo.rule @r of "math.exp"(%x: f32) -> f64 {
  // expected-error @below {{rule 'r' yields other types than its signature has}}
  fpo.yield %x : f32
}

// -----

// expected-error @below {{rule 'r' approximates with constants or a seed, but cites no source}}
fpo.rule @r of "math.exp"(%x: f32) -> f32 {
  %c = arith.constant 0.3 : f32
  %y = arith.mulf %x, %c : f32
  fpo.yield %y : f32
}

// -----

// expected-error @below {{rule 'r' approximates with constants or a seed, but cites no source}}
fpo.rule @r of "math.exp"(%x: f32) -> f32 {
  %y = fpo.seed "e^x" of %x : f32
  fpo.yield %y : f32
}

// -----

fpo.rule @r of "math.exp"(%x: f32) {
  // expected-error @below {{rule 'r' uses '!fpo.float', but its first argument is not of it}}
  fpo.spend #fpo.cost<add = {!fpo.float: 1}>
}

// -----

// expected-error @below {{rule 'r' uses '!fpo.int', but its first argument is not of it}}
fpo.rule @r of "math.fpowi"(%x: !fpo.float, %n: !fpo.int) {
}

// -----

fpo.rule @r of "mydialect.x"(%x: tensor<f32>) {
  // expected-error @below {{rule 'r' uses '!fpo.float', but no argument is of it}}
  %n = fpo.type_property newton_steps of !fpo.float
}

// -----

fpo.rule @r of "math.exp"(%x: f32) {
  // expected-error @below {{rule 'r' is a scalar rule: it knows no op whose attributes it could ask}}
  %n = fpo.attribute "n" : index
}

// -----

fpo.rule @r of "math.exp"(%x: f32) {
  // expected-error @below {{bit_width is a property of an integer type, but this is 'f32'}}
  %n = fpo.type_property bit_width of f32
}

// -----

fpo.rule @r of "math.exp"(%x: f32) {
  // expected-error @below {{newton_steps is a property of a floating-point type, but this is 'i8'}}
  %n = fpo.type_property newton_steps of i8
}

// -----

fpo.rule @r of "math.exp"(%x: f32) {
  // expected-error @below {{an applied op has an operand, whose type says which rule it is}}
  %y = fpo.apply "mydialect.x"() : () -> f32
}

// -----

func.func @f() {
  // expected-error @below {{'fpo.spend' stands outside of a rule}}
  fpo.spend #fpo.cost<add = {f32: 1}>
  return
}

// -----

// expected-error @below {{expected 'of'}}
fpo.rule @r "math.exp"(%x: f32) {
}

// -----

// expected-note @below {{see existing symbol definition here}}
fpo.rule @r of "math.exp"(%x: f32) {
}
// expected-error @below {{redefinition of symbol named 'r'}}
fpo.rule @r of "math.log"(%x: f32) {
}
