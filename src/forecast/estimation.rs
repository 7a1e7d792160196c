//! A forecast from inputs: which method, what it rests on, and how well it would have done before.

use std::fmt;

use super::coverage::{Uncovered, uncovered};
use super::{
    BacktestRequest, Choice, ChoiceReason, CohortError, CohortRule, CurveError, Draws,
    EstimatedFrequencies, Forecast, ForecastError, History, Method, Outcomes, Pair, Request,
    backtest, cohort_frequencies, completion_curve, mean_frequency, ranking,
};
use crate::domain::{Completions, Entrants, ExamFrequencies, IntervalLevel, ProgrammeId, Year};
use crate::language::{Language, Words, words};
use crate::reference::Reference;

/// Backtests draw at most so many futures: their figures are means over many forecasts.
const MOST_BACKTEST_DRAWS: u32 = 1_000;

/// What graduates are estimated from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Entrants of all programmes and years.
    pub entrants: &'a [Entrants],
    /// What share of them takes the degree, and when.
    pub rates: Rates<'a>,
}

/// Exam frequencies, or the degrees that they and completion curves are estimated from.
#[derive(Clone, Copy, Debug)]
pub enum Rates<'a> {
    /// Frequencies as given.
    Frequencies(&'a ExamFrequencies),
    /// Degrees by start cohort.
    Completions(&'a [Completions]),
}

/// Which method estimates are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodRequest {
    /// The council's published method.
    MeanFrequency,
    /// The completion curve, which needs completions.
    CompletionCurve,
    /// For each programme the one of these that would have done better before; needs completions.
    Auto,
}

/// Which estimates are wanted, and how they are made.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimationRequest {
    /// Programmes, years and draws.
    pub forecast: Request,
    /// The method.
    pub method: MethodRequest,
    /// Which cohorts a mean frequency is taken over where it is estimated.
    pub rule: CohortRule,
    /// The interval that methods are ranked with.
    pub level: IntervalLevel,
}

/// A forecast and what it was chosen by.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimation {
    /// The estimates.
    pub forecast: Forecast,
    /// The frequencies behind them, if they were estimated.
    pub frequencies: Option<EstimatedFrequencies>,
    /// What the methods would have forecast earlier; empty without the history for it.
    pub pairs: Vec<Pair>,
    /// Which method was chosen for each programme, where it was to be chosen.
    pub choices: Vec<Choice>,
}

/// Why there is no forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EstimationError {
    /// A method that needs completions where frequencies are given.
    NoCompletions,
    /// Entrants that no exam frequency applies to.
    Uncovered(Vec<Uncovered>),
    /// Cohorts of the completions that cannot be used.
    Cohorts(Vec<CohortError>),
    /// Nothing to forecast.
    Forecast(ForecastError),
}

impl EstimationError {
    /// What is wrong; of several things all, with a semicolon between them.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NoCompletions => words!(
                "metoden behöver examinerade per startkohort",
                "the method needs completions"
            ),
            Self::Uncovered(entrants) => joined(entrants.iter().map(Uncovered::words)),
            Self::Cohorts(errors) => joined(errors.iter().map(CohortError::words)),
            Self::Forecast(error) => error.words(),
        }
    }
}

fn joined(all: impl Iterator<Item = Words>) -> Words {
    let all: Vec<Words> = all.collect();
    let [swedish, english] = [Language::Swedish, Language::English].map(|language| {
        let texts: Vec<&str> = all.iter().map(|words| words.text(language)).collect();
        texts.join("; ")
    });
    Words::new(swedish, english)
}

impl fmt::Display for EstimationError {
    /// What is wrong, in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().text(Language::Swedish))
    }
}

impl std::error::Error for EstimationError {}

impl From<ForecastError> for EstimationError {
    fn from(error: ForecastError) -> Self {
        Self::Forecast(error)
    }
}

impl From<CurveError> for EstimationError {
    fn from(error: CurveError) -> Self {
        match error {
            CurveError::Cohorts(errors) => Self::Cohorts(errors),
            CurveError::Forecast(error) => Self::Forecast(error),
        }
    }
}

