//! What the arguments ask for, looked up.

use super::args::Args;
use crate::cli::areas::areas;
use crate::cli::cuts::{CutOf, Cuts, level, one_level};
use crate::cli::names::unknown;
use crate::cli::output::OutputArgs;
use crate::cli::usage_error::UsageError;
use crate::flow::{Area, CurveOptions, Cut, Depth, Followed, Request, View};
use crate::language::words;
use crate::reference::Reference;
use crate::source::{Fault, Faults};

/// What the arguments ask for.
pub(super) struct Wanted {
    pub(super) request: Request,
    /// The areas to show; empty for all of the level and the country.
    pub(super) areas: Vec<Area>,
    /// Whether the format holds one table.
    pub(super) is_one_table: bool,
    /// How much of a register has to be counted.
    pub(super) depth: Depth,
}

/// The most traits that results are cut by at a time: suppression separates so many.
const MOST_CUTS: usize = 4;

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
        check_entrants(args, &views)?;
        let cuts = Cuts::named(&args.by, cut_of(&views), &mut faults);
        let given = args.level.iter();
        let given = given.filter_map(|name| faults.keep(level(name)));
        let level = one_level(&cuts.levels.iter().copied().chain(given).collect())?;
        let (areas, of_areas) = areas(&args.region, level, reference, &mut faults);
        check_views(args, &views)?;
        check_cuts(&cuts, &views)?;
        if is_one_table && views.len() > 1 {
            let one = "the format holds one table; name one --view, or write json, or a file per table with -o FOLDER/";
            return Err(UsageError(one.to_owned()).into());
        }
        let request = Request {
            professions,
            views,
            with_findings: args.view.is_empty() && !is_one_table,
            years: args.years.clone(),
            level: level.or(of_areas).unwrap_or_default(),
            cuts: cuts.of_licences.into_iter().collect(),
            entrant_cuts: cuts.of_entrants.into_iter().collect(),
            followed: followed(args),
        };
        Ok(faults.or_else(|| Self {
            areas,
            is_one_table,
            depth: if args.save_cube.is_some() {
                Depth::Careers
            } else {
                request.depth()
            },
            request,
        })?)
    }

    /// Refuses cohorts that share licence years: their difference is a cohort that nothing protects.
    pub(super) fn check_cohorts(&self) -> Result<(), Faults> {
        let mut faults = Faults::new();
        for pair in self.request.overlapping_cohorts() {
            let [one, two] = pair.map(|own| format!("{}..{}", own.start(), own.end()));
            let fault = Fault::new(words!(
                "kohorterna {one} och {two} överlappar, och skillnaden kan röja små antal",
                "the cohorts {one} and {two} overlap, and their difference may disclose small counts"
            ));
            faults.push(fault.tip(words!(
                "ge kohorter som inte delar något år",
                "give cohorts that share no year"
            )));
        }
        faults.or_else(|| ())
    }
}

fn views(args: &Args, is_one_table: bool) -> Vec<View> {
    match &args.view[..] {
        [] if args.stock.is_some() || is_one_table => vec![View::Stock],
        [] if args.register.is_given() => vec![View::Stock, View::Balance, View::Mobility],
        [] => vec![
            View::Stock,
            View::NewLicences,
            View::CountyDensity,
            View::Balance,
            View::Mobility,
        ],
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
        least_at_risk: args.least_at_risk.unwrap_or(CurveOptions::LEAST_AT_RISK),
        with_destinations: args.destinations,
    }
}

/// Refuses arguments that leave no entrants to follow, or entrants that no view follows.
fn check_entrants(args: &Args, views: &[View]) -> Result<(), UsageError> {
    let is_asked = views.contains(&View::Pathway);
    let refused = if args.education.is_some() && !is_asked {
        "--education needs --view pathway"
    } else if is_asked && args.register.is_saved_cube() {
        "--view pathway links persons, and a cube has none; give --extract and --education"
    } else if is_asked && args.register.is_given() && args.education.is_none() {
        "--view pathway with --extract needs --education: löpnr, utbildning, startläsår, examensläsår"
    } else {
        return Ok(());
    };
    Err(UsageError(refused.to_owned()))
}

/// Refuses options that the views cannot heed.
fn check_views(args: &Args, views: &[View]) -> Result<(), UsageError> {
    let follows = views.iter().any(|view| view.follows_licences());
    let has_curve = views.iter().any(|view| view.is_curve());
    let of_curves = [
        (args.destinations, "--destinations"),
        (args.late_entry, "--late-entry"),
        (args.least_at_risk.is_some(), "--least-at-risk"),
    ];
    let idle = of_curves.iter().find(|(given, _)| *given && !has_curve);
    let refused = if args.stock.is_some() && views != [View::Stock] {
        "--stock has no persons to follow: only --view stock can be shown".to_owned()
    } else if args.register.is_given() && views.iter().any(|view| view.is_published()) {
        "--view new-licences and county-density show published figures, which stand beside no register of your own: leave out --extract and --cube".to_owned()
    } else if !follows && !args.cohorts.is_empty() {
        "--cohorts needs --view retention, first-exit, followup or pathway".to_owned()
    } else if let Some((_, option)) = idle {
        format!("{option} needs --view retention or first-exit")
    } else if follows && args.years.is_some() {
        "retention, first-exit, followup and pathway go by --cohorts; leave out --years".to_owned()
    } else if views.contains(&View::Followup) && !args.region.is_empty() {
        "--view followup follows licences wherever they go; leave out --region".to_owned()
    } else {
        return Ok(());
    };
    Err(UsageError(refused))
}

/// Refuses cuts that the views cannot make.
fn check_cuts(cuts: &Cuts, views: &[View]) -> Result<(), UsageError> {
    let by_cohort = cuts.of_licences.contains(&Cut::LicenceCohort);
    let refused = if by_cohort && views.contains(&View::Followup) {
        "--view followup follows cohorts already: give --cohorts 2000..2004,2005..2009 instead of --by legitimationskohort"
    } else if cuts.of_licences.len() > MOST_CUTS {
        "--by takes four traits at most, besides an area"
    } else {
        return Ok(());
    };
    Err(UsageError(refused.to_owned()))
}
