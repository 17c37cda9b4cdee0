"""Convolutions and poolings of padded images, of which kernels leave the padding out."""

# Sizes of the image, the window, strides, dilations, and what is in front of and behind rows and columns.
WINDOWS = [
    ((7, 7), (3, 3), (1, 1), (1, 1), (1, 1, 1, 1)),
    ((14, 14), (3, 3), (1, 1), (1, 1), (1, 1, 1, 1)),
    ((5, 41), (3, 3), (1, 1), (1, 1), (1, 1, 1, 1)),
    ((9, 30), (5, 7), (1, 1), (1, 1), (2, 2, 3, 3)),
    ((11, 23), (3, 3), (2, 2), (1, 1), (0, 1, 0, 1)),
    ((12, 33), (3, 3), (2, 3), (1, 1), (1, 1, 1, 1)),
    ((10, 21), (3, 3), (1, 1), (2, 3), (2, 2, 3, 3)),
    ((3, 6), (2, 2), (1, 1), (1, 1), (3, 3, 4, 4)),  # some windows see padding alone
    ((4, 25), (1, 9), (1, 1), (1, 1), (0, 0, 8, 8)),
    ((25, 4), (9, 1), (1, 1), (1, 1), (8, 0, 0, 0)),
]


def dense(sizes):
    return "x".join(map(str, sizes))


def window(name, op, window_case, channels, filters, element="f32"):
    """Function `name`, which runs `op` on a padded image of `channels` with `filters`, the sizes behind those of the window."""
    (rows, columns), sizes, strides, dilations, (top, bottom, left, right) = window_case
    padded = rows + top + bottom, columns + left + right
    results = [(whole - (size - 1) * dilation - 1) // stride + 1
               for whole, size, stride, dilation in zip(padded, sizes, strides, dilations)]
    is_pooling = op.startswith("pooling")
    zero = "0.0" if element.startswith("f") else "0"
    padding = "0xFF800000" if op.endswith("max") else zero
    image, image_padded = dense((2, rows, columns, channels)), dense((2, *padded, channels))
    weights = dense((*sizes, *filters))
    result = dense((2, *results, filters[-1] if filters else channels))
    argument = "" if is_pooling else f", %w: tensor<{weights}x{element}>"
    made = f"%w = tensor.empty() : tensor<{weights}x{element}>" if is_pooling else ""
    return f"""func.func @{name}(%x: tensor<{image}x{element}>{argument}) -> tensor<{result}x{element}> {{
  %padding = arith.constant {padding} : {element}
  {made}
  %p = tensor.pad %x low[0, {top}, {left}, 0] high[0, {bottom}, {right}, 0] {{
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %padding : {element}
  }} : tensor<{image}x{element}> to tensor<{image_padded}x{element}>
  %e = tensor.empty() : tensor<{result}x{element}>
  %f = linalg.fill ins(%padding : {element}) outs(%e : tensor<{result}x{element}>) -> tensor<{result}x{element}>
  %r = linalg.{op} {{strides = dense<[{strides[0]}, {strides[1]}]> : tensor<2xi64>, dilations = dense<[{dilations[0]}, {dilations[1]}]> : tensor<2xi64>}}
    ins(%p, %w : tensor<{image_padded}x{element}>, tensor<{weights}x{element}>) outs(%f : tensor<{result}x{element}>) -> tensor<{result}x{element}>
  return %r : tensor<{result}x{element}>
}}
"""


def functions():
    for number, case in enumerate(WINDOWS):
        for op, channels, filters, element in [
                ("conv_2d_nhwc_hwcf", 5, (5, 20), "f32"), ("conv_2d_nhwc_hwcf", 3, (3, 33), "f64"),
                ("conv_2d_nhwc_hwcf", 4, (4, 16), "i32"), ("depthwise_conv_2d_nhwc_hwc", 37, (37,), "f32"),
                ("pooling_nhwc_max", 18, (), "f32"), ("pooling_nhwc_sum", 18, (), "f32")]:
            name = f"{op}_{element}_{number}"
            yield name, window(name, op, case, channels, filters, element)
