// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Each op of arith on one element, by the table of docs/CostModel.md: [scalar.add] [scalar.mul] [scalar.compare]
// [scalar.format] [scalar.div] [scalar.remf] [scalar.scaling] [int.add] [int.compare] [int.mul] [int.div]
// [int.floordiv] [int.ceildiv] [int.bits].

// CHECK-LABEL: func.func @addf
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @addf(%a: f32, %b: f32) -> f32 {
  %r = arith.addf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @subf
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @subf(%a: f32, %b: f32) -> f32 {
  %r = arith.subf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @mulf
// CHECK-SAME: #fpo.cost<fpo = 1, mul = {f32: 1}>
func.func @mulf(%a: f32, %b: f32) -> f32 {
  %r = arith.mulf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @maximumf
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @maximumf(%a: f32, %b: f32) -> f32 {
  %r = arith.maximumf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @minimumf
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @minimumf(%a: f32, %b: f32) -> f32 {
  %r = arith.minimumf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @maxnumf
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @maxnumf(%a: f32, %b: f32) -> f32 {
  %r = arith.maxnumf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @minnumf
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @minnumf(%a: f32, %b: f32) -> f32 {
  %r = arith.minnumf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @divf
// CHECK-SAME: #fpo.cost<fpo = 7, add = {f32: 2}, mul = {f32: 5}>
func.func @divf(%a: f32, %b: f32) -> f32 {
  %r = arith.divf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @remf
// CHECK-SAME: #fpo.cost<fpo = 9, add = {f32: 3}, mul = {f32: 6}>
func.func @remf(%a: f32, %b: f32) -> f32 {
  %r = arith.remf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @cmpf
// CHECK-SAME: #fpo.cost<fpo = 1, add = {f32: 1}>
func.func @cmpf(%a: f32, %b: f32) -> i1 {
  %r = arith.cmpf olt, %a, %b : f32
  return %r : i1
}

// CHECK-LABEL: func.func @negf
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @negf(%a: f32) -> f32 {
  %r = arith.negf %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @divf_bf16
// CHECK-SAME: #fpo.cost<fpo = 1, mul = {bf16: 1}>
func.func @divf_bf16(%a: bf16, %b: bf16) -> bf16 {
  %r = arith.divf %a, %b : bf16
  return %r : bf16
}

// CHECK-LABEL: func.func @divf_f16
// CHECK-SAME: #fpo.cost<fpo = 4, add = {f16: 1}, mul = {f16: 3}>
func.func @divf_f16(%a: f16, %b: f16) -> f16 {
  %r = arith.divf %a, %b : f16
  return %r : f16
}

// CHECK-LABEL: func.func @divf_f64
// CHECK-SAME: #fpo.cost<fpo = 10, add = {f64: 3}, mul = {f64: 7}>
func.func @divf_f64(%a: f64, %b: f64) -> f64 {
  %r = arith.divf %a, %b : f64
  return %r : f64
}

// CHECK-LABEL: func.func @extf
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @extf(%a: f16) -> f32 {
  %r = arith.extf %a : f16 to f32
  return %r : f32
}

// CHECK-LABEL: func.func @truncf
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @truncf(%a: f32) -> f16 {
  %r = arith.truncf %a : f32 to f16
  return %r : f16
}

// CHECK-LABEL: func.func @fptosi
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @fptosi(%a: f32) -> i32 {
  %r = arith.fptosi %a : f32 to i32
  return %r : i32
}

// CHECK-LABEL: func.func @fptoui
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @fptoui(%a: f32) -> i32 {
  %r = arith.fptoui %a : f32 to i32
  return %r : i32
}

// CHECK-LABEL: func.func @bitcast
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @bitcast(%a: f32) -> i32 {
  %r = arith.bitcast %a : f32 to i32
  return %r : i32
}

// CHECK-LABEL: func.func @sitofp
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @sitofp(%a: i32) -> f32 {
  %r = arith.sitofp %a : i32 to f32
  return %r : f32
}

// CHECK-LABEL: func.func @uitofp
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @uitofp(%a: i32) -> f32 {
  %r = arith.uitofp %a : i32 to f32
  return %r : f32
}

// CHECK-LABEL: func.func @extsi
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @extsi(%a: i8) -> i32 {
  %r = arith.extsi %a : i8 to i32
  return %r : i32
}

// CHECK-LABEL: func.func @extui
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @extui(%a: i8) -> i32 {
  %r = arith.extui %a : i8 to i32
  return %r : i32
}

// CHECK-LABEL: func.func @trunci
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @trunci(%a: i32) -> i8 {
  %r = arith.trunci %a : i32 to i8
  return %r : i8
}

// CHECK-LABEL: func.func @index_cast
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @index_cast(%a: i32) -> index {
  %r = arith.index_cast %a : i32 to index
  return %r : index
}

// CHECK-LABEL: func.func @index_castui
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @index_castui(%a: i32) -> index {
  %r = arith.index_castui %a : i32 to index
  return %r : index
}

// CHECK-LABEL: func.func @select
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @select(%p: i1, %a: f32, %b: f32) -> f32 {
  %r = arith.select %p, %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @scaling_extf
// CHECK-SAME: #fpo.cost<fpo = 1, mul = {f32: 1}>
func.func @scaling_extf(%a: f8E4M3FN, %s: f8E8M0FNU) -> f32 {
  %r = arith.scaling_extf %a, %s : f8E4M3FN, f8E8M0FNU to f32
  return %r : f32
}

// CHECK-LABEL: func.func @scaling_truncf
// CHECK-SAME: #fpo.cost<fpo = 7, add = {f32: 2}, mul = {f32: 5}>
func.func @scaling_truncf(%a: f32, %s: f8E8M0FNU) -> f8E4M3FN {
  %r = arith.scaling_truncf %a, %s : f32, f8E8M0FNU to f8E4M3FN
  return %r : f8E4M3FN
}

// CHECK-LABEL: func.func @addi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @addi(%a: i32, %b: i32) -> i32 {
  %r = arith.addi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @subi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @subi(%a: i32, %b: i32) -> i32 {
  %r = arith.subi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @muli
// CHECK-SAME: #fpo.cost<fpo = 0, mul = {i32: 1}, iop = 1>
func.func @muli(%a: i32, %b: i32) -> i32 {
  %r = arith.muli %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @maxsi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @maxsi(%a: i32, %b: i32) -> i32 {
  %r = arith.maxsi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @minsi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @minsi(%a: i32, %b: i32) -> i32 {
  %r = arith.minsi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @maxui
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @maxui(%a: i32, %b: i32) -> i32 {
  %r = arith.maxui %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @minui
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @minui(%a: i32, %b: i32) -> i32 {
  %r = arith.minui %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @divsi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 32}, iop = 32>
func.func @divsi(%a: i32, %b: i32) -> i32 {
  %r = arith.divsi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @divui
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 32}, iop = 32>
func.func @divui(%a: i32, %b: i32) -> i32 {
  %r = arith.divui %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @remsi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 32}, iop = 32>
func.func @remsi(%a: i32, %b: i32) -> i32 {
  %r = arith.remsi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @remui
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 32}, iop = 32>
func.func @remui(%a: i32, %b: i32) -> i32 {
  %r = arith.remui %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @floordivsi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 36}, mul = {i32: 1}, iop = 37>
func.func @floordivsi(%a: i32, %b: i32) -> i32 {
  %r = arith.floordivsi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @ceildivsi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 36}, mul = {i32: 1}, iop = 37>
func.func @ceildivsi(%a: i32, %b: i32) -> i32 {
  %r = arith.ceildivsi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @ceildivui
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 35}, iop = 35>
func.func @ceildivui(%a: i32, %b: i32) -> i32 {
  %r = arith.ceildivui %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @andi
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @andi(%a: i32, %b: i32) -> i32 {
  %r = arith.andi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @ori
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @ori(%a: i32, %b: i32) -> i32 {
  %r = arith.ori %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @xori
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @xori(%a: i32, %b: i32) -> i32 {
  %r = arith.xori %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @shli
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @shli(%a: i32, %b: i32) -> i32 {
  %r = arith.shli %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @shrsi
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @shrsi(%a: i32, %b: i32) -> i32 {
  %r = arith.shrsi %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @shrui
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @shrui(%a: i32, %b: i32) -> i32 {
  %r = arith.shrui %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @divsi_i8
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i8: 8}, iop = 8>
func.func @divsi_i8(%a: i8, %b: i8) -> i8 {
  %r = arith.divsi %a, %b : i8
  return %r : i8
}

// CHECK-LABEL: func.func @cmpi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @cmpi(%a: i32, %b: i32) -> i1 {
  %r = arith.cmpi slt, %a, %b : i32
  return %r : i1
}

// CHECK-LABEL: func.func @addui_extended
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 1}, iop = 1>
func.func @addui_extended(%a: i32, %b: i32) -> i32 {
  %r, %o = arith.addui_extended %a, %b : i32, i1
  return %r : i32
}

// CHECK-LABEL: func.func @mulsi_extended
// CHECK-SAME: #fpo.cost<fpo = 0, mul = {i32: 1}, iop = 1>
func.func @mulsi_extended(%a: i32, %b: i32) -> i32 {
  %r, %h = arith.mulsi_extended %a, %b : i32
  return %r : i32
}

// CHECK-LABEL: func.func @mului_extended
// CHECK-SAME: #fpo.cost<fpo = 0, mul = {i32: 1}, iop = 1>
func.func @mului_extended(%a: i32, %b: i32) -> i32 {
  %r, %h = arith.mului_extended %a, %b : i32
  return %r : i32
}

// Indices and booleans are no data. [size.index]
// CHECK-LABEL: func.func @index
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @index(%a: index, %b: index) -> index {
  %r = arith.muli %a, %b : index
  return %r : index
}

// CHECK-LABEL: func.func @boolean
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @boolean(%a: i1, %b: i1) -> i1 {
  %r = arith.addi %a, %b : i1
  return %r : i1
}

// CHECK-LABEL: func.func @constant
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @constant() -> tensor<8xf32> {
  %r = arith.constant dense<1.0> : tensor<8xf32>
  return %r : tensor<8xf32>
}

// [elementwise] Each lane; a tensor also moves its bytes. [bytes.whole] [bytes.width]
// CHECK-LABEL: func.func @vector
// CHECK-SAME: #fpo.cost<fpo = 32, add = {f32: 32}>
func.func @vector(%a: vector<4x8xf32>, %b: vector<4x8xf32>) -> vector<4x8xf32> {
  %r = arith.addf %a, %b : vector<4x8xf32>
  return %r : vector<4x8xf32>
}

// CHECK-LABEL: func.func @tensor
// CHECK-SAME: #fpo.cost<fpo = 32, add = {f32: 32}, read = 256, write = 128>
func.func @tensor(%a: tensor<4x8xf32>, %b: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %r = arith.addf %a, %b : tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// CHECK-LABEL: func.func @tensor_i4
// CHECK-SAME: #fpo.cost<fpo = 0, read = 6, write = 3>
func.func @tensor_i4(%a: tensor<5xi4>, %b: tensor<5xi4>) -> tensor<5xi4> {
  %r = arith.andi %a, %b : tensor<5xi4>
  return %r : tensor<5xi4>
}

// CHECK-LABEL: func.func @tensor_select
// CHECK-SAME: #fpo.cost<fpo = 0, read = 72, write = 32>
func.func @tensor_select(%p: tensor<8xi1>, %a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  %r = arith.select %p, %a, %b : tensor<8xi1>, tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func.func @scalable
// CHECK-SAME: #fpo.cost<fpo = [0, ?]>
func.func @scalable(%a: vector<[4]xf32>, %b: vector<[4]xf32>) -> vector<[4]xf32> {
  %r = arith.addf %a, %b : vector<[4]xf32>
  return %r : vector<[4]xf32>
}
