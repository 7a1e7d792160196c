//! Options that cannot act are refused, with what they need.
//!
//! Here are those that other options decide. What only the input can decide is refused where it is read.

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, ValueHint};

/// What was typed after a command.
struct Typed<'a>(&'a ArgMatches);

impl Typed<'_> {
    fn has(&self, option: &str) -> bool {
        self.0.value_source(option) == Some(ValueSource::CommandLine)
    }

    /// Whether an option was typed, or left, at one of these values.
    fn is(&self, option: &str, values: &[&str]) -> bool {
        let given = self.0.try_get_raw(option).ok().flatten();
        let mut given = given.into_iter().flatten();
        given.any(|value| values.iter().any(|own| value == *own))
    }

    /// No register was given: the embedded one, which is synthetic, serves.
    fn is_embedded(&self) -> bool {
        !self.has("extract") && !self.has("cube")
    }
}

/// One option of a command, when it acts, and what it is refused with otherwise.
type Rule = (
    &'static str,
    &'static str,
    fn(&Typed<'_>) -> bool,
    &'static str,
);

const NO_INPUTS: &str = "--verbose says how inputs were read, and there are none";

const PROPOSES: &str = "--write-map writes a mapping and no result: leave out --map, --rejects, --partial-years, --audit, --output and --manifest";

/// For every command, in the order of `--help`.
const RULES: [Rule; 44] = [
    (
        "forecast",
        "method",
        forecast_method,
        "--method completion-curve and auto need --completions",
    ),
    (
        "forecast",
        "cohorts",
        has_mean,
        "--cohorts needs --completions and a mean exam frequency, which --method completion-curve has not",
    ),
    (
        "forecast",
        "average",
        has_mean,
        "--average needs --completions and a mean exam frequency, which --method completion-curve has not",
    ),
    (
        "forecast",
        "level",
        |typed| typed.has("entrants"),
        "--level needs --entrants: the example has no intervals",
    ),
    (
        "forecast",
        "draws",
        |typed| typed.has("entrants"),
        "--draws needs --entrants: the example has no intervals",
    ),
    (
        "forecast",
        "seed",
        |typed| typed.has("entrants"),
        "--seed needs --entrants: the example has no intervals",
    ),
    (
        "forecast",
        "halland",
        |typed| typed.has("entrants"),
        "--halland needs --entrants: the example is by sjukvårdsregion",
    ),
    (
        "backtest",
        "cohorts",
        backtests_mean,
        "--cohorts needs mean-frequency among the methods",
    ),
    (
        "backtest",
        "average",
        backtests_mean,
        "--average needs mean-frequency among the methods",
    ),
    (
        "compare",
        "halland",
        |typed| typed.has("outcome"),
        "--halland needs --outcome: editions are by sjukvårdsregion",
    ),
    (
        "flow",
        "map",
        |typed| typed.has("extract"),
        "--map needs --extract: it translates the words of an extract",
    ),
    (
        "flow",
        "states",
        |typed| typed.has("extract"),
        "--states needs --extract: it decides the states of an extract",
    ),
    (
        "flow",
        "pension_age",
        has_persons,
        "--pension-age needs persons: the states of --cube and --stock are counted already",
    ),
    (
        "flow",
        "halland",
        |typed| !typed.has("cube"),
        "--halland needs rows: the regions of --cube are counted already",
    ),
    (
        "flow",
        "disclosure_policy",
        has_rules,
        "--disclosure-policy needs --disclosure suppress or round",
    ),
    (
        "flow",
        "audit",
        suppresses,
        "--audit needs --disclosure suppress: nothing is suppressed here",
    ),
    (
        "flow",
        "population",
        |typed| shows(typed, "stock"),
        "--population needs --view stock: only density is per inhabitant",
    ),
    (
        "flow",
        "level",
        has_level,
        "--level riket cannot be shown by --view mobility: moves are between areas",
    ),
    ("flow", "verbose", reads_files, NO_INPUTS),
    (
        "supply",
        "map",
        |typed| typed.has("extract"),
        "--map needs --extract: it translates the words of an extract",
    ),
    (
        "supply",
        "states",
        |typed| typed.has("extract"),
        "--states needs --extract: it decides the states of an extract",
    ),
    (
        "supply",
        "pension_age",
        has_persons,
        "--pension-age needs persons: the states of --cube are counted already",
    ),
    (
        "supply",
        "halland",
        |_| false,
        "--halland decides a region, and supply is of the whole country",
    ),
    (
        "supply",
        "disclosure_policy",
        has_rules,
        "--disclosure-policy needs --disclosure suppress or round",
    ),
    (
        "supply",
        "audit",
        suppresses,
        "--audit needs --disclosure suppress: nothing is suppressed here",
    ),
    ("supply", "verbose", reads_files, NO_INPUTS),
    ("check", "map", is_extract, "--map needs --as extract"),
    (
        "check",
        "write_map",
        is_extract,
        "--write-map needs --as extract",
    ),
    ("check", "map", checks, PROPOSES),
    ("check", "rejects", checks, PROPOSES),
    ("check", "partial_years", checks, PROPOSES),
    ("check", "audit", checks, PROPOSES),
    ("check", "output", checks, PROPOSES),
    ("check", "manifest", checks, PROPOSES),
    ("check", "states", is_extract, "--states needs --as extract"),
    (
        "check",
        "pension_age",
        is_extract,
        "--pension-age needs --as extract",
    ),
    (
        "check",
        "rejects",
        is_extract,
        "--rejects needs --as extract",
    ),
    (
        "check",
        "sheet",
        |typed| !typed.is("kind", &["extract"]),
        "--sheet chooses a sheet of a table, not of an extract",
    ),
    (
        "check",
        "partial_years",
        is_extract,
        "--partial-years needs --as extract",
    ),
    (
        "check",
        "disclosure_policy",
        |typed| !typed.is("disclosure", &["off"]),
        "--disclosure-policy needs --disclosure suppress",
    ),
    (
        "check",
        "audit",
        |typed| !typed.is("disclosure", &["off"]),
        "--audit needs --disclosure suppress: nothing is suppressed here",
    ),
    (
        "reference",
        "by_sex_and_age",
        |typed| typed.is("table", &["population"]),
        "--by-sex-and-age needs the table population",
    ),
    (
        "synth",
        "manifest",
        |_| false,
        "--manifest goes with a result; a register is none",
    ),
    (
        "synth",
        "verbose",
        |_| false,
        "--verbose says how tables were read, and there are none",
    ),
];

/// Why the first option that cannot act is refused.
pub(super) fn idle_option(program: &Command, matches: &ArgMatches) -> Option<&'static str> {
    let (name, matches) = matches.subcommand()?;
    let typed = Typed(matches);
    let idle = |rule: &&Rule| rule.0 == name && typed.has(rule.1) && !rule.2(&typed);
    let refused = RULES.iter().find(idle).map(|(.., refused)| *refused);
    let command = program.find_subcommand(name)?;
    let is_verbose_idle = typed.has("verbose") && !takes_files(command);
    refused.or(is_verbose_idle.then_some(NO_INPUTS))
}

