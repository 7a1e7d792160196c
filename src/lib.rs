//! vardkraft: graduate forecasts and flow descriptions for the Swedish health workforce.
//!
//! Data flows one way:
//!
//! ```text
//! argv → cli → source → layout → intake, extract → forecast, flow → accounts → view → disclosure → render → cli (the only writer)
//! ```
//!
//! - [`language`]: words in Swedish and English, numbers for people
//! - [`domain`]: the field's words as types
//! - [`stats`]: pure functions on slices
//! - [`source`]: bytes → cells that know file, line and column
//! - [`mod@reference`]: embedded tables, looked up by any name
//! - [`layout`]: sheets that people laid out → rows whose header names dimensions and measures
//! - [`intake`]: cells → records, or every fault
//! - [`extract`]: the register extract, read, checked and packed
//! - [`forecast`]: graduates, as distributions; backtests and editions
//! - [`flow`]: the cube of a register, and what is read off it
//! - [`report`]: the neutral result, tables of cells
//! - [`accounts`]: which counts of persons a result holds, how they add up, and rounding that keeps it
//! - [`view`]: results → report, in Swedish or English
//! - [`disclosure`]: the only door out
//! - [`render`]: released reports → bytes
//! - [`cli`]: the command line
//!
//! # Glossary
//!
//! One word per idea; the second word is the one of results.
//!
//! | code | result | meaning |
//! |---|---|---|
//! | profession | yrke | one of the 22 licensed professions |
//! | licence | legitimation | a person's right to a profession; the unit of the register |
//! | programme | utbildning | degree programme that leads to a profession |
//! | entrants | nybörjare | first-time students of a programme in an academic year (läsår) |
//! | exam frequency | examensfrekvens | share of an entrant cohort that takes the degree within the nominal time + 3 years |
//! | completions | examinerade per startkohort | degrees by läsår of the start and läsår of the degree |
//! | graduates | examinerade | persons who take the degree in a year |
//! | county, health region | län, sjukvårdsregion | 21 and six areas; an *area* is any of them, or the country |
//! | extract | registeruttag | a file with one row per licence and year |
//! | state | status | where a licence holder is in a year |
//! | cube | kub | the counts of an extract that every view is read off |
//! | stock | bestånd | licence holders in the profession in November |
//! | entry, exit, move | inflöde, utflöde, flytt | changes of the stock between two consecutive years |
//! | re-entry | återinträde | entry of a person seen in the profession in an earlier year |
//! | retention | kvarvaro | share of a licence cohort in the profession k years on |
//! | first exit | tid till första avbrott | time from the licence to the first year out of the profession |
//! | density | täthet | stock per 100 000 inhabitants |
//! | pathway | väg till yrket | entrants → degree → licence → profession |
//! | edition | skattningsomgång | a saved forecast run |
//! | suppressed | dold | a number withheld to protect persons; shown as `x` |
//!
//! Who may import whom is held by `tests/architecture.rs`. A team that wants the numbers rather
//! than the program starts at [`intake::HistorySources`] and [`forecast::estimate()`] (see
//! `examples/forecast.rs`), or at [`flow::CountedRegister`] and [`flow::describe()`] (see
//! `examples/flow.rs`).

pub mod accounts;
pub mod cli;
pub mod disclosure;
pub mod domain;
pub mod extract;
pub mod flow;
pub mod forecast;
pub mod intake;
pub mod language;
pub mod layout;
pub mod reference;
pub mod render;
pub mod report;
pub mod source;
pub mod stats;
pub mod view;
