//! The commands that ask a drawing one question: cuts, availability, trace, paths, depends, and the ranking of
//! failures. The tables of the design (`analysis.md`, section 8) through the program.

use serde_json::{Value, json};

use crate::cli::run;

fn asked(arguments: &[&str]) -> Value {
    let ran = run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(ran.err, "", "{arguments:?}");
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error} in:\n{}", ran.out))
}

fn of_class<'v>(rows: &'v Value, class: &str) -> &'v Value {
    let rows = rows.as_array().expect("an array");
    rows.iter().find(|row| row["class"] == class).unwrap_or_else(|| panic!("no {class} in {rows:?}"))
}

#[test]
fn cuts_are_written_as_the_contract_says() {
    let rows = asked(&["cuts", "@tiers/1", "--order", "2", "--level", "host"]);
    let expected = json!({
        "service": "www.foobar.com", "class": "write",
        "cuts": [["server-1"], ["server-lb"]], "truncated": false,
    });
    assert_eq!(*of_class(&rows, "write"), expected);
    assert_eq!(of_class(&rows, "read")["cuts"], json!([["server-lb"], ["server-1", "server-2"]]));
}

#[test]
fn cuts_have_a_level_and_an_order() {
    let cuts = |level: &str, order: &str, class: &str| {
        let rows = asked(&["cuts", "@tiers/3", "--order", order, "--level", level]);
        of_class(&rows, class)["cuts"].as_array().expect("cuts").len()
    };
    assert_eq!(cuts("all", "2", "read"), 24);
    assert_eq!(cuts("host", "2", "write"), 6);
    assert_eq!(cuts("component", "2", "write"), 6);
    assert_eq!(cuts("zone", "2", "write"), 0);
    assert_eq!(cuts("all", "1", "write"), 0);
    for wrong in [&["--order", "0"][..], &["--order", "11"], &["--level", "rack"]] {
        let ran = run(&[&["cuts", "@tiers/3"], wrong].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong:?}");
    }
}

#[test]
fn cuts_for_people_name_the_smallest_first() {
    let ran = run(&["cuts", "@tiers/1", "--level", "host"]);
    let expected = "\
@tiers/1: what loses requests when it fails together (up to 2 hosts; each set minimal)

www.foobar.com
  static, read  1 alone, 1 pair
    server-lb (LB server)
    server-1 (Server 1) + server-2 (Server 2)
  write  2 alone
    server-1 (Server 1)
    server-lb (LB server)
";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, expected, ""));
}

/// Stages, and static, read, write at 0.99 and write at 0.999, every unmanaged part alike.
const AVAILABILITY: &[(&[&str], [f64; 4])] = &[
    (&["@tiers/0", "@roles/0"], [0.980_100_000, 0.960_596_010, 0.960_596_010, 0.996_005_996]),
    (&["@tiers/1", "@tiers/2"], [0.979_711_871, 0.978_949_186, 0.960_028_250, 0.996_000_029]),
    (&["@tiers/3"], [0.999_208_137, 0.997_641_564, 0.997_641_564, 0.999_976_040]),
    (&["@roles/1", "@roles/2"], [0.979_711_871, 0.960_028_250, 0.960_028_250, 0.996_000_029]),
    (&["@roles/3"], [0.979_711_871, 0.941_107_314, 0.941_107_314, 0.994_011_008]),
];

#[test]
fn availability_has_the_numbers_of_the_design() {
    for (stages, expected) in AVAILABILITY {
        for stage in *stages {
            let (high, low) = ("0.999", "0.99");
            let questions = [("static", low), ("read", low), ("write", low), ("write", high)];
            for ((class, assumed), expected) in questions.into_iter().zip(expected) {
                let rows = asked(&["availability", stage, "--assume", assumed]);
                let row = of_class(&rows, class);
                let value = row["availability"].as_f64().expect("a number");
                assert!((value - expected).abs() < 5.1e-10, "{stage} {class} {assumed}: {value}");
                assert_eq!((&row["method"], &row["service"]), (&json!("exact"), &json!("www.foobar.com")));
            }
        }
    }
}

