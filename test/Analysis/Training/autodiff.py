"""Reverse-mode differentiation by execution, on Python floats, one scalar operation after the other.

A program is a list of applications of structured ops to tensors. Run forward, each application keeps the scalar values of
its points; run backward, each point computes the gradients of what it read, and every scalar operation that takes is
counted. Finite differences check the values.
"""

import collections
import itertools
import math

# ADD and MUL of one operation in f32, as docs/CostModel.md has them.
F32 = {
    "add": (1, 0), "sub": (1, 0), "mul": (0, 1), "div": (2, 5), "sqrt": (2, 8), "rsqrt": (2, 7),
    "exp": (14, 11), "log": (20, 13), "sin": (6, 10), "cos": (6, 10), "pow": (34, 25),
    "sinh": (29, 23), "cosh": (29, 23),
}

DO = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
    "sqrt": math.sqrt, "rsqrt": lambda a: 1 / math.sqrt(a), "exp": math.exp, "log": math.log, "sin": math.sin,
    "cos": math.cos, "pow": lambda a, b: a ** b, "sinh": math.sinh, "cosh": math.cosh,
}


class Counter:
    """Scalar operations, done and counted. Signs cost nothing."""

    def __init__(self):
        self.done = collections.Counter()
        self.functions = functions(self)

    def __getattr__(self, name):
        function = DO.get(name)
        if function is None:
            raise AttributeError(name)

        def do(*operands):
            self.done[name] += 1
            return function(*operands)

        setattr(self, name, do)
        return do

    def cost(self):
        """(ADD, MUL)."""
        return tuple(sum(n * F32[name][i] for name, n in self.done.items()) for i in (0, 1))



def hold(low, high):
    return lambda g, y, a: [g if low < a < high else 0.0]


