"""The cube of `vardkraft flow` and a balance read off it, the way an analyst would write them in
DuckDB: the peer that `cargo bench --bench flow` runs beside vardkraft, on the same file.

Prints the balance of all professions in the country, and the number of cells of the tables of stock,
transitions and spells. Needs the package duckdb (PyPI)."""

import sys

import duckdb

REGIONS = {
    "Norra": ["22", "23", "24", "25"],
    "Mellansverige": ["03", "04", "17", "18", "19", "20", "21"],
    "Stockholm-Gotland": ["01", "09"],
    "Sydöstra": ["05", "06", "08"],
    "Södra": ["07", "10", "12", "13"],
    "Västra": ["14"],
}

path = sys.argv[1]
duck = duckdb.connect()
duck.execute("SET threads = 2")
duck.execute("CREATE TABLE regions (län VARCHAR, region VARCHAR)")
for region, counties in REGIONS.items():
    duck.executemany("INSERT INTO regions VALUES (?, ?)", [[county, region] for county in counties])
reader = (
    f"read_parquet('{path}')"
    if path.endswith(".parquet")
    else f"read_csv('{path}', types = {{'län': 'VARCHAR', 'studielän': 'VARCHAR'}})"
)

BAND = """CASE WHEN {0} < 30 THEN 0 WHEN {0} < 40 THEN 1 WHEN {0} < 50 THEN 2 WHEN {0} < 60 THEN 3
               WHEN {0} < 65 THEN 4 WHEN {0} < 70 THEN 5 ELSE 6 END"""
STANDING = ["status", "län", "region", "sektor", "band"]
before = ", ".join(f"lag({name}) OVER licence AS before_{name}" for name in STANDING)
duck.execute(f"""
    CREATE TABLE extract AS
    SELECT löpnr, år, yrke,
           CASE WHEN status = 'ej sysselsatt' AND år - födelseår >= 65 THEN 'pensionerad'
                ELSE status END AS status,
           län, region, sektor, {BAND.format("(år - födelseår)")} AS band,
           {BAND.format("(legitimationsår - födelseår)")} AS licence_band,
           kön, utbildningsland, studielän, legitimationsår
    FROM {reader} LEFT JOIN regions USING (län)""")
(last,) = duck.execute("SELECT max(år) FROM extract").fetchone()
(first,) = duck.execute("SELECT min(år) FROM extract").fetchone()

duck.execute(f"""
    CREATE TABLE stock AS
    SELECT år, yrke, {", ".join(STANDING)}, kön, utbildningsland, studielän, count(*) AS antal
    FROM extract GROUP BY ALL""")

none = ", ".join(f"NULL AS before_{name}" for name in STANDING)
after_none = ", ".join(f"NULL AS {name}" for name in STANDING)
duck.execute(f"""
    CREATE TABLE steps AS
    SELECT *, {before},
           lag(år) OVER licence AS before_year, lead(år) OVER licence AS next_year,
           coalesce(sum((status = 'i yrket')::INT) OVER (
               PARTITION BY löpnr, yrke ORDER BY år
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS times_in
    FROM extract WINDOW licence AS (PARTITION BY löpnr, yrke ORDER BY år)""")
duck.execute(f"""
    CREATE TABLE transitions AS
    SELECT år, yrke, {", ".join(f"before_{name}" for name in STANDING)}, {", ".join(STANDING)},
           kön, utbildningsland, is_new, count(*) AS antal
    FROM (
        SELECT år, yrke,
               {", ".join(f"CASE WHEN before_year = år - 1 THEN before_{name} END AS before_{name}" for name in STANDING)},
               {", ".join(STANDING)}, kön, utbildningsland,
               status = 'i yrket' AND times_in = 0 AND år - legitimationsår <= 1 AS is_new
        FROM steps WHERE år > {first}
        UNION ALL
        SELECT år + 1, yrke, {", ".join(f"{name} AS before_{name}" for name in STANDING)},
               {after_none}, kön, utbildningsland, false
        FROM steps WHERE år < {last} AND (next_year IS NULL OR next_year > år + 1)
    ) GROUP BY ALL""")

