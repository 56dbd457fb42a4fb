//! Texts that stay where they stand while something else is moved.
//!
//! Invariant: a text stays only with the lines that it stood at, all of them where they ran.

use rustc_hash::FxHashMap;

use super::Scene;
use super::shape::{Caption, Wire};
use super::web;
use crate::model::LinkId;

/// The texts of a picture that is left, by the first link of their net: each with all lines of the net.
pub(super) type Texts<'s> = FxHashMap<&'s LinkId, (&'s Caption, Vec<&'s Wire>)>;

/// The texts in a picture. A number stands for one that found no place: it is looked for again.
pub(super) fn texts(before: &Scene) -> Texts<'_> {
    let captions = before.captions.iter().filter(|caption| !caption.is_mark);
    let mut at: FxHashMap<usize, &Caption> = captions.map(|caption| (caption.wire, caption)).collect();
    let of = |net: Vec<usize>| {
        let wires = of_net(before, &net)?;
        Some((wires.first()?.links.first()?, (at.remove(net.first()?)?, wires)))
    };
    web::nets(&before.wires).into_iter().filter_map(of).collect()
}

/// The text of a net as it stood, where its lines run as they ran.
pub(super) fn text(known: &Texts<'_>, scene: &Scene, net: &[usize]) -> Option<Caption> {
    let (wires, wire) = (of_net(scene, net)?, *net.first()?);
    let (caption, before) = known.get(wires.first()?.links.first()?)?;
    let same = |(one, other): (&&Wire, &&Wire)| one.links == other.links && one.points == other.points;
    let stays = wires.len() == before.len() && wires.iter().zip(before).all(same);
    stays.then(|| Caption { wire, ..(*caption).clone() })
}

fn of_net<'s>(scene: &'s Scene, net: &[usize]) -> Option<Vec<&'s Wire>> {
    net.iter().map(|number| scene.wires.get(*number)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, link_id, speaks};
    use super::super::{Emphasis, Options};
    use super::*;
    use crate::geometry::Point;
    use crate::model::{Kind, Link};

    /// A line from left to right that says something, and a box with a line from above that is dragged along it.
    fn drawn(x: i32) -> Sample {
        Sample::default()
            .node(Kind::AppServer, "a", [0, 4, 13, 3])
            .node(Kind::AppServer, "b", [50, 4, 13, 3])
            .node(Kind::AppServer, "c", [x - 6, 0, 13, 3])
            .node(Kind::AppServer, "d", [x - 6, 8, 13, 3])
            .link(speaks("a", "b", "http"), &[(13, 5), (49, 5)])
            .link(Link::new(link_id("c", "d")), &[(x, 3), (x, 7)])
    }

    fn followed(from: i32, to: i32) -> (i32, i32, i32) {
        let (sample, options) = (drawn(from), Options::default());
        let before = Scene::build(&sample.document, &sample.layout, None, &options);
        let moved = drawn(to).layout;
        let after = Scene::follow(&before, &sample.document, &moved, None, &options);
        let grid = after.paint(after.bounds(), &Emphasis::default());
        assert_eq!(after.missing_from(&grid), [], "{}", grid.text());
        let fresh = Scene::build(&sample.document, &moved, None, &options);
        let at = |scene: &Scene| {
            let http = scene.captions.iter().find(|caption| caption.text == "http").unwrap();
            assert!(scene.wires[http.wire].links.contains(&link_id("a", "b")));
            http.at.x
        };
        (at(&before), at(&after), at(&fresh))
    }

    #[test]
    fn a_text_stays_while_another_line_passes_where_it_does_not_stand() {
        let (before, after, fresh) = followed(40, 20);
        assert_eq!(after, before);
        assert_ne!(fresh, before, "this has to be where it would have gone");
    }

    #[test]
    fn a_text_makes_way_for_a_line_that_comes_where_it_stands() {
        let (before, ..) = followed(40, 40);
        for x in before - 1..=before + 4 {
            let (was, after, fresh) = followed(40, x);
            assert_ne!(after, was);
            assert_eq!(after, fresh);
        }
    }

    #[test]
    fn a_text_goes_with_its_own_line() {
        let (sample, options) = (drawn(40), Options::default());
        let before = Scene::build(&sample.document, &sample.layout, None, &options);
        let mut moved = sample.layout.clone();
        let own = moved.routes.iter_mut().find(|route| route.links.contains(&link_id("a", "b"))).unwrap();
        own.points = vec![Point::new(13, 6), Point::new(49, 6)];
        let after = Scene::follow(&before, &sample.document, &moved, None, &options);
        let fresh = Scene::build(&sample.document, &moved, None, &options);
        assert_eq!(after.captions[0].at, fresh.captions[0].at);
    }
}
