//! Bad files: each is refused whole, with the place, what is wrong, what was expected and what is near.

use topoboard::codec::{DecodeError, decode, decode_bytes};
use topoboard::text;

/// A bad file: what it shows, its text, line and column of the first problem, words of the message.
type Row = (&'static str, &'static str, (usize, usize), &'static [&'static str]);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("empty", "", (1, 1), &["the file is empty", "Diagram(format: 1"]),
    ("blank", " \n\n", (1, 1), &["the file is empty"]),
    ("only comments", "// later\n", (1, 9), &["the file is empty"]),
    ("no diagram", "[1, 2]", (1, 1), &["`[` does not begin a diagram"]),
    ("wrong name", "Digram(format: 1)", (1, 1), &["`Digram` does not begin a diagram"]),
    ("truncated in a list", "Diagram(\n  format: 1,\n  nodes: [\n    (id: \"a\", kind: server),\n", (4, 29),
        &["the file ends before the `[` of line 3 is closed", "truncated"]),
    ("truncated in a string", "Diagram(\n  format: 1,\n  title: \"Distri", (3, 10), &["this string is not closed"]),
    ("truncated in a comment", "Diagram(format: 1, /* why", (1, 20), &["this comment is not closed"]),
    ("two diagrams", "Diagram(format: 1)\nDiagram(format: 1)", (2, 1), &["after the end of the diagram"]),
    ("no format", "Diagram(title: \"x\")", (1, 1), &["has no `format`", "format: 1"]),
    ("future format", "Diagram(format: 2, planets: [])", (1, 17), &["format 2", "reads format 1", "update"]),
    ("far future format", "Diagram(format: 99999999999999999999)", (1, 17), &["`format` cannot be"]),
    ("past format", "Diagram(format: 0)", (1, 17), &["`format` cannot be `0`", "format: 1"]),
    ("format in words", "Diagram(format: \"one\")", (1, 17), &["`format` cannot be"]),
    ("unknown attribute", "#![enable(unwrap_newtypes)]\nDiagram(format: 1)", (1, 1), &["attribute", "implicit_some"]),
    ("unknown field of the diagram", "Diagram(format: 1, node: [])", (1, 20), &["unknown field `node`", "did you mean `nodes`?"]),
    ("field twice", "Diagram(format: 1, nodes: [], nodes: [])", (1, 31), &["`nodes` is stated twice"]),
    ("nodes is no list", "Diagram(format: 1, nodes: (id: \"a\"))", (1, 27), &["is no list", "`[ … ]`"]),
    ("node is no record", "Diagram(format: 1, nodes: [\"a\"])", (1, 28), &["`\"a\"` is no group of fields"]),
    ("title is a number", "Diagram(format: 1, title: 5)", (1, 27), &["`title` cannot be `5`", "a string in double quotes"]),
    ("missing comma", "Diagram(format: 1 title: \"x\")", (1, 19), &["`title` follows without a comma"]),
    ("two commas", "Diagram(format: 1,, title: \"x\")", (1, 19), &["nothing stands before this `,`"]),
    ("lost bracket", "Diagram(format: 1, nodes: [\n(id: \"a\", kind: server,\n])", (2, 1), &["`(` is not closed before the `]` of line 3"]),
    ("lost quote", "Diagram(format: 1, nodes: [\n(id: \"a, kind: server),\n(id: \"x\", kind: server)])", (2, 6), &["not closed in its line"]),
    ("stray sign", "Diagram(format: 1; title: \"x\")", (1, 18), &["`;` has no meaning here"]),
    ("merge conflict", "Diagram(format: 1,\n<<<<<<< HEAD\ntitle: \"a\",\n=======\ntitle: \"b\",\n>>>>>>> theirs\n)", (2, 1), &["merge conflict"]),
    ("NUL", "Diagram(format: 1)\n\0", (2, 1), &["NUL at byte 19"]),

    ("unknown kind", "Diagram(format: 1, nodes: [(id: \"a\", kind: databse)])", (1, 44), &["unknown kind `databse`", "one of client, internet", "did you mean `database`?"]),
    ("short kind", "Diagram(format: 1, nodes: [(id: \"a\", kind: lb)])", (1, 44), &["did you mean `load_balancer`?"]),
    ("kind in quotes", "Diagram(format: 1, nodes: [(id: \"a\", kind: \"server\")])", (1, 44), &["unknown kind `\"server\"`", "did you mean `server`?"]),
    ("kind with a dash", "Diagram(format: 1, nodes: [(id: \"a\", kind: web-server)])", (1, 44), &["did you mean `web_server`?"]),
    ("unknown field of a node", "Diagram(format: 1, nodes: [(id: \"a\", knd: server)])", (1, 38), &["unknown field `knd` of a node", "did you mean `kind`?"]),
    ("node without id", "Diagram(format: 1, nodes: [(kind: server)])", (1, 28), &["this node has no `id`"]),
    ("node without kind", "Diagram(format: 1, nodes: [(id: \"a\")])", (1, 28), &["this node has no `kind`", "one of client"]),
    ("field twice in a node", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, id: \"b\")])", (1, 52), &["`id` is stated twice"]),
    ("field without value", "Diagram(format: 1, nodes: [(id: , kind: server)])", (1, 29), &["`id` has no value"]),
    ("unknown role", "Diagram(format: 1, nodes: [(id: \"a\", kind: database, role: master)])", (1, 60), &["unknown role `master`", "primary, replica"]),
    ("unknown trust", "Diagram(format: 1, nodes: [(id: \"a\", kind: network, trust: dmzz)])", (1, 60), &["did you mean `dmz`?"]),
    ("bad id", "Diagram(format: 1, nodes: [(id: \"a b\", kind: server)])", (1, 33), &["is no id", "' '"]),
    ("id of a link", "Diagram(format: 1, nodes: [(id: \"a->b\", kind: server)])", (1, 33), &["is no id", "'>'"]),
    ("empty id", "Diagram(format: 1, nodes: [(id: \"\", kind: server)])", (1, 33), &["an id cannot be empty"]),
    ("duplicate id", "Diagram(format: 1, nodes: [\n(id: \"a\", kind: server),\n(id: \"a\", kind: cache)])", (3, 6), &["id `a` is used twice", "line 2"]),
    ("group with the id of a node", "Diagram(format: 1, nodes: [\n(id: \"a\", kind: server)],\ngroups: [(id: \"a\", mode: quorum(), members: [\"a\"])])", (3, 15), &["id `a` is used twice", "line 2"]),
    ("port out of range", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, port: 70000)])", (1, 58), &["`port` cannot be `70000`", "from 0 to 65535"]),
    ("negative port", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, port: -1)])", (1, 58), &["`port` cannot be `-1`"]),
    ("port with a dot", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, port: 80.5)])", (1, 58), &["a whole number"]),
    ("too many instances", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, instances: 4294967296)])", (1, 63), &["from 0 to 4294967295"]),
    ("cell too big for the type", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, at: (2147483648, 0))])", (1, 56), &["`at` cannot be", "from -1000000 to 1000000"]),
    ("cell outside the canvas", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, at: (0, 1000001))])", (1, 56), &["`at` cannot be `(0, 1000001)`"]),
    ("cell of one number", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, at: (3))])", (1, 56), &["a cell (column, row)"]),
    ("size of nothing", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, size: (0, 3))])", (1, 58), &["`size` cannot be `(0, 3)`", "from 1 to 10000"]),
    ("size too large", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, size: (3, 10001))])", (1, 58), &["from 1 to 10000"]),
    ("availability above 1", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, availability: 99.9)])", (1, 66), &["`availability` cannot be `99.9`", "from 0 to 1"]),
    ("negative availability", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, availability: -0.1)])", (1, 66), &["from 0 to 1"]),
    ("availability is NaN", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, availability: NaN)])", (1, 66), &["`availability` cannot be `NaN`"]),
    ("endless hours", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, mtbf: 1e999)])", (1, 58), &["`mtbf` cannot be `1e999`", "above 0"]),
    ("no hours", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, mttr: 0)])", (1, 58), &["`mttr` cannot be `0`"]),
    ("flag in words", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, managed: yes)])", (1, 61), &["`managed` cannot be `yes`", "true or false"]),
    ("tags without a list", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, tags: \"x\")])", (1, 58), &["is no list"]),
    ("optional value that is wrong", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, port: Some( 70000 ))])", (1, 64), &["`port` cannot be `70000`"]),

    ("dangling parent", "Diagram(format: 1, nodes: [(id: \"server-1\", kind: server), (id: \"b\", kind: cache, parent: \"serve-1\")])", (1, 91), &["b is inside serve-1, which does not exist", "did you mean `server-1`?"]),
    ("parent is a group", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, parent: \"g\")], groups: [(id: \"g\", mode: quorum(), members: [\"a\"])])", (1, 60), &["a is inside g, which does not exist"]),
    ("wrong holder", "Diagram(format: 1, nodes: [(id: \"db\", kind: database), (id: \"web\", kind: web_server, parent: \"db\")])", (1, 94), &["a database holds no web server", "region, zone, network, server"]),
    ("inside itself", "Diagram(format: 1, nodes: [(id: \"a\", kind: server, parent: \"a\")])", (1, 60), &["a is inside itself"]),
    ("cyclic parents", "Diagram(format: 1, nodes: [\n(id: \"a\", kind: zone, parent: \"b\"),\n(id: \"b\", kind: zone, parent: \"c\"),\n(id: \"c\", kind: zone, parent: \"a\")])", (2, 31), &["a is inside itself: a is in b, which is in c, which is in a"]),
    ("dangling guard", "Diagram(format: 1, nodes: [(id: \"fw\", kind: firewall, guards: [\"fw\", \"server\"])])", (1, 70), &["fw guards server, which does not exist"]),
    ("dangling link", "Diagram(format: 1, nodes: [(id: \"lb-1\", kind: server)], links: [\n(from: \"lb-1\", to: \"lb-1\"),\n(from: \"lb-1\", to: \"lb1\")])", (3, 20), &["link lb-1->lb1 ends at lb1, which does not exist", "did you mean `lb-1`?"]),
    ("dangling source", "Diagram(format: 1, links: [(from: \"x\", to: \"y\")])", (1, 35), &["x->y ends at x, which does not exist"]),
    ("link without end", "Diagram(format: 1, links: [(from: \"x\")])", (1, 28), &["this link has no `to`"]),
    ("link twice", "Diagram(format: 1, nodes: [(id: \"a\", kind: server)], links: [\n(from: \"a\", to: \"a\", id: \"2\"),\n(from: \"a\", to: \"a\", id: \"2\")])", (3, 26), &["link `a->a#2` is drawn twice", "line 2"]),
    ("unknown tls", "Diagram(format: 1, links: [(from: \"x\", to: \"y\", tls: yes)])", (1, 54), &["unknown tls `yes`", "one of true, false, mutual, tunnel"]),
    ("unknown access", "Diagram(format: 1, links: [(from: \"x\", to: \"y\", access: reads)])", (1, 57), &["did you mean `read`?"]),
    ("unknown kind of link", "Diagram(format: 1, links: [(from: \"x\", to: \"y\", kind: replicate)])", (1, 55), &["did you mean `replication`?"]),
    ("protocol of a list", "Diagram(format: 1, links: [(from: \"x\", to: \"y\", protocol: [http])])", (1, 59), &["`protocol` cannot be `[http]`"]),

    ("dangling member", "Diagram(format: 1, nodes: [(id: \"db-1\", kind: database)], groups: [(id: \"db\", mode: quorum(), members: [\"db-1\", \"db-2\"])])", (1, 113), &["db has member db-2, which is no node", "did you mean `db-1`?"]),
    ("member twice", "Diagram(format: 1, nodes: [(id: \"db-1\", kind: database)], groups: [(id: \"db\", mode: quorum(), members: [\"db-1\", \"db-1\"])])", (1, 113), &["has member db-1 twice"]),
    ("member of two groups", "Diagram(format: 1, nodes: [(id: \"a\", kind: database)], groups: [\n(id: \"z\", mode: quorum(), members: [\"a\"]),\n(id: \"g\", mode: quorum(), members: [\"a\"])])", (3, 37), &["a is a member of", "at most one group"]),
    ("active is no member", "Diagram(format: 1, nodes: [(id: \"lb-1\", kind: server), (id: \"lb-2\", kind: server)], groups: [(id: \"g\", mode: active_passive(active: \"lb-3\", failover: auto), members: [\"lb-1\", \"lb-2\"])])", (1, 133), &["active member lb-3 is not one of its members", "did you mean `lb-1`?"]),
    ("too many votes", "Diagram(format: 1, nodes: [(id: \"a\", kind: database)], groups: [(id: \"g\", mode: quorum(votes: 2), members: [\"a\"])])", (1, 81), &["needs 2 of 1 members", "from 1 to 1"]),
    ("no member needed", "Diagram(format: 1, nodes: [(id: \"a\", kind: database)], groups: [(id: \"g\", mode: active_active(min: 0), members: [\"a\"])])", (1, 81), &["needs 0 of 1 members"]),
    ("unknown mode", "Diagram(format: 1, groups: [(id: \"g\", mode: active_activ(min: 1))])", (1, 45), &["unknown mode", "did you mean `active_active`?"]),
    ("mode without its bracket", "Diagram(format: 1, groups: [(id: \"g\", mode: quorum)])", (1, 45), &["`quorum` is no group of fields"]),
    ("unknown field of a mode", "Diagram(format: 1, groups: [(id: \"g\", mode: quorum(vote: 2))])", (1, 52), &["unknown field `vote` of a quorum", "did you mean `votes`?"]),
    ("mode without failover", "Diagram(format: 1, groups: [(id: \"g\", mode: primary_replica())])", (1, 45), &["this primary_replica has no `failover`", "one of none, manual, auto"]),
    ("unknown failover", "Diagram(format: 1, groups: [(id: \"g\", mode: primary_replica(failover: automatic))])", (1, 71), &["unknown failover `automatic`"]),

    ("dangling client", "Diagram(format: 1, nodes: [(id: \"client\", kind: client)], services: [(domain: \"x.org\", clients: [\"clent\"])])", (1, 98), &["x.org is used by clent, which does not exist", "did you mean `client`?"]),
    ("dangling target", "Diagram(format: 1, services: [(domain: \"x.org\", records: [(type: A), (type: NS, target: \"lb\")])])", (1, 89), &["points at lb, which does not exist"]),
    ("unknown record", "Diagram(format: 1, services: [(domain: \"x.org\", records: [(type: AAA)])])", (1, 66), &["unknown type `AAA`", "did you mean `AAAA`?"]),
    ("unknown field of a record", "Diagram(format: 1, services: [(domain: \"x.org\", records: [(type: A, adress: \"1.2.3.4\")])])", (1, 69), &["unknown field `adress` of a record", "one of type, name, value, target"]),
    ("record twice", "Diagram(format: 1, services: [(domain: \"x.org\", records: [(type: A, value: \"1\"), (type: A, value: \"1\")])])", (1, 58), &["the same record twice"]),
    ("service twice", "Diagram(format: 1, services: [\n(domain: \"x.org\"),\n(domain: \"x.org\")])", (3, 10), &["service `x.org` is declared twice", "line 2"]),
    ("service without a name", "Diagram(format: 1, services: [(domain: \" \")])", (1, 40), &["`domain` cannot be", "not empty"]),
    ("unknown request", "Diagram(format: 1, services: [(domain: \"x.org\", requests: [static, reed])])", (1, 68), &["unknown requests `reed`", "did you mean `read`?"]),

    ("note outside the canvas", "Diagram(format: 1, notes: [(at: (-1000001, 0), text: \"x\")])", (1, 33), &["`at` cannot be"]),
    ("note without text", "Diagram(format: 1, notes: [(at: (0, 0))])", (1, 28), &["this note has no `text`"]),
    ("empty reason", "Diagram(format: 1, allow: [(rule: \"REL001\", subject: \"a\", reason: \"\")])", (1, 67), &["`reason` cannot be", "not empty"]),
    ("no reason", "Diagram(format: 1, allow: [(rule: \"REL001\", subject: \"a\")])", (1, 28), &["this allowance has no `reason`"]),
    ("bad date", "Diagram(format: 1, allow: [(rule: \"R\", subject: \"a\", reason: \"x\", until: \"2027-02-29\")])", (1, 74), &["`until` cannot be `\"2027-02-29\"`", "a day of the calendar"]),
    ("allowed twice", "Diagram(format: 1, allow: [\n(rule: \"R\", subject: \"a\", reason: \"x\"),\n(rule: \"R\", subject: \"a\", reason: \"y\")])", (3, 22), &["`R a` is allowed twice"]),
    ("lesson without a subject", "Diagram(format: 1, lesson: [\"REL001\"])", (1, 29), &["`lesson` cannot be", "REL001 lb-1"]),
];