# Each scalar function: its value, and its vector-Jacobian product, a list of functions (one for each operand; None if
# the derivative is zero) or one function that returns all of them, from the gradient g, the result y, the operands.
def functions(c):
    two_over_root_pi = 2 / math.sqrt(math.pi)

    def erf(sign):
        return lambda g, y, a: [sign * c.mul(c.mul(g, two_over_root_pi), c.exp(-c.mul(a, a)))]

    def div(g, y, a, b, wants):
        q = c.div(g, b)
        return [q, -c.mul(q, y) if wants[1] else None]

    def atan2(g, y, a, b, wants):
        r = c.div(g, c.add(c.mul(a, a), c.mul(b, b)))
        return [c.mul(r, b) if wants[0] else None, -c.mul(r, a) if wants[1] else None]

    def pow_(g, y, a, b, wants):
        return [c.mul(g, c.mul(b, c.pow(a, c.sub(b, 1)))) if wants[0] else None,
                c.mul(g, c.mul(y, c.log(a))) if wants[1] else None]

    def rem(g, y, a, b, wants):
        return [g, -c.mul(g, math.trunc(c.div(a, b))) if wants[1] else None]

    def arc(a):
        return c.rsqrt(c.sub(1, c.mul(a, a)))

    return {
        "neg": (lambda a: -a, lambda g, y, a: [-g]),
        "abs": (abs, lambda g, y, a: [g if a > 0 else -g]),
        "floor": (math.floor, None),
        "exp": (math.exp, lambda g, y, a: [c.mul(g, y)]),
        "exp2": (lambda a: 2 ** a, lambda g, y, a: [c.mul(c.mul(g, y), math.log(2))]),
        "expm1": (math.expm1, lambda g, y, a: [c.mul(g, c.add(y, 1))]),
        "log": (math.log, lambda g, y, a: [c.div(g, a)]),
        "log2": (math.log2, lambda g, y, a: [c.div(g, c.mul(a, math.log(2)))]),
        "log10": (math.log10, lambda g, y, a: [c.div(g, c.mul(a, math.log(10)))]),
        "log1p": (math.log1p, lambda g, y, a: [c.div(g, c.add(a, 1))]),
        "sqrt": (math.sqrt, lambda g, y, a: [c.div(g, c.mul(2, y))]),
        "rsqrt": (lambda a: 1 / math.sqrt(a), lambda g, y, a: [c.mul(-0.5, c.mul(g, c.mul(y, c.mul(y, y))))]),
        "cbrt": (lambda a: a ** (1 / 3), lambda g, y, a: [c.div(g, c.mul(3, c.mul(y, y)))]),
        "reciprocal": (lambda a: 1 / a, lambda g, y, a: [-c.mul(g, c.mul(y, y))]),
        "sin": (math.sin, lambda g, y, a: [c.mul(g, c.cos(a))]),
        "cos": (math.cos, lambda g, y, a: [-c.mul(g, c.sin(a))]),
        "tan": (math.tan, lambda g, y, a: [c.mul(g, c.add(1, c.mul(y, y)))]),
        "sinh": (math.sinh, lambda g, y, a: [c.mul(g, c.cosh(a))]),
        "cosh": (math.cosh, lambda g, y, a: [c.mul(g, c.sinh(a))]),
        "tanh": (math.tanh, lambda g, y, a: [c.mul(g, c.sub(1, c.mul(y, y)))]),
        "asin": (math.asin, lambda g, y, a: [c.mul(g, arc(a))]),
        "acos": (math.acos, lambda g, y, a: [-c.mul(g, arc(a))]),
        "asinh": (math.asinh, lambda g, y, a: [c.mul(g, c.rsqrt(c.add(c.mul(a, a), 1)))]),
        "acosh": (lambda a: math.acosh(a + 1), lambda g, y, a:
                  [c.mul(g, c.rsqrt(c.sub(c.mul(a + 1, a + 1), 1)))]),
        "atan": (math.atan, lambda g, y, a: [c.div(g, c.add(1, c.mul(a, a)))]),
        "atanh": (math.atanh, lambda g, y, a: [c.div(g, c.sub(1, c.mul(a, a)))]),
        "erf": (math.erf, erf(1)),
        "erfc": (math.erfc, erf(-1)),
        "sigmoid": (lambda a: 1 / (1 + math.exp(-a)), lambda g, y, a: [c.mul(g, c.mul(y, c.sub(1, y)))]),
        "clamp": (lambda a: min(max(a, 0.3), 0.6), hold(0.3, 0.6)),
        "square": (lambda a: a * a, lambda g, y, a: [c.mul(g, c.mul(2, a))]),
        "cube": (lambda a: a ** 3, lambda g, y, a: [c.mul(g, c.mul(3, c.mul(a, a)))]),
        "fifth": (lambda a: a ** 5, lambda g, y, a:
                  [c.mul(g, c.mul(5, (lambda s: c.mul(s, s))(c.mul(a, a))))]),
        "add": (lambda a, b: a + b, lambda g, y, a, b, wants: [g, g]),
        "sub": (lambda a, b: a - b, lambda g, y, a, b, wants: [g, -g]),
        "mul": (lambda a, b: a * b, lambda g, y, a, b, wants:
                [c.mul(g, b) if wants[0] else None, c.mul(g, a) if wants[1] else None]),
        "div": (lambda a, b: a / b, div),
        "rem": (math.fmod, rem),
        "pow": (lambda a, b: a ** b, pow_),
        "atan2": (math.atan2, atan2),
        "copysign": (math.copysign, lambda g, y, a, b, wants: [g if (a > 0) == (b > 0) else -g, None]),
        "max": (max, lambda g, y, a, b, wants: [g if a >= b else 0.0, 0.0 if a >= b else g]),
        "min": (min, lambda g, y, a, b, wants: [g if a <= b else 0.0, 0.0 if a <= b else g]),
        # A reduction that picks one: the other one receives nothing at all.
        "pick": (max, lambda g, y, a, b, wants: [g if a >= b else None, None if a >= b else g]),
        "fma": (lambda a, b, d: a * b + d, lambda g, y, a, b, d, wants:
                [c.mul(g, b) if wants[0] else None, c.mul(g, a) if wants[1] else None, g]),
    }


