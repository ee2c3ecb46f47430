"""Renders photographs of a room for the recorded reconstructions: `scene.py FOLDER COUNT SEED`.

A textured floor and two walls, seen from a circle around the room: enough for COLMAP to find
points. Plain Python, because nothing else here needs an array library.
"""

import random
import sys
from math import cos, hypot, pi, sin
from pathlib import Path

WIDTH, HEIGHT, TEXTURE = 400, 300, 512


def texture(chance: random.Random) -> list[bytearray]:
    """Return a square of noise with blocks of several sizes: corners at every scale."""
    rows = [bytearray(TEXTURE) for _ in range(TEXTURE)]
    for size, strength in ((64, 90), (16, 90), (4, 75)):
        blocks = [[chance.randrange(strength) for _ in range(TEXTURE)] for _ in range(TEXTURE)]
        for y, row in enumerate(rows):
            line = blocks[y // size]
            for x in range(TEXTURE):
                row[x] += line[x // size]
    return rows


def photograph(walls: list[list[bytearray]], turn: float, height: float) -> bytes:
    """Return the grey pixels that a camera sees from `turn` radians on its circle."""
    eye = (3.2 + 1.6 * cos(turn), 3.2 + 1.6 * sin(turn), height)
    ahead = (-eye[0] + 0.4, -eye[1] + 0.4, -height * 0.6)
    length = hypot(*ahead)
    front = tuple(part / length for part in ahead)
    flat = hypot(front[0], front[1])
    right = (front[1] / flat, -front[0] / flat, 0.0)
    up = (
        right[1] * front[2] - right[2] * front[1],
        right[2] * front[0] - right[0] * front[2],
        right[0] * front[1] - right[1] * front[0],
    )
    pixels = bytearray()
    for row in range(HEIGHT):
        rise = (HEIGHT / 2 - row) / WIDTH
        for column in range(WIDTH):
            aside = (column - WIDTH / 2) / WIDTH
            ray = [front[n] + aside * right[n] + rise * up[n] for n in range(3)]
            pixels.append(_seen(walls, eye, ray))
    return bytes(pixels)


def _seen(walls: list[list[bytearray]], eye: tuple[float, float, float], ray: list[float]) -> int:
    far, wall = min(((-eye[n] / ray[n], n) for n in range(3) if ray[n] < -1e-6), default=(0.0, -1))
    if wall < 0:
        return 0
    places = [eye[n] + far * ray[n] for n in range(3) if n != wall]
    x, y = (int(place * 100) % TEXTURE for place in places)
    return walls[wall][y][x]


def main() -> None:
    """Write the photographs as PGM files."""
    folder, count, seed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    walls = [texture(chance) for _ in range(3)]
    for number in range(count):
        turn = -pi / 3 + number / count * pi * 1.1 + chance.uniform(-0.03, 0.03)
        pixels = photograph(walls, turn, chance.uniform(0.9, 1.5))
        head = f"P5 {WIDTH} {HEIGHT} 255\n".encode()
        (folder / f"{number:03}.pgm").write_bytes(head + pixels)


if __name__ == "__main__":
    main()
