//! MOD009 confusable-name: a name with letters of several scripts in one word.

use std::collections::BTreeSet;

use unicode_script::{Script, UnicodeScript};

use super::{Check, Hit, Pack, Rule, evidence};
use crate::analysis::{Evidence, Facts, NodeIx, Prover, Severity};
use crate::model::Subject;

/// MOD009: a name with letters of several scripts in one word.
pub static RULE: Rule = Rule {
    code: "MOD009",
    name: "confusable-name",
    severity: Severity::Warning,
    pack: Pack::Standard,
    summary: "A name, domain or address mixes letters of several scripts in one word.",
    why: "A Cyrillic or Greek letter looks like a Latin one. Who reads the name takes it for another, searches find \
        nothing, and a domain that looks familiar may belong to somebody else.",
    remedy: "Write the word in one script.",
    false_positive: "The word is a proper name that is really spelt so.",
    references: &["https://www.unicode.org/reports/tr39/#Restriction_Level_Detection"],
    check: Check::Drawing(check),
    #[cfg(test)]
    fixtures: FIXTURES,
};

/// The scripts that are written together in one word, as in Japanese and Korean; none of them looks like another.
const TOGETHER: &[Script] =
    &[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana, Script::Hangul, Script::Bopomofo];

fn check(facts: &Facts) -> Vec<Hit> {
    let nodes = facts.nodes().filter_map(|node| of_node(facts, node));
    let services = facts.services().iter().filter_map(|service| service.declared.as_ref());
    let services = services.filter_map(|service| {
        let scripts = mixed(service.domain.as_str())?;
        Some(hit(Subject::Service(service.domain.clone()), "domain", &scripts))
    });
    nodes.chain(services).collect()
}

fn of_node(facts: &Facts, node: NodeIx) -> Option<Hit> {
    let stated = facts.node(node);
    let domain = stated.domain.as_ref().map_or("", |domain| domain.as_str());
    let address = stated.address.as_ref().map_or("", |address| address.as_str());
    let texts = [("name", stated.name.as_str()), ("domain", domain), ("address", address)];
    let (what, scripts) = texts.into_iter().find_map(|(what, text)| Some((what, mixed(text)?)))?;
    Some(hit(facts.subject(node), what, &scripts))
}

/// The scripts that are mixed in a word of a text; `None` where none mixes any.
fn mixed(text: &str) -> Option<Vec<&'static str>> {
    // Nearly all names are plain, and there are many.
    let text = Some(text).filter(|text| !text.is_ascii())?;
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.map(foreign_scripts).find(|scripts| scripts.len() > 1).map(|scripts| scripts.into_iter().collect())
}

/// The scripts of a word by name; of those that are written together only the first.
fn foreign_scripts(word: &str) -> BTreeSet<&'static str> {
    let stated = |script: &Script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    let scripts = word.chars().map(|c| c.script()).filter(stated);
    let first = word.chars().map(|c| c.script()).find(|script| TOGETHER.contains(script));
    let told =
        scripts.map(|script| if TOGETHER.contains(&script) { first.unwrap_or(script) } else { script });
    told.map(Script::full_name).collect()
}

fn hit(subject: Subject, what: &str, scripts: &[&str]) -> Hit {
    let scripts = scripts.join(" and ");
    Hit {
        message: format!(
            "the {what} of {subject} has letters of {scripts} in one word: it can be taken for another"
        ),
        subjects: vec![subject],
        prover: Prover::new(|_| evidence::proof(Evidence::default(), "write the word in one script")),
        ..Hit::default()
    }
}

#[cfg(test)]
const FIXTURES: &[super::board::Fixture] = &[
    super::board::positive(
        "
        # The last letter of the name is Cyrillic.
        w: web_server \"Nginх\"     ! MOD009
        = MOD009 the name of w has letters of Cyrillic and Latin in one word: it can be taken for another
        ",
    ),
    super::board::negative(
        "
        w: web_server \"Nginx\"
        ",
    ),
    super::board::near_miss(
        "
        # A word of each script, and scripts that are written together.
        w: web_server \"Кластер-Kafka ②\"
        v: app_server \"東京サーバーA\"
        µ: worker \"10µs λ-Ω\"
        ",
    ),
    super::board::unstated(
        "
        # Without a name there is nothing to mistake.
        w: web_server
        ",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_several_scripts_are_told_with_their_scripts() {
        assert_eq!(mixed("www.pаypal.com"), Some(vec!["Cyrillic", "Latin"]));
        assert_eq!(mixed("Ωmega"), Some(vec!["Greek", "Latin"]));
        for fine in [
            "",
            "web-1",
            "сервер",
            "сервер web",
            "naïve café",
            "Ａ１",
            "한국DB",
            "例え.jp",
            "👩‍💻x",
            "a\u{301}",
        ] {
            assert_eq!(mixed(fine), None, "{fine}");
        }
    }
}
