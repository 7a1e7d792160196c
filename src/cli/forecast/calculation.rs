//! From inputs to a forecast: which method, and how well it would have done.

use super::inputs::{Inputs, Rates};
use super::{Args, MethodArg};
use crate::domain::{Completions, ExamFrequencies, ProgrammeId};
use crate::forecast::{
    BacktestRequest, CohortError, CurveError, EstimatedFrequencies, Forecast, History, Method,
    Outcomes, Pair, Request, backtest, cohort_frequencies, completion_curve, mean_frequency,
    ranking,
};
use crate::reference::Reference;
use crate::source::{Fault, Faults};

/// A forecast and what it was chosen by.
pub(super) struct Calculated {
    pub(super) forecast: Forecast,
    /// The frequencies behind it, if they were estimated.
    pub(super) estimated: Option<EstimatedFrequencies>,
    /// What the methods would have forecast earlier; empty without the history for it.
    pub(super) pairs: Vec<Pair>,
}

/// Calculates with the method that is asked for, or with the better one for each programme.
pub(super) fn calculate(
    args: &Args,
    inputs: &Inputs,
    request: &Request,
    reference: &Reference,
) -> Result<Calculated, Faults> {
    let run = Run {
        args,
        inputs,
        request,
        reference,
    };
    let Rates::FromCompletions(completions) = &inputs.rates else {
        return run.by_given_frequencies();
    };
    let pairs = run.backtest(completions);
    let mut parts = match args.method {
        MethodArg::MeanFrequency => run.by_mean(completions, &request.programmes)?,
        MethodArg::CompletionCurve => run.by_curve(completions, &request.programmes)?,
        MethodArg::Auto => run.by_the_better(completions, &pairs)?,
    };
    parts.pairs = pairs;
    Ok(parts)
}

struct Run<'a> {
    args: &'a Args,
    inputs: &'a Inputs,
    request: &'a Request,
    reference: &'a Reference,
}

impl Run<'_> {
    fn by_given_frequencies(&self) -> Result<Calculated, Faults> {
        let Rates::Given(frequencies) = &self.inputs.rates else {
            return Err(Fault::new("frekvenser saknas").into());
        };
        Ok(Calculated {
            forecast: self.mean(frequencies, &self.request.programmes)?,
            estimated: None,
            pairs: Vec::new(),
        })
    }

    fn mean(
        &self,
        frequencies: &ExamFrequencies,
        programmes: &[ProgrammeId],
    ) -> Result<Forecast, Faults> {
        let inputs = self.inputs;
        inputs.check_coverage(frequencies, programmes, self.reference)?;
        let request = self.of(programmes);
        let found = mean_frequency(&inputs.entrants, frequencies, &request, self.reference);
        found.map_err(|error| Fault::new(error.to_string()).into())
    }

    fn of(&self, programmes: &[ProgrammeId]) -> Request {
        Request {
            programmes: programmes.to_vec(),
            ..self.request.clone()
        }
    }

    fn by_mean(
        &self,
        completions: &[Completions],
        programmes: &[ProgrammeId],
    ) -> Result<Calculated, Faults> {
        let entrants = &self.inputs.entrants;
        let rule = self.args.cohorts.rule();
        let estimated = cohort_frequencies(entrants, completions, programmes, rule, self.reference)
            .map_err(|errors| self.cohort_faults(&errors))?;
        Ok(Calculated {
            forecast: self.mean(&estimated.frequencies, programmes)?,
            estimated: Some(estimated),
            pairs: Vec::new(),
        })
    }

    fn by_curve(
        &self,
        completions: &[Completions],
        programmes: &[ProgrammeId],
    ) -> Result<Calculated, Faults> {
        let request = self.of(programmes);
        let entrants = &self.inputs.entrants;
        let found = completion_curve(entrants, completions, &request, self.reference);
        let forecast = found.map_err(|error| match error {
            CurveError::Cohorts(errors) => self.cohort_faults(&errors),
            CurveError::Forecast(error) => Fault::new(error.to_string()).into(),
        })?;
        Ok(Calculated {
            forecast,
            estimated: None,
            pairs: Vec::new(),
        })
    }

    /// For every programme the method that would have done better in the country, and the published
    /// one without history; where it cannot be used now, the other.
    fn by_the_better(
        &self,
        completions: &[Completions],
        pairs: &[Pair],
    ) -> Result<Calculated, Faults> {
        let (mut by_mean, mut by_curve) = (Vec::new(), Vec::new());
        for &programme in &self.request.programmes {
            let ranked = ranking(pairs, programme, self.args.first_level());
            let mut ranked = ranked.iter().map(|(method, _)| *method);
            let best = ranked.find(|method| !method.is_naive());
            let by_mean_works = || self.mean_works(completions, programme);
            let by_curve_works = || self.curve_works(completions, programme);
            let is_curve = if best == Some(Method::CompletionCurve) {
                by_curve_works() || !by_mean_works()
            } else {
                !by_mean_works() && by_curve_works()
            };
            if is_curve {
                by_curve.push(programme);
            } else {
                by_mean.push(programme);
            }
        }
        if by_curve.is_empty() {
            return self.by_mean(completions, &by_mean);
        }
        let mut calculated = self.by_curve(completions, &by_curve)?;
        if !by_mean.is_empty() {
            let others = self.by_mean(completions, &by_mean)?;
            calculated.forecast.extend(others.forecast);
            calculated.estimated = others.estimated;
        }
        Ok(calculated)
    }

    fn mean_works(&self, completions: &[Completions], programme: ProgrammeId) -> bool {
        let entrants = &self.inputs.entrants;
        let rule = self.args.cohorts.rule();
        let found = cohort_frequencies(entrants, completions, &[programme], rule, self.reference);
        found.is_ok_and(|found| found.frequencies.knows(programme))
    }

    fn curve_works(&self, completions: &[Completions], programme: ProgrammeId) -> bool {
        let request = Request {
            draws: None,
            ..self.of(&[programme])
        };
        let entrants = &self.inputs.entrants;
        completion_curve(entrants, completions, &request, self.reference).is_ok()
    }

    fn backtest(&self, completions: &[Completions]) -> Vec<Pair> {
        let outcomes = Outcomes::of_completions(completions);
        let history = History {
            entrants: &self.inputs.entrants,
            completions,
            outcomes: &outcomes,
            rule: self.args.cohorts.rule(),
        };
        let own: &[Method] = match self.args.method {
            MethodArg::MeanFrequency => &[Method::MeanFrequency],
            MethodArg::CompletionCurve => &[Method::CompletionCurve],
            MethodArg::Auto => &[Method::MeanFrequency, Method::CompletionCurve],
        };
        let naive = [Method::LastValue, Method::Drift];
        let request = BacktestRequest {
            programmes: self.request.programmes.clone(),
            methods: own.iter().copied().chain(naive).collect(),
            origins: self.request.from_year.map(|year| (i16::MIN, year)),
            horizon_cap: self.request.horizon_cap,
            draws: self.request.draws.map(super::draws_of_backtest),
        };
        backtest(history, &request, self.reference)
    }

    fn cohort_faults(&self, errors: &[CohortError]) -> Faults {
        let table = self.inputs.rates_table();
        let mut faults = Faults::new();
        for error in errors {
            faults.push(table.fault(error.to_string()).tip(error.tip()));
        }
        faults
    }
}