/// Estimates graduates with the method that is asked for, or with the better one for each programme.
///
/// With [`MethodRequest::Auto`] a programme is given the method with the smaller mean absolute error in
/// the country over all earlier base years, the published one where there is no such year, and the other
/// where the first cannot be used now. Nothing that came after the base year takes part in the choice.
///
/// # Errors
/// Entrants without a frequency, cohorts that cannot be used, nothing to forecast, and a method that
/// needs completions where only frequencies are given.
pub fn estimate(
    inputs: Inputs<'_>,
    request: &EstimationRequest,
    reference: &Reference,
) -> Result<Estimation, EstimationError> {
    let completions = match inputs.rates {
        Rates::Completions(completions) => completions,
        Rates::Frequencies(frequencies) => {
            if request.method != MethodRequest::MeanFrequency {
                return Err(EstimationError::NoCompletions);
            }
            let programmes = &request.forecast.programmes;
            let entrants = inputs.entrants;
            let forecast = mean(entrants, frequencies, programmes, request, reference)?;
            return Ok(Estimation::of(forecast));
        }
    };
    let run = Run {
        entrants: inputs.entrants,
        completions,
        request,
        reference,
    };
    let pairs = run.backtest();
    let programmes = &request.forecast.programmes;
    let estimation = match request.method {
        MethodRequest::MeanFrequency => run.by_mean(programmes)?,
        MethodRequest::CompletionCurve => run.by_curve(programmes)?,
        MethodRequest::Auto => run.by_the_better(&pairs)?,
    };
    Ok(Estimation {
        pairs,
        ..estimation
    })
}

/// The mean-frequency forecast of some programmes, all of whose entrants must have a frequency.
fn mean(
    entrants: &[Entrants],
    frequencies: &ExamFrequencies,
    programmes: &[ProgrammeId],
    request: &EstimationRequest,
    reference: &Reference,
) -> Result<Forecast, EstimationError> {
    let uncovered = uncovered(entrants, frequencies, programmes, reference);
    if !uncovered.is_empty() {
        return Err(EstimationError::Uncovered(uncovered));
    }
    let request = request.of(programmes);
    Ok(mean_frequency(entrants, frequencies, &request, reference)?)
}

impl Estimation {
    const fn of(forecast: Forecast) -> Self {
        Self {
            forecast,
            frequencies: None,
            pairs: Vec::new(),
            choices: Vec::new(),
        }
    }
}

impl EstimationRequest {
    /// The request of some of its programmes.
    fn of(&self, programmes: &[ProgrammeId]) -> Request {
        Request {
            programmes: programmes.to_vec(),
            ..self.forecast.clone()
        }
    }
}

/// A request with completions at hand.
struct Run<'a> {
    entrants: &'a [Entrants],
    completions: &'a [Completions],
    request: &'a EstimationRequest,
    reference: &'a Reference,
}

