//! Findings as SARIF 2.1.0, which code hosts and editors read.
//!
//! Invariants: every result has a physical location, the line of its first subject that stands in the file, else line
//! 1; its fingerprint is that of the finding; what the drawing allows is a result with a suppression, not a result
//! less.

mod log;

use std::collections::BTreeMap;

use super::json::written;
use super::{Examined, Inked, Show};
use crate::analysis::rules::{self, Pack, Rule};
use crate::analysis::{Basis, Finding, Proof, Severity};
use crate::model::{Allowance, Id, RequestClass, Subject};
use crate::text::Label;
use log::{
    ArtifactLocation, CodeFlow, Configuration, Descriptor, Driver, FlowLocation, Help, Location, Log,
    Logical, Message, Outcome, Physical, Properties, Region, Run, Suppression, Tags, ThreadFlow, Tool,
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of our fingerprint; one that is computed in another way needs another name.
const FINGERPRINT: &str = "topoboard/v1";

/// The findings of some drawings as one run of one tool.
pub fn findings(drawings: &[Examined], _: Show) -> Inked {
    let places: BTreeMap<&str, usize> =
        rules::ALL.iter().enumerate().map(|(place, rule)| (rule.code, place)).collect();
    let mut results = Vec::new();
    for drawing in drawings {
        let file = File(drawing);
        results.extend(drawing.report.findings.iter().map(|finding| file.outcome(finding, &places)));
    }
    let run = Run { tool: Tool { driver: driver() }, column_kind: "unicodeCodePoints", results };
    written(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn driver() -> Driver<'static> {
    Driver {
        name: env!("CARGO_PKG_NAME"),
        full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: rules::ALL.iter().map(|rule| descriptor(rule)).collect(),
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor<'static> {
    Descriptor {
        id: rule.code,
        name: pascal(rule.name),
        short_description: Message { text: rule.summary.to_owned() },
        full_description: Message { text: rule.why.to_owned() },
        help: Help { text: rule.page(), markdown: markdown(rule) },
        default_configuration: Configuration {
            enabled: rule.pack == Pack::Standard,
            level: level(rule.severity),
        },
        properties: Tags { tags: vec![rule.family()] },
    }
}

/// `edge-without-firewall` as `EdgeWithoutFirewall`: names of rules are identifiers in SARIF.
fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    name.split('-').map(word).collect()
}

fn markdown(rule: &Rule) -> String {
    let mut page = format!(
        "{}\n\n**Why it matters.** {}\n\n**What to do.** {}\n\n**When it is no problem.** {}\n",
        rule.summary, rule.why, rule.remedy, rule.false_positive
    );
    if !rule.references.is_empty() {
        page.push_str("\n**References**\n\n");
    }
    page.extend(rule.references.iter().map(|reference| format!("- {reference}\n")));
    page
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The file of a drawing.
struct File<'a>(&'a Examined);

impl<'a> File<'a> {
    fn outcome(&self, finding: &'a Finding, places: &BTreeMap<&str, usize>) -> Outcome<'a> {
        let proof = finding.proof();
        Outcome {
            rule_id: finding.rule.code,
            rule_index: places.get(finding.rule.code).copied().unwrap_or(0),
            level: level(finding.severity),
            message: Message { text: sentence(&finding.message, &proof) },
            locations: vec![self.location(&finding.subjects)],
            related_locations: self.related(finding, &proof),
            code_flows: self.flows(&proof),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, finding.fingerprint.to_string())]),
            suppressions: finding.allowed.iter().map(suppression).collect(),
            properties: properties(finding, proof),
        }
    }

    /// Where some things stand: the line of the first that stands in the file.
    fn location(&self, subjects: &[Subject]) -> Location {
        let line = subjects.iter().find_map(|subject| self.0.lines.line(subject));
        Location {
            id: None,
            physical: Physical {
                artifact_location: ArtifactLocation { uri: uri(&self.0.path) },
                region: Region { start_line: line.unwrap_or(1) },
            },
            logical: subjects.iter().map(logical).collect(),
            message: None,
        }
    }

    /// The other things that a finding is about, and who cannot go on.
    fn related(&self, finding: &Finding, proof: &Proof) -> Vec<Location> {
        let links = proof.why.path.iter().filter(|_| proof.why.basis == Basis::Links);
        let mut others: Vec<&Subject> = finding.subjects.iter().skip(1).collect();
        others.extend(links.chain(&proof.why.frontier));
        let mut seen: Vec<&Subject> = finding.subjects.first().into_iter().collect();
        others.retain(|subject| {
            let fresh = !seen.contains(subject);
            seen.push(subject);
            fresh
        });
        let related = |(id, subject): (usize, &&Subject)| Location {
            id: Some(id),
            message: Some(Message { text: subject.to_string() }),
            ..self.location(std::slice::from_ref(*subject))
        };
        others.iter().enumerate().map(related).collect()
    }

    /// The way of a request that the proof rests on.
    fn flows(&self, proof: &Proof) -> Vec<CodeFlow> {
        if proof.why.basis != Basis::Way || proof.why.path.is_empty() {
            return Vec::new();
        }
        let step = |subject: &Subject| FlowLocation {
            location: Location {
                message: Some(Message { text: subject.to_string() }),
                ..self.location(std::slice::from_ref(subject))
            },
        };
        let locations = proof.why.path.iter().map(step).collect();
        let message = Message { text: "The way of a request while nothing has failed.".to_owned() };
        vec![CodeFlow { message, thread_flows: [ThreadFlow { locations }] }]
    }
}

