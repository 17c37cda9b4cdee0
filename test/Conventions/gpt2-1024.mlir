// RUN: fpo-opt %s --emit=json --convention=torch -o %t.json
// RUN: %python %S/totals.py %t.json | FileCheck %s
// The products of GPT-2 124M on 1024 tokens, as torch.utils.flop_counter counts them. [convention.torch]
// CHECK: forward: 291648307200
// CHECK: status: exact

func.func private @products(%x: tensor<1024x768xf32>, %qkv: tensor<768x2304xf32>, %proj: tensor<768x768xf32>, %up: tensor<768x3072xf32>,
                            %down: tensor<3072x768xf32>, %q: tensor<12x1024x64xf32>, %k: tensor<12x64x1024xf32>, %s: tensor<12x1024x1024xf32>,
                            %xqkv: tensor<1024x2304xf32>, %h: tensor<1024x3072xf32>) -> tensor<1024x768xf32> {
  %0 = linalg.matmul ins(%x, %qkv : tensor<1024x768xf32>, tensor<768x2304xf32>) outs(%xqkv : tensor<1024x2304xf32>) -> tensor<1024x2304xf32>
  %1 = linalg.batch_matmul ins(%q, %k : tensor<12x1024x64xf32>, tensor<12x64x1024xf32>) outs(%s : tensor<12x1024x1024xf32>) -> tensor<12x1024x1024xf32>
  %2 = linalg.batch_matmul ins(%s, %q : tensor<12x1024x1024xf32>, tensor<12x1024x64xf32>) outs(%q : tensor<12x1024x64xf32>) -> tensor<12x1024x64xf32>
  %3 = linalg.matmul ins(%x, %proj : tensor<1024x768xf32>, tensor<768x768xf32>) outs(%x : tensor<1024x768xf32>) -> tensor<1024x768xf32>
  %4 = linalg.matmul ins(%x, %up : tensor<1024x768xf32>, tensor<768x3072xf32>) outs(%h : tensor<1024x3072xf32>) -> tensor<1024x3072xf32>
  %5 = linalg.matmul ins(%4, %down : tensor<1024x3072xf32>, tensor<3072x768xf32>) outs(%x : tensor<1024x768xf32>) -> tensor<1024x768xf32>
  return %5 : tensor<1024x768xf32>
}

func.func @forward(%x: tensor<1024x768xf32>, %qkv: tensor<768x2304xf32>, %proj: tensor<768x768xf32>, %up: tensor<768x3072xf32>,
                   %down: tensor<3072x768xf32>, %q: tensor<12x1024x64xf32>, %k: tensor<12x64x1024xf32>, %s: tensor<12x1024x1024xf32>,
                   %xqkv: tensor<1024x2304xf32>, %h: tensor<1024x3072xf32>, %head: tensor<768x50257xf32>, %o: tensor<1024x50257xf32>) -> tensor<1024x50257xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %layers = arith.constant 12 : index
  %y = scf.for %i = %c0 to %layers step %c1 iter_args(%in = %x) -> (tensor<1024x768xf32>) {
    %out = func.call @products(%in, %qkv, %proj, %up, %down, %q, %k, %s, %xqkv, %h) : (tensor<1024x768xf32>, tensor<768x2304xf32>, tensor<768x768xf32>, tensor<768x3072xf32>, tensor<3072x768xf32>, tensor<12x1024x64xf32>, tensor<12x64x1024xf32>, tensor<12x1024x1024xf32>, tensor<1024x2304xf32>, tensor<1024x3072xf32>) -> tensor<1024x768xf32>
    scf.yield %out : tensor<1024x768xf32>
  }
  %r = linalg.matmul ins(%y, %head : tensor<1024x768xf32>, tensor<768x50257xf32>) outs(%o : tensor<1024x50257xf32>) -> tensor<1024x50257xf32>
  return %r : tensor<1024x50257xf32>
}
