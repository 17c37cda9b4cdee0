"""The ops of arith, math and complex, alone, on vectors, on tensors, and in the body of a structured op."""

FLOATS = ["f16", "bf16", "f32", "f64"]
INTS = ["i8", "i16", "i32", "i64"]


def width(type):
    return 16 if type == "bf16" else int(type[1:])


def ops():
    """Yields a name, the types of the operands, those of the results, and the text with {0}, {1}, ... for operands and
    for `t(type)` what the form makes of a type."""
    for f in FLOATS:
        for name in ["addf", "subf", "mulf", "divf", "remf", "maximumf", "minimumf", "maxnumf", "minnumf"]:
            yield f"arith_{name}_{f}", [f, f], [f], lambda t, f=f, name=name: f"arith.{name} {{0}}, {{1}} : {t(f)}"
        yield f"arith_negf_{f}", [f], [f], lambda t, f=f: f"arith.negf {{0}} : {t(f)}"
        for predicate in ["olt", "une", "true"]:
            yield (f"arith_cmpf_{predicate}_{f}", [f, f], ["i1"],
                   lambda t, f=f, p=predicate: f"arith.cmpf {p}, {{0}}, {{1}} : {t(f)}")
        yield (f"arith_select_{f}", ["i1", f, f], [f],
               lambda t, f=f: f"arith.select {{0}}, {{1}}, {{2}} : " + (t(f) if t(f) == f else f"{t('i1')}, {t(f)}"))
        for i in INTS:
            for name in ["fptosi", "fptoui"]:
                yield (f"arith_{name}_{f}_{i}", [f], [i], lambda t, f=f, i=i, name=name:
                       f"arith.{name} {{0}} : {t(f)} to {t(i)}")
            for name in ["sitofp", "uitofp"]:
                yield (f"arith_{name}_{i}_{f}", [i], [f], lambda t, f=f, i=i, name=name:
                       f"arith.{name} {{0}} : {t(i)} to {t(f)}")
        for g in FLOATS:
            if width(f) < width(g):
                yield f"arith_extf_{f}_{g}", [f], [g], lambda t, f=f, g=g: f"arith.extf {{0}} : {t(f)} to {t(g)}"
                yield f"arith_truncf_{g}_{f}", [g], [f], lambda t, f=f, g=g: f"arith.truncf {{0}} : {t(g)} to {t(f)}"
        yield (f"arith_bitcast_{f}", [f], [f"i{width(f)}"],
               lambda t, f=f: f"arith.bitcast {{0}} : {t(f)} to {t(f'i{width(f)}')}")
        for name in [
                "absf", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "cos", "cosh", "erf", "erfc",
                "exp", "exp2", "expm1", "floor", "log", "log10", "log1p", "log2", "round", "roundeven", "rsqrt", "sin",
                "sinh", "sqrt", "tan", "tanh", "trunc"
        ]:
            yield f"math_{name}_{f}", [f], [f], lambda t, f=f, name=name: f"math.{name} {{0}} : {t(f)}"
        for name in ["atan2", "copysign", "powf"]:
            yield f"math_{name}_{f}", [f, f], [f], lambda t, f=f, name=name: f"math.{name} {{0}}, {{1}} : {t(f)}"
        yield f"math_fma_{f}", [f, f, f], [f], lambda t, f=f: f"math.fma {{0}}, {{1}}, {{2}} : {t(f)}"
        yield (f"math_clampf_{f}", [f, f, f], [f], lambda t, f=f: f"math.clampf {{0}} to [{{1}}, {{2}}] : {t(f)}")
        yield f"math_sincos_{f}", [f], [f, f], lambda t, f=f: f"math.sincos {{0}} : {t(f)}"
        for name in ["isfinite", "isnan"]:
            yield f"math_{name}_{f}", [f], ["i1"], lambda t, f=f, name=name: f"math.{name} {{0}} : {t(f)}"
    for i in INTS:
        for name in [
                "addi", "subi", "muli", "divsi", "divui", "remsi", "remui", "andi", "ori", "xori", "shli", "shrsi", "shrui",
                "maxsi", "maxui", "minsi", "minui", "floordivsi", "ceildivsi", "ceildivui"
        ]:
            yield f"arith_{name}_{i}", [i, i], [i], lambda t, i=i, name=name: f"arith.{name} {{0}}, {{1}} : {t(i)}"
        yield f"arith_cmpi_{i}", [i, i], ["i1"], lambda t, i=i: f"arith.cmpi ult, {{0}}, {{1}} : {t(i)}"
        yield (f"arith_addui_extended_{i}", [i, i], [i, "i1"],
               lambda t, i=i: f"arith.addui_extended {{0}}, {{1}} : {t(i)}, {t('i1')}")
        for name in ["mulsi_extended", "mului_extended"]:
            yield f"arith_{name}_{i}", [i, i], [i, i], lambda t, i=i, name=name: f"arith.{name} {{0}}, {{1}} : {t(i)}"
        for j in INTS:
            if width(i) < width(j):
                for name in ["extsi", "extui"]:
                    yield (f"arith_{name}_{i}_{j}", [i], [j],
                           lambda t, i=i, j=j, name=name: f"arith.{name} {{0}} : {t(i)} to {t(j)}")
                yield f"arith_trunci_{j}_{i}", [j], [i], lambda t, i=i, j=j: f"arith.trunci {{0}} : {t(j)} to {t(i)}"
        for name in ["index_cast", "index_castui"]:
            yield f"arith_{name}_{i}", [i], ["index"], lambda t, i=i, name=name: f"arith.{name} {{0}} : {t(i)} to {t('index')}"
        for name in ["absi", "ctlz", "ctpop", "cttz"]:
            yield f"math_{name}_{i}", [i], [i], lambda t, i=i, name=name: f"math.{name} {{0}} : {t(i)}"


