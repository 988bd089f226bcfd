//! A Bloom filter that finds lines that one bill may repeat, while the bill is streamed. It reports every key that was
//! there before, and almost no other. Memory is bounded whatever the length of the bill; a second reading decides.

use crate::bills::count::shards;

const PARTS: usize = 16;
/// Blocks of one part in each of its layers, and the keys a block should have at most. Small bills fill small layers;
/// from one million to ten million lines the memory is 66 MB, above that 130 MB. Keys beyond all capacity go into the
/// last layer, which then reports more false repeats.
const LAYERS: [(usize, usize); 4] = [(1 << 6, 4), (1 << 11, 4), (1 << 16, 10), (1 << 16, 10)];
/// Keys whose blocks are fetched at once.
const AHEAD: usize = 32;
const WORDS: usize = 8;

/// A key sets two bits of each word. A block is one line of the processor's cache.
#[repr(align(64))]
#[derive(Clone)]
struct Block([u64; WORDS]);

impl Block {
    /// Adds a key; whether it may have been here before.
    fn insert(&mut self, bits: &[u64; WORDS]) -> bool {
        let mut missing = 0;
        for (word, bits) in self.0.iter_mut().zip(bits) {
            missing |= bits & !*word;
            *word |= bits;
        }
        missing == 0
    }

    fn contains(&self, bits: &[u64; WORDS]) -> bool {
        let mut words = self.0.iter().zip(bits);
        words.all(|(word, bits)| bits & !word == 0)
    }
}

/// The bits of a key.
fn bits(key: u64) -> [u64; WORDS] {
    let one = key.wrapping_mul(0xA076_1D64_78BD_642F);
    let other = (key ^ key >> 31).wrapping_mul(0xE703_7ED1_A0B4_28DB);
    // The highest bits of a product are mixed best.
    std::array::from_fn(|word| {
        let bit = |from: u64| 1 << (from >> (16 + 6 * word) & 63);
        bit(one) | bit(other)
    })
}

/// The keys so far that begin with the bits of one part.
#[derive(Default)]
struct Part {
    layers: Vec<Vec<Block>>,
    /// How many more keys the last layer can take.
    room: usize,
}

impl Part {
    /// Reads the blocks of some keys, so that the processor fetches all of them at once.
    fn fetch<T>(&self, keys: &[(u64, T)]) {
        if let Some(last) = self.layers.last() {
            let first = |(key, _): &(u64, T)| last[at(*key, last)].0[0];
            std::hint::black_box(keys.iter().map(first).fold(0, |all, word| all | word));
        }
    }

    /// Adds a key; whether it may have been here before.
    fn insert(&mut self, key: u64) -> bool {
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
        if full
            .iter()
            .any(|layer| layer[at(key, layer)].contains(&bits))
        {
            return true;
        }
        let at = at(key, last);
        last[at].insert(&bits)
    }
}

/// The block of a key in a layer, whose length is a power of two.
fn at(key: u64, layer: &[Block]) -> usize {
    (key >> 28) as usize & (layer.len() - 1)
}

/// The keys of one batch of lines, each with its owner.
pub(crate) struct LineKeys<T>([Vec<(u64, T)>; PARTS]);

impl<T> Default for LineKeys<T> {
    fn default() -> LineKeys<T> {
        LineKeys(Default::default())
    }
}

impl<T> LineKeys<T> {
    pub(crate) fn add(&mut self, key: u64, owner: T) {
        self.0[(key >> 60) as usize].push((key, owner));
    }

    pub(crate) fn clear(&mut self) {
        self.0.iter_mut().for_each(Vec::clear);
    }
}

/// The keys seen so far.
#[derive(Default)]
pub(crate) struct RepeatFilter([Part; PARTS]);

impl RepeatFilter {
    /// Adds batches of keys; returns the owners of keys that may have been there before, each with its batch, in no
    /// order.
    pub(crate) fn find_repeats<T: Copy + Send + Sync>(
        &mut self,
        batches: &[&LineKeys<T>],
    ) -> Vec<(usize, T)> {
        let repeats = shards::each(&mut self.0, |at, part| {
            let mut repeats = Vec::new();
            for (batch, keys) in batches.iter().enumerate() {
                for some in keys.0[at].chunks(AHEAD) {
                    part.fetch(some);
                    let again = some.iter().filter(|(key, _)| part.insert(*key));
                    repeats.extend(again.map(|(_, owner)| (batch, *owner)));
                }
            }
            repeats
        });
        repeats.concat()
    }
}

/// A key made of several numbers: equal for equal numbers, and almost never for others.
pub(crate) fn key<const N: usize>(numbers: [u64; N]) -> u64 {
    let mix = |key: u64, number: u64| {
        let key = (key ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        key ^ key >> 32
    };
    let key = numbers.into_iter().fold(0, mix);
    key.wrapping_mul(0xD6E8_FEB8_6659_FD93)
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
    fn repeats_are_found_and_nothing_else() {
        let mut filter = RepeatFilter::default();
        for block in 0..50 {
            let from = block * 8_000;
            let [one, other] =
                [(from, from + 5_000), (from + 5_000, from + 8_000)].map(|(a, b)| keys(a..b));
            assert_eq!(filter.find_repeats(&[&one, &other]), [], "{block}");
        }
        let one = keys([399_999, 400_000, 400_000].into_iter());
        let other = keys([3, 12_345, 400_001].into_iter());
        let mut again = filter.find_repeats(&[&one, &other]);
        again.sort_unstable();
        assert_eq!(again, [(0, 399_999), (0, 400_000), (1, 3), (1, 12_345)]);
    }
}
