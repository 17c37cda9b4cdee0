// RUN: fpo-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{the tile of d0 must be positive}}
module attributes {test.s = #fpo.schedule<loops = [d0:0]>} {}

// -----

// expected-error @+1 {{the tiles of d1 must become smaller inwards, but 64 follows 32}}
module attributes {test.s = #fpo.schedule<loops = [d1:32, d0, d1:64]>} {}

// -----

// expected-error @+1 {{the tiles of d0 must become smaller inwards, but 1 follows 1}}
module attributes {test.s = #fpo.schedule<loops = [d0, d0]>} {}

// -----

// expected-error @+1 {{expected a dimension, such as d0}}
module attributes {test.s = #fpo.schedule<loops = [i]>} {}

// -----

// expected-error @+1 {{expected one of loops, pack, vector, unroll, threads, prefetch, stream, matrix, but found 'tiles'}}
module attributes {test.s = #fpo.schedule<tiles = [d0]>} {}

// -----

// expected-error @+1 {{'loops' is given twice}}
module attributes {test.s = #fpo.schedule<loops = [d0], loops = [d0]>} {}

// -----

// expected-error @+1 {{operand 1 is packed twice}}
module attributes {test.s = #fpo.schedule<loops = [], pack = {1: [d0:4], 1: [d1:4]}>} {}

// -----

// expected-error @+1 {{a block has d0 twice}}
module attributes {test.s = #fpo.schedule<loops = [], pack = {1: [d0:4, d0:8]}>} {}

// -----

// expected-error @+1 {{'(T', character 3: ')' is missing}}
module attributes {test.s = #fpo.schedule<loops = [d0:"(T"]>} {}

// -----

// expected-error @+1 {{attribute 'fpo.schedule' must be a #fpo.schedule}}
module attributes {fpo.schedule = 1} {}

// -----

// expected-error @+1 {{attribute 'fpo.traffic' must be a dictionary of #fpo.cost}}
module attributes {fpo.traffic = 1} {}

// -----

// expected-error @+1 {{a vector has from 1 to 1024 lanes, not 0}}
module attributes {test.s = #fpo.schedule<loops = [d0], vector = d0:0>} {}

// -----

// expected-error @+1 {{an unrolled loop takes at least one point in a turn}}
module attributes {test.s = #fpo.schedule<loops = [d0], unroll = 0>} {}

// -----

// expected-error @+1 {{threads share 2 loops, but there are 1}}
module attributes {test.s = #fpo.schedule<loops = [d0], threads = 2>} {}
