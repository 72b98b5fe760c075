#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the icon of the Windows program.

    gen_icon.py OUT.ico        all sizes in one file
    gen_icon.py OUT.png SIZE   one of them, to look at

A tile with the area under a curve between two limits, and an integral sign
before it.  Shapes are polygons in a square of side 1, y downwards.  A pixel is
covered as far as its rows of samples are: within a row exactly, so edges are
smooth.  Small sizes have a thicker sign, no curve, and limits between pixels.
"""
import math
import pathlib
import struct
import sys
import zlib

SIZES = (16, 24, 32, 48, 256)
ROWS = 8  # of samples in a pixel
PNG_FROM = 24  # smaller ones are bitmaps, which every part of Windows reads

# Colours: (red, green, blue) at the top and at the bottom of the tile.
TILE = ((58, 108, 222), (18, 38, 106))
BEYOND = ((74, 122, 226), (38, 66, 148))
AREA = ((255, 208, 92), (247, 138, 52))
FAINT = ((150, 180, 245), (110, 145, 230))
CURVE = ((255, 240, 205), (255, 240, 205))
SIGN = ((255, 255, 255), (240, 246, 255))

CORNER = 0.22
LOWER, UPPER = 0.5, 0.88  # the limits


def bezier(points, count=24):
    """Points of a cubic arc."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    for i in range(count + 1):
        t = i / count
        u = 1 - t
        yield (u**3 * ax + 3 * u * u * t * bx + 3 * u * t * t * cx + t**3 * dx,
               u**3 * ay + 3 * u * u * t * by + 3 * u * t * t * cy + t**3 * dy)


def disc(x, y, radius, count=48):
    turn = 2 * math.pi / count
    return [(x + radius * math.cos(i * turn), y + radius * math.sin(i * turn))
            for i in range(count)]


def tile():
    """A square with round corners."""
    near, far = CORNER, 1 - CORNER
    outline = []
    for x, y, begin in ((far, far, 0), (near, far, 1), (near, near, 2),
                        (far, near, 3)):
        outline += [(x + CORNER * math.cos((begin + i / 16) * math.pi / 2),
                     y + CORNER * math.sin((begin + i / 16) * math.pi / 2))
                    for i in range(17)]
    return outline


def turned(shape):
    """The same outline, in the direction that all have."""
    twice = sum(ax * by - bx * ay for (ax, ay), (bx, by) in
                zip(shape, shape[1:] + shape[:1]))
    return shape if twice > 0 else shape[::-1]


