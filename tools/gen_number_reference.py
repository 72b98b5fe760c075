#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/number_reference.tsv: doubles and their shortest decimals.

The digits are those of Python's repr(), which is correctly rounded and as
short as can be; the layout is ours: plain for exponents -5 .. 15, else with an
exponent of no more digits than it needs.
"""
import random
import struct


def of_bits(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def layout(x):
    mantissa, _, exponent = repr(abs(x)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = int(exponent or 0) + (
        len(digits) - len(fraction) if whole == "0" else len(whole))
    if not digits:
        return "0"
    digits, place = digits.rstrip("0"), point - 1
    if place < -5 or place > 15:
        tail = "." + digits[1:] if len(digits) > 1 else ""
        return "%s%se%d" % (digits[0], tail, place)
    if place < 0:
        return "0." + "0" * (-place - 1) + digits
    if len(digits) <= place + 1:
        return digits + "0" * (place + 1 - len(digits))
    return digits[:place + 1] + "." + digits[place + 1:]


def cases():
    random.seed(1)
    for exponent in range(0, 2047, 3):  # powers of two, the lopsided ones
        yield of_bits(exponent << 52)
        yield of_bits((exponent << 52) + 1)
        if exponent:
            yield of_bits((exponent << 52) - 1)
    for _ in range(600):
        yield of_bits(random.getrandbits(63) % (2047 << 52))
        yield of_bits(random.getrandbits(random.randrange(1, 53)))  # subnormal
        yield round(random.uniform(0, 1000), random.randrange(6))
        yield random.randrange(10 ** random.randrange(1, 20))
        yield float("%de%d" % (random.randrange(1, 1000),
                               random.randrange(-320, 305)))
    yield from (0.0, 0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 2.0 ** 53,
                9007199254740993.0, 1e15, 1e16, 1e-5, 1e-6, 123456789012345680)


def main():
    print("# Made by tools/gen_number_reference.py; do not edit.")
    print("# bits, shortest decimal")
    for x in sorted(set(map(float, cases()))):
        print("%016x" % struct.unpack("<Q", struct.pack("<d", x))[0],
              layout(x), sep="\t")


if __name__ == "__main__":
    main()
