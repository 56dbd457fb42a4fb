//! `topoboard fix`: does what the findings propose, one after the other.

use std::collections::BTreeSet;

use super::arguments::Fix;
use super::examine::{report_on, today};
use super::failure::{Failure, Status};
use super::output::Output;
use super::source::{Drawing, Source};
use super::written;
use crate::analysis::difference::difference;
use crate::analysis::rules::{self, Pack, Rule};
use crate::analysis::{Context, Finding, Fingerprint, Report};
use crate::codec::{self, LineIndex};
use crate::model::Document;
use crate::report::{Compared, DIFFERENCES, Examined, Ink, Inked};
use crate::storage;
use crate::{fix, text};

/// The most fixes that one run makes: each may bring forth findings that have fixes of their own.
const MOST: usize = 1000;

/// Fixes what can be fixed, and writes the drawing back; or says what would change.
pub fn run(asked: &Fix, output: Output) -> Result<Status, Failure> {
    let rule = asked.rule.as_deref().map(known_rule).transpose()?;
    let source = Source::one(&asked.path)?;
    let drawing = source.read()?;
    let strict = rule.is_some_and(|rule| rule.pack == Pack::Strict);
    let mended = mend(&drawing.decoded.document, rule, strict);
    if asked.dry_run {
        output.result(&would(&drawing, mended, strict))?;
        return Ok(Status::Fine);
    }
    let told = told(&drawing.name, &mended, "");
    let text = codec::encode(&mended.document, &drawing.decoded.comments);
    match &source {
        Source::Standard | Source::BuiltIn(..) => {
            output.message(&told);
            output.text(&text)?;
        }
        Source::File(_) if mended.fixes.is_empty() => output.result(&told)?,
        Source::File(path) => {
            let (document, comments) = (&mended.document, &drawing.decoded.comments);
            let saved = storage::save_drawing(path, document, comments, drawing.fingerprint.as_ref())?;
            written::tell(&saved, output);
            output.result(&told)?;
        }
    }
    Ok(Status::Fine)
}

fn known_rule(word: &str) -> Result<&'static Rule, Failure> {
    rules::find(word).ok_or_else(|| {
        let near = codec::nearest(word, rules::ALL.iter().map(|rule| rule.code));
        let what = format!("there is no rule called `{word}`");
        Failure::unknown(what, near.as_deref().as_slice(), "`topoboard explain` lists them")
    })
}

/// A drawing after its fixes.
struct Mended {
    document: Document,
    /// What was done about which finding.
    fixes: Vec<(&'static str, String, String)>,
    /// What is left, after all.
    report: Report,
}

/// Fixes one finding after the other, the worst first, as the drawing then is; none is tried twice.
fn mend(document: &Document, rule: Option<&Rule>, strict: bool) -> Mended {
    let context = Context { today: today(), strict };
    let mut mended =
        Mended { document: document.clone(), fixes: Vec::new(), report: report_on(document, strict) };
    let mut tried = BTreeSet::<Fingerprint>::new();
    while mended.fixes.len() < MOST {
        let mut untried = |finding: &&Finding| {
            rule.is_none_or(|rule| finding.rule == rule) && tried.insert(finding.fingerprint)
        };
        let Some(finding) = mended.report.open().find(|finding| untried(finding)).cloned() else { break };
        let found = fix::fix(&mended.document, &mended.report, &finding, &context);
        if let Some(found) = found.filter(|found| mended.document.apply(&found.transaction).is_ok()) {
            mended.fixes.push((finding.rule.code, subjects(&finding), found.sentence));
            mended.report = report_on(&mended.document, strict);
        }
    }
    mended
}

fn subjects(finding: &Finding) -> String {
    let [first, rest @ ..] = finding.subjects.as_slice() else { return String::new() };
    if rest.is_empty() { first.to_string() } else { format!("{first} and {} more", rest.len()) }
}

/// What was done, and what is left.
fn told(name: &str, mended: &Mended, would: &str) -> Inked {
    let mut page = Inked::new();
    let count = match mended.fixes.len() {
        0 => "nothing to fix by itself".to_owned(),
        1 => format!("1 fix{would}"),
        several => format!("{several} fixes{would}"),
    };
    page.ink(Ink::Strong, format!("{name}: {count}")).end();
    let about: Vec<String> =
        mended.fixes.iter().map(|(code, subjects, _)| format!("{code} {subjects}")).collect();
    let wide = about.iter().map(|about| text::width(about)).max().unwrap_or(0);
    for (about, (_, _, sentence)) in about.iter().zip(&mended.fixes) {
        let gap = " ".repeat(wide - text::width(about));
        page.plain("  ").ink(Ink::Strong, about.as_str()).plain(format!("{gap}  {sentence}")).end();
    }
    let left: Vec<String> =
        mended.report.open().map(|finding| format!("{} {}", finding.rule.code, subjects(finding))).collect();
    if !left.is_empty() {
        page.ink(Ink::Faint, "  left: ").plain(left.join(", ")).end();
    }
    page
}

/// What would be done, and how the drawing would change.
fn would(drawing: &Drawing, mended: Mended, strict: bool) -> Inked {
    let mut page = told(&drawing.name, &mended, ", nothing is written");
    if mended.fixes.is_empty() {
        return page;
    }
    let examined = |path: String, document: Document, report| Examined {
        path,
        document,
        lines: LineIndex::default(),
        report,
    };
    let before = drawing.decoded.document.clone();
    let report = report_on(&before, strict);
    let difference = difference((&before, &report), (&mended.document, &mended.report));
    let compared = Compared {
        old: examined(drawing.name.clone(), before, report),
        new: examined("fixed".to_owned(), mended.document, mended.report),
        difference,
    };
    page.end();
    for (ink, part) in
        DIFFERENCES.first().map(|format| (format.write)(&compared)).iter().flat_map(Inked::parts)
    {
        page.ink(ink, part);
    }
    page
}
