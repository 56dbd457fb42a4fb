//! Addresses of built-in stages: `@tiers/1`, `@1`, `@tiers`.

use thiserror::Error;

use super::built_in::{built_in, built_in_names};
use super::series::{Series, Stage};
use crate::text;

/// The series that `@N` means.
const DEFAULT: &str = "tiers";

/// A built-in series, or one stage of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The name of the series.
    pub series: &'static str,
    /// The number of the stage; `None`: all of them.
    pub stage: Option<u32>,
}

/// Why a text that begins with `@` is no address.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AddressError {
    /// No such series.
    #[error("{0} names no built-in series; expected @tiers or @roles, alone or with a stage as in @tiers/1")]
    UnknownSeries(String),
    /// No such stage.
    #[error(
        "{0} names no stage; expected a number from 0 to 3, as in @tiers/1 (`topoboard stages` lists them)"
    )]
    UnknownStage(String),
}

impl Address {
    /// Reads `@SERIES/N`, `@N` (which is `@tiers/N`), `@SERIES` or `@SERIES/`; `None` when the text does not begin
    /// with `@`.
    ///
    /// # Errors
    /// When there is no such series or stage.
    pub fn parse(text: &str) -> Option<Result<Self, AddressError>> {
        let inner = text.strip_prefix('@')?;
        let number = inner.bytes().all(|b| b.is_ascii_digit()) && !inner.is_empty();
        let (series, stage) =
            if number { (DEFAULT, inner) } else { inner.split_once('/').unwrap_or((inner, "")) };
        Some(Self::resolve(text, series, stage))
    }

    fn resolve(whole: &str, series: &str, stage: &str) -> Result<Self, AddressError> {
        let named = |whole: &str| text::sanitise(whole).into_owned();
        let known = built_in_names().find(|name| *name == series);
        let series = known.ok_or_else(|| AddressError::UnknownSeries(named(whole)))?;
        if stage.is_empty() {
            return Ok(Self { series, stage: None });
        }
        let plain = stage.bytes().all(|b| b.is_ascii_digit());
        let number = stage.parse().ok().filter(|_| plain);
        let there = number.filter(|number| built_in(series).is_some_and(|all| all.stage(*number).is_some()));
        there
            .map(|number| Self { series, stage: Some(number) })
            .ok_or_else(|| AddressError::UnknownStage(named(whole)))
    }

    /// The stages that the address names, each with its own address, as `@tiers/1`.
    pub fn stages(self) -> Vec<(String, Stage)> {
        let stages = built_in(self.series).map(Series::into_stages).unwrap_or_default();
        let wanted =
            stages.into_iter().filter(|stage| self.stage.is_none_or(|number| number == stage.number()));
        wanted.map(|stage| (format!("@{}/{}", self.series, stage.number()), stage)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Address, AddressError> {
        Address::parse(text).unwrap()
    }

    #[test]
    fn series_and_stages_have_addresses() {
        assert_eq!(parse("@roles/2"), Ok(Address { series: "roles", stage: Some(2) }));
        assert_eq!(parse("@3"), Ok(Address { series: "tiers", stage: Some(3) }));
        assert_eq!(parse("@tiers"), Ok(Address { series: "tiers", stage: None }));
        assert_eq!(parse("@tiers/"), parse("@tiers"));
        assert_eq!(Address::parse("diagrams/@1.ron"), None);
    }

    #[test]
    fn what_is_not_there_is_named() {
        for text in ["@tier/1", "@", "@/1"] {
            assert!(matches!(parse(text), Err(AddressError::UnknownSeries(_))), "{text}");
        }
        for text in ["@tiers/4", "@4", "@tiers/x", "@tiers/+1", "@tiers/1/2", "@99999999999999999999"] {
            assert!(matches!(parse(text), Err(AddressError::UnknownStage(_))), "{text}");
        }
    }

    #[test]
    fn an_address_leads_to_its_stages() {
        let names: Vec<_> = parse("@roles").unwrap().stages().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["@roles/0", "@roles/1", "@roles/2", "@roles/3"]);
        let one = parse("@1").unwrap().stages();
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].1.name(), "distributed-web-infrastructure");
    }
}
