//! Files: what is written is read again, what is canonical stays as it is, and damage never goes unnoticed.

use proptest::prelude::*;
use topoboard::codec::{Comments, Key, decode, decode_bytes, encode};
use topoboard::model::{Id, LinkId, Subject};

use crate::arbitrary;

/// A file with every kind of element and every kind of field, in canonical form.
pub const FULL: &str = include_str!("full.ron");

fn canonical(text: &str) -> String {
    let decoded = decode(text, "test.ron").unwrap_or_else(|error| panic!("{}", error.render(false)));
    encode(&decoded.document, &decoded.comments)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(document in arbitrary::document()) {
        let text = encode(&document, &Comments::default());
        let decoded = decode(&text, "test.ron");
        prop_assert!(decoded.is_ok(), "{}\n{text}", decoded.unwrap_err().render(false));
        let decoded = decoded.unwrap();
        prop_assert_eq!(&decoded.document, &document, "{}", text);
        prop_assert_eq!(encode(&decoded.document, &decoded.comments), text);
    }

    #[test]
    fn damage_is_refused_with_a_place_or_still_a_drawing(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = FULL.as_bytes().to_vec();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let lines = bytes.split(|byte| *byte == b'\n').count();
        match decode_bytes(&bytes, "damaged.ron") {
            Ok(decoded) => {
                let text = encode(&decoded.document, &decoded.comments);
                prop_assert_eq!(&canonical(&text), &text);
            }
            Err(error) => {
                prop_assert!(error.count() > 0);
                for problem in error.problems() {
                    prop_assert!((1..=lines).contains(&problem.line), "{:?}", problem);
                    prop_assert!(problem.column >= 1);
                    prop_assert!(!problem.what.is_empty());
                }
                let shown = error.render(false);
                prop_assert!(!shown.chars().any(|c| c != '\n' && topoboard::text::is_unsafe(c)), "{:?}", shown);
            }
        }
    }
}

#[test]
fn the_full_file_is_canonical() {
    assert_eq!(canonical(FULL), FULL);
}

#[test]
fn every_prefix_of_a_file_is_refused() {
    for end in (0..FULL.trim_end().len()).filter(|end| FULL.is_char_boundary(*end)) {
        let error = decode(&FULL[..end], "cut.ron").expect_err("a truncated file is no drawing");
        assert!(error.problems()[0].line <= FULL.lines().count());
    }
}

#[test]
fn elements_are_found_by_what_a_finding_says() {
    let decoded = decode(FULL, "full.ron").unwrap();
    let line = |subject: Subject| decoded.lines.line(&subject);
    let text = |line: Option<usize>| FULL.lines().nth(line.unwrap() - 1).unwrap().trim();
    let id = |text: &str| Id::new(text).unwrap();
    assert!(text(line(Subject::Node(id("lb-1")))).starts_with("(id: \"lb-1\""));
    assert!(text(line(Subject::Group(id("db")))).starts_with("(id: \"db\""));
    assert!(text(line(Subject::Service("www.foobar.com".into()))).starts_with("(domain: \"www.foobar.com\""));
    let second = LinkId { key: Some(id("2")), ..LinkId::new(id("web-1"), id("app-1")) };
    assert!(text(line(Subject::Link(second.clone()))).contains("to: \"app-1\", id: \"2\""));
    let place = decoded.lines.place(&Key::Link(second)).unwrap();
    assert!(FULL[place.span.clone()].starts_with('(') && FULL[place.span.clone()].ends_with(')'));
    assert_eq!(line(Subject::Node(id("nobody"))), None);
}