#[test]
fn availability_for_people_says_how_it_was_found_and_what_was_assumed() {
    let ran = run(&["availability", "@tiers/0", "--assume", "0.99"]);
    let expected = "\
@tiers/0: how likely a request is served

www.foobar.com
  static  98.01 %  exact  7.3 days down a year
          weakest: server-1; with two of it 98.9901 %
  read    96.059601 %  exact  14.4 days down a year
          weakest: app-1; with two of it 97.020197 %
  write   96.059601 %  exact  14.4 days down a year
          weakest: app-1; with two of it 97.020197 %

   = assumes: 99 % for each part that states no availability: app-1, db-1, server-1, web-1
";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, expected, ""));
    for wrong in ["1.5", "x", "-0.1", "NaN"] {
        let ran = run(&["availability", "@1", &format!("--assume={wrong}")]);
        assert_eq!(ran.code, 2, "{wrong}");
        assert!(ran.err.contains("from 0 to 1"), "{}", ran.err);
    }
}

#[test]
fn the_ranking_has_the_worst_first() {
    let rows = asked(&["fail", "@tiers/2", "--rank"]);
    let first = &rows[0];
    assert_eq!(first["id"], "server-lb");
    assert_eq!(first["lost"], json!([{"service": "www.foobar.com", "classes": ["static", "read", "write"]}]));
    let write: Vec<&str> = rows
        .as_array()
        .expect("an array")
        .iter()
        .filter(|row| row["lost"] == json!([{"service": "www.foobar.com", "classes": ["write"]}]))
        .filter_map(|row| row["id"].as_str())
        .collect();
    assert_eq!(write, ["db-1", "server-1"], "as `fail @tiers/2 server-1` says, and by how much starves");
    assert_eq!(run(&["fail", "@tiers/2", "--rank"]).code, 0);
    assert_eq!(run(&["fail", "@tiers/2", "--rank", "lb-1"]).code, 2);
}

/// What a trace looks like to a script: the ids in order, whether it is served, where it ends.
fn walked(arguments: &[&str]) -> (Vec<String>, bool, String) {
    let rows = asked(&[&["trace"], arguments].concat());
    let walk = &rows[0];
    let hops = walk["hops"].as_array().expect("hops");
    let ids = hops.iter().map(|hop| hop["to"].as_str().expect("an id").to_owned()).collect();
    let end = walk["dies_at"].as_str().or_else(|| walk["answered_by"][0].as_str()).expect("an end");
    (ids, walk["served"] == true, end.to_owned())
}

#[test]
fn a_trace_looks_the_name_up_and_ends_where_it_is_answered() {
    let (ids, served, end) = walked(&["@roles/1", "--class", "write"]);
    assert_eq!(ids, ["dns", "lb-1", "web-1", "app-1", "db-1"]);
    assert_eq!((served, end.as_str()), (true, "db-1"));
    let (ids, _, end) = walked(&["@roles/1", "--class", "static"]);
    assert_eq!((ids, end.as_str()), (vec!["dns".into(), "lb-1".into(), "web-1".into()], "web-1"));
}

#[test]
fn a_trace_says_how_every_hop_is_chosen_and_protected() {
    let rows = asked(&["trace", "@tiers/2", "--class", "write"]);
    let hops = rows[0]["hops"].as_array().expect("hops");
    let facts = |hop: &Value| (hop["spoken"].clone(), hop["encryption"].clone(), hop["by"].clone());
    assert_eq!(facts(&hops[0]), (json!("https:443"), json!("encrypted"), json!("only")));
    assert_eq!(facts(&hops[1]), (json!("http"), json!("plain"), json!("round_robin")));
    assert_eq!(facts(&hops[2]), (json!("fastcgi"), json!("local"), json!("only")));
    assert_eq!(hops[1]["link"], "lb-1->web-1");
    assert_eq!(rows[0]["records"][0]["value"], "8.8.8.8");
    let pair = asked(&["trace", "@tiers/3", "--class", "read", "--fail", "lb-1"]);
    assert_eq!(pair[0]["hops"][0]["by"], "active");
    assert_eq!(pair[0]["hops"][0]["to"], "lb-2", "the other one takes over");
}

