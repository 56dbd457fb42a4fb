//! The quick line: what it draws, what it refuses and where, and what holds for any text.

use proptest::prelude::*;
use topoboard::codec::{self, Comments};
use topoboard::editor::{Overlay, Tone, Tool};
use topoboard::model::{Document, Id};
use topoboard::quick::{
    Arrow, Chain, Copies, Drawn, EXAMPLES, Item, Line, MOST_NODES, Mistake, Spot, Step, Word, draw, page,
    parse,
};

use crate::cli::{folder, run, run_in};
use crate::editor::{Desk, STAGE_ONE, outline};

/// The document with a line drawn on it.
fn drawn_on(document: &Document, from: Option<&str>, text: &str) -> Result<(Document, Drawn), Mistake> {
    let from = from.map(|id| Id::new(id).unwrap());
    let drawn = draw(&parse(text)?, document, from.as_ref())?;
    let mut after = document.clone();
    after.apply(&drawn.transaction).unwrap();
    Ok((after, drawn))
}

fn drawn(text: &str) -> Document {
    drawn_on(&Document::default(), None, text).unwrap_or_else(|mistake| panic!("{text}: {mistake}")).0
}

fn mistake(text: &str) -> Mistake {
    drawn_on(&drawn("c:User>lb>2s(nginx>p>d)"), None, text).expect_err(text)
}

fn same_drawing(left: &Document, right: &Document) {
    assert_eq!(outline(left), outline(right));
    assert_eq!(left, right);
}

#[test]
fn a_line_draws_what_the_sixteen_keys_draw() {
    let mut desk = Desk::new();
    desk.keys("al os iw op od - R <esc>");
    let by_keys = drawn_on(desk.editor.document(), None, "db-1>db-2").unwrap().0;
    let by_line = drawn("lb>2s(w>p>d~)");
    same_drawing(&by_line, &by_keys);
    assert_eq!(outline(&by_line), STAGE_ONE);
}

#[test]
fn two_tildes_draw_what_replicating_and_yes_draws() {
    let mut desk = Desk::new();
    desk.keys("al os iw op od - R y");
    same_drawing(&drawn("lb>2s(w>p>d~~)"), desk.editor.document());
}

#[test]
fn one_key_more_makes_it_twenty_servers() {
    let (_, drawn) = drawn_on(&Document::default(), None, "lb>20s(w>p>d~)").unwrap();
    assert_eq!(drawn.counts(), (1 + 20 * 4, 20 + 20 * 2 + 19));
}

#[test]
fn every_example_of_the_page_draws_what_the_page_says() {
    for example in EXAMPLES {
        let (_, drawn) = drawn_on(&Document::default(), None, example.line)
            .unwrap_or_else(|mistake| panic!("{}: {mistake}", example.line));
        assert_eq!(drawn.counts(), example.counts, "{}", example.line);
        assert!(page().contains(example.line));
    }
    assert!(page().lines().all(|line| topoboard::text::width(line) <= 80));
}

#[test]
fn lines_say_more_than_the_examples_show() {
    let rows: &[(&str, &[&str])] = &[
        ("", &[]),
        (" ; ", &[]),
        ("2*w", &["web-1 web_server", "web-2 web_server"]),
        ("2 w", &["web-1 web_server", "web-2 web_server"]),
        ("W;w", &["waf-1 waf", "web-1 web_server"]),
        ("Load-Balancer", &["lb-1 load_balancer"]),
        ("lb->w", &["lb-1 load_balancer", "web-1 web_server", "lb-1->web-1 (https)"]),
        ("lb→w", &["lb-1 load_balancer", "web-1 web_server", "lb-1->web-1 (https)"]),
        ("lb->!w", &["lb-1 load_balancer", "web-1 web_server", "lb-1->web-1 (http) tls=no"]),
        ("p>!d", &["app-1 app_server", "db-1 database", "app-1->db-1 (sql) tls=no"]),
        ("p>!mysql:3306 d", &["app-1 app_server", "db-1 database", "app-1->db-1 mysql:3306 tls=no"]),
        ("c>dns", &["client-1 client", "dns-1 dns", "client-1->dns-1 resolution"]),
        ("c>dns n", &["client-1 client", "dns-1 dns", "client-1->dns-1 resolution dns"]),
        ("w:\"a \\\"b\\\" \\\\\"", &["web-1 web_server \"a \\\"b\\\" \\\\\""]),
        ("2w:N", &["web-1 web_server \"N\"", "web-2 web_server \"N\""]),
        (
            "c>f>s(w)",
            &[
                "client-1 client",
                "fw-1 firewall",
                "server-1 server",
                "web-1 web_server in server-1",
                "client-1->fw-1 (https)",
                "fw-1->web-1 (https)",
            ],
        ),
        (
            "d>r",
            &[
                "db-1 database primary",
                "db-2 database replica",
                "data-1 primary_replica db-1 db-2",
                "db-1->db-2 replication",
            ],
        ),
        ("2lb~", &["lb-1 load_balancer", "lb-2 load_balancer", "group-1 active_passive lb-1 lb-2"]),
        ("2w~", &["web-1 web_server", "web-2 web_server", "group-1 active_active web-1 web-2"]),
        ("w(y,C)", &["cert-1 certificate in web-1", "files-1 files in web-1", "web-1 web_server"]),
    ];
    for (line, model) in rows {
        assert_eq!(outline(&drawn(line)), *model, "{line}");
    }
}

