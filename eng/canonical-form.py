#!/usr/bin/env python3
"""Writes IowaSales.Forecasting/Data/canonical-form.txt: what Unicode normalization form C needs, from Python's copy of the Unicode data.

One line per fact, code points in hexadecimal: "D X A [B]" decomposes X to A (and B) only; "P X A B" also composes A and B to X;
"R A B C" gives the characters A to B the combining class C (decimal). Hangul is computed and not listed.
"""
import pathlib
import unicodedata

lines = [f"# Unicode {unicodedata.unidata_version}, canonical decompositions and combining classes; made by eng/canonical-form.py"]
for code in range(0x110000):
    parts = unicodedata.decomposition(chr(code)).split()
    if parts and not parts[0].startswith("<"):
        composes = len(parts) == 2 and unicodedata.normalize("NFC", chr(code)) == chr(code)
        lines.append(" ".join(["P" if composes else "D", f"{code:X}", *(f"{int(part, 16):X}" for part in parts)]))

start, before = None, 0
for code in range(0x110000):
    now = unicodedata.combining(chr(code)) if code < 0x10FFFF else 0
    if now != before:
        if before:
            lines.append(f"R {start:X} {code - 1:X} {before}")
        start, before = code, now

path = pathlib.Path(__file__).parent.parent / "IowaSales.Forecasting" / "Data" / "canonical-form.txt"
path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
