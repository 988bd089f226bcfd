//! Lines that may stand twice in one bill, suspected while it streams past. Keys of lines go in, those that
//! may have been there before come out: every one that was, and of the others next to none. Memory is
//! bounded, whatever the bill's length; a second reading settles what is suspected.

use crate::bills::count::shards;

const PARTS: usize = 16;
/// Blocks of one part in each of its layers, and the keys a block should have at most. Small bills fill small
/// layers; from about a million lines to ten the memory is the same, 66 MB, and 130 MB for any more. What is
/// beyond all room goes into the last layer, which then suspects more.
const LAYERS: [(usize, usize); 4] = [(1 << 6, 4), (1 << 11, 4), (1 << 16, 10), (1 << 16, 10)];
/// Keys whose blocks are asked for at once.
const AHEAD: usize = 32;
const WORDS: usize = 8;

/// Two bits of each word are a key's. A block is one line of the processor's cache.
#[repr(align(64))]
#[derive(Clone)]
struct Block([u64; WORDS]);

impl Block {
    /// Whether a key may have been here before; from now on it was.
    fn was_here(&mut self, bits: &[u64; WORDS]) -> bool {
        let mut missing = 0;
        for (word, bits) in self.0.iter_mut().zip(bits) {
            missing |= bits & !*word;
            *word |= bits;
        }
        missing == 0
    }

    fn holds(&self, bits: &[u64; WORDS]) -> bool {
        self.0
            .iter()
            .zip(bits)
            .all(|(word, bits)| bits & !word == 0)
    }
}

/// The bits of a key.
fn bits(key: u64) -> [u64; WORDS] {
    let one = key.wrapping_mul(0xA076_1D64_78BD_642F);
    let other = (key ^ key >> 31).wrapping_mul(0xE703_7ED1_A0B4_28DB);
    // The highest bits of a product are the best.
    std::array::from_fn(|word| {
        let bit = |from: u64| 1 << (from >> (16 + 6 * word) & 63);
        bit(one) | bit(other)
    })
}

/// The keys seen so far whose highest bits are one part's.
#[derive(Default)]
struct Part {
    layers: Vec<Vec<Block>>,
    /// Keys that the last layer has room for.
    room: usize,
}

impl Part {
    /// Looks at the blocks of some keys, so that memory is asked for all of them at once.
    fn fetch<T>(&self, keys: &[(u64, T)]) {
        if let Some(last) = self.layers.last() {
            let first = |(key, _): &(u64, T)| last[at(*key, last)].0[0];
            std::hint::black_box(keys.iter().map(first).fold(0, |all, word| all | word));
        }
    }

    fn was_here(&mut self, key: u64) -> bool {
        if self.room == 0 && self.layers.len() < LAYERS.len() {
            let (blocks, full) = LAYERS[self.layers.len()];
            self.layers.push(vec![Block([0; WORDS]); blocks]);
            self.room = blocks * full;
        }
        self.room = self.room.saturating_sub(1);
        let bits = bits(key);
        let Some((last, full)) = self.layers.split_last_mut() else {
            return false;
        };
        if full.iter().any(|layer| layer[at(key, layer)].holds(&bits)) {
            return true;
        }
        let at = at(key, last);
        last[at].was_here(&bits)
    }
}

/// The block of a key in a layer, whose length is a power of two.
fn at(key: u64, layer: &[Block]) -> usize {
    (key >> 28) as usize & (layer.len() - 1)
}

/// Keys of one stretch of a bill, each with what it stands for.
pub(crate) struct LineKeys<T>([Vec<(u64, T)>; PARTS]);

impl<T> Default for LineKeys<T> {
    fn default() -> LineKeys<T> {
        LineKeys(Default::default())
    }
}

impl<T> LineKeys<T> {
    pub(crate) fn add(&mut self, key: u64, of: T) {
        self.0[(key >> 60) as usize].push((key, of));
    }

    pub(crate) fn clear(&mut self) {
        self.0.iter_mut().for_each(Vec::clear);
    }
}

/// The keys seen so far.
#[derive(Default)]
pub(crate) struct RepeatFilter([Part; PARTS]);

impl RepeatFilter {
    /// Takes stretches of the bill; gives what may have been there before, each with its stretch, in no order.
    pub(crate) fn of<T: Copy + Send + Sync>(
        &mut self,
        stretches: &[&LineKeys<T>],
    ) -> Vec<(usize, T)> {
        let suspected = shards::each(&mut self.0, |at, part| {
            let mut suspected = Vec::new();
            for (stretch, keys) in stretches.iter().enumerate() {
                for some in keys.0[at].chunks(AHEAD) {
                    part.fetch(some);
                    let again = some.iter().filter(|(key, _)| part.was_here(*key));
                    suspected.extend(again.map(|(_, of)| (stretch, *of)));
                }
            }
            suspected
        });
        suspected.concat()
    }
}

/// A key made of several numbers: equal for equal ones, and as good as never for others.
pub(crate) fn key<const N: usize>(numbers: [u64; N]) -> u64 {
    let mix = |key: u64, number: u64| {
        let key = (key ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        key ^ key >> 32
    };
    numbers
        .into_iter()
        .fold(0, mix)
        .wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(numbers: impl Iterator<Item = u64>) -> LineKeys<u64> {
        let mut keys = LineKeys::default();
        numbers.for_each(|number| keys.add(key([number, 7]), number));
        keys
    }

    #[test]
    fn what_was_there_before_is_suspected_and_nothing_else() {
        let mut suspicion = RepeatFilter::default();
        for block in 0..50 {
            let from = block * 8_000;
            let [one, other] =
                [(from, from + 5_000), (from + 5_000, from + 8_000)].map(|(a, b)| keys(a..b));
            assert_eq!(suspicion.of(&[&one, &other]), [], "{block}");
        }
        let one = keys([399_999, 400_000, 400_000].into_iter());
        let other = keys([3, 12_345, 400_001].into_iter());
        let mut again = suspicion.of(&[&one, &other]);
        again.sort_unstable();
        assert_eq!(again, [(0, 399_999), (0, 400_000), (1, 3), (1, 12_345)]);
    }
}
