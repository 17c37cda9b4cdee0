"""The schedules that the model is held against."""

from programs import conv, matmul, softmax, transpose

# Capacity, bytes of a line, ways (0: fully associative).
CACHES = {
    "4K": (4096, 64, 0),
    "16K": (16384, 64, 0),
    "4K4": (4096, 64, 4),
    "8K8": (8192, 64, 8),
    "32K8": (32768, 64, 8),
    "32K16": (32768, 64, 16),
}
FULL = ["4K", "16K"]
SETS = ["4K4", "8K8", "32K8", "32K16"]


def all_cases():
    m, n, k = 0, 1, 2
    cases = []

    def add(*new):
        cases.extend(new)

    # Loop orders.
    for order in ["mnk", "mkn", "nmk", "nkm", "kmn", "knm"]:
        add(matmul(f"matmul_{order}", 64, 64, 64, [("mnk".index(d), 1) for d in order]))
    add(matmul("matmul_odd_mnk", 50, 70, 60, [(0, 1), (1, 1), (2, 1)]))
    add(matmul("matmul_odd_mkn", 50, 70, 60, [(0, 1), (2, 1), (1, 1)]))
    add(matmul("matmul_odd_knm", 50, 70, 60, [(2, 1), (1, 1), (0, 1)]))
    # One level of tiles.
    add(matmul("matmul_t16", 96, 96, 96, [(0, 16), (1, 16), (2, 16), (0, 1), (1, 1), (2, 1)]))
    add(matmul("matmul_t16_mkn", 96, 96, 96, [(0, 16), (1, 16), (2, 16), (0, 1), (2, 1), (1, 1)]))
    add(matmul("matmul_t32", 96, 96, 96, [(0, 32), (1, 32), (2, 32), (0, 1), (1, 1), (2, 1)]))
    add(matmul("matmul_t8_knm", 96, 96, 96, [(2, 8), (1, 32), (0, 16), (2, 1), (1, 1), (0, 1)]))
    add(matmul("matmul_panel", 96, 80, 112, [(1, 16), (0, 1), (2, 1), (1, 1)]))
    add(matmul("matmul_kpanel", 96, 80, 112, [(2, 16), (0, 1), (2, 1), (1, 1)]))
    add(matmul("matmul_edge", 70, 75, 90, [(0, 16), (1, 32), (2, 24), (0, 1), (2, 1), (1, 1)]))
    add(matmul("matmul_edge2", 70, 75, 90, [(2, 32), (0, 32), (1, 16), (0, 1), (1, 1), (2, 1)]))
    add(matmul("matmul_edge3", 61, 67, 71, [(1, 20), (2, 20), (0, 20), (0, 1), (2, 1), (1, 1)]))
    # Two levels of tiles.
    add(matmul("matmul_2l", 128, 128, 64, [(0, 32), (1, 64), (2, 32), (0, 8), (1, 16), (0, 1), (2, 1), (1, 1)]))
    add(matmul("matmul_2l_edge", 100, 110, 60, [(1, 48), (2, 32), (0, 24), (1, 16), (0, 8), (2, 1), (0, 1), (1, 1)]))
    add(matmul("matmul_blis", 96, 96, 96, [(1, 96), (2, 48), (0, 24), (1, 16), (0, 4), (2, 1), (0, 1), (1, 1)]))
    # Packed operands.
    blis = [(2, 48), (0, 24), (1, 16), (0, 4), (2, 1), (0, 1), (1, 1)]
    add(matmul("matmul_pack_b", 96, 96, 96, blis, {1: [(1, 16)]}))
    add(matmul("matmul_pack_ab", 96, 96, 96, blis, {0: [(0, 4)], 1: [(1, 16)]}))
    add(matmul("matmul_pack_kn", 96, 96, 96, [(1, 16), (2, 48), (0, 1), (2, 1), (1, 1)], {1: [(2, 48), (1, 16)]}))
    add(matmul("matmul_pow2", 128, 128, 32, [(0, 1), (1, 1), (2, 1)]))
    add(matmul("matmul_pow2_t", 128, 128, 128, [(0, 16), (1, 16), (2, 16), (0, 1), (1, 1), (2, 1)]))
    add(matmul("matmul_pow2_pack", 128, 128, 128, [(1, 16), (2, 32), (0, 1), (2, 1), (1, 1)], {1: [(2, 32), (1, 16)]}))
    # Convolutions, NHWC; the loops are n, oh, ow, f, kh, kw, c.
    plain = [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1)]
    inner_f = [(0, 1), (1, 1), (2, 1), (4, 1), (5, 1), (6, 1), (3, 1)]
    add(conv("conv1x1", 1, 14, 14, 32, 1, 1, 32, 1, plain))
    add(conv("conv1x1_f", 1, 14, 14, 32, 1, 1, 48, 1, inner_f))
    add(conv("conv1x1_s2", 1, 15, 15, 32, 1, 1, 32, 2, inner_f))
    add(conv("conv1x1_tile", 1, 14, 14, 64, 1, 1, 32, 1, [(6, 16), (3, 16), (1, 1), (2, 1), (6, 1), (3, 1)]))
    add(conv("conv3x3", 1, 16, 16, 16, 3, 3, 16, 1, plain))
    add(conv("conv3x3_f", 1, 16, 16, 16, 3, 3, 16, 1, inner_f))
    add(conv("conv3x3_s2", 1, 17, 17, 16, 3, 3, 16, 2, inner_f))
    add(conv("conv3x3_wide", 1, 8, 56, 16, 3, 3, 16, 1, inner_f))
    add(conv("conv3x3_kouter", 1, 14, 14, 16, 3, 3, 16, 1, [(4, 1), (5, 1), (1, 1), (2, 1), (6, 1), (3, 1)]))
    add(conv("conv3x3_tile", 1, 18, 18, 16, 3, 3, 32, 1, [(3, 16), (1, 4), (2, 4), (1, 1), (2, 1), (4, 1), (5, 1), (6, 1), (3, 1)]))
    add(conv("conv3x3_edge", 2, 13, 13, 24, 3, 3, 20, 1, [(3, 16), (1, 4), (2, 1), (1, 1), (4, 1), (5, 1), (6, 1), (3, 1)]))
    # Softmax, (rows, columns).
    add(softmax("softmax", 64, 96, None))
    add(softmax("softmax_row", 64, 96, [(0, 1), (1, 1)]))
    add(softmax("softmax_t4", 64, 96, [(0, 4), (0, 1), (1, 1)]))
    add(softmax("softmax_t16", 64, 96, [(0, 16), (0, 1), (1, 1)]))
    add(softmax("softmax_t5", 64, 100, [(0, 5), (0, 1), (1, 1)]))
    add(softmax("softmax_cols", 48, 96, [(1, 1), (0, 1)]))
    add(softmax("softmax_long", 8, 1500, [(0, 2), (0, 1), (1, 1)]))
    # Transposes.
    add(transpose("transpose", 96, 96, [(0, 1), (1, 1)]))
    add(transpose("transpose_t8", 96, 96, [(0, 8), (1, 8), (0, 1), (1, 1)]))
    add(transpose("transpose_t16", 96, 96, [(0, 16), (1, 16), (0, 1), (1, 1)]))
    add(transpose("transpose_t32", 128, 128, [(0, 32), (1, 32), (0, 1), (1, 1)]))
    add(transpose("transpose_pow2", 128, 128, [(0, 1), (1, 1)]))
    add(transpose("transpose_odd", 100, 90, [(0, 16), (1, 16), (0, 1), (1, 1)]))
    add(transpose("transpose_wide", 40, 300, [(1, 1), (0, 1)]))
    return [(case, FULL + SETS) for case in cases]


def quick_cases():
    """A schedule of each kind, on caches of which each is used a few times."""
    wanted = {
        "matmul_mkn": ["4K", "8K8"], "matmul_nmk": ["16K", "32K8"], "matmul_t16_mkn": ["4K", "4K4"],
        "matmul_edge3": ["4K"], "matmul_2l": ["16K", "8K8"], "matmul_pack_kn": ["4K"],
        "matmul_pow2_pack": ["16K", "32K8"], "conv1x1_f": ["4K"], "conv3x3_s2": ["16K", "8K8"],
        "conv3x3_tile": ["4K"], "softmax_t4": ["4K"], "softmax": ["16K"], "softmax_t5": ["16K"],
        "transpose_t16": ["4K4"], "transpose_pow2": ["4K", "32K16"], "transpose_wide": ["4K"],
    }  # fmt: skip
    return [(case, wanted[case.name]) for case, _ in all_cases() if case.name in wanted]