/// Whether a command has an argument of its own that names a file.
fn takes_files(command: &Command) -> bool {
    let mut own = command.get_arguments().filter(|own| !own.is_global_set());
    own.any(|own| own.get_value_hint() != ValueHint::Unknown)
}

fn forecast_method(typed: &Typed<'_>) -> bool {
    typed.has("completions") || typed.is("method", &["mean-frequency"])
}

fn has_mean(typed: &Typed<'_>) -> bool {
    typed.has("completions") && !typed.is("method", &["completion-curve"])
}

fn backtests_mean(typed: &Typed<'_>) -> bool {
    !typed.has("method") || typed.is("method", &["mean-frequency"])
}

fn has_persons(typed: &Typed<'_>) -> bool {
    !typed.has("cube") && !typed.0.try_contains_id("stock").unwrap_or(false)
}

/// Whether a flow or a supply has an input of its own.
fn reads_files(typed: &Typed<'_>) -> bool {
    let inputs = [
        "extract",
        "cube",
        "stock",
        "population",
        "disclosure_policy",
    ];
    let mut given = inputs
        .iter()
        .filter(|own| typed.0.try_contains_id(own).unwrap_or(false));
    given.any(|own| typed.has(own))
}

/// Whether small counts are suppressed, as far as the arguments determine it.
fn suppresses(typed: &Typed<'_>) -> bool {
    let by_default = !typed.has("disclosure") && !typed.is_embedded();
    by_default || typed.is("disclosure", &["suppress"])
}

fn has_rules(typed: &Typed<'_>) -> bool {
    suppresses(typed) || typed.is("disclosure", &["round"])
}

fn shows(typed: &Typed<'_>, view: &str) -> bool {
    !typed.has("view") || views(typed).any(|own| own == view)
}

fn has_level(typed: &Typed<'_>) -> bool {
    let is_country = typed.is("level", &["riket", "Riket", "country"]);
    !(is_country && typed.has("view") && views(typed).all(|view| view == "mobility"))
}

/// The views that were typed, also with commas between them.
fn views<'a>(typed: &'a Typed<'_>) -> impl Iterator<Item = String> + 'a {
    let given = typed.0.try_get_raw("view").ok().flatten();
    let given = given.into_iter().flatten();
    given.flat_map(|value| {
        let text = value.to_string_lossy().into_owned();
        text.split(',').map(str::to_owned).collect::<Vec<_>>()
    })
}

fn checks(typed: &Typed<'_>) -> bool {
    !typed.has("write_map")
}

fn is_extract(typed: &Typed<'_>) -> bool {
    !typed.has("kind") || typed.is("kind", &["extract"])
}