#[test]
fn a_line_extends_what_is_there() {
    let base = drawn("c:User>lb>2s:\"Server #\"(w>p>d)");
    let more = |text| {
        let (after, _) =
            drawn_on(&base, Some("lb-1"), text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
        let old = outline(&base);
        outline(&after).into_iter().filter(|line| !old.contains(line)).collect::<Vec<_>>()
    };
    assert_eq!(more("lb-1>w"), ["web-3 web_server", "lb-1->web-3 (https)"]);
    assert_eq!(more(">w"), ["web-3 web_server", "lb-1->web-3 (https)"]);
    assert_eq!(more("server-1(k)"), ["cache-1 cache in server-1"]);
    assert_eq!(more("\"Server 2\"(k)"), ["cache-1 cache in server-2"]);
    assert_eq!(more("app-1>k"), ["cache-1 cache in server-1", "app-1->cache-1 (redis)"]);
    assert_eq!(
        more("app-1, app-2>d"),
        ["db-3 database in server-1", "app-1->db-3 (sql)", "app-2->db-3 (sql)"]
    );
    assert_eq!(more("db-1>db-2"), ["db-1->db-2 replication"]);
    assert_eq!(more("lb-1>web-1"), [""; 0], "two that are linked stay linked once");
    assert_eq!(
        more("lb-1>!web-1"),
        ["lb-1->web-1 (http) tls=no"],
        "and the arrow says what it says of that link"
    );
    assert_eq!(more("user>n"), ["client-2 client", "dns-1 dns", "client-2->dns-1 resolution"]);
    assert_eq!(more("w-1>k"), ["cache-1 cache in server-1", "web-1->cache-1 (redis)"]);
    assert_eq!(more("\"user\">n"), ["dns-1 dns", "client-1->dns-1 resolution"]);
}

#[test]
fn mistakes_stand_at_their_column_and_say_what_was_expected() {
    let rows: &[(&str, usize, &str)] = &[
        ("lb>", 3, "expected a thing, as w, web or lb-1"),
        (">w", 0, "nothing stands before this arrow that a link could start at"),
        ("lb>2", 4, "2 of what? expected a thing, as w, web or lb-1"),
        ("lb>2>w", 4, "2 of what?"),
        ("lb>wbe", 3, "wbe is no kind of thing, and nothing here is called that; did you mean `web`?"),
        ("ngix>w", 0, "did you mean `Nginx`?"),
        ("lb-9>w", 0, "did you mean `lb-1`?"),
        ("lb>https", 8, "expected a thing"),
        (
            "https>lb",
            0,
            "https is a protocol: it stands behind an arrow and before a thing, as in `c>https lb`",
        ),
        ("lb>http:99999 w", 8, "expected a port from 1 to 65535"),
        ("lb w", 3, "expected `>`, `,` or `;` before w"),
        ("lb>2s(w>p>d", 5, "this `(` is never closed: expected `)`"),
        ("lb)", 2, "nothing is open here that `)` could close"),
        ("s(w))", 4, "nothing is open here that `)` could close"),
        ("(w)", 0, "parentheses follow the thing that holds what is in them"),
        ("s(,w)", 2, "expected a thing"),
        ("w:", 2, "expected a name, as in `w:Nginx`"),
        ("w:\"x", 2, "this quote is never closed"),
        ("w?d", 1, "`?` means nothing here"),
        ("d~", 1, "`~` joins copies, and there is one only: write 2db~"),
        ("2s~", 2, "`~` is for what serves requests or keeps data: a server does neither"),
        ("2w~~", 2, "`~~` is for what keeps data, as 2d~~: a web server keeps none"),
        ("w(d)", 2, "a web server holds no database: put both into a server"),
        ("0w", 0, "a count begins at 1"),
        ("lb>101w", 3, "at most 100 of one thing"),
        ("99999999999999999999w", 0, "at most 100 of one thing"),
        ("100s(100w)", 0, "this line draws more than 500 things"),
        ("100w>100p", 4, "this line draws more than 1000 links"),
        ("2web-1", 0, "web-1 is there already, once: a count makes new things"),
        ("web-1:x", 0, "web-1 is there already: a name is given to new things"),
        ("web-1~", 5, "web-1 is there already: `~` is for the copies of new things"),
        ("\"Nginx\">w", 0, "2 things are called Nginx: say which one by its id, as web-1 or web-2"),
        ("\"Apache\">w", 0, "nothing here is called \"Apache\"; a new thing is written as `s:\"Apache\"`"),
        ("lb-1>lb-1", 4, "a link needs two different ends"),
        ("server-1>web-1", 8, "web-1 is inside server-1"),
        ("lb>!", 4, "expected a thing"),
        ("!w", 0, "`!` belongs right behind an arrow"),
        ("~w", 0, "`~` stands once or twice, at the end of a thing"),
        ("d~~~", 3, "`~` stands once or twice"),
    ];
    for (line, column, words) in rows {
        let mistake = mistake(line);
        assert!(mistake.words.contains(words), "{line}: {mistake}");
        assert_eq!(mistake.column, *column, "{line}: {mistake}");
    }
}

#[test]
fn who_is_still_typing_has_done_nothing_wrong_yet() {
    let whole = "lb>2s:\"Server #\"(web>!http:80 app>mysql)~";
    for (end, _) in whole.char_indices() {
        let Err(mistake) = drawn_on(&Document::default(), None, &whole[..end]) else { continue };
        assert!(mistake.unfinished || whole[..end].ends_with("http:"), "{}: {mistake}", &whole[..end]);
    }
}

#[test]
fn the_letters_are_those_of_the_keys() {
    let keymap = include_str!("../../assets/keymap.ron");
    let kinds = keymap.split_once("kinds: {").unwrap().1.split_once('}').unwrap().0;
    for (letter, name) in kinds.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(": "))
    {
        let (letter, name) = (letter.trim_matches('"'), name.trim_matches('"'));
        if ["cluster", "note"].contains(&name) {
            assert_eq!(topoboard::quick::meaning(letter), None, "{letter}");
            continue;
        }
        let meaning = topoboard::quick::meaning(letter).unwrap_or_else(|| panic!("{letter} is no word"));
        assert_eq!(topoboard::quick::meaning(name), Some(meaning), "{letter} {name}");
    }
}