# Upstream lowers these on vectors of one dimension only.
ONE_DIMENSION = ("math_sincos", "math_isfinite", "math_isnan", "math_absi", "math_cttz", "arith_addui_extended",
                 "arith_mulsi_extended", "arith_mului_extended")


def complex_ops():
    for f in ["f32", "f64"]:
        c = f"complex<{f}>"
        for name in ["add", "sub", "mul", "div", "pow", "atan2"]:
            yield f"complex_{name}_{f}", [c, c], [c], lambda t, c=c, name=name: f"complex.{name} {{0}}, {{1}} : {t(c)}"
        for name in ["eq", "neq"]:
            yield f"complex_{name}_{f}", [c, c], ["i1"], lambda t, c=c, name=name: f"complex.{name} {{0}}, {{1}} : {t(c)}"
        for name in ["abs", "angle"]:
            yield f"complex_{name}_{f}", [c], [f], lambda t, c=c, name=name: f"complex.{name} {{0}} : {t(c)}"
        for name in [
                "conj", "cos", "exp", "expm1", "log", "log1p", "neg", "rsqrt", "sign", "sin", "sqrt", "tan", "tanh"
        ]:
            yield f"complex_{name}_{f}", [c], [c], lambda t, c=c, name=name: f"complex.{name} {{0}} : {t(c)}"


def alone(name, operands, results, text):
    args = ", ".join(f"%a{k}: {t}" for k, t in enumerate(operands))
    body = text(lambda t: t).format(*[f"%a{k}" for k in range(len(operands))])
    values = [f"%r#{k}" for k in range(len(results))] if len(results) > 1 else ["%r"]
    return (f"func.func @{name}({args}) -> ({', '.join(results)}) {{\n  %r{f':{len(results)}' if len(results) > 1 else ''} = {body}\n"
            f"  return {', '.join(values)} : {', '.join(results)}\n}}")


def zero(type):
    if type.startswith("complex"):
        return f"complex.constant [0.0 : {type[8:-1]}, 0.0 : {type[8:-1]}] : {type}"
    return f"arith.constant {'0.0' if 'f' in type else 'false' if type == 'i1' else '0'} {': ' + type if type != 'i1' else ''}"


def on_tensors(name, operands, results, text, shape):
    form = lambda t: f"tensor<{shape}x{t}>"
    return alone(name, [form(t) for t in operands], [form(t) for t in results], lambda _: text(form))


def on_vectors(name, operands, results, text, shape):
    """Read from tensors and written to others."""
    tensor = lambda t: f"tensor<{shape}x{t}>"
    form = lambda t: f"vector<{shape}x{t}>"
    rank = len(shape.split("x"))
    indices = ", ".join(["%c0"] * rank)
    bounds = f"{{in_bounds = [{', '.join(['true'] * rank)}]}}"
    args = [f"%a{k}: {tensor(t)}" for k, t in enumerate(operands)] + [f"%o{k}: {tensor(t)}" for k, t in enumerate(results)]
    lines = ["%c0 = arith.constant 0 : index"]
    for k, t in enumerate(operands):
        lines.append(f"%z{k} = {zero(t)}")
        lines.append(f"%v{k} = vector.transfer_read %a{k}[{indices}], %z{k} {bounds} : {tensor(t)}, {form(t)}")
    many = len(results) > 1
    lines.append(f"%r{f':{len(results)}' if many else ''} = {text(form).format(*[f'%v{k}' for k in range(len(operands))])}")
    for k, t in enumerate(results):
        lines.append(f"%w{k} = vector.transfer_write %r{f'#{k}' if many else ''}, %o{k}[{indices}] {bounds} : {form(t)}, {tensor(t)}")
    types = ", ".join(tensor(t) for t in results)
    lines.append(f"return {', '.join(f'%w{k}' for k in range(len(results)))} : {types}")
    return f"func.func @{name}({', '.join(args)}) -> ({types}) {{\n  " + "\n  ".join(lines) + "\n}"


