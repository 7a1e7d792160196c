//! The council's method, worked by hand.

use vardkraft::domain::{ExamFrequencies, IntervalLevel, Year};
use vardkraft::forecast::{
    Average, CohortError, CohortRule, Estimate, EstimatedFrequencies, EstimationError,
    EstimationRequest, Forecast, Inputs, MethodRequest, Rates, Request, cohort_frequencies,
    estimate, estimated_programmes, mean_frequency,
};
use vardkraft::intake::{self, Context, HistorySources, SplitCounties};
use vardkraft::layout;
use vardkraft::reference::Reference;
use vardkraft::source::{RawTable, table_of};

fn table(text: &str) -> RawTable {
    table_of("test.csv", text.as_bytes()).unwrap()
}

/// Entrants × frequencies, as a library user would.
pub(crate) fn forecast(entrants: &str, frequencies: &str, from_year: Option<Year>) -> Forecast {
    let reference = Reference::load().unwrap();
    let context = |table| Context {
        table,
        reference: &reference,
        split: SplitCounties::default(),
    };
    let (entrants, frequencies) = (table(entrants), table(frequencies));
    let entrants: Vec<_> = intake::entrants(context(&entrants))
        .unwrap()
        .into_records()
        .collect();
    let frequencies = intake::exam_frequencies(context(&frequencies)).unwrap();
    let frequencies: ExamFrequencies = frequencies.into_records().collect();
    let programmes = estimated_programmes(&entrants, &reference);
    let request = Request {
        programmes,
        from_year,
        horizon_cap: None,
        draws: None,
    };
    mean_frequency(&entrants, &frequencies, &request, &reference).unwrap()
}

/// A curve, and a choice between it and the mean, need degrees by cohort; nothing else is done in their place.
#[test]
fn a_method_that_needs_completions_is_refused_where_frequencies_are_given() {
    let reference = Reference::load().unwrap();
    let frequencies = ExamFrequencies::default();
    let inputs = Inputs {
        entrants: &[],
        rates: Rates::Frequencies(&frequencies),
    };
    for method in [MethodRequest::CompletionCurve, MethodRequest::Auto] {
        let error = estimate(inputs, &estimation_request(method), &reference).unwrap_err();
        assert_eq!(error, EstimationError::NoCompletions);
    }
}

/// What is wrong is in the error itself: the programme, whom it concerns and which of the entrants.
#[test]
fn entrants_without_a_frequency_are_named_by_the_library() {
    let reference = Reference::load().unwrap();
    let csv = "utbildning,läsår,nybörjare\npsykolog,2022/23,60\ntandläkare,2022/23,70";
    let sources = HistorySources {
        entrants: Some(layout::tables_of(
            "nybörjare.csv",
            csv.as_bytes(),
            None,
            &reference,
        )),
        ..HistorySources::default()
    };
    let tables = sources.read(&reference, SplitCounties::default()).unwrap();
    let inputs = Inputs {
        entrants: tables.entrants(),
        rates: Rates::Frequencies(&tables.exam_frequencies()),
    };
    let mut request = estimation_request(MethodRequest::MeanFrequency);
    request.forecast.programmes = estimated_programmes(inputs.entrants, &reference);
    let error = estimate(inputs, &request, &reference).unwrap_err();
    assert_eq!(
        error.to_string(),
        "examensfrekvens saknas för psykolog; examensfrekvens saknas för tandläkare"
    );
    let EstimationError::Uncovered(uncovered) = error else {
        panic!("{error}");
    };
    let rows: Vec<usize> = uncovered.iter().map(|own| own.entrants).collect();
    assert_eq!(rows, [0, 1]);
}

fn estimation_request(method: MethodRequest) -> EstimationRequest {
    EstimationRequest {
        forecast: Request {
            programmes: Vec::new(),
            from_year: None,
            horizon_cap: None,
            draws: None,
        },
        method,
        rule: CohortRule {
            cohorts: 3,
            average: Average::Unpooled,
        },
        level: IntervalLevel::USUAL,
    }
}

/// `(region, year, entrants, graduates)` of every estimate; the country is `-`.
fn summary(forecast: &Forecast) -> Vec<(String, Year, Option<u64>, Option<f64>)> {
    let reference = Reference::load().unwrap();
    let region = |estimate: &Estimate| {
        estimate.health_region.map_or("-".to_owned(), |id| {
            reference.health_region(id).name.clone()
        })
    };
    let rows = forecast.estimates.iter();
    rows.map(|row| (region(row), row.exam_year, row.entrants, row.graduates))
        .collect()
}