fn refused(text: &str) -> DecodeError {
    decode(text, "bad.ron").expect_err("this file is bad")
}

#[test]
fn every_bad_file_is_refused_with_its_place() {
    let mut wrong = Vec::new();
    for (name, text, place, words) in ROWS {
        let Err(error) = decode(text, "bad.ron") else {
            wrong.push(format!("{name}: was read"));
            continue;
        };
        let (first, shown) = (&error.problems()[0], error.render(false));
        if (first.line, first.column) != *place {
            wrong.push(format!("{name}: expected {place:?}\n{shown}"));
        }
        let flat = shown.replace("\n          ", " ");
        wrong.extend(
            words.iter().filter(|w| !flat.contains(**w)).map(|w| format!("{name}: lacks {w:?}\n{shown}")),
        );
        let place = format!("bad.ron:{}:{}", place.0, place.1);
        if !shown.contains(&place) {
            wrong.push(format!("{name}: does not show {place}\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let place = |bytes: &[u8]| {
        let error = decode_bytes(bytes, "bad.ron").expect_err("no text");
        (error.problems()[0].line, error.problems()[0].column, error.problems()[0].what.clone())
    };
    let (line, column, what) = place(b"Diagram(\n  title: \"caf\xe9\",\n)");
    assert_eq!((line, column, what.as_str()), (2, 14, "the file is not UTF-8 text: byte 22 is 0xe9"));
    assert_eq!(place(b"\xff\xfeD\0i\0").2, "the file is UTF-16");
    assert_eq!(place(b"\xfe\xff\0D\0i").2, "the file is UTF-16");
    assert!(decode_bytes(b"\xef\xbb\xbfDiagram(format: 1)", "mark.ron").is_ok());
}

#[test]
fn all_problems_are_told_in_the_order_of_the_file() {
    let error = refused(
        "Diagram(format: 1, nodes: [\n(id: \"a\", kind: sever, port: 70000),\n(id: \"b\", kind: cache, role: boss)],\n\
         links: [(from: \"a\")], extra: 1)",
    );
    let lines: Vec<_> = error.problems().iter().map(|p| (p.line, p.what.as_str())).collect();
    let expected = [
        (2, "unknown kind `sever`"),
        (2, "`port` cannot be `70000`"),
        (3, "unknown role `boss`"),
        (4, "this link has no `to`"),
        (4, "unknown field `extra` of a diagram"),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn twenty_problems_are_shown_and_the_rest_is_counted() {
    let nodes: Vec<_> = (0..25).map(|n| format!("(id: \"n{n}\", kind: nothing)")).collect();
    let error = refused(&format!("Diagram(format: 1, nodes: [{}])", nodes.join(",\n")));
    assert_eq!((error.problems().len(), error.count()), (20, 25));
    assert!(error.render(false).ends_with("and 5 more\n"));
}

#[test]
fn messages_are_short_and_harmless_whatever_the_file_holds() {
    let long = "x".repeat(5_000_000);
    let evil = "\u{1b}]52;c;ZXZpbA==\u{7}\u{202e}";
    for text in [
        format!("Diagram(format: 1, {long}: 1)"),
        format!("Diagram(format: 1, nodes: [(id: \"{long}\", kind: server)])"),
        format!("Diagram(format: 1, nodes: [(id: \"a\", kind: {long})])"),
        format!("Diagram(format: 1, title: \"{long}\""),
        format!("Diagram(format: 1, nodes: [(id: \"{evil}\", kind: server)])"),
        format!("Diagram(format: 1, links: [(from: \"a\", to: \"a{}\")])", "é".repeat(50)),
        evil.to_owned(),
    ] {
        let error = decode(&text, &format!("{evil}{long}.ron")).expect_err("bad");
        for shown in [error.render(false), error.to_string()] {
            assert!(shown.len() < 20_000, "{} bytes", shown.len());
            assert!(shown.lines().all(|line| text::width(line) <= 1_000), "{shown}");
            assert!(!shown.chars().any(|c| c != '\n' && text::is_unsafe(c)), "{shown:?}");
        }
        assert!(error.render(false).lines().all(|line| text::width(line) <= 200), "{}", error.render(false));
    }
}

/// Without running out of stack; whatever takes more than linear time here does not end.
#[test]
fn bombs_are_refused() {
    let deep = format!("Diagram(format: 1, nodes: {}", "[".repeat(200_000));
    let bare = "(".repeat(200_000);
    let comments = format!("Diagram(format: 1, {}", "/*".repeat(200_000));
    let nodes = format!("Diagram(format: 1, nodes: [{}])", "(),".repeat(100_001));
    let parents: Vec<_> = (0..20_000)
        .map(|n| format!("(id: \"z{n}\", kind: zone, parent: \"z{}\")", (n + 1) % 20_000))
        .collect();
    let ring = format!("Diagram(format: 1, nodes: [{}])", parents.join(","));
    let links = format!(
        "Diagram(format: 1, nodes: [(id: \"a\", kind: cache)], links: [{}])",
        "(from: \"a\", to: \"a\"),".repeat(20_000)
    );
    let what = |text: &str| refused(text).problems()[0].what.clone();
    assert_eq!(what(&deep), "brackets are nested deeper than 16 levels");
    assert_eq!(what(&bare), "brackets are nested deeper than 16 levels");
    assert_eq!(what(&comments), "this comment is not closed");
    assert_eq!(what(&nodes), "there are 100001 nodes");
    assert!(what(&ring).starts_with("z0 is inside itself"));
    assert_eq!(what(&links), "there are too many links from a to a");
}
