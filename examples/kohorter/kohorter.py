"""Makes nyborjare.csv, examinerade.csv and utfall.csv: cohorts that never were, with a truth that is known.

    python3 examples/kohorter/kohorter.py

The share of a cohort that takes the degree in the end is 0.80 of tandläkare every year, and of
sjuksköterska 0.85 up to the cohort of 2010 and one point less for every cohort after it; single cohorts
vary around that with a standard deviation of 0.025, and regions around their cohort with 0.02. Of those
who take the degree 62 % do so after the nominal length, 20, 10 and 5 % one, two and three läsår later, and 3 %
one läsår earlier.
"""

import random
from pathlib import Path

DICE = random.Random(2026)
FOLDER = Path(__file__).parent
REGIONS = ["Norra", "Mellansverige", "Stockholm-Gotland", "Sydöstra", "Södra", "Västra"]
PROGRAMMES = {
    "sjuksköterska": (3, [520, 900, 1100, 560, 980, 1040], lambda year: 0.85 - 0.01 * max(0, year - 2010)),
    "tandläkare": (5, [54, 0, 88, 0, 76, 82], lambda year: 0.80),
}
DELAYS = [(-1, 0.03), (0, 0.62), (1, 0.20), (2, 0.10), (3, 0.05)]
LAST = 2023
FIRST_OUTCOME = 2022


def beta(mean, deviation):
    size = mean * (1 - mean) / deviation**2 - 1
    return DICE.betavariate(mean * size, (1 - mean) * size)


def academic_year(begins):
    return f"{begins}/{(begins + 1) % 100:02}"


entrants = ["utbildning,läsår,sjukvårdsregion,nybörjare,underlag"]
outcome = {}
degrees = ["utbildning,startläsår,examensläsår,sjukvårdsregion,examinerade"]
for programme, (nominal, sizes, share) in PROGRAMMES.items():
    for begins in range(2002, LAST):
        of_cohort = beta(share(begins), 0.025)
        for region, size in zip(REGIONS, sizes):
            if size == 0:
                continue
            count = round(size * (1 + 0.01 * (begins - 2012)) * DICE.uniform(0.95, 1.05))
            entrants.append(f"{programme},{academic_year(begins)},{region},{count},syntetiskt")
            chance, left, waiting = beta(of_cohort, 0.02), count, 1.0
            for delay, part in DELAYS:
                ends = begins + nominal + delay
                taken = sum(DICE.random() < chance * part / waiting for _ in range(left))
                left, waiting = left - taken, waiting - chance * part
                if ends <= LAST:
                    row = [programme, academic_year(begins), academic_year(ends - 1), region, taken]
                    degrees.append(",".join(map(str, row)))
                if FIRST_OUTCOME <= ends <= LAST:
                    key = (programme, academic_year(ends - 1), region)
                    outcome[key] = outcome.get(key, 0) + taken

(FOLDER / "nyborjare.csv").write_text("\n".join(entrants) + "\n", encoding="utf-8")
(FOLDER / "examinerade.csv").write_text("\n".join(degrees) + "\n", encoding="utf-8")
lines = [",".join(key) + f",{count}" for key, count in sorted(outcome.items())]
header = "utbildning,läsår,sjukvårdsregion,examinerade"
(FOLDER / "utfall.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
