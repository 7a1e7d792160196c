"""Makes the Parquet and Arrow files of this folder with pyarrow and DuckDB: one stock table in other types.

    pip install pyarrow duckdb
    python tests/columnar/make.py
"""

from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent
PROFESSIONS = ["tandläkare"] * 4
YEARS = [2020, 2021, 2022, 2023]
COUNTS = [8094, 8091, None, 8123]


def table(professions=PROFESSIONS, years=YEARS, counts=COUNTS):
    return pa.table({"yrke": professions, "år": years, "antal": counts})


def write(name, table, **options):
    pq.write_table(table, FOLDER / f"{name}.parquet", **options)


narrow = table(years=pa.array(YEARS, pa.uint16()), counts=pa.array(COUNTS, pa.int32()))
write("narrow", narrow, compression="snappy")
write("tiny", table(counts=pa.array([94, 91, None, 127], pa.int8()), years=pa.array(YEARS, pa.int16())), compression="zstd")
write("unsigned", table(counts=pa.array([94, 91, None, 255], pa.uint8()), years=pa.array(YEARS, pa.uint32())), compression="gzip")
write("dictionary", table(professions=pa.array(PROFESSIONS).dictionary_encode()), compression="zstd")
write("float", table(counts=pa.array([8094.0, 8091.0, float("nan"), 8123.0], pa.float32())), compression="snappy")
write("decimal", table(counts=pa.array([None if c is None else Decimal(c) for c in COUNTS], pa.decimal128(12, 0))))
write("date", table(years=pa.array([date(y, 12, 31) for y in YEARS])))
write("timestamp", table(years=pa.array([datetime(y, 11, 30) for y in YEARS], pa.timestamp("us"))), version="2.6")
zoned = [datetime(y, 12, 31, 23, tzinfo=timezone.utc) for y in YEARS]
write("zoned", table(years=pa.array(zoned, pa.timestamp("us", tz="Europe/Stockholm"))))
write("nested", table(counts=pa.array([[1], [2], None, [3]], pa.list_(pa.int32()))))
shares = pa.table({"utbildning": ["tandläkare", "läkare"], "examensfrekvens": pa.array([0.88, 0.1], pa.float32())})
write("shares", shares)
feather.write_feather(narrow, FOLDER / "narrow.arrow", compression="uncompressed")
feather.write_feather(table(professions=pa.array(PROFESSIONS).dictionary_encode()), FOLDER / "dictionary.arrow", compression="zstd")
target = FOLDER / "duckdb.parquet"
rows = "('tandläkare', 2020, 8094), ('tandläkare', 2021, 8091), ('tandläkare', 2022, NULL), ('tandläkare', 2023, 8123)"
duckdb.sql(f"COPY (SELECT * FROM (VALUES {rows}) AS t(yrke, år, antal)) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