#[test]
fn no_word_means_two_things() {
    let mut seen = std::collections::BTreeMap::new();
    for (kind, letter, words, products) in topoboard::quick::words() {
        for word in words.into_iter().chain([letter]).chain(products.iter().copied()) {
            assert_eq!(seen.insert(word.replace('-', "_"), kind), None, "{word}");
            assert_eq!(topoboard::quick::meaning(word).map(|meaning| meaning.kind), Some(kind), "{word}");
        }
    }
}

/// Types text into the quick line.
fn typed<'a>(desk: &'a mut Desk, text: &str) -> &'a mut Desk {
    desk.keys(&format!("A \"{text}\""))
}

fn note(desk: &Desk) -> (Option<usize>, String, Tone) {
    let Some(Overlay::Line { note, .. }) = desk.editor.overlay() else { panic!("no line is open") };
    (note.at, note.words, note.tone)
}

#[test]
fn the_line_of_the_editor_shows_a_ghost_and_draws_with_enter() {
    let mut desk = Desk::new();
    typed(&mut desk, "lb>2s(w>p>d");
    assert_eq!(desk.model(), [""; 0], "nothing is drawn yet");
    assert_eq!(desk.editor.layout().boxes.len(), 9, "but all of it is shown");
    assert!(!desk.editor.is_modified());
    desk.keys("\"~)\"");
    let ghost = desk.editor.layout().boxes.clone();
    assert_eq!(desk.editor.emphasis().marks.len(), 9 + 7);
    desk.keys("<enter>");
    same_drawing(desk.editor.document(), &drawn("lb>2s(w>p>d~)"));
    assert_eq!(desk.editor.layout().boxes, ghost, "and stays where it was shown");
    assert_eq!(desk.message(), "drew 9 things and 7 links: u takes it back");
    assert_eq!(*desk.editor.tool(), Tool::Idle);
    assert!(desk.editor.emphasis().marks.is_empty());
    assert_eq!(desk.keys("u").model(), [""; 0], "one step");
}

