"""Files that are no pictures, or pictures that nobody should decode. Shared with the journeys."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image


def _photo(kind: str, size: tuple[int, int] = (320, 240), **options: bool) -> bytes:
    image = Image.effect_noise(size, 60).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def _png(width: int, height: int, rows: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _deflated_zeros(count: int) -> bytes:
    """What zlib.compress(bytes(count)) means, without ever holding that many zeros."""
    squeeze = zlib.compressobj(9, wbits=-15)
    million = squeeze.compress(bytes(10**6)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    tail = zlib.compressobj(9, wbits=-15)
    rest = tail.compress(bytes(count % 10**6)) + tail.flush()
    adler = struct.pack(">HH", count % 65521, 1)  # RFC 1950: the two sums over zeros alone
    return b"\x78\xda" + million * (count // 10**6) + rest + adler


def _png_bomb() -> bytes:
    """13,000 x 13,000 black pixels in 0.5 MB: half a gigabyte when unpacked."""
    side = 13_000
    return _png(side, side, _deflated_zeros(side * (1 + 3 * side)))


def _png_text_bomb() -> bytes:
    """A small picture with a gigabyte of compressed comments."""
    comment = _chunk(b"zTXt", b"Comment\0\0" + _deflated_zeros(1_000_000))
    content = _photo("PNG")
    return content[:33] + comment * 1_000 + content[33:]


def _wrong_checksum() -> bytes:
    content = bytearray(_photo("PNG"))
    content[content.index(b"IDAT") + 40] ^= 255
    return bytes(content)


def _jpeg_of_size(width: int, height: int, progressive: bool = False) -> bytes:
    """A real JPEG whose frame header claims another size."""
    content = bytearray(_photo("JPEG", progressive=progressive))
    frame = content.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def _jpeg_of_several_scans() -> bytes:
    """Colours one after another: libjpeg would keep all 36 megapixels until the last one."""
    content = bytearray(_jpeg_of_size(6_000, 6_000))
    scan = content.index(b"\xff\xda")
    content[scan + 4] = 1
    return bytes(content)


def _bmp_header(width: int, height: int) -> bytes:
    head = struct.pack("<2sIHHI", b"BM", 54, 0, 0, 54)
    return head + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


def _gif_header(width: int, height: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0)
    return head + frame + b"\x02\x02\x4c\x01\x00\x3b"


def _tiff(tags: dict[int, int], pixels: bytes = b"") -> bytes:
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, tags[tag]) for tag in sorted(tags))
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return b"II*\x00" + struct.pack("<I", 8 + len(pixels)) + pixels + directory


def _tiff_header(width: int, height: int) -> bytes:
    return _tiff(
        {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: 16}
    )


def _tiff_tile_bomb() -> bytes:
    """A picture of 64 x 64 pixels in the corner of one tile of 20,480 x 20,480."""
    side = 20_480
    tile = _deflated_zeros(side * side)
    tags = {256: 64, 257: 64, 258: 8, 259: 8, 262: 1, 277: 1, 322: side, 323: side}
    return _tiff(tags | {324: 8, 325: len(tile)}, tile)


def _webp_header(width: int, height: int) -> bytes:
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    extended = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", 4 + len(extended)) + b"WEBP" + extended


def _brand(name: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + name + bytes(4) + b"mif1" + name + bytes(64)


BAD_FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one_byte": lambda: b"\x89",
    "random_bytes": lambda: bytes((i * 7919 + 13) % 256 for i in range(4096)),
    "text": lambda: b"just a note to myself\n" * 20,
    "html": lambda: b"<!doctype html><html><body>hello</body></html>",
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>',
    "svg_with_prolog": lambda: b'<?xml version="1.0"?>\n<svg onload="alert(1)"></svg>',
    "pdf": lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "zip": lambda: b"PK\x03\x04" + bytes(200),
    "mp4": lambda: struct.pack(">I", 24) + b"ftypisom" + bytes(200),
    "heic": lambda: _brand(b"heic"),
    "avif": lambda: _brand(b"avif"),
    "ico": lambda: _photo("ICO", (32, 32)),
    "truncated_png": lambda: _photo("PNG")[:4000],
    "truncated_jpeg": lambda: _photo("JPEG")[:4000],
    "truncated_webp": lambda: _photo("WEBP")[:1000],
    "truncated_gif": lambda: _photo("GIF")[:3000],
    "truncated_bmp": lambda: _photo("BMP")[:3000],
    "truncated_progressive_jpeg": lambda: _photo("JPEG", progressive=True)[:9000],
    "truncated_tiff": lambda: _photo("TIFF")[:3000],
    "jpeg_header_only": lambda: _photo("JPEG")[:160],
    "png_wrong_checksum": _wrong_checksum,
    "png_wrong_header": lambda: _photo("PNG").replace(b"IHDR\0\0\1\x40", b"IHDR\0\0\1\x41"),
    "png_bomb": _png_bomb,
    "png_text_bomb": _png_text_bomb,
    "tiff_tile_bomb": _tiff_tile_bomb,
    "jpeg_too_large": lambda: _jpeg_of_size(12_000, 9_000),
    "jpeg_gigantic": lambda: _jpeg_of_size(65_000, 65_000),
    "jpeg_progressive_too_large": lambda: _jpeg_of_size(6_000, 6_000, progressive=True),
    "jpeg_scans_too_large": _jpeg_of_several_scans,
    "png_too_large": lambda: _png(6_000, 5_000, zlib.compress(b"")),
    "bmp_too_large": lambda: _bmp_header(100_000, 100_000),
    "gif_too_large": lambda: _gif_header(60_000, 60_000),
    "tiff_too_large": lambda: _tiff_header(90_000, 90_000),
    "webp_too_large": lambda: _webp_header(16_000, 16_000),
    "one_pixel": lambda: _photo("PNG", (1, 1)),
    "seven_pixels_high": lambda: _photo("PNG", (300, 7)),
    "thread": lambda: _photo("PNG", (2_000, 8)),
    "over_25_megabytes": lambda: _photo("PNG") + bytes(25_000_000),
}