def stroke(spine, widths):
    """The outline of a line of changing width."""
    left, right = [], []
    for i, (x, y) in enumerate(spine):
        before, after = spine[max(i - 1, 0)], spine[min(i + 1, len(spine) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        scale = widths[i] / 2 / math.hypot(dx, dy)
        left.append((x - dy * scale, y + dx * scale))
        right.append((x + dy * scale, y - dx * scale))
    return left + right[::-1]


def sign(boldness, x, y, height):
    """An integral sign with its centre at (x, y): its stem and two drops."""
    upper = [*bezier([(0, 0), (0.045, -0.22), (0.055, -0.465),
                      (0.175, -0.465)]),
             *bezier([(0.175, -0.465), (0.225, -0.465), (0.25, -0.435),
                      (0.25, -0.395)])][1:]
    # the turn of the arm is where two arcs meet: not twice the same point
    upper = [p for i, p in enumerate(upper) if i == 0 or p != upper[i - 1]]
    spine = [(-px, -py) for px, py in upper[::-1]] + [(0, 0)] + upper
    widths = [boldness * (0.112 - 0.07 * min(1, abs(py) / 0.46)**2)
              for _, py in spine]
    drop = 0.05 * (1 + boldness) / 2
    shapes = [stroke(spine, widths), disc(0.227, -0.388, drop),
              disc(-0.227, 0.388, drop)]
    return [[(x + height * px, y + height * py) for px, py in shape]
            for shape in shapes]


def curve(x):
    """The height of the integrand, as a coordinate."""
    return 0.56 - 0.2 * math.sin(5.2 * (x - 0.34)) - 0.08 * x


def below(lower, upper, count=64):
    """The area under the curve."""
    xs = [lower + (upper - lower) * i / count for i in range(count + 1)]
    return [(x, curve(x)) for x in xs] + [(upper, 1), (lower, 1)]


def along(lower, upper, width, count=64):
    """The curve itself, cut off at the limits."""
    xs = [lower + (upper - lower) * i / count for i in range(count + 1)]
    return ([(x, curve(x) - width / 2) for x in xs] +
            [(x, curve(x) + width / 2) for x in xs[::-1]])


def crossings(shape, y):
    """(x, up or down) of the edges that a row of samples meets."""
    for (ax, ay), (bx, by) in zip(shape, shape[1:] + shape[:1]):
        if (ay <= y) != (by <= y):
            yield ax + (bx - ax) * (y - ay) / (by - ay), 1 if ay < by else -1


def spans(shapes, y):
    """Where a row of samples is inside a shape or another; all of them turn
    the same way."""
    edges = sorted(edge for shape in shapes for edge in crossings(shape, y))
    winding, begin = 0, 0.0
    for x, turn in edges:
        if winding == 0:
            begin = x
        winding += turn
        if winding == 0:
            yield begin, x


def cover(shapes, size):
    """The share of each pixel that the shapes cover, row by row."""
    shapes = [turned(shape) for shape in shapes]
    covered = [[0.0] * size for _ in range(size)]
    for row in range(size * ROWS):
        pixels = covered[row // ROWS]
        for begin, end in spans(shapes, (row + 0.5) / (size * ROWS)):
            begin, end = max(0, begin * size), min(size, end * size)
            for i in range(int(begin), min(size, math.ceil(end))):
                pixels[i] += (min(end, i + 1) - max(begin, i)) / ROWS
    return covered


def layers(size):
    """(shapes, colours), from the back to the front; all within the tile."""
    small = size < 32
    lower, upper = LOWER, UPPER
    if size < 64:
        lower, upper = (round(x * size) / size for x in (lower, upper))
    boldness = 1.4 if small else 1.2 if size < 64 else 1.1
    yield [tile()], TILE
    if not small:
        yield [below(0, 1)], BEYOND
        yield [along(0, 1, 0.016)], FAINT
    yield [below(lower, upper)], AREA
    if not small:
        yield [along(lower, upper, 0.032)], CURVE
    yield sign(boldness, 0.295, 0.5, 0.84), SIGN


def draw(size):
    """Rows of pixels: red, green, blue, alpha."""
    alpha = cover([tile()], size)
    image = [[[0.0] * 3 for _ in range(size)] for _ in range(size)]
    for shapes, (top, bottom) in layers(size):
        covered = cover(shapes, size)
        for y, (pixels, shares) in enumerate(zip(image, covered)):
            t = (y + 0.5) / size
            colour = [a + (b - a) * t for a, b in zip(top, bottom)]
            for pixel, share, whole in zip(pixels, shares, alpha[y]):
                # sixteenths, so that rows resemble each other and pack well
                share = (round(16 * min(1, share / whole)) / 16
                         if whole > 0 else 0)
                for c in range(3):
                    pixel[c] += (colour[c] - pixel[c]) * share
    return [[(*(round(c) for c in pixel), round(255 * min(1, whole)))
             for pixel, whole in zip(pixels, row)]
            for pixels, row in zip(image, alpha)]


def png(image):
    size = len(image)

    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data +
                struct.pack('>I', zlib.crc32(kind + data)))

    # Unfiltered rows compress best: neighbours are often equal.  Colours in
    # steps of eight look the same and take a third less.
    data = b''.join(b'\0' + bytes(c for r, g, b, a in row
                                  for c in (r & 248, g & 248, b & 248, a))
                    for row in image)
    return (b'\x89PNG\r\n\x1a\n' +
            chunk(b'IHDR', struct.pack('>IIBBBBB', size, size, 8, 6, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(data, 9)) + chunk(b'IEND', b''))


def bitmap(image):
    """As icons hold it: from the bottom, twice as high, and a mask of bits."""
    size = len(image)
    head = struct.pack('<IiiHHIIiiII', 40, size, 2 * size, 1, 32, 0, 0, 0, 0,
                       0, 0)
    rows = b''.join(bytes((b, g, r, a)) for row in image[::-1]
                    for r, g, b, a in row)
    return head + rows + bytes((size + 31) // 32 * 4 * size)


def icon():
    images = [(size, draw(size)) for size in SIZES]
    parts = [png(image) if size >= PNG_FROM else bitmap(image)
             for size, image in images]
    at = 6 + 16 * len(parts)
    head = struct.pack('<HHH', 0, 1, len(parts))
    for (size, _), part in zip(images, parts):
        head += struct.pack('<BBBBHHII', size % 256, size % 256, 0, 0, 1, 32,
                            len(part), at)
        at += len(part)
    return head + b''.join(parts)


def main(out, size=None):
    pathlib.Path(out).write_bytes(png(draw(int(size))) if size else icon())


if __name__ == '__main__':
    main(*sys.argv[1:])