#[test]
fn leaving_the_line_leaves_no_trace() {
    let mut desk = Desk::stage("@tiers/1");
    let (before, window) = (desk.editor.document().clone(), *desk.editor.window());
    let boxes = desk.editor.layout().boxes.clone();
    typed(&mut desk, "lb-1>4s(w>p>d~)").keys("<esc>");
    assert_eq!(desk.editor.document(), &before);
    assert_eq!(*desk.editor.window(), window);
    assert_eq!(desk.editor.layout().boxes, boxes);
    assert!(!desk.editor.is_modified() && desk.editor.message().is_none());
    assert_eq!(*desk.editor.tool(), Tool::Idle);
    typed(&mut desk, "w").keys("<esc>u");
    assert_eq!(desk.message(), "nothing is left to undo");
}

#[test]
fn a_mistake_is_told_under_its_place_and_holds_the_line_open() {
    let mut desk = Desk::new();
    typed(&mut desk, "lb>wbe>p");
    let (at, words, tone) = note(&desk);
    assert_eq!((at, tone), (Some(3), Tone::Error));
    assert!(words.ends_with("did you mean `web`?"), "{words}");
    desk.keys("<enter>");
    assert!(matches!(desk.editor.tool(), Tool::Sketch(_)));
    desk.keys("<backspace><backspace><backspace>\"b\"");
    assert_eq!(note(&desk).2, Tone::Error);
    desk.keys("<esc>");
    typed(&mut desk, "lb>");
    assert_eq!(note(&desk).2, Tone::Info, "who is still typing has done nothing wrong");
    desk.keys("<enter>");
    assert_eq!(note(&desk).2, Tone::Error, "who presses Enter has");
    assert_eq!(desk.editor.layout().boxes.len(), 1);
}

#[test]
fn a_line_goes_on_from_the_focus_and_keeps_what_is_pinned() {
    let mut desk = Desk::stage("@tiers/1");
    let before = desk.editor.layout().boxes.clone();
    desk.keys("/ \"HAProxy\" <enter>");
    typed(&mut desk, ">s(w>p)").keys("<enter>");
    assert!(desk.model().contains(&"lb-1->web-3 (https)".to_owned()), "{:?}", desk.model());
    for (id, rect) in before {
        assert_eq!(desk.editor.layout().boxes[&id], rect, "{id}");
    }
}

#[test]
fn a_whole_line_can_be_typed_as_a_command() {
    let mut desk = Desk::new();
    desk.keys(": \"line lb>2w\" <enter>");
    same_drawing(desk.editor.document(), &drawn("lb>2w"));
    desk.keys(": \"line lb>\" <enter>");
    assert_eq!(desk.message(), "column 4: expected a thing, as w, web or lb-1");
}

#[test]
fn new_prints_writes_and_never_overwrites() {
    let here = folder("new");
    let printed = run(&["new", "lb>2s(w>p>d~)"]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    let read = codec::decode(&printed.out, "new.ron").unwrap();
    assert_eq!(read.document, drawn("lb>2s(w>p>d~)"));

    let written = run_in(&here, &["new", "lb > 2s(w > p > d~)", "-o", "site.ron", "--title", "Shop"], b"");
    assert_eq!((written.code, written.out.as_str(), written.err.as_str()), (0, "", ""));
    let text = std::fs::read_to_string(here.join("site.ron")).unwrap();
    assert!(text.contains("title: \"Shop\""), "{text}");

    let refused = run_in(&here, &["new", "w", "-o", "site.ron"], b"");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("site.ron is there already and stays as it is"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(here.join("site.ron")).unwrap(), text);

    let picture = run(&["new", "lb>2w", "--to", "ascii"]);
    assert!(picture.code == 0 && picture.out.is_ascii() && picture.out.contains("web-2"), "{}", picture.out);
}

#[test]
fn new_shows_the_place_of_a_mistake() {
    let ran = run(&["new", "日本 lb>wbe"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let ran = run(&["new", "\"日本\">wbe"]);
    assert!(ran.err.contains("nothing here is called \"日本\""), "{}", ran.err);
    let ran = run(&["new", "lb>wbe"]);
    assert!(ran.err.contains("did you mean `web`?\n\n  lb>wbe\n     ^\n"), "{}", ran.err);
    assert_eq!(run(&["new"]).code, 2);
}

#[test]
fn explain_has_the_page_of_the_quick_line() {
    for words in [&["explain", "quick-line"][..], &["explain", "quick", "line"]] {
        assert_eq!(run(words).out, page());
    }
    assert!(run(&["explain", "quik-line"]).err.contains("did you mean `quick-line`"));
    assert!(run(&["explain"]).out.contains("quick-line"));
}

#[test]
fn import_says_that_no_format_can_be_read_yet() {
    for arguments in [&["import", "x.mmd"][..], &["import", "x.mmd", "--from", "mermaid", "-o", "y.ron"]] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(
            ran.err.starts_with("error: x.mmd") && ran.err.contains("reads no format but its own"),
            "{}",
            ran.err
        );
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "lb", "w", "2s", "3", "(", ")", ">", "->", "!", "~", ",", ";", ":", "\"x\"", "\"", " ", "d~", "server-1",
            "https", "80", "*", "r", "100d~~", "\\", "→", "日本", "\u{1b}", "web-1", "99999999999",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z][a-z0-9_./@+-]{0,6}[a-z]", "[ -~]{1,8}", Just("日本 \"x\" \\".to_owned())]
}

