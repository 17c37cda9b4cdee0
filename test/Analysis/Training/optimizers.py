#!/usr/bin/env python3
"""The cost of optimizers against their algorithms, run on one parameter, one scalar operation after the other.

    optimizers.py FPO_OPT

The algorithms are those of PyTorch's torch.optim.SGD (with the momentum of Sutskever et al., ICML 2013), of Kingma and Ba,
"Adam", ICLR 2015, algorithm 1, and of Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019,
algorithm 2. That each minimizes a square shows that it is one.
"""

import json
import subprocess
import sys

from autodiff import Counter

ELEMENTS = 12
ALPHA, MU, BETA1, BETA2, EPSILON, LAMBDA, ETA = 0.05, 0.9, 0.9, 0.99, 1e-8, 0.01, 1.0


class Sgd:
    def step(self, c, w, g):
        return [c.sub(a, c.mul(ALPHA, b)) for a, b in zip(w, g)]


class Momentum:
    def __init__(self):
        self.v = [0.0] * ELEMENTS

    def step(self, c, w, g):
        self.v = [c.add(c.mul(MU, v), b) for v, b in zip(self.v, g)]
        return [c.sub(a, c.mul(0.2 * ALPHA, v)) for a, v in zip(w, self.v)]


class Adam:
    decays = False

    def __init__(self):
        self.m, self.v = [0.0] * ELEMENTS, [0.0] * ELEMENTS
        self.power1 = self.power2 = 1.0

    def step(self, c, w, g):
        self.power1, self.power2 = c.mul(self.power1, BETA1), c.mul(self.power2, BETA2)
        rest1, rest2 = c.sub(1.0, self.power1), c.sub(1.0, self.power2)
        result = []
        for i, (a, b) in enumerate(zip(w, g)):
            self.m[i] = c.add(c.mul(BETA1, self.m[i]), c.mul(1 - BETA1, b))
            self.v[i] = c.add(c.mul(BETA2, self.v[i]), c.mul(1 - BETA2, c.mul(b, b)))
            m, v = c.div(self.m[i], rest1), c.div(self.v[i], rest2)
            change = c.div(c.mul(ALPHA, m), c.add(c.sqrt(v), EPSILON))
            if self.decays:
                change = c.mul(ETA, c.add(change, c.mul(LAMBDA, a)))
            result.append(c.sub(a, change))
        return result


class AdamW(Adam):
    decays = True


def executed(optimizer, decays):
    """(ADD, MUL) of one step."""
    c, w = Counter(), [1.0 + 0.1 * i for i in range(ELEMENTS)]
    start = sum(a * a for a in w)
    for _ in range(200):
        c.done.clear()
        g = [2 * a for a in w]
        if decays:
            g = [c.add(b, c.mul(LAMBDA, a)) for a, b in zip(w, g)]
        w = optimizer.step(c, w, g)
    assert sum(a * a for a in w) < 0.05 * start, (type(optimizer), w)
    return c.cost()


def main():
    program = f"func.func @f(%w: tensor<{ELEMENTS}xf32> {{fpo.param}}) -> tensor<{ELEMENTS}xf32> {{\n" \
              f"  return %w : tensor<{ELEMENTS}xf32>\n}}\n"
    good = cases = 0
    for name, make in [("sgd", Sgd), ("momentum", Momentum), ("adam", Adam), ("adamw", AdamW)]:
        for decays in [False, True] if name != "adamw" else [False]:
            command = [sys.argv[1], "-", "--emit=json", f"--training={name}"] + ["--weight-decay"] * decays
            done = subprocess.run(command, input=program, capture_output=True, text=True, check=True)
            cost = json.loads(done.stdout)["training"]["optimizer"]
            derived = cost["add"]["f32"], cost["mul"]["f32"]
            cases += 1
            if derived == executed(make(), decays):
                good += 1
            else:
                print(f"{name}, weight decay {decays}: {derived}, executed {executed(make(), decays)}")
    print(f"{good} of {cases} optimizers agree")
    return 0 if good == cases else 1


if __name__ == "__main__":
    sys.exit(main())
