//! Damage, seeded: the same number gives the same damage everywhere.

/// Random numbers by `SplitMix64` (Steele, Lea and Flood 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, 0 if that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).expect("a size fits 64 bits");
        usize::try_from(self.next() % end).expect("a size fits")
    }

    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Pieces of text that readers of tables stumble over.
const PIECES: [&str; 52] = [
    "",
    "\"",
    "\"\"",
    "\r",
    "\r\n",
    "\n",
    "\n\n\n",
    "\t",
    ";",
    ",",
    "\0",
    "\u{feff}",
    "\u{1b}[2J",
    "..",
    ".",
    "-",
    "–",
    "x",
    "NA",
    "0",
    "-1",
    "1e308",
    "1e-400",
    "NaN",
    "inf",
    "0,5",
    "1 234",
    "99999999999999999999",
    "4294967296",
    "-9223372036854775808",
    "2147483647",
    "1900",
    "2100",
    "9999/00",
    "0000/01",
    "2022/23",
    "HT2022",
    "2020-99-99",
    "88 %",
    "100%",
    "Halland",
    "13",
    "tandläkare",
    "a\u{308}",
    "å",
    "\u{202e}",
    "💊",
    "=1+1",
    "{",
    "}",
    "[[",
    "\\u0000",
];

/// Numbers at which sizes and signs turn over.
const NUMBERS: [u64; 12] = [
    0,
    1,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
    1 << 40,
    i64::MAX as u64,
    u64::MAX - 1,
    u64::MAX,
];

/// Damages a text: fields and lines change places, vanish or hold what nobody expects.
pub(super) fn text(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(4) / 2 {
        match random.below(8) {
            0 => replace_field(random, &mut bytes),
            1 => insert(random, &mut bytes),
            2 => repeat_piece(random, &mut bytes),
            3 => move_line(random, &mut bytes),
            4 => swap_fields(random, &mut bytes),
            5 => grow(random, &mut bytes),
            _ => raw(random, &mut bytes),
        }
    }
    bytes
}

/// Damages bytes of any kind.
pub(super) fn binary(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(3) / 2 {
        match random.below(6) {
            0 => number(random, &mut bytes),
            1 => repeat_piece(random, &mut bytes),
            _ => raw(random, &mut bytes),
        }
    }
    bytes
}

/// Flips, sets, cuts out or cuts off bytes; often near the end, where columnar files describe
/// themselves.
fn raw(random: &mut Random, bytes: &mut Vec<u8>) {
    if bytes.is_empty() {
        return;
    }
    let near = bytes.len().min(600);
    let at = match random.below(3) {
        0 => bytes.len() - near + random.below(near),
        _ => random.below(bytes.len()),
    };
    match random.below(8) {
        0..=3 => bytes[at] ^= 1 << random.below(8),
        4..=5 => bytes[at] = random.next().to_le_bytes()[0],
        6 => {
            let end = (at + 1 + random.below(16)).min(bytes.len());
            bytes.drain(at..end);
        }
        _ => bytes.truncate(at),
    }
}

/// Writes a number over four or eight bytes.
fn number(random: &mut Random, bytes: &mut [u8]) {
    let width = *random.one_of(&[1, 4, 8]);
    let number = random.one_of(&NUMBERS).to_le_bytes();
    let at = random.below(bytes.len().saturating_sub(width));
    for (old, new) in bytes.iter_mut().skip(at).zip(&number[..width]) {
        *old = *new;
    }
}

fn repeat_piece(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len());
    let end = (at + 1 + random.below(64)).min(bytes.len());
    let piece = bytes[at..end].to_vec();
    bytes.splice(at..at, piece);
}

fn insert(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len() + 1);
    bytes.splice(at..at, random.one_of(&PIECES).bytes());
}

/// Where the fields of a text are, parted by what usually parts them.
fn fields(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut fields = Vec::new();
    let mut start = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if b",;\t\n\"=: ".contains(byte) {
            fields.push((start, at));
            start = at + 1;
        }
    }
    fields.push((start, bytes.len()));
    fields
}

fn replace_field(random: &mut Random, bytes: &mut Vec<u8>) {
    let (start, end) = *random.one_of(&fields(bytes));
    bytes.splice(start..end, random.one_of(&PIECES).bytes());
}

fn swap_fields(random: &mut Random, bytes: &mut Vec<u8>) {
    let fields = fields(bytes);
    let (one, other) = (*random.one_of(&fields), *random.one_of(&fields));
    let other = bytes[other.0..other.1].to_vec();
    bytes.splice(one.0..one.1, other);
}

fn move_line(random: &mut Random, bytes: &mut Vec<u8>) {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    if lines.is_empty() {
        return;
    }
    let line = lines.remove(random.below(lines.len()));
    for _ in 0..random.below(3) {
        lines.insert(random.below(lines.len() + 1), line);
    }
    *bytes = lines.concat();
}

/// Makes a field long, or a text of many lines.
fn grow(random: &mut Random, bytes: &mut Vec<u8>) {
    let (start, end) = *random.one_of(&fields(bytes));
    let piece = bytes[start..end].to_vec();
    let times = 1 << random.below(10);
    bytes.splice(end..end, piece.repeat(times));
}
