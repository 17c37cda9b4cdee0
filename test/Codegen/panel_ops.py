"""Contractions of which an operand is packed in each run."""


def product(name, maps, loops, left, right, result, element="f32", sum_element=None):
    """Function `name`, which adds products; `maps` are lists of loops, and the last of these is added along."""
    sum_element = sum_element or element
    dims = ", ".join(f"d{i}" for i in range(loops))
    maps = ", ".join(f"affine_map<({dims}) -> ({', '.join(f'd{i}' for i in each)})>" for each in maps)
    iterators = ", ".join(f'"{kind}"' for kind in ["parallel"] * (loops - 1) + ["reduction"])
    left, right, result = ("x".join(map(str, sizes)) for sizes in (left, right, result))
    is_float = sum_element.startswith("f")
    widen = "" if element == sum_element else f"""
    %wx = arith.ext{"f" if is_float else "si"} %a : {element} to {sum_element}
    %wy = arith.ext{"f" if is_float else "si"} %b : {element} to {sum_element}"""
    x, y = ("%a", "%b") if not widen else ("%wx", "%wy")
    kind = "f" if is_float else "i"
    return f"""func.func @{name}(%x: tensor<{left}x{element}>, %y: tensor<{right}x{element}>) -> tensor<{result}x{sum_element}> {{
  %z = arith.constant {"0.0" if is_float else "0"} : {sum_element}
  %e = tensor.empty() : tensor<{result}x{sum_element}>
  %f = linalg.fill ins(%z : {sum_element}) outs(%e : tensor<{result}x{sum_element}>) -> tensor<{result}x{sum_element}>
  %r = linalg.generic {{indexing_maps = [{maps}], iterator_types = [{iterators}]}}
    ins(%x, %y : tensor<{left}x{element}>, tensor<{right}x{element}>) outs(%f : tensor<{result}x{sum_element}>) {{
  ^bb0(%a: {element}, %b: {element}, %c: {sum_element}):{widen}
    %p = arith.mul{kind} {x}, {y} : {sum_element}
    %s = arith.add{kind} %c, %p : {sum_element}
    linalg.yield %s : {sum_element}
  }} -> tensor<{result}x{sum_element}>
  return %r : tensor<{result}x{sum_element}>
}}
"""


def functions():
    for m, n, k in [(24, 128, 16), (400, 96, 5), (17, 200, 33), (20, 75, 24), (18, 31, 12), (390, 161, 3)]:
        sizes = f"{m}_{n}_{k}"
        yield f"plain_{sizes}", product(f"plain_{sizes}", [(0, 2), (2, 1), (0, 1)], 3, (m, k), (k, n), (m, n))
        yield f"turned_{sizes}", product(f"turned_{sizes}", [(0, 2), (1, 2), (0, 1)], 3, (m, k), (n, k), (m, n))
        yield f"batch_{sizes}", product(f"batch_{sizes}", [(0, 1, 3), (0, 2, 3), (0, 1, 2)], 4, (3, m, k), (3, n, k), (3, m, n))
        yield f"heads_{sizes}", product(f"heads_{sizes}", [(0, 1, 3), (2, 0, 3), (1, 0, 2)], 4, (3, m, k), (n, 3, k), (m, 3, n))
        yield f"bytes_{sizes}", product(f"bytes_{sizes}", [(0, 2), (1, 2), (0, 1)], 3, (m, k), (n, k), (m, n), "i8", "i32")
        yield f"half_{sizes}", product(f"half_{sizes}", [(0, 2), (1, 2), (0, 1)], 3, (m, k), (n, k), (m, n), "bf16", "f32")
