"""The checks of `vardkraft check` the way an analyst would write them in DuckDB: the peer that
`cargo bench --bench extract` runs beside vardkraft, on the same file.

Reads the extract, refuses what would make a count wrong and prints rows by profession and year.
Needs the package duckdb (PyPI)."""

import sys

import duckdb

path = sys.argv[1]
duck = duckdb.connect()
duck.execute("SET threads = 2")
reader = "read_parquet" if path.endswith(".parquet") else "read_csv"
duck.execute(f"CREATE TABLE extract AS SELECT * FROM {reader}('{path}')")

checks = {
    "two rows for a licence and year": """
        SELECT count(*) FROM (
            SELECT löpnr, yrke, år FROM extract GROUP BY ALL HAVING count(*) > 1)""",
    "sex, birth year or country of education that changes": """
        SELECT count(*) FROM (
            SELECT löpnr FROM extract GROUP BY löpnr
            HAVING min(kön) <> max(kön) OR min(födelseår) <> max(födelseår)
                OR min(utbildningsland) <> max(utbildningsland))""",
    "licence year that changes": """
        SELECT count(*) FROM (
            SELECT löpnr, yrke FROM extract GROUP BY ALL
            HAVING min(legitimationsår) <> max(legitimationsår))""",
    "row from before the licence, or an impossible age": """
        SELECT count(*) FROM extract
        WHERE år < legitimationsår OR år - födelseår NOT BETWEEN 15 AND 110""",
}
for what, query in checks.items():
    (count,) = duck.execute(query).fetchone()
    if count:
        sys.exit(f"{count} × {what}")

print("yrke,år,rader")
for profession, year, rows in duck.execute(
    "SELECT yrke, år, count(*) FROM extract GROUP BY ALL ORDER BY ALL"
).fetchall():
    print(f"{profession},{year},{rows}")