fn assert_summary(forecast: &Forecast, expected: &[(&str, Year, u64, f64)]) {
    let actual = summary(forecast);
    assert_eq!(actual.len(), expected.len(), "{actual:?}");
    for (actual, expected) in actual.iter().zip(expected) {
        let (region, year, entrants, graduates) = *expected;
        assert_eq!(
            (actual.0.as_str(), actual.1, actual.2),
            (region, year, Some(entrants))
        );
        let difference = (actual.3.unwrap() - graduates).abs();
        assert!(difference < 1e-9, "{actual:?} {expected:?}");
    }
}

/// Tandläkare is 5 läsår. The newest läsår 2022/23 ends in 2023, the base year; the horizon is 3.
/// 2024 comes of those who began in 2024 − 5 = 2019, 2025 of 2020, 2026 of 2021.
///
/// ```text
/// Norra  0.70: 40 × 0.70 = 28.0   50 × 0.70 = 35.0   60 × 0.70 = 42.0
/// Södra  0.80: 90 × 0.80 = 72.0  100 × 0.80 = 80.0  110 × 0.80 = 88.0
/// riket               100.0              115.0              130.0
/// ```
#[test]
fn regions_use_their_own_frequency_or_the_countrys_and_sum_to_the_country() {
    let entrants = "utbildning,läsår,sjukvårdsregion,nybörjare
        tandläkare,2019/20,Norra,40
        tandläkare,2020/21,Norra,50
        tandläkare,2021/22,Norra,60
        tandläkare,2022/23,Norra,70
        tandläkare,2019/20,Södra,90
        tandläkare,2020/21,Södra,100
        tandläkare,2021/22,Södra,110
        tandläkare,2022/23,Södra,120";
    let frequencies = "utbildning,sjukvårdsregion,examensfrekvens
        tandläkare,riket,0.80
        tandläkare,Norra,0.70";
    let forecast = forecast(entrants, frequencies, None);
    assert_eq!(forecast.base_year, 2023);
    assert_summary(
        &forecast,
        &[
            ("-", 2024, 130, 100.0),
            ("-", 2025, 150, 115.0),
            ("-", 2026, 170, 130.0),
            ("Norra", 2024, 40, 28.0),
            ("Norra", 2025, 50, 35.0),
            ("Norra", 2026, 60, 42.0),
            ("Södra", 2024, 90, 72.0),
            ("Södra", 2025, 100, 80.0),
            ("Södra", 2026, 110, 88.0),
        ],
    );
    let is_national: Vec<bool> = forecast
        .estimates
        .iter()
        .map(|row| row.uses_national_frequency)
        .collect();
    assert_eq!(is_national[3..], [false, false, false, true, true, true]);
}

/// 400 women × 0.80 + 100 men × 0.60 = 320 + 60 = 380, an effective frequency of 380 / 500 = 0.76.
#[test]
fn entrants_by_sex_get_the_frequency_of_their_sex() {
    let entrants = "utbildning,läsår,kön,nybörjare
        arbetsterapeut,2019/20,kvinnor,400
        arbetsterapeut,2019/20,män,100";
    let frequencies = "utbildning,kön,examensfrekvens_procent
        arbetsterapeut,kvinnor,80
        arbetsterapeut,män,60";
    let forecast = forecast(entrants, frequencies, None);
    // 3 läsår: those who began in 2019 graduate in 2022; the base year is 2020, the horizon 2.
    assert_summary(&forecast, &[("-", 2022, 500, 380.0)]);
    assert!((forecast.estimates[0].exam_frequency().unwrap() - 0.76).abs() < 1e-12);
    assert_eq!(
        forecast.unobserved.len(),
        1,
        "2021 would need the entrants of 2018/19"
    );
}

/// HT2021 and VT2022 are both läsår 2021/22: 30 + 20 = 50, × 0.5 = 25. Barnmorska takes 1.5 years,
/// counted as 2 läsår: those who began in 2021 graduate in 2023, one year after the base year 2022.
#[test]
fn terms_are_pooled_to_lasar_and_barnmorska_lies_one_year_ahead() {
    let entrants = "utbildning,termin,nybörjare
        barnmorska,HT2021,30
        barnmorska,VT2022,20";
    let forecast = forecast(entrants, "utbildning,examensfrekvens\nbarnmorska,0.5", None);
    assert_summary(&forecast, &[("-", 2023, 50, 25.0)]);
}

/// Läkare takes 5.5 years, counted as 6 läsår: with base year 2024 the degrees of 2025, 2026 and
/// 2027 come of those who began in 2019, 2020 and 2021.
#[test]
fn lakare_graduate_six_lasar_after_entry() {
    let entrants = "utbildning,läsår,nybörjare
        läkare,2019/20,1000
        läkare,2020/21,1100
        läkare,2021/22,1200
        läkare,2022/23,1300
        läkare,2023/24,1400";
    let forecast = forecast(entrants, "utbildning,examensfrekvens\nläkare,88 %", None);
    assert_summary(
        &forecast,
        &[
            ("-", 2025, 1000, 880.0),
            ("-", 2026, 1100, 968.0),
            ("-", 2027, 1200, 1056.0),
        ],
    );
}

