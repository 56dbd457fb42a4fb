//! The valid word that is nearest to one that is not.

use strsim::osa_distance;

/// The longest word that is compared; nobody mistypes a longer one.
const LONGEST: usize = 64;

/// The candidate with the fewest typing errors from `word`, if they are few; the first of equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let length = word.chars().count();
    if length == 0 || word.len() > LONGEST {
        return None;
    }
    let folded = fold(word);
    let allowed = (length / 3).max(1);
    let close =
        |candidate: &str| candidate.len() <= LONGEST && candidate.len().abs_diff(word.len()) <= allowed;
    let rated = candidates.into_iter().filter(|candidate| close(candidate));
    let rated = rated.map(|candidate| (osa_distance(&folded, &fold(candidate)), candidate));
    rated
        .filter(|(distance, _)| *distance <= allowed && *distance < length)
        .min_by_key(|rated| rated.0)
        .map(|rated| rated.1.to_owned())
}

/// Case and the kind of dash are no typing errors.
fn fold(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found() {
        let words = ["database", "dns", "web_server", "app_server"];
        assert_eq!(nearest("databse", words), Some("database".into()));
        assert_eq!(nearest("dbs", words), Some("dns".into()));
        assert_eq!(nearest("Web-Server", words), Some("web_server".into()));
        assert_eq!(nearest("wbe_server", words), Some("web_server".into()));
        assert_eq!(nearest("kubernetes", words), None);
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn short_ids_differ_by_one() {
        assert_eq!(nearest("lb-3", ["lb-1", "web-1"]), Some("lb-1".into()));
        assert_eq!(nearest("x", ["y", "zz"]), None);
    }
}