#[test]
fn a_trace_dies_where_the_failure_stops_it_or_goes_another_way() {
    let ran = run(&["trace", "@tiers/2", "--class", "write", "--fail", "server-1"]);
    let expected = "\
@tiers/2: a write request of client (User), with server-1 down
  looks up  www.foobar.com → 8.8.8.8 (lb-1)
   1  client → lb-1  https:443, encrypted
   2  lb-1 → web-2   http, in clear                round robin, 0 of 2 can; web-1 is down, web-2 cannot serve it
   3  web-2 → app-2  fastcgi, on one machine
   4  app-2 → db-1   mysql, encryption not stated  dies here
  dies at app-2 (App server): db-1 is down, and nothing stands in
";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, expected, ""));
    let (ids, served, end) = walked(&["@tiers/2", "--class", "read", "--fail", "server-1"]);
    assert_eq!(ids, ["lb-1", "web-2", "app-2", "db-2"], "reads go another way");
    assert_eq!((served, end.as_str()), (true, "db-2"));
    assert_eq!(run(&["trace", "@tiers/2", "--fail", "sever-1"]).code, 2);
}

#[test]
fn paths_are_those_of_requests_and_the_shortest_come_first() {
    let found = asked(&["paths", "@tiers/1", "client", "db-2"]);
    let expected =
        json!([["client", "lb-1", "web-1", "app-1", "db-2"], ["client", "lb-1", "web-2", "app-2", "db-2"],]);
    assert_eq!((&found["paths"], &found["truncated"]), (&expected, &json!(false)));
    assert_eq!(run(&["paths", "@tiers/1", "db-2", "client"]).code, 1, "requests go one way only");
    let to_server = asked(&["paths", "@tiers/1", "lb-1", "server-2"]);
    assert_eq!(to_server["paths"][0], json!(["lb-1", "web-2"]));
    let unknown = run(&["paths", "@tiers/1", "client", "db-3"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean"), "{}", unknown.err);
}

#[test]
fn depends_says_what_is_needed_and_what_would_be_lost() {
    let found = asked(&["depends", "@tiers/1", "app-1"]);
    let row = |list: &str, id: &str| {
        let rows = found[list].as_array().expect("a list");
        rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id} in {rows:?}")).clone()
    };
    assert_eq!(row("needs", "db-1")["loses"], json!(["write"]));
    assert_eq!(row("needs", "db-2")["loses"], json!([]), "the primary can be read as well");
    assert_eq!(row("needs", "server-1")["hops"], 0);
    assert_eq!(row("needed_by", "web-1"), json!({"id": "web-1", "hops": 1, "loses": ["read", "write"]}));
    assert_eq!(row("needed_by", "client"), json!({"id": "client", "hops": 3, "loses": []}));
    assert_eq!(run(&["depends", "@tiers/1", "nobody"]).code, 2);
}

#[test]
fn a_link_can_fail_and_what_it_was_for_is_still_needed() {
    let cut = run(&["fail", "@tiers/2", "app-1->db-1", "app-2->db-1"]);
    assert_eq!((cut.code, cut.err.as_str()), (1, ""));
    assert!(cut.out.starts_with("@tiers/2: app-1->db-1, app-2->db-1 fail\n"), "{}", cut.out);
    let served = asked(&["fail", "@tiers/2", "app-1->db-1", "app-2->db-1"]);
    assert_eq!(served["services"][0]["lost"], json!(["write"]), "reads go to the replica");
    assert_eq!(served["failed"], json!(["app-1->db-1", "app-2->db-1"]));
    assert_eq!(run(&["fail", "@tiers/2", "lb-1->web-1"]).code, 0, "the other one serves");
    assert_eq!(
        run(&["fail", "@tiers/2", "web-1->app-1", "web-2->app-2"]).code,
        1,
        "web servers still need them"
    );
    let wrong = run(&["fail", "@tiers/2", "lb-1->web-9"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean `lb-1->web-"), "{}", wrong.err);

    let (ids, served, end) = walked(&["@tiers/2", "--class", "write", "--fail", "lb-1->web-1"]);
    assert_eq!((ids[1].as_str(), served, end.as_str()), ("web-2", true, "db-1"), "it goes another way");
    let dead = run(&["trace", "@tiers/2", "--class", "write", "--fail", "client->lb-1"]);
    assert_eq!(dead.code, 1);
    assert!(dead.out.contains("dies at client (User): lb-1 cannot be reached"), "{}", dead.out);
}