def in_a_body(name, operands, results, text, shape):
    tensor = lambda t: f"tensor<{shape}x{t}>"
    rank = len(shape.split("x"))
    dims = ", ".join(f"d{k}" for k in range(rank))
    maps = ", ".join([f"affine_map<({dims}) -> ({dims})>"] * (len(operands) + len(results)))
    kinds = ", ".join(['"parallel"'] * rank)
    args = [f"%a{k}: {tensor(t)}" for k, t in enumerate(operands)] + [f"%o{k}: {tensor(t)}" for k, t in enumerate(results)]
    ins = ", ".join(f"%a{k}" for k in range(len(operands)))
    outs = ", ".join(f"%o{k}" for k in range(len(results)))
    result_types = ", ".join(tensor(t) for t in results)
    block = ", ".join([f"%x{k}: {t}" for k, t in enumerate(operands)] + [f"%y{k}: {t}" for k, t in enumerate(results)])
    many = len(results) > 1
    values = ", ".join(f"%r#{k}" for k in range(len(results))) if many else "%r"
    count = f":{len(results)}" if many else ""
    body = text(lambda t: t).format(*[f"%x{k}" for k in range(len(operands))])
    returned = ", ".join(f"%g#{k}" for k in range(len(results))) if many else "%g"
    return (f"func.func @{name}({', '.join(args)}) -> ({result_types}) {{\n"
            f"  %g{count} = linalg.generic {{indexing_maps = [{maps}], iterator_types = [{kinds}]}}\n"
            f"    ins({ins} : {', '.join(tensor(t) for t in operands)}) outs({outs} : {result_types}) {{\n"
            f"  ^bb0({block}):\n    %r{count} = {body}\n    linalg.yield {values} : {', '.join(results)}\n"
            f"  }} -> ({result_types})\n  return {returned} : {result_types}\n}}")


def scalings():
    """By the block scales of the OCP formats."""
    for f in ["f32", "bf16"]:
        wide, narrow, scale = f"tensor<2x3x{f}>", "tensor<2x3xf4E2M1FN>", "tensor<2x3xf8E8M0FNU>"
        for name, a, b in [("scaling_extf", narrow, wide), ("scaling_truncf", wide, narrow)]:
            yield f"arith_{name}_{f}", (f"func.func @arith_{name}_{f}(%a: {a}, %s: {scale}) -> {b} {{\n"
                                        f"  %r = arith.{name} %a, %s : {a}, {scale} to {b}\n  return %r : {b}\n}}")


def powers():
    """A constant exponent, which no argument can be."""
    for f in ["f32", "f64"]:
        for e in [1, 3, 8]:
            yield (f"complex_powi_{f}_{e}", f"func.func @complex_powi_{f}_{e}(%a: complex<{f}>) -> complex<{f}> {{\n"
                   f"  %e = arith.constant {e} : i32\n  %r = complex.powi %a, %e : complex<{f}>, i32\n"
                   f"  return %r : complex<{f}>\n}}")
    for f in FLOATS:
        for e in [1, 2, 3, 7, 8, 31]:
            yield (f"math_fpowi_{f}_{e}", f"func.func @math_fpowi_{f}_{e}(%a: {f}) -> {f} {{\n  %e = arith.constant {e} : i32\n"
                   f"  %r = math.fpowi %a, %e : {f}, i32\n  return %r : {f}\n}}")
    for i in INTS:
        for e in [1, 2, 5, 15]:
            yield (f"math_ipowi_{i}_{e}", f"func.func @math_ipowi_{i}_{e}(%a: {i}) -> {i} {{\n  %e = arith.constant {e} : {i}\n"
                   f"  %r = math.ipowi %a, %e : {i}\n  return %r : {i}\n}}")


def functions():
    made = {}
    for name, operands, results, text in ops():
        made[name] = alone(name, operands, results, text)
        made[name + "_t"] = on_tensors(name + "_t", operands, results, text, "3x5")
        if not name.startswith(ONE_DIMENSION):
            made[name + "_v"] = on_vectors(name + "_v", operands, results, text, "2x3")
        made[name + "_v4"] = on_vectors(name + "_v4", operands, results, text, "4")
        made[name + "_b"] = in_a_body(name + "_b", operands, results, text, "2x1x4")
    for name, operands, results, text in complex_ops():
        made[name] = alone(name, operands, results, text)
        made[name + "_b"] = in_a_body(name + "_b", operands, results, text, "7")
    made.update(powers())
    made.update(scalings())
    return made