class Scalar:
    def __init__(self, tape, value, wants):
        self.tape, self.value, self.wants, self.grad = tape, value, wants, None

    def receive(self, gradient):
        c = self.tape.counter
        self.grad = gradient if self.grad is None else c.add(self.grad, gradient)


class Tape:
    """The scalar operations of one point."""

    def __init__(self, counter):
        self.counter, self.steps, self.functions = counter, [], counter.functions

    def __getattr__(self, name):
        value, product = self.functions[name]

        def apply(*operands):
            operands = [o if isinstance(o, Scalar) else Scalar(self, o, False) for o in operands]
            y = Scalar(self, value(*(o.value for o in operands)),
                       product is not None and any(o.wants for o in operands))
            self.steps.append((y, product, operands))
            return y

        return apply

    def backward(self):
        for y, product, operands in reversed(self.steps):
            if y.grad is None or not y.wants:
                continue
            values, wants = [o.value for o in operands], [o.wants for o in operands]
            gradients = product(y.grad, y.value, *values, *([wants] if len(operands) > 1 else []))
            for operand, gradient in zip(operands, gradients):
                if operand.wants and gradient is not None:
                    operand.receive(gradient)


class Tensor:
    def __init__(self, shape, value, wants=False):
        self.shape, self.wants, self.grad, self.is_outside = shape, wants, None, False
        self.data = {at: value(at) for at in indices(shape)}

    def receive(self, counter, gradient):
        """Adds gradients (by index) to those that are there; to zeros, for a value from outside of a loop."""
        if self.grad is None and self.is_outside:
            self.grad = dict.fromkeys(indices(self.shape), 0.0)
        if self.grad is None:
            self.grad = dict.fromkeys(indices(self.shape), 0.0)
            self.grad.update(gradient)
        else:
            for at, g in gradient.items():
                self.grad[at] = counter.add(self.grad[at], g)


def indices(shape):
    return list(itertools.product(*(range(n) for n in shape)))