fn any_arrow() -> impl Strategy<Value = Arrow> {
    let protocol =
        prop::option::of((prop::sample::select(vec!["https", "mysql", "tcp"]), prop::option::of(1_u16..)));
    (any::<bool>(), protocol, prop::option::of(any_name())).prop_map(|(plain, protocol, label)| Arrow {
        spot: Spot::default(),
        plain,
        protocol: protocol.map(|(name, _)| name.to_owned()),
        port: protocol.and_then(|(_, port)| port),
        label,
    })
}

fn any_item(inside: impl Strategy<Value = Line> + Clone + 'static) -> impl Strategy<Value = Item> {
    let word = prop_oneof![
        4 => prop::sample::select(vec!["lb", "w", "s", "d", "nginx", "web-1", "server"]).prop_map(|word| Word::Bare(word.to_owned())),
        1 => any_name().prop_map(Word::Quoted),
    ];
    let copies = prop::option::of(prop::sample::select(vec![Copies::Linked, Copies::Followed]));
    let count = prop::option::of(1_u32..2000);
    (count, word, prop::option::of(any_name()), copies, prop::option::of(inside)).prop_map(
        |(count, word, name, copies, inside)| Item {
            spot: Spot::default(),
            count: count.filter(|_| matches!(word, Word::Bare(_))),
            word,
            name,
            copies: copies.map(|copies| (copies, Spot::default())),
            inside,
        },
    )
}

fn any_line() -> impl Strategy<Value = Line> {
    let empty = Just(Line::default()).boxed();
    empty.prop_recursive(3, 24, 3, |inner| {
        let step = prop::collection::vec(any_item(inner), 1..3).prop_map(|items| Step { items }).boxed();
        let hops = prop::collection::vec((any_arrow(), step.clone()), 0..3);
        let chain = (prop::option::of(step), hops).prop_filter_map("an empty chain", |(first, hops)| {
            (first.is_some() || !hops.is_empty()).then_some(Chain { first, hops })
        });
        prop::collection::vec(chain, 0..3).prop_map(|chains| Line { chains }).boxed()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_panics_and_none_draws_without_end(text in any_text()) {
        let base = drawn("c>lb>2s(w>p>d)");
        match drawn_on(&base, Some("lb-1"), &text) {
            Ok((after, drawn)) => {
                prop_assert!(drawn.counts().0 <= MOST_NODES);
                let mut back = after;
                back.apply(&drawn.transaction.inverted()).unwrap();
                prop_assert_eq!(back, base);
            }
            Err(mistake) => {
                prop_assert!(mistake.column <= text.chars().count());
                prop_assert!(!mistake.words.chars().any(topoboard::text::is_unsafe));
            }
        }
    }

    #[test]
    fn what_a_line_prints_is_read_back_as_the_same_line(line in any_line()) {
        let text = line.to_string();
        prop_assume!(text.len() <= topoboard::quick::MOST_BYTES);
        prop_assert_eq!(parse(&text), Ok(line), "{}", text);
    }

    #[test]
    fn what_a_line_draws_survives_its_file(line in any_line()) {
        if let Ok((document, _)) = drawn_on(&Document::default(), None, &line.to_string()) {
            let text = codec::encode(&document, &Comments::default());
            let read = codec::decode(&text, "line.ron").map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(read.document, document);
        }
    }
}
