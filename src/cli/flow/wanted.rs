//! What the arguments ask for, looked up.

use super::args::Args;
use crate::cli::areas::areas;
use crate::cli::cuts::{CutOf, Cuts, level, one_level};
use crate::cli::names::unknown;
use crate::cli::output::OutputArgs;
use crate::cli::usage_error::UsageError;
use crate::flow::{Depth, Followed, Request, View};
use crate::reference::Reference;
use crate::source::Faults;

/// What the arguments ask for.
pub(super) struct Wanted {
    pub(super) request: Request,
    /// Whether the format holds one table.
    pub(super) is_one_table: bool,
    /// How much of a register has to be counted.
    pub(super) depth: Depth,
}

impl Wanted {
    pub(super) fn of(
        args: &Args,
        output: &OutputArgs,
        reference: &Reference,
    ) -> anyhow::Result<Self> {
        let mut faults = Faults::new();
        let professions = args.professions.iter().filter_map(|name| {
            let known = reference.profession_named(name);
            faults.keep(known.map_err(|error| unknown(&error)))
        });
        let professions = professions.collect();
        let is_one_table = output.holds_one_table();
        let views = views(args, is_one_table);
        check_inputs(args, &views)?;
        let cuts = Cuts::named(&args.by, cut_of(&views), &mut faults);
        let given = args.level.iter();
        let given = given.filter_map(|name| faults.keep(level(name)));
        let level = one_level(&cuts.levels.iter().copied().chain(given).collect())?;
        let (areas, of_areas) = areas(&args.region, level, reference, &mut faults);
        let request = Request {
            professions,
            views,
            with_findings: args.view.is_empty() && !is_one_table,
            years: args.years.clone(),
            level: level.or(of_areas).unwrap_or_default(),
            areas,
            cuts: cuts.of_licences.into_iter().collect(),
            entrant_cuts: cuts.of_entrants.into_iter().collect(),
            followed: followed(args),
        };
        check_views(&request, is_one_table)?;
        Ok(faults.or_else(|| Self {
            is_one_table,
            depth: if args.save_cube.is_some() {
                Depth::Careers
            } else {
                request.depth()
            },
            request,
        })?)
    }
}

fn views(args: &Args, is_one_table: bool) -> Vec<View> {
    match &args.view[..] {
        [] if args.stock.is_some() || is_one_table => vec![View::Stock],
        [] => vec![View::Stock, View::Balance, View::Mobility],
        given => given.iter().map(|view| view.part).collect(),
    }
}

fn cut_of(views: &[View]) -> CutOf {
    CutOf {
        licences: views.iter().any(|view| *view != View::Pathway),
        entrants: views.contains(&View::Pathway),
    }
}

fn followed(args: &Args) -> Followed {
    Followed {
        cohorts: args.cohorts.clone(),
        late_entry: args.late_entry,
        least_at_risk: args.least_at_risk,
        with_destinations: args.destinations,
    }
}

/// Refuses inputs that the views do not use, and views that the inputs have nothing for.
fn check_inputs(args: &Args, views: &[View]) -> Result<(), UsageError> {
    let is_asked = views.contains(&View::Pathway);
    let refused = if args.education.is_some() && !is_asked {
        "--education needs --view pathway"
    } else if is_asked && args.register.is_saved_cube() {
        "--view pathway links persons, and a cube has none; give --extract and --education"
    } else if is_asked && args.register.is_given() && args.education.is_none() {
        "--view pathway with --extract needs --education: löpnr, utbildning, startläsår, examensläsår"
    } else if args.stock.is_some() && views != [View::Stock] {
        "--stock has no persons to follow: only --view stock can be shown"
    } else {
        return Ok(());
    };
    Err(UsageError(refused.to_owned()))
}

/// Refuses what cannot be combined, and views that the format has no room for.
fn check_views(request: &Request, is_one_table: bool) -> Result<(), UsageError> {
    let combined = request.check_combined();
    combined.map_err(|conflict| UsageError(conflict.to_string()))?;
    if is_one_table && request.views.len() > 1 {
        let one = "the format holds one table; name one --view, or write json, or a file per table with -o FOLDER/";
        return Err(UsageError(one.to_owned()));
    }
    Ok(())
}