duck.execute(f"""
    CREATE TABLE spells AS
    WITH islands AS (
        SELECT löpnr, yrke, år, år - row_number() OVER (PARTITION BY löpnr, yrke ORDER BY år) AS island
        FROM extract WHERE status = 'i yrket'
    ), runs AS (
        SELECT löpnr, yrke, min(år) AS start, max(år) AS stop FROM islands GROUP BY löpnr, yrke, island
    ), firsts AS (
        SELECT löpnr, yrke, min(start) AS start, arg_min(stop, start) AS stop FROM runs GROUP BY ALL
    )
    SELECT yrke, a.legitimationsår, start - a.legitimationsår AS entry,
           CASE WHEN stop = {last} THEN stop ELSE stop + 1 END - a.legitimationsår AS exit,
           CASE WHEN stop = {last} THEN 'följs' ELSE coalesce(b.status, 'ej i registret') END AS ending,
           a.kön, a.utbildningsland, a.licence_band, a.län, a.region, count(*) AS antal
    FROM firsts
    JOIN extract a USING (löpnr, yrke)
    LEFT JOIN extract b ON b.löpnr = firsts.löpnr AND b.yrke = firsts.yrke AND b.år = stop + 1
    WHERE a.år = start GROUP BY ALL""")

sizes = [
    duck.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    for table in ["stock", "transitions", "spells"]
]
print("#", *sizes)

NEW = "before_status IS DISTINCT FROM 'i yrket' AND status = 'i yrket'"
OUT = "before_status = 'i yrket' AND status IS DISTINCT FROM 'i yrket'"
terms = {
    "nylegitimerade_sverige": f"{NEW} AND is_new AND utbildningsland = 'Sverige'",
    "nylegitimerade_eu_ees": f"{NEW} AND is_new AND utbildningsland = 'EU/EES'",
    "nylegitimerade_tredje_land": f"{NEW} AND is_new AND utbildningsland = 'tredje land'",
    "nylegitimerade_okänt": f"{NEW} AND is_new AND utbildningsland IS NULL",
    "återinträde": f"{NEW} AND NOT is_new",
    "inflyttade": "false",
    "pensionerade": f"{OUT} AND status = 'pensionerad'",
    "annan_roll": f"{OUT} AND status = 'annan roll i vården'",
    "annan_bransch": f"{OUT} AND status = 'annan bransch'",
    "ej_sysselsatta": f"{OUT} AND status = 'ej sysselsatt'",
    "lämnat_registret": f"{OUT} AND status IS NULL",
    "utflyttade": "false",
    "gruppbyte": "false",
}
sums = ", ".join(
    f"coalesce(sum(antal) FILTER (WHERE {rule}), 0)::BIGINT AS {name}" for name, rule in terms.items()
)
rows = duck.execute(f"""
    WITH flows AS (SELECT yrke, år, {sums} FROM transitions GROUP BY ALL),
    levels AS (
        SELECT yrke, år, coalesce(sum(antal) FILTER (WHERE status = 'i yrket'), 0)::BIGINT AS antal
        FROM stock GROUP BY ALL)
    SELECT f.yrke, f.år, 'Riket', coalesce(b.antal, 0), f.* EXCLUDE (yrke, år), coalesce(c.antal, 0)
    FROM flows f
    LEFT JOIN levels b ON b.yrke = f.yrke AND b.år = f.år - 1
    LEFT JOIN levels c ON c.yrke = f.yrke AND c.år = f.år
    ORDER BY ALL""").fetchall()
print(",".join(["yrke", "år", "sjukvårdsregion", "ingående", *terms, "utgående", "residual"]))
for row in rows:
    keys, opening, flows, closing = row[:3], row[3], row[4:-1], row[-1]
    explained = opening + sum(flows[:6]) - sum(flows[6:12]) + flows[12]
    print(",".join(map(str, [*keys, opening, *flows, closing, closing - explained])))