#[test]
fn order_blanks_names_and_line_ends_do_not_count() {
    let loose = "\u{FEFF}(links:[(to:\"b\",from:\"a\",tls:false,),],format:1,\r\n\
                 nodes:[(kind:server,id:\"b\",parent:None,port:Some(80)),\r\n(id:\"a\",kind:client,name:r#\"A \"q\"\"#)])";
    let expected = "\
#![enable(implicit_some)]
Diagram(
    format: 1,
    nodes: [
        (id: \"a\", kind: client, name: \"A \\\"q\\\"\"),
        (id: \"b\", kind: server, port: 80),
    ],
    links: [
        (from: \"a\", to: \"b\", tls: false),
    ],
)
";
    assert_eq!(canonical(loose), expected);
}

#[test]
fn parallel_links_are_counted_past_the_stated_keys() {
    let text = "Diagram(format: 1, nodes: [(id: \"a\", kind: server), (id: \"b\", kind: server)], links: [
        (from: \"a\", to: \"b\", port: 1), (from: \"a\", to: \"b\", port: 2), (from: \"a\", to: \"b\", id: \"2\", port: 3),
        (from: \"a\", to: \"b\", port: 4)])";
    let decoded = decode(text, "test.ron").unwrap();
    let ids: Vec<_> =
        decoded.document.topology().links_sorted().iter().map(|l| (l.id.to_string(), l.port)).collect();
    let expected = [("a->b", 1), ("a->b#2", 3), ("a->b#3", 2), ("a->b#4", 4)];
    assert_eq!(ids, expected.map(|(id, port)| (id.to_owned(), Some(port))));
}

#[test]
fn text_of_several_lines_is_written_in_lines() {
    let text = "Diagram(format: 1, about: \"One.\n\n  Two, indented.\r\nThree.\")";
    let written = canonical(text);
    let expected =
        "    about: \"One.\\n\\\n        \\n\\\n        \\u{20} Two, indented.\\n\\\n        Three.\",\n";
    assert!(written.contains(expected), "{written}");
    assert_eq!(
        decode(&written, "x").unwrap().document.header().about.as_str(),
        "One.\n\n  Two, indented.\nThree."
    );
}

#[test]
fn comments_stay_where_they_belong() {
    let text = "\
// licence
#![enable(implicit_some)]
// about the drawing
Diagram(
    // the format
    format: 1, // never changes
    nodes: [ // the hosts
        // first host
        /* with two
             lines */
        (id: \"a\", kind: server), // behind a
        (id: \"b\", /* inside b */ kind: server), /* behind */ // b
        // last in nodes
    ], // behind nodes
    groups: [
        // none yet
    ],
    // before links
    links: [(from: \"a\", to: \"b\") /* tight */],
    // end of the diagram
) // end of the file
// bye
";
    let expected = "\
// licence
#![enable(implicit_some)]
// about the drawing
Diagram(
    // the format
    format: 1, // never changes
    nodes: [
        // the hosts
        // first host
        /* with two
             lines */
        (id: \"a\", kind: server), // behind a
        /* inside b */
        (id: \"b\", kind: server), /* behind */ // b
        // last in nodes
    ], // behind nodes
    groups: [
        // none yet
    ],
    // before links
    links: [
        (from: \"a\", to: \"b\"), /* tight */
    ],
    // end of the diagram
)
// end of the file
// bye
";
    assert_eq!(canonical(text), expected);
    assert_eq!(canonical(expected), expected);
}

#[test]
fn comments_of_what_is_gone_are_kept_at_the_end_of_its_list() {
    let text = "Diagram(format: 1, nodes: [\n// about a\n(id: \"a\", kind: server), // behind a\n(id: \"b\", kind: server)])";
    let with = decode(text, "x").unwrap();
    let without = decode("Diagram(format: 1, nodes: [(id: \"b\", kind: server)])", "x").unwrap();
    let written = encode(&without.document, &with.comments);
    assert!(
        written.contains("kind: server),\n        // about a\n        // behind a\n    ],\n"),
        "{written}"
    );

    let mut comments = with.comments.clone();
    comments.rename(&Key::Node(Id::new("a").unwrap()), Key::Node(Id::new("b").unwrap()));
    let written = encode(&without.document, &comments);
    assert!(
        written.contains("        // about a\n        (id: \"b\", kind: server), // behind a\n"),
        "{written}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Comments between any two tokens survive, each once.
    #[test]
    fn no_comment_is_lost(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..12)) {
        let gaps: Vec<usize> = gaps(FULL);
        let mut chosen: Vec<(usize, bool)> = places.iter().map(|(i, block)| (gaps[i.index(gaps.len())], *block)).collect();
        chosen.sort_unstable();
        let mut text = FULL.to_owned();
        for (number, (at, block)) in chosen.iter().enumerate().rev() {
            let comment = if *block { format!(" /* remark {number}. */ ") } else { format!(" // remark {number}.\n") };
            text.insert_str(*at, &comment);
        }
        let written = canonical(&text);
        for number in 0..chosen.len() {
            prop_assert_eq!(written.matches(&format!("remark {number}.")).count(), 1, "{}", written);
        }
        prop_assert_eq!(canonical(&written), written);
    }
}

/// Where a comment may stand: around every bracket, comma and line end outside of strings.
fn gaps(text: &str) -> Vec<usize> {
    let mut quoted = false;
    let mut escaped = false;
    let mut gaps = vec![0, text.len()];
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '(' | ')' | '[' | ']' | ','
                if !quoted && text[at..].lines().next() != Some("(implicit_some)]") =>
            {
                let attribute = text[..at].rsplit('\n').next().unwrap_or_default().starts_with("#!");
                if !attribute {
                    gaps.push(at + 1);
                }
            }
            '\n' if !quoted => gaps.push(at),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    gaps
}

#[test]
fn joiners_stay_in_the_file_where_they_can_be_seen_and_are_never_shown() {
    let node = |name: &str| {
        format!("Diagram(format: 1, nodes: [(id: \"lb-1\", kind: load_balancer, name: \"{name}\")])")
    };
    let raw = decode(&node("\u{1F468}\u{200D}\u{1F469} می\u{200C}خواهم"), "a.ron").unwrap();
    let name = &raw.document.topology().node("lb-1").unwrap().name;
    assert_eq!(name.as_str(), "\u{1F468} میخواهم");
    let written = encode(&raw.document, &raw.comments);
    assert!(written.contains("\u{1F468}\\u{200d}\u{1F469} می\\u{200c}خواهم"), "{written}");
    let again = decode(&written, "a.ron").unwrap();
    assert_eq!(again.document, raw.document);
}