fn sentence(message: &str, proof: &Proof) -> String {
    let fix = if proof.fix.is_empty() { String::new() } else { format!(" To fix: {}.", proof.fix) };
    format!("{}.{fix}", message.trim_end_matches('.'))
}

fn logical(subject: &Subject) -> Logical {
    let kind = match subject {
        Subject::Node(_) | Subject::Group(_) | Subject::Service(_) => "resource",
        Subject::Link(_) => "relationship",
    };
    Logical { fully_qualified_name: subject.to_string(), kind }
}

fn suppression(allowance: &Allowance) -> Suppression {
    let until = allowance.until.map(|day| format!(" (until {day})")).unwrap_or_default();
    Suppression {
        kind: "inSource",
        status: "accepted",
        justification: format!("{}{until}", allowance.reason),
    }
}

fn properties(finding: &Finding, proof: Proof) -> Properties<'_> {
    Properties {
        subjects: finding.subjects.iter().map(ToString::to_string).collect(),
        also: finding.also.iter().map(Id::as_str).collect(),
        requests: finding.requests.iter().map(RequestClass::name).collect(),
        service: finding.service.as_ref().map(Label::as_str),
        why: super::json::why(&proof),
        fix: proof.fix,
    }
}

/// A path as a URI: relative as it was asked for, absolute with its scheme; what a URI may not have is escaped.
fn uri(path: &str) -> String {
    let slashes = path.replace('\\', "/");
    let (scheme, rest) = match slashes.as_bytes() {
        [b'/', ..] => ("file://", slashes.as_str()),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => ("file:///", slashes.as_str()),
        _ => ("", slashes.strip_prefix("./").unwrap_or(&slashes)),
    };
    let escaped = |byte: u8| {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/@!$&'()*+,;=".contains(&byte);
        let colon = byte == b':' && !scheme.is_empty();
        if plain || colon { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    scheme.to_owned() + &rest.bytes().map(escaped).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("./infra/my site.ron"), "infra/my%20site.ron");
        assert_eq!(uri("/srv/a#b.ron"), "file:///srv/a%23b.ron");
        assert_eq!(uri("C:\\x\\y.ron"), "file:///C:/x/y.ron");
        assert_eq!(uri("@tiers/1"), "@tiers/1");
        assert_eq!(uri("a:b?é.ron"), "a%3Ab%3F%C3%A9.ron");
    }

    #[test]
    fn names_of_rules_are_identifiers() {
        assert_eq!(pascal("edge-without-firewall"), "EdgeWithoutFirewall");
        assert_eq!(pascal("spof"), "Spof");
    }
}