impl Run<'_> {
    fn by_mean(&self, programmes: &[ProgrammeId]) -> Result<Estimation, EstimationError> {
        let estimated = self.frequencies(&self.request.of(programmes));
        let estimated = estimated.map_err(EstimationError::Cohorts)?;
        let frequencies = &estimated.frequencies;
        let forecast = mean(
            self.entrants,
            frequencies,
            programmes,
            self.request,
            self.reference,
        )?;
        Ok(Estimation {
            frequencies: Some(estimated),
            ..Estimation::of(forecast)
        })
    }

    fn by_curve(&self, programmes: &[ProgrammeId]) -> Result<Estimation, EstimationError> {
        let forecast = self.curve(&self.request.of(programmes))?;
        Ok(Estimation::of(forecast))
    }

    fn frequencies(&self, request: &Request) -> Result<EstimatedFrequencies, Vec<CohortError>> {
        let (entrants, rule) = (self.entrants, self.request.rule);
        cohort_frequencies(entrants, self.completions, rule, request, self.reference)
    }

    fn curve(&self, request: &Request) -> Result<Forecast, CurveError> {
        completion_curve(self.entrants, self.completions, request, self.reference)
    }

    fn by_the_better(&self, pairs: &[Pair]) -> Result<Estimation, EstimationError> {
        let programmes = self.request.forecast.programmes.iter();
        let choices: Vec<Choice> = programmes
            .map(|programme| self.choice(pairs, *programme))
            .collect();
        let of_method = |method| -> Vec<ProgrammeId> {
            let chosen = choices.iter().filter(|choice| choice.method == method);
            chosen.map(|choice| choice.programme).collect()
        };
        let by_mean = of_method(Method::MeanFrequency);
        let by_curve = of_method(Method::CompletionCurve);
        let estimation = match (&by_mean[..], &by_curve[..]) {
            (programmes, []) => self.by_mean(programmes)?,
            ([], programmes) => self.by_curve(programmes)?,
            _ => {
                let mut estimation = self.by_curve(&by_curve)?;
                let others = self.by_mean(&by_mean)?;
                estimation.forecast.extend(others.forecast);
                estimation.frequencies = others.frequencies;
                estimation
            }
        };
        Ok(Estimation {
            choices,
            ..estimation
        })
    }

    /// The method of a programme: the one that would have done better in the country, and the published
    /// one without history; where it cannot be used now, the other.
    fn choice(&self, pairs: &[Pair], programme: ProgrammeId) -> Choice {
        let ranked = ranking(pairs, programme, self.request.level);
        let mut ranked = ranked.iter().map(|(method, _)| *method);
        let best = ranked.find(|method| !method.is_naive());
        let wanted = best.unwrap_or(Method::MeanFrequency);
        let other = if wanted == Method::MeanFrequency {
            Method::CompletionCurve
        } else {
            Method::MeanFrequency
        };
        let (method, reason) = match self.obstacle(wanted, programme) {
            // Where neither can be used, the error of the first is reported.
            Some(why) if self.obstacle(other, programme).is_none() => {
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
    fn obstacle(&self, method: Method, programme: ProgrammeId) -> Option<Words> {
        let request = Request {
            draws: None,
            ..self.request.of(&[programme])
        };
        let first = |errors: Vec<CohortError>| errors.first().map(CohortError::words);
        if method == Method::CompletionCurve {
            return match self.curve(&request).err()? {
                CurveError::Cohorts(errors) => first(errors),
                CurveError::Forecast(error) => Some(error.words()),
            };
        }
        match self.frequencies(&request) {
            Ok(found) if found.frequencies.knows(programme) => None,
            Ok(_) => Some(words!(
                "inga färdigföljda kohorter med nybörjare",
                "no completed cohorts with entrants"
            )),
            Err(errors) => first(errors),
        }
    }

    /// What the methods in question and the naive ones would have forecast earlier.
    fn backtest(&self) -> Vec<Pair> {
        let Request {
            programmes,
            from_year,
            horizon_cap,
            draws,
        } = &self.request.forecast;
        // What was not known in the base year must not choose the method either.
        let base_year = from_year.unwrap_or(Year::MAX);
        let known = self.completions.iter();
        let known = known.filter(|row| row.graduated.ends() <= base_year);
        let known: Vec<Completions> = known.cloned().collect();
        let outcomes = Outcomes::of_completions(self.entrants, &known, self.reference);
        let history = History {
            entrants: self.entrants,
            completions: &known,
            outcomes: &outcomes,
            rule: self.request.rule,
        };
        let own: &[Method] = match self.request.method {
            MethodRequest::MeanFrequency => &[Method::MeanFrequency],
            MethodRequest::CompletionCurve => &[Method::CompletionCurve],
            MethodRequest::Auto => &[Method::MeanFrequency, Method::CompletionCurve],
        };
        let naive = [Method::LastValue, Method::Drift];
        let request = BacktestRequest {
            programmes: programmes.clone(),
            methods: own.iter().copied().chain(naive).collect(),
            origins: from_year.map(|year| (i16::MIN, year)),
            horizon_cap: *horizon_cap,
            draws: draws.map(|draws| Draws {
                count: draws.count.min(MOST_BACKTEST_DRAWS),
                ..draws
            }),
        };
        backtest(history, &request, self.reference)
    }
}
