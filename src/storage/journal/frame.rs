//! Records of a journal as bytes: a checksum over everything, numbers without a gap.
//!
//! `length u32 | checksum u32 | number u64 | time u64 | kind u8 | payload`, little endian, behind one line that names
//! the format. Invariant: what is read is the longest beginning in which every record is whole, unchanged and in its
//! turn; nothing behind it is believed, and no bytes make reading fail in another way.

/// What a journal begins with. The number is that of the layout; another layout has another name of files, too.
pub(super) const MAGIC: &[u8] = b"topoboard journal 1\n";
/// The bytes of a record besides its payload.
pub(super) const OVERHEAD: usize = 4 + 4 + 8 + 8 + 1;

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record<'a> {
    /// Milliseconds since 1970.
    pub time: u64,
    pub kind: u8,
    pub payload: &'a [u8],
}

/// Appends a record to `out`; `number` counts the records before it. A payload that no length can say is left out.
pub(super) fn write(out: &mut Vec<u8>, number: u64, record: &Record<'_>) {
    let Ok(length) = u32::try_from(record.payload.len()) else { return };
    let body = body(number, record);
    let checksum = checksum(length, &body);
    out.extend(length.to_le_bytes());
    out.extend(checksum.to_le_bytes());
    out.extend(body);
}

fn body(number: u64, record: &Record<'_>) -> Vec<u8> {
    let mut body = Vec::with_capacity(OVERHEAD + record.payload.len());
    body.extend(number.to_le_bytes());
    body.extend(record.time.to_le_bytes());
    body.push(record.kind);
    body.extend(record.payload);
    body
}

fn checksum(length: u32, body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length.to_le_bytes());
    hasher.update(body);
    hasher.finalize()
}

/// The records at the beginning of `bytes` that can be believed, and how many bytes they and the first line take.
pub(super) fn read(bytes: &[u8]) -> (Vec<Record<'_>>, usize) {
    let Some(mut rest) = bytes.strip_prefix(MAGIC) else { return (Vec::new(), 0) };
    let mut records = Vec::new();
    while let Some((record, behind)) = one(rest, records.len() as u64) {
        records.push(record);
        rest = behind;
    }
    (records, bytes.len() - rest.len())
}

/// The record number `number` at the beginning of `bytes`, and what is behind it.
fn one(bytes: &[u8], number: u64) -> Option<(Record<'_>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (checked, rest) = rest.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length);
    let whole = usize::try_from(length).ok()?.checked_add(OVERHEAD - 8)?;
    let (body, behind) = rest.split_at_checked(whole)?;
    if checksum(length, body) != u32::from_le_bytes(*checked) {
        return None;
    }
    let (found, body) = body.split_first_chunk::<8>()?;
    let (time, body) = body.split_first_chunk::<8>()?;
    let (kind, payload) = body.split_first()?;
    let record = Record { time: u64::from_le_bytes(*time), kind: *kind, payload };
    (u64::from_le_bytes(*found) == number).then_some((record, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> (Vec<u8>, Vec<usize>) {
        let (mut bytes, mut ends) = (MAGIC.to_vec(), Vec::new());
        for number in 0..40_u64 {
            let payload = vec![u8::try_from(number).unwrap(); usize::try_from(number * 7 % 60).unwrap()];
            write(&mut bytes, number, &Record { time: number, kind: 3, payload: &payload });
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    #[test]
    fn every_truncation_leaves_the_longest_beginning() {
        let (bytes, ends) = journal();
        for length in 0..=bytes.len() {
            let (records, valid) = read(&bytes[..length]);
            let whole = ends.iter().filter(|end| **end <= length).count();
            assert_eq!(records.len(), whole, "{length} bytes");
            let believed =
                if length < MAGIC.len() { 0 } else { ends[..whole].last().copied().unwrap_or(MAGIC.len()) };
            assert_eq!(valid, believed);
        }
    }

    #[test]
    fn twenty_thousand_corruptions_leave_what_is_before_them() {
        let (bytes, ends) = journal();
        let mut seed = 1_u64;
        let mut chance = |bound: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % bound
        };
        for round in 0..22_000 {
            let mut bad = bytes.clone();
            let at = chance(bad.len());
            // The last ones are whole blocks, as a device loses them.
            let length = if round < 20_000 { 1 } else { 1 + chance(512) };
            for byte in bad.iter_mut().skip(at).take(length) {
                *byte ^= u8::try_from(1 + chance(255)).unwrap();
            }
            let before = if at < MAGIC.len() { 0 } else { ends.iter().filter(|end| **end <= at).count() };
            assert_eq!(read(&bad).0.len(), before, "round {round}: {length} bytes at {at}");
        }
    }

    #[test]
    fn records_out_of_turn_are_not_believed() {
        let mut bytes = MAGIC.to_vec();
        let record = Record { time: 0, kind: 1, payload: b"x" };
        write(&mut bytes, 0, &record);
        write(&mut bytes, 2, &record);
        assert_eq!(read(&bytes).0.len(), 1);
        assert_eq!(read(b"something else").0.len(), 0);
    }
}
