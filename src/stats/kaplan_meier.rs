//! The Kaplan–Meier estimate with left truncation, its standard error, interval and median.

use super::follow_up::{FollowUp, RiskSet, risk_sets};

/// The normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The estimate at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The time.
    pub time: u32,
    /// Units followed just before the time.
    pub at_risk: u64,
    /// Units with an event at the time.
    pub events: u64,
    /// Units last seen at the time, without an event.
    pub censored: u64,
    /// Share without an event by the time.
    pub survival: f64,
    /// Its standard error by Greenwood's formula; none once the share is 0.
    pub standard_error: Option<f64>,
    /// 95 % interval on the log(−log) scale, which stays within 0 and 1; none where the share is 0
    /// or 1.
    pub interval: Option<(f64, f64)>,
}

/// Share of units without an event, by time, at every time at which a unit is followed, has an
/// event or is last seen.
///
/// With `n(t)` units followed just before `t` (entered before `t`, not gone before `t`) and `d(t)` of
/// them with an event at `t`, `S(t)` is the product of `1 − d/n` over all times up to `t`; a unit
/// that enters late adds nothing before. Greenwood: `se = S · √Σ d / (n (n − d))`. The interval is
/// `S^exp(±1.96 · se / (S |log S|))`.
///
/// Example: 100 followed, 5 have an event at 1, then 95 followed, 19 at 2: 0.95 × 0.80 = 0.76.
///
/// References: Kaplan & Meier (1958); Kalbfleisch & Prentice (2002), sections 1.4 and 1.7.
#[must_use]
pub fn kaplan_meier(units: &[FollowUp<bool>]) -> Vec<Point> {
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let sets = risk_sets(units).into_iter();
    let points = sets.map(|set| {
        let events = set.events.get(&true).copied().unwrap_or_default();
        let RiskSet {
            time,
            at_risk,
            censored,
            ..
        } = set;
        let (n, d) = (as_f64(at_risk), as_f64(events));
        if events > 0 {
            survival *= 1.0 - d / n;
            greenwood += d / (n * (n - d));
        }
        let is_open = survival > 0.0;
        Point {
            time,
            at_risk,
            events,
            censored,
            survival,
            standard_error: is_open.then(|| survival * f64::sqrt(greenwood)),
            interval: interval(survival, greenwood),
        }
    });
    points.collect()
}

fn interval(survival: f64, greenwood: f64) -> Option<(f64, f64)> {
    let is_inside = survival > 0.0 && survival < 1.0;
    is_inside.then(|| {
        let width = Z * greenwood.sqrt() / survival.ln().abs();
        (survival.powf(width.exp()), survival.powf((-width).exp()))
    })
}

/// The median time to an event, and the 95 % interval of times whose own interval holds one half.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Median {
    /// The first time at which at most half are without an event; the middle of the stretch if it is
    /// exactly half for a while.
    pub time: f64,
    /// The same of the interval's lower bound, which falls first.
    pub lower: Option<f64>,
    /// The same of the interval's upper bound; none if it stays above one half.
    pub upper: Option<f64>,
}

/// The median of a curve; none if more than half are still without an event at its end.
///
/// Reference: Brookmeyer & Crowley (1982).
#[must_use]
pub fn median(points: &[Point]) -> Option<Median> {
    let reaches_half = |value: &dyn Fn(&Point) -> Option<f64>| {
        let mut below = points.iter().filter(|point| {
            let value = value(point);
            value.is_some_and(|value| value < 0.5 + HALF)
        });
        let first = below.next()?;
        let is_half = value(first).is_some_and(|value| value > 0.5 - HALF);
        let later = below.find(|point| value(point).is_some_and(|value| value < 0.5 - HALF));
        Some(match later {
            Some(later) if is_half => f64::midpoint(first.time.into(), later.time.into()),
            _ => first.time.into(),
        })
    };
    // A curve that has fallen to 0 has no interval there; its bounds count as 0 with it.
    let bound = |point: &Point, of: fn((f64, f64)) -> f64| match point.interval {
        Some(interval) => Some(of(interval)),
        None => (point.survival <= 0.0).then_some(0.0),
    };
    Some(Median {
        time: reaches_half(&|point| Some(point.survival))?,
        lower: reaches_half(&|point| bound(point, |(lower, _)| lower)),
        upper: reaches_half(&|point| point.interval.map(|(_, upper)| upper)),
    })
}

/// What may be lost in a product of shares that is exactly one half.
const HALF: f64 = 1e-12;

/// Counts stay far below 2⁵³, where every whole number is an exact `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
const fn as_f64(count: u64) -> f64 {
    count as f64
}
