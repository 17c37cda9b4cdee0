// RUN: fpo-opt %s --split-input-file --verify-diagnostics

// expected-error @below {{'fpo' is 9, but its parts sum up to 8}}
#wrong_sum = #fpo.cost<fpo = 9, add = {f32: 8}>

// -----

// expected-error @below {{'iop' is 0, but its parts sum up to 8}}
#wrong_integer_sum = #fpo.cost<iop = 0, add = {i8: 8}>

// -----

// expected-error @below {{'fpo' is [0, 4], but its parts sum up to [0, 3]}}
#not_within = #fpo.cost<fpo = [0, 4], add = {f32: [0, 1]}, mul = {f32: [0, 2]}>

// -----

// expected-error @below {{'fpo' is [2, ?], but its parts sum up to [3, ?]}}
#wrong_bound = #fpo.cost<fpo = [2, ?], add = {f32: 3}>

// -----

// expected-error @below {{a count is not negative}}
#negative = #fpo.cost<read = -1>

// -----

// expected-error @below {{the bounds of an interval are in order}}
#disorder = #fpo.cost<read = [3, 2]>

// -----

// expected-error @below {{expected a count}}
#no_count = #fpo.cost<read = x>

// -----

// expected-error @below {{operations in 'index' are not counted: expected a floating-point type, or an integer type of more than one bit}}
#index = #fpo.cost<add = {index: 1}>

// -----

// expected-error @below {{operations in 'i1' are not counted}}
#boolean = #fpo.cost<mul = {i1: 1}>

// -----

// expected-error @below {{'f32' is given twice}}
#twice = #fpo.cost<add = {f32: 1, f32: 2}>

// -----

// expected-error @below {{'read' is given twice}}
#read_twice = #fpo.cost<read = 1, read = 2>

// -----

// expected-error @below {{expected one of fpo, add, mul, iop, mac, transcendentals, read, write, but found 'flops'}}
#flops = #fpo.cost<flops = 1>

// -----

// expected-error @below {{op attribute 'fpo.cost' must be a #fpo.cost}}
func.func private @not_a_cost() attributes {fpo.cost = 12}

// -----

// expected-error @below {{op attribute 'fpo.unknown' must be a string}}
func.func private @not_a_reason() attributes {fpo.unknown}

// -----

// expected-error @below {{op has no attribute 'fpo.price' in the fpo dialect}}
func.func private @no_such_attribute() attributes {fpo.price = 3}

// -----

// expected-error @below {{op attribute 'fpo.param' of argument #1 must be a unit attribute}}
func.func private @not_a_unit(f32, f32 {fpo.param = 1})

// -----

// expected-error @below {{op argument #0 has no attribute 'fpo.weight' in the fpo dialect}}
func.func private @no_such_argument_attribute(f32 {fpo.weight})