class Program:
    """Tensors and the ops that were applied to them."""

    def __init__(self, counter):
        self.counter, self.applied = counter, []

    def structured(self, space, shape, out, inputs, body, init=0.0, contraction=False):
        """For each point p of `space`: result[out(p)] = body(tape, [x[map(p)] for x, map in inputs], result[out(p)]).

        A map that returns None reads a zero that belongs to no tensor (padding). `init` is a number or a tensor."""
        result = Tensor(shape, (lambda at: init.data[at]) if isinstance(init, Tensor) else (lambda at: init))
        points = []
        for p in indices(space):
            tape = Tape(self.counter)
            leaves = []
            for x, map_ in inputs:
                at = map_(*p)
                leaves.append(Scalar(tape, 0.0 if at is None else x.data[at], x.wants and at is not None))
            accumulator = Scalar(tape, result.data[out(*p)], True)
            y = body(tape, leaves, accumulator)
            result.data[out(*p)] = y.value
            result.wants |= any(leaf.wants for leaf in leaves) and y.wants
            points.append((p, tape, leaves, accumulator, y))
        result.wants |= isinstance(init, Tensor) and init.wants
        self.applied.append(lambda: self.reverse(result, out, inputs, points, init, contraction))
        return result

    def reverse(self, result, out, inputs, points, init, contraction):
        if result.grad is None or not result.wants:
            return
        running = dict(result.grad)
        # A buffer that several points add to starts from zeros; in others each element is stored.
        reads = [collections.Counter(map_(*p) for p, *_ in points) for _, map_ in inputs]
        sums = [contraction or any(n > 1 for at, n in read.items() if at is not None) for read in reads]
        buffers = [{} for _ in inputs]
        uses_accumulator = False
        for p, tape, leaves, accumulator, y in reversed(points):
            gradient = running.get(out(*p))
            if gradient is None:
                continue
            y.receive(gradient)
            tape.backward()
            running[out(*p)] = accumulator.grad
            uses_accumulator |= accumulator.grad is not None
            for (x, map_), leaf, buffer, adds in zip(inputs, leaves, buffers, sums):
                at = map_(*p)
                if leaf.grad is None:
                    continue
                if adds:
                    buffer[at] = self.counter.add(buffer.get(at, 0.0), leaf.grad)
                else:
                    assert at not in buffer
                    buffer[at] = leaf.grad
        for (x, _), buffer in zip(inputs, buffers):
            if x.wants:
                x.receive(self.counter, {at: buffer.get(at, 0.0) for at in indices(x.shape)})
        if isinstance(init, Tensor) and init.wants and uses_accumulator:
            init.receive(self.counter, {at: g or 0.0 for at, g in running.items()})

    def move(self, shape, inputs, source):
        """result[at] = x[index] where source(*at) = (number of the input x, index), or None for a zero. Gradients are
        moved back, those of the elements that were moved."""
        places = {at: source(*at) for at in indices(shape)}
        result = Tensor(shape, lambda at: inputs[places[at][0]].data[places[at][1]] if places[at] else 0.0)
        result.wants = any(x.wants for x in inputs)

        def reverse():
            if result.grad is None or not result.wants:
                return
            for number, x in reversed(list(enumerate(inputs))):
                if x.wants:
                    x.receive(self.counter, {place[1]: result.grad[at] for at, place in places.items()
                                             if place and place[0] == number})

        self.applied.append(reverse)
        return result

    def scatter_back(self, shape, x, source):
        """result[at] = x[source(*at)], where an element may be read twice: its gradients are added to zeros."""
        result = Tensor(shape, lambda at: x.data[source(*at)])
        result.wants = x.wants

        def reverse():
            if result.grad is None or not result.wants:
                return
            if x.grad is None:
                x.grad = dict.fromkeys(indices(x.shape), 0.0)
            for at in indices(shape):
                x.grad[source(*at)] = self.counter.add(x.grad[source(*at)], result.grad[at])

        self.applied.append(reverse)
        return result

    def backward(self):
        for reverse in reversed(self.applied):
            reverse()


def run(build, wanted, shapes, check=True):
    """Builds a program on tensors of `shapes`, of which those in `wanted` want gradients; the cost, (ADD, MUL), of the
    backward pass from the sum of its result, each element with a weight of its own."""

    def value(number, at):
        # In (0.2, 0.8), no two alike, no sum of two alike.
        return 0.2 + 0.6 * ((math.sin(1 + 7.3 * number + sum((3.1 + k) * i for k, i in enumerate(at))) + 1) / 2)

    def make(change=None):
        tensors = [Tensor(shape, lambda at, n=n: value(n, at), n in wanted) for n, shape in enumerate(shapes)]
        if change:
            number, at, step = change
            tensors[number].data[at] += step
        counter = Counter()
        program = Program(counter)
        result = build(program, *tensors)
        return counter, program, tensors, result

    def loss(result):
        return sum((1 + 0.1 * k) * result.data[at] for k, at in enumerate(indices(result.shape)))

    counter, program, tensors, result = make()
    counter.done.clear()
    result.grad = {at: 1 + 0.1 * k for k, at in enumerate(indices(result.shape))}
    program.backward()
    if check:
        for number in wanted:
            for at in indices(shapes[number])[-3:]:
                step = 1e-6
                up, down = loss(make((number, at, step))[3]), loss(make((number, at, -step))[3])
                wanted_slope = (up - down) / (2 * step)
                slope = (tensors[number].grad or {}).get(at, 0.0)
                assert abs(slope - wanted_slope) <= 1e-4 * max(1, abs(wanted_slope)), (number, at, slope, wanted_slope)
    return counter.cost()
