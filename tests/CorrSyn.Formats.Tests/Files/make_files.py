"""Writes the files of this folder with NumPy: python3 make_files.py

Every array holds 0, 1, 2, ... in row-major order, divided by 4 for the types that hold fractions; the tests say so too.
"""
import gzip
import os
import struct

import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(FOLDER, name)


def counted(dtype, shape=(2, 3)):
    values = np.arange(np.prod(shape)).reshape(shape)
    return (values / 4).astype(dtype) if np.dtype(dtype).kind == "f" else values.astype(dtype)


def main():
    for code in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1".split():
        for order in "<>":
            if code[1] == "1" and order == ">":
                continue
            name = {"<": "little", ">": "big"}[order]
            np.save(path(f"{code}-{name}.npy"), counted(order + code))
    np.save(path("column-major.npy"), np.asfortranarray(counted("<f8", (2, 3, 4))))
    np.save(path("scalar.npy"), np.float64(2.5))
    np.save(path("empty.npy"), np.zeros((0, 5)))
    np.save(path("complex.npy"), np.ones(2, "<c8"))
    np.save(path("objects.npy"), np.array([None, 1], dtype=object), allow_pickle=True)
    np.save(path("records.npy"), np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(path(f"version{version[0]}.npy"), "wb") as file:
            np.lib.format.write_array(file, counted("<f4"), version=version)
    arrays = {"layer1/weight": counted("<f8", (3, 2)), "layer2/weight": counted("<f4", (1, 3)), "names": np.array(["a"])}
    np.savez(path("stored.npz"), **arrays)
    np.savez_compressed(path("deflated.npz"), **arrays)
    np.savetxt(path("table.txt"), counted("<f8"), header="made by savetxt")
    np.savetxt(path("table.csv"), counted("<f8"), delimiter=",", header="a,b,c", comments="")
    images = counted("u1", (2, 2, 3))
    header = bytes([0, 0, 8, 3]) + struct.pack(">3i", *images.shape)
    with open(path("images.idx"), "wb") as file:
        file.write(header + images.tobytes())
    with open(path("images.idx.gz"), "wb") as file:
        file.write(gzip.compress(header + images.tobytes(), mtime=0))


if __name__ == "__main__":
    main()
