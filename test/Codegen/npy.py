"""Arrays of Python in files of NumPy."""

import array
import struct


def write_npy(path, values, sizes):
    kind = {"f": "f4", "d": "f8", "b": "i1", "h": "i2", "i": "i4", "q": "i8"}[values.typecode]
    shape = "(" + "".join(f"{size}, " for size in sizes) + ")"
    header = f"{{'descr': '{'|' if kind[1] == '1' else '<'}{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        values.tofile(file)


def read_npy(path, code):
    with open(path, "rb") as file:
        file.seek(8)
        file.seek(struct.unpack("<H", file.read(2))[0], 1)
        values = array.array(code)
        values.frombytes(file.read())
    return values