#[test]
fn a_newest_lasar_with_its_autumn_alone_does_not_count() {
    let entrants = "utbildning,termin,nybörjare
        barnmorska,HT2021,30
        barnmorska,VT2022,20
        barnmorska,HT2022,40";
    let forecast = forecast(entrants, "utbildning,examensfrekvens\nbarnmorska,0.5", None);
    assert_summary(&forecast, &[("-", 2023, 50, 25.0)]);
}

#[test]
fn an_unknown_number_of_entrants_leaves_region_and_country_unknown() {
    let entrants = "utbildning,läsår,sjukvårdsregion,nybörjare
        barnmorska,2021/22,Norra,..
        barnmorska,2021/22,Södra,50";
    let forecast = forecast(entrants, "utbildning,examensfrekvens\nbarnmorska,0.5", None);
    assert_eq!(
        summary(&forecast),
        [
            ("-".to_owned(), 2023, None, None),
            ("Norra".to_owned(), 2023, None, None),
            ("Södra".to_owned(), 2023, Some(50), Some(25.0)),
        ]
    );
}

#[test]
fn totals_among_their_parts_are_not_counted_again() {
    let entrants = "utbildning,läsår,sjukvårdsregion,kön,nybörjare
        barnmorska,2021/22,Norra,kvinnor,29
        barnmorska,2021/22,Norra,män,1
        barnmorska,2021/22,Norra,totalt,30
        barnmorska,2021/22,Södra,kvinnor,50
        barnmorska,2021/22,Södra,män,0
        barnmorska,2021/22,Södra,totalt,50
        barnmorska,2021/22,Riket,totalt,80";
    let forecast = forecast(entrants, "utbildning,examensfrekvens\nbarnmorska,0.5", None);
    assert_summary(
        &forecast,
        &[
            ("-", 2023, 80, 40.0),
            ("Norra", 2023, 30, 15.0),
            ("Södra", 2023, 50, 25.0),
        ],
    );
}

#[test]
fn universities_and_counties_are_counted_in_their_health_region() {
    let by_university = "utbildning,läsår,lärosäte,nybörjare
        barnmorska,2021/22,Umeå universitet,10
        barnmorska,2021/22,Luleå tekniska universitet,20
        barnmorska,2021/22,Karolinska institutet,30";
    let by_county = "utbildning,läsår,län,nybörjare
        barnmorska,2021/22,24,10
        barnmorska,2021/22,25,20
        barnmorska,2021/22,1,30";
    let frequencies = "utbildning,examensfrekvens\nbarnmorska,1";
    let expected = [
        ("-", 2023, 60, 60.0),
        ("Norra", 2023, 30, 30.0),
        ("Stockholm-Gotland", 2023, 30, 30.0),
    ];
    assert_summary(&forecast(by_university, frequencies, None), &expected);
    assert_summary(&forecast(by_county, frequencies, None), &expected);
}

/// Frequencies of barnmorska estimated from completions, and the forecast that they give.
fn estimated_from(
    entrants: &str,
    completions: &str,
    rule: CohortRule,
) -> Result<(EstimatedFrequencies, Forecast), Vec<CohortError>> {
    let reference = Reference::load().unwrap();
    let context = |table| Context {
        table,
        reference: &reference,
        split: SplitCounties::default(),
    };
    let (entrants, completions) = (table(entrants), table(completions));
    let entrants = intake::entrants(context(&entrants)).unwrap();
    let entrants: Vec<_> = entrants.into_records().collect();
    let completions = intake::completions(context(&completions)).unwrap();
    let completions: Vec<_> = completions.into_records().collect();
    let programmes = estimated_programmes(&entrants, &reference);
    let request = Request {
        programmes,
        from_year: None,
        horizon_cap: None,
        draws: None,
    };
    let estimated = cohort_frequencies(&entrants, &completions, rule, &request, &reference)?;
    let frequencies = &estimated.frequencies;
    let forecast = mean_frequency(&entrants, frequencies, &request, &reference).unwrap();
    Ok((estimated, forecast))
}

