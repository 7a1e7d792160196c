//! From inputs to a forecast: which method, and how well it would have done.

use super::inputs::{Inputs, Rates};
use super::{Args, MethodArg};
use crate::domain::{Completions, ExamFrequencies, ProgrammeId, Year};
use crate::forecast::{
    BacktestRequest, Choice, ChoiceReason, CohortError, CurveError, EstimatedFrequencies, Forecast,
    History, Method, Outcomes, Pair, Request, backtest, cohort_frequencies, completion_curve,
    mean_frequency, ranking,
};
use crate::language::{Words, words};
use crate::reference::Reference;
use crate::source::{Fault, Faults};

/// A forecast and what it was chosen by.
pub(super) struct Calculated {
    pub(super) forecast: Forecast,
    /// The frequencies behind it, if they were estimated.
    pub(super) estimated: Option<EstimatedFrequencies>,
    /// What the methods would have forecast earlier; empty without the history for it.
    pub(super) pairs: Vec<Pair>,
    /// Which method was chosen for each programme, where it was to be chosen.
    pub(super) choices: Vec<Choice>,
}

impl Calculated {
    const fn of(forecast: Forecast) -> Self {
        Self {
            forecast,
            estimated: None,
            pairs: Vec::new(),
            choices: Vec::new(),
        }
    }
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
            let missing = words!("examensfrekvenser saknas", "there are no exam frequencies");
            return Err(Fault::new(missing).into());
        };
        let forecast = self.mean(frequencies, &self.request.programmes)?;
        Ok(Calculated::of(forecast))
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
        found.map_err(|error| Fault::new(error.words()).into())
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
        let (rule, request) = (self.args.cohorts.rule(), self.of(programmes));
        let estimated = cohort_frequencies(entrants, completions, rule, &request, self.reference)
            .map_err(|errors| self.cohort_faults(&errors))?;
        let forecast = self.mean(&estimated.frequencies, programmes)?;
        Ok(Calculated {
            estimated: Some(estimated),
            ..Calculated::of(forecast)
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
            CurveError::Forecast(error) => Fault::new(error.words()).into(),
        })?;
        Ok(Calculated::of(forecast))
    }

    /// For every programme the method that would have done better in the country, and the published
    /// one without history; where it cannot be used now, the other.
    fn by_the_better(
        &self,
        completions: &[Completions],
        pairs: &[Pair],
    ) -> Result<Calculated, Faults> {
        let programmes = self.request.programmes.iter();
        let choices = programmes.map(|programme| self.choice(completions, pairs, *programme));
        let choices: Vec<Choice> = choices.collect();
        let of_method = |method| -> Vec<ProgrammeId> {
            let chosen = choices.iter().filter(|choice| choice.method == method);
            chosen.map(|choice| choice.programme).collect()
        };
        let (by_mean, by_curve) = (
            of_method(Method::MeanFrequency),
            of_method(Method::CompletionCurve),
        );
        if by_curve.is_empty() {
            let calculated = self.by_mean(completions, &by_mean)?;
            return Ok(Calculated {
                choices,
                ..calculated
            });
        }
        let mut calculated = self.by_curve(completions, &by_curve)?;
        if !by_mean.is_empty() {
            let others = self.by_mean(completions, &by_mean)?;
            calculated.forecast.extend(others.forecast);
            calculated.estimated = others.estimated;
        }
        Ok(Calculated {
            choices,
            ..calculated
        })
    }

    fn choice(
        &self,
        completions: &[Completions],
        pairs: &[Pair],
        programme: ProgrammeId,
    ) -> Choice {
        let ranked = ranking(pairs, programme, self.args.first_level());
        let mut ranked = ranked.iter().map(|(method, _)| *method);
        let best = ranked.find(|method| !method.is_naive());
        let wanted = best.unwrap_or(Method::MeanFrequency);
        let other = if wanted == Method::MeanFrequency {
            Method::CompletionCurve
        } else {
            Method::MeanFrequency
        };
        let (method, reason) = match self.fault_of(wanted, completions, programme) {
            // Where neither can be used, the error of the first is told.
            Some(why) if self.fault_of(other, completions, programme).is_none() => {
                let reason = ChoiceReason::OtherUnusable { other: wanted, why };
                (other, reason)
            }
            _ if best.is_some() => (wanted, ChoiceReason::DidBetter),
            _ => (wanted, ChoiceReason::NoHistory),
        };
        Choice {
            programme,
            method,
            reason,
        }
    }

    /// Why a programme cannot be forecast with a method; none if it can.
    fn fault_of(
        &self,
        method: Method,
        completions: &[Completions],
        programme: ProgrammeId,
    ) -> Option<Words> {
        let request = Request {
            draws: None,
            ..self.of(&[programme])
        };
        let entrants = &self.inputs.entrants;
        let first = |errors: Vec<CohortError>| errors.first().map(CohortError::words);
        if method == Method::CompletionCurve {
            let found = completion_curve(entrants, completions, &request, self.reference);
            return match found.err()? {
                CurveError::Cohorts(errors) => first(errors),
                CurveError::Forecast(error) => Some(error.words()),
            };
        }
        let rule = self.args.cohorts.rule();
        match cohort_frequencies(entrants, completions, rule, &request, self.reference) {
            Ok(found) if found.frequencies.knows(programme) => None,
            Ok(_) => Some(words!(
                "inga färdigföljda kohorter med nybörjare",
                "no completed cohorts with entrants"
            )),
            Err(errors) => first(errors),
        }
    }

    fn backtest(&self, completions: &[Completions]) -> Vec<Pair> {
        // What was not known in the base year must not choose the method either.
        let entrants = &self.inputs.entrants;
        let base_year = self.request.from_year.unwrap_or(Year::MAX);
        let known = completions
            .iter()
            .filter(|row| row.graduated.ends() <= base_year);
        let known: Vec<Completions> = known.cloned().collect();
        let outcomes = Outcomes::of_completions(entrants, &known, self.reference);
        let history = History {
            entrants,
            completions: &known,
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
            faults.push(table.fault(error.words()).tip(error.tip()));
        }
        faults
    }
}
