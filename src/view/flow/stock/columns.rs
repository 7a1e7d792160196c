//! The columns of a table of stock.

use crate::report::{Column, Language};
use crate::view::number_column;

/// How many counts come before that of those in the profession.
pub(super) const BEFORE_IN_PROFESSION: usize = 4;

/// What the columns and the tables are called.
pub(super) struct StockColumns {
    pub(super) stock: &'static str,
    /// Published stock: that of one edition, and single figures of other publications.
    pub(super) published: [&'static str; 2],
    /// Stock that is neither of the register nor published.
    pub(super) from_elsewhere: &'static str,
    counts: [&'static str; 5],
    /// Those active in their own field, and their density: published figures only.
    in_field: [&'static str; 2],
    share: &'static str,
    inhabitants: &'static str,
    /// Of those in health care and of those in the profession: the density, its change, and what the
    /// stock and the population contributed.
    densities: [[&'static str; 4]; 2],
    /// Inhabitants of the own group, and both densities on them.
    of_group: [&'static str; 3],
    pub(super) basis: &'static str,
    pub(super) status: &'static str,
}

const SWEDISH: StockColumns = StockColumns {
    stock: "bestånd",
    published: ["publicerat_bestånd", "publicerat_bestånd_andra_källor"],
    from_elsewhere: "bestånd_annan_källa",
    counts: [
        "legitimerade",
        "under_65",
        "sysselsatta",
        "i_vården",
        "i_yrket",
    ],
    in_field: ["i_sin_bransch", "per_100000_i_sin_bransch"],
    share: "andel_i_yrket",
    inhabitants: "folkmängd",
    densities: [
        [
            "per_100000_i_vården",
            "förändring_i_vården",
            "varav_bestånd_i_vården",
            "varav_folkmängd_i_vården",
        ],
        [
            "per_100000_i_yrket",
            "förändring_i_yrket",
            "varav_bestånd_i_yrket",
            "varav_folkmängd_i_yrket",
        ],
    ],
    of_group: [
        "folkmängd_egen_grupp",
        "per_100000_i_vården_egen_grupp",
        "per_100000_i_yrket_egen_grupp",
    ],
    basis: "underlag",
    status: "status",
};

const ENGLISH: StockColumns = StockColumns {
    stock: "stock",
    published: ["published_stock", "published_stock_other_sources"],
    from_elsewhere: "stock_other_source",
    counts: [
        "licensed",
        "under_65",
        "employed",
        "in_care",
        "in_profession",
    ],
    in_field: ["in_own_field", "per_100000_in_own_field"],
    share: "share_in_profession",
    inhabitants: "inhabitants",
    densities: [
        [
            "per_100000_in_care",
            "change_in_care",
            "from_stock_in_care",
            "from_population_in_care",
        ],
        [
            "per_100000_in_profession",
            "change_in_profession",
            "from_stock_in_profession",
            "from_population_in_profession",
        ],
    ],
    of_group: [
        "inhabitants_own_group",
        "per_100000_in_care_own_group",
        "per_100000_in_profession_own_group",
    ],
    basis: "basis",
    status: "status",
};

impl StockColumns {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Swedish => &SWEDISH,
            Language::English => &ENGLISH,
        }
    }

    /// All measures, in order; those of the own field where figures are published, and those of the own group
    /// where a result is cut by sex or age.
    pub(super) fn measures(&self, with_field: bool, with_group: bool) -> Vec<Column> {
        let count = |name| number_column(name, 0, 0);
        let density = |name| number_column(name, 2, 1);
        let mut columns: Vec<Column> = self.counts.into_iter().map(count).collect();
        let [in_field, density_in_field] = self.in_field;
        if with_field {
            columns.insert(BEFORE_IN_PROFESSION, count(in_field));
        }
        columns.push(number_column(self.share, 4, 3));
        columns.push(count(self.inhabitants));
        columns.extend(self.densities.into_iter().flatten().map(density));
        if with_field {
            columns.push(density(density_in_field));
        }
        let [inhabitants, densities @ ..] = self.of_group;
        if with_group {
            columns.push(count(inhabitants));
            columns.extend(densities.map(density));
        }
        columns
    }

    /// The density that a picture shows: of those in the profession where they are known.
    pub(super) const fn density(
        &self,
        has_in_profession: bool,
        has_in_field: bool,
    ) -> &'static str {
        let [[in_care, ..], [in_profession, ..]] = self.densities;
        if has_in_profession {
            in_profession
        } else if has_in_field {
            self.in_field[1]
        } else {
            in_care
        }
    }

    /// Whether a column shows what changed a density.
    pub(super) fn is_change(&self, name: &str) -> bool {
        self.densities.iter().any(|of| of[1..].contains(&name))
    }

    /// Whether a column holds what a density is counted on.
    pub(super) fn is_inhabitants(&self, name: &str) -> bool {
        name == self.inhabitants || name == self.of_group[0]
    }
}