/// A region that the completions forget would count as one where nobody graduates.
#[test]
fn completions_that_leave_out_a_region_are_refused() {
    let entrants = "utbildning,läsår,sjukvårdsregion,nybörjare
        barnmorska,2016/17,Norra,100
        barnmorska,2016/17,Södra,100";
    let completions = "utbildning,startläsår,examensläsår,sjukvårdsregion,examinerade
        barnmorska,2016/17,2017/18,Norra,80
        barnmorska,2016/17,2018/19,Norra,0
        barnmorska,2016/17,2019/20,Norra,0
        barnmorska,2016/17,2020/21,Norra,0";
    let rule = CohortRule {
        cohorts: 1,
        average: Average::Unpooled,
    };
    let errors = estimated_from(entrants, completions, rule).unwrap_err();
    let messages: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        ["barnmorska har nybörjare i Södra men inga rader om examinerade där"]
    );
}

/// Barnmorska is 2 läsår, followed for 2 + 3 = 5 years. Degrees are observed to 2020/21, so cohorts
/// that began in 2016 or before are completed. The last degree of 2014/15 came in 2020/21, seven
/// läsår after the start, and is outside the follow-up.
fn estimated(rule: CohortRule) -> EstimatedFrequencies {
    let entrants = "utbildning,läsår,nybörjare
        barnmorska,2014/15,200
        barnmorska,2015/16,100
        barnmorska,2016/17,300
        barnmorska,2017/18,400";
    let completions = "utbildning,startläsår,examensläsår,examinerade
        barnmorska,2014/15,2015/16,100
        barnmorska,2014/15,2020/21,1
        barnmorska,2015/16,2016/17,70
        barnmorska,2015/16,2018/19,10
        barnmorska,2016/17,2017/18,180
        barnmorska,2017/18,2018/19,399
        barnmorska,2017/18,2019/20,0";
    estimated_from(entrants, completions, rule).unwrap().0
}

/// Norra 80 of 100 and Södra 60 of 120 in 2016/17; the 50 and 40 who began in 2019/20 give
/// 50 × 0.80 = 40 and 40 × 0.50 = 20 graduates in 2021, and the country 60.
#[test]
fn completions_by_region_give_every_region_its_own_frequency() {
    let entrants = "utbildning,läsår,sjukvårdsregion,nybörjare
        barnmorska,2016/17,Norra,100
        barnmorska,2017/18,Norra,90
        barnmorska,2018/19,Norra,90
        barnmorska,2019/20,Norra,50
        barnmorska,2016/17,Södra,120
        barnmorska,2017/18,Södra,90
        barnmorska,2018/19,Södra,90
        barnmorska,2019/20,Södra,40";
    let completions = "utbildning,startläsår,examensläsår,lärosäte,examinerade
        barnmorska,2016/17,2017/18,Umeå universitet,50
        barnmorska,2016/17,2018/19,Luleå tekniska universitet,30
        barnmorska,2016/17,2019/20,Umeå universitet,0
        barnmorska,2016/17,2020/21,Umeå universitet,0
        barnmorska,2016/17,2017/18,Lunds universitet,60
        barnmorska,2016/17,2018/19,Lunds universitet,0
        barnmorska,2016/17,2019/20,Lunds universitet,0
        barnmorska,2016/17,2020/21,Lunds universitet,0";
    let rule = CohortRule {
        cohorts: 1,
        average: Average::Unpooled,
    };
    let (_, forecast) = estimated_from(entrants, completions, rule).unwrap();
    assert_summary(
        &forecast,
        &[
            ("-", 2021, 90, 60.0),
            ("Norra", 2021, 50, 40.0),
            ("Södra", 2021, 40, 20.0),
        ],
    );
}

fn only_share(estimated: &EstimatedFrequencies) -> f64 {
    let shares: Vec<f64> = estimated
        .frequencies
        .iter()
        .map(|f| f.share.as_f64())
        .collect();
    assert_eq!(shares.len(), 1);
    shares[0]
}

/// The two newest completed cohorts have 80 of 100 and 180 of 300: unpooled (0.80 + 0.60) / 2 =
/// 0.70, pooled 260 / 400 = 0.65. With the third, 100 of 200: (0.50 + 0.80 + 0.60) / 3 = 0.6333…,
/// pooled 360 / 600 = 0.60.
#[test]
fn the_mean_over_completed_cohorts_is_plain_or_weighted_by_entrants() {
    for (cohorts, average, expected) in [
        (2, Average::Unpooled, 0.70),
        (2, Average::Pooled, 0.65),
        (3, Average::Unpooled, 1.9 / 3.0),
        (3, Average::Pooled, 0.60),
    ] {
        let share = only_share(&estimated(CohortRule { cohorts, average }));
        assert!(
            (share - expected).abs() < 1e-12,
            "{cohorts} {average:?}: {share}"
        );
    }
    let asked_for_more = estimated(CohortRule {
        cohorts: 9,
        average: Average::Pooled,
    });
    let started: Vec<_> = asked_for_more.cohorts[0]
        .started
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(started, ["2014/15", "2015/16", "2016/17"]);
}
