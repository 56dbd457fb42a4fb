//! How likely requests are served, for people and for programs.

use serde::Serialize;

use super::json::written;
use super::{Format, Ink, Inked, WriteAvailability};
use crate::analysis::availability::{Availability, Estimate, Weakness};
use crate::model::{Id, Probability};

/// For people: by service and class, with the downtime a year and the part whose doubling helps most.
pub(super) const TEXT: Format<WriteAvailability> =
    Format { name: "text", title: "for people: with the downtime a year", write: text };
/// For programs: an array with one object a service and class.
pub(super) const JSON: Format<WriteAvailability> =
    Format { name: "json", title: "for programs", write: json };

/// How many of the parts that state nothing are named.
const NAMED: usize = 8;

/// The availabilities of a drawing.
#[derive(Clone, Debug)]
pub struct Available {
    /// Where it came from, as it was asked for.
    pub path: String,
    /// What every unmanaged part counts as that states nothing.
    pub assumed: Probability,
    /// By service and class.
    pub found: Vec<Availability>,
}

fn text(available: &Available) -> Inked {
    let mut page = Inked::new();
    page.ink(Ink::Strong, format!("{}: how likely a request is served", available.path)).end();
    if available.found.is_empty() {
        page.plain("nothing is served in this drawing").end();
    }
    for service in available.found.chunk_by(|a, b| a.service == b.service) {
        page.end();
        if let Some(first) = service.first() {
            page.ink(Ink::Strong, first.service.as_str()).end();
        }
        for one in service {
            row(&mut page, one);
        }
    }
    assumption(&mut page, available);
    page
}

fn row(page: &mut Inked, one: &Availability) {
    let (low, high) = one.estimate.range();
    let number = match one.estimate {
        Estimate::Exact(value) => percent(value),
        Estimate::Bounds { .. } => format!("between {} and {}", percent(low), percent(high)),
        Estimate::Sampled { mean, .. } => {
            format!("about {} ({} to {})", percent(mean), percent(low), percent(high))
        }
    };
    page.plain(format!("  {:<8}", one.class.name())).ink(Ink::Strong, number);
    page.plain(format!("  {}", one.estimate.method()));
    page.plain(format!("  {} down a year", duration(one.downtime()))).end();
    if let Some(weakest) = one.weakest.first().filter(|weakest| weakest.doubled > one.estimate.value()) {
        page.ink(Ink::Faint, "          weakest: ").plain(weakest.part.as_str());
        page.plain(format!("; with two of it {}", percent(weakest.doubled))).end();
    }
}

fn assumption(page: &mut Inked, available: &Available) {
    let mut unstated: Vec<&Id> = available.found.iter().flat_map(|one| &one.unstated).collect();
    unstated.sort_unstable();
    unstated.dedup();
    if unstated.is_empty() {
        return;
    }
    let mut names: Vec<String> = unstated.iter().take(NAMED).map(ToString::to_string).collect();
    if unstated.len() > NAMED {
        names.push(format!("{} more", unstated.len() - NAMED));
    }
    page.end();
    page.ink(Ink::Faint, "   = ").ink(Ink::Strong, "assumes:");
    page.plain(format!(
        " {} for each part that states no availability: {}",
        percent(available.assumed.get()),
        names.join(", ")
    ));
    page.end();
}

/// As per cent, with as many digits as nine digits of the number are, and none that say nothing.
pub fn percent(value: f64) -> String {
    let digits = format!("{:.7}", value * 100.0);
    let short = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{short} %")
}

/// Hours as a span that can be imagined.
pub fn duration(hours: f64) -> String {
    let rows = [(24.0, 24.0 * 3.0, "days"), (1.0, 1.0, "hours"), (1.0 / 60.0, 1.0 / 60.0, "minutes")];
    let fits = rows.iter().find(|(_, least, _)| hours >= *least);
    let (unit, word) = fits.map_or((1.0 / 3600.0, "seconds"), |(unit, _, word)| (*unit, *word));
    format!("{:.1} {word}", hours / unit)
}

#[derive(Serialize)]
struct Row<'a> {
    service: &'a str,
    class: &'a str,
    availability: f64,
    method: &'a str,
    low: f64,
    high: f64,
    downtime_hours: f64,
    weakest: Vec<Part<'a>>,
    unstated: Vec<&'a str>,
    assumed: f64,
}

#[derive(Serialize)]
struct Part<'a> {
    id: &'a str,
    importance: f64,
    doubled: f64,
}

fn json(available: &Available) -> Inked {
    let row = |one| as_row(one, available.assumed);
    written(&available.found.iter().map(row).collect::<Vec<_>>())
}

fn as_row(one: &Availability, assumed: Probability) -> Row<'_> {
    let (low, high) = one.estimate.range();
    Row {
        service: one.service.as_str(),
        class: one.class.name(),
        availability: one.estimate.value(),
        method: one.estimate.method(),
        low,
        high,
        downtime_hours: one.downtime(),
        weakest: one.weakest.iter().map(as_part).collect(),
        unstated: one.unstated.iter().map(Id::as_str).collect(),
        assumed: assumed.get(),
    }
}

fn as_part(weak: &Weakness) -> Part<'_> {
    Part { id: weak.part.as_str(), importance: weak.importance, doubled: weak.doubled }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::availability::HOURS_PER_YEAR;

    #[test]
    fn numbers_have_the_digits_that_say_something() {
        assert_eq!(percent(0.978_949_186), "97.8949186 %");
        assert_eq!(percent(0.999), "99.9 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn spans_can_be_imagined() {
        assert_eq!(duration(HOURS_PER_YEAR * 0.02), "7.3 days");
        assert_eq!(duration(HOURS_PER_YEAR * 0.001), "8.8 hours");
        assert_eq!(duration(HOURS_PER_YEAR * 0.00001), "5.3 minutes");
        assert_eq!(duration(0.001), "3.6 seconds");
    }
}
