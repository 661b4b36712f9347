//! A layer of the window encoder: a row becomes itself plus the normalised maxout of the row before, itself and the
//! row after.
//!
//! Such a layer is a convolution of three taps, and two neighbouring rows share much of it. Winograd's minimal
//! filtering F(2,3) computes both with four products of single rows where six would be needed, a third less. With
//! inputs `d0 d1 d2 d3` (the pair is `d1 d2`) and the weights `g0 g1 g2` of the row before, the row and the row after:
//!
//! ```text
//! m1 = (d0 - d2) g0      m2 = (d1 + d2) (g0 + g1 + g2) / 2      m3 = (d2 - d1) (g0 - g1 + g2) / 2
//! m4 = (d3 - d1) g2      first = m2 + m3 + m1                   second = m2 - m3 + m4
//! ```
//!
//! Pairs start at even tokens of a text, so that a row's value depends on the text alone.

use crate::error::ModelError;
use crate::flat::{Flat, View};
#[cfg(target_arch = "x86_64")]
use crate::kernel::{Kernel, kernel};
use crate::matrix::{greatest, normalise};
use crate::tile::{self, LANES, Sums};

/// Products of single rows for one pair.
const PRODUCTS: usize = 4;
/// Tiles that go through the weights of a product before the next product's are fetched into the processor's nearest cache.
const NEAR_TILES: usize = 4;

/// An opened layer whose units are the greatest of `V` sums.
pub(crate) struct Window<const V: usize> {
    /// Panel by panel the weights of the four products, in the order they are added up: m2, m3, m1, m4.
    weights: Vec<f32>,
    bias: View<f32>,
    gain: View<f32>,
    shift: View<f32>,
    width: usize,
}

/// Working memory of a layer.
#[derive(Default)]
pub(crate) struct WindowMemory {
    /// Sums and differences of the rows of some pairs, in the order of the products.
    turned: Vec<f32>,
    /// The maxout of the pairs' rows.
    units: Vec<f32>,
}

impl<const V: usize> Window<V> {
    /// Opens the layer written under a name by `write_maxout`.
    pub(crate) fn open(flat: &Flat, name: &str, width: usize) -> Result<Window<V>, ModelError> {
        let written: View<f32> = flat.exactly(&format!("{name}.w"), 3 * width * width * V)?;
        let mut weights = Vec::with_capacity(written.len() / 3 * PRODUCTS);
        let tap = width * V * LANES;
        for panel in written.chunks_exact(3 * tap) {
            let (before, rest) = panel.split_at(tap);
            let (here, after) = rest.split_at(tap);
            let taps = || before.iter().zip(here).zip(after).map(|((&a, &b), &c)| (a, b, c));
            weights.extend(taps().map(|(a, b, c)| (a + b + c) / 2.0));
            weights.extend(taps().map(|(a, b, c)| (a - b + c) / 2.0));
            weights.extend_from_slice(before);
            weights.extend_from_slice(after);
        }
        Ok(Window {
            weights,
            bias: flat.exactly(&format!("{name}.b"), width * V)?,
            gain: flat.exactly(&format!("{name}.gain"), width)?,
            shift: flat.exactly(&format!("{name}.shift"), width)?,
            width,
        })
    }

    /// Computes pairs of rows, each named by the number of its first row. `from` must hold the row before and the row
    /// after every pair; the results are written to the same rows of `to`.
    pub(crate) fn run(&self, from: &[f32], pairs: &[u32], to: &mut [f32], memory: &mut WindowMemory) {
        #[cfg(target_arch = "x86_64")]
        #[allow(unsafe_code)]
        match kernel() {
            // SAFETY: a kernel is chosen only where the processor has the features its function is compiled for.
            Kernel::Avx512 => return unsafe { self.run_avx512(from, pairs, to, memory) },
            // SAFETY: as above.
            Kernel::Avx2 => return unsafe { self.run_avx2(from, pairs, to, memory) },
            Kernel::Portable => {}
        }
        let add = tile::portable::<{ tile::PORTABLE.0 }, V>;
        self.run_with::<{ tile::PORTABLE.0 }, { tile::PORTABLE.1 }>(from, pairs, to, memory, add);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn run_avx2(&self, from: &[f32], pairs: &[u32], to: &mut [f32], memory: &mut WindowMemory) {
        self.run_with::<{ tile::AVX2.0 }, { tile::AVX2.1 }>(
            from,
            pairs,
            to,
            memory,
            #[inline(always)]
            |rows, panels, sums| tile::avx2::<{ tile::AVX2.0 }, V>(rows, panels, sums),
        );
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
    fn run_avx512(&self, from: &[f32], pairs: &[u32], to: &mut [f32], memory: &mut WindowMemory) {
        self.run_with::<{ tile::AVX512.0 }, { tile::AVX512.1 }>(
            from,
            pairs,
            to,
            memory,
            #[inline(always)]
            |rows, panels, sums| tile::avx512::<{ tile::AVX512.0 }, V>(rows, panels, sums),
        );
    }

    #[inline(always)]
    fn run_with<const R: usize, const P: usize>(
        &self,
        from: &[f32],
        pairs: &[u32],
        to: &mut [f32],
        memory: &mut WindowMemory,
        add: impl Fn([&[f32]; R], [&[f32]; P], &mut Sums<R, V, P>),
    ) {
        let width = self.width;
        let part = width * V * LANES;
        let (bias, gain, shift): (&[f32], &[f32], &[f32]) = (&self.bias, &self.gain, &self.shift);
        let bias = bias.as_chunks::<LANES>().0;
        let panels = width / LANES;
        memory.turned.resize(NEAR_TILES * R * PRODUCTS * width, 0.0);
        memory.units.resize(NEAR_TILES * R * 2 * width, 0.0);
        for near in pairs.chunks(NEAR_TILES * R) {
            for (&pair, turned) in near.iter().zip(memory.turned.chunks_exact_mut(PRODUCTS * width)) {
                turn(&from[(pair as usize - 1) * width..][..4 * width], turned);
            }
            let tiles = near.len().div_ceil(R);
            // A tile that juts out computes pairs of earlier tiles once more, or its last panel twice.
            for group in (0..panels).step_by(P) {
                let panel = |p: usize| (group + p).min(panels - 1);
                let turned: &[f32] = &memory.turned;
                let multiply = |product: usize, sums: &mut [Sums<R, V, P>]| {
                    let weights = std::array::from_fn(|p| {
                        &self.weights[(panel(p) * PRODUCTS + product) * part..][..part]
                    });
                    for (tile, sums) in sums.iter_mut().enumerate() {
                        let row =
                            |r: usize| &turned[((tile * R + r) * PRODUCTS + product) * width..][..width];
                        add(std::array::from_fn(row), weights, sums);
                    }
                };
                let mut first = [[[[[0.0; LANES]; P]; V]; R]; NEAR_TILES];
                let mut second = [[[[[0.0; LANES]; P]; V]; R]; NEAR_TILES];
                let (first, second) = (&mut first[..tiles], &mut second[..tiles]);
                multiply(0, first);
                multiply(1, second);
                for (both, apart) in first.as_flattened_mut().iter_mut().zip(second.as_flattened_mut()) {
                    for v in 0..V {
                        for p in 0..P {
                            let (constants, difference) = (&bias[panel(p) * V + v], apart[v][p]);
                            let sum: [f32; LANES] = std::array::from_fn(|l| both[v][p][l] + constants[l]);
                            both[v][p] = std::array::from_fn(|l| sum[l] + difference[l]);
                            apart[v][p] = std::array::from_fn(|l| sum[l] - difference[l]);
                        }
                    }
                }
                multiply(2, first);
                multiply(3, second);
                let units = memory.units.as_chunks_mut::<LANES>().0;
                let sums = first.as_flattened().iter().zip(second.as_flattened());
                for (r, (first, second)) in sums.enumerate() {
                    for p in 0..P {
                        units[2 * r * panels + panel(p)] = greatest(first, p);
                        units[(2 * r + 1) * panels + panel(p)] = greatest(second, p);
                    }
                }
            }
            for (&pair, units) in near.iter().zip(memory.units.chunks_exact(2 * width)) {
                for (r, units) in (pair as usize..).zip(units.chunks_exact(width)) {
                    let at = r * width..(r + 1) * width;
                    normalise(units, gain, shift, &from[at.clone()], &mut to[at]);
                }
            }
        }
    }
}

/// The rows that the four products take, of the row before a pair, the pair and the row after.
#[inline(always)]
fn turn(rows: &[f32], turned: &mut [f32]) {
    let (rows, turned) = (rows.as_chunks::<LANES>().0, turned.as_chunks_mut::<LANES>().0);
    let vectors = rows.len() / 4;
    let (d0, rest) = rows.split_at(vectors);
    let (d1, rest) = rest.split_at(vectors);
    let (d2, d3) = rest.split_at(vectors);
    let (sum, rest) = turned.split_at_mut(vectors);
    let (difference, rest) = rest.split_at_mut(vectors);
    let (first, second) = rest.split_at_mut(vectors);
    let inputs = d0.iter().zip(d1).zip(d2).zip(d3);
    let outputs = sum.iter_mut().zip(difference).zip(first).zip(second);
    for ((((d0, d1), d2), d3), (((sum, difference), first), second)) in inputs.zip(outputs) {
        *sum = std::array::from_fn(|l| d1[l] + d2[l]);
        *difference = std::array::from_fn(|l| d2[l] - d1[l]);
        *first = std::array::from_fn(|l| d0[l] - d2[l]);
        *second = std::array::from_fn(|l| d3[l] - d1[l]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flat::Writer;
    use crate::matrix::tests::noise;
    use crate::matrix::write_maxout;

    #[test]
    fn a_layer_is_right_and_does_not_depend_on_the_batch() {
        let (width, pieces, rows) = (24, 3, 40);
        let weights = noise(width * pieces * 3 * width, 1);
        let (bias, gain, shift) = (noise(width * pieces, 2), noise(width, 3), noise(width, 4));
        let of = |o: usize, p: usize| &weights[(o * pieces + p) * 3 * width..][..3 * width];
        let mut writer = Writer::default();
        write_maxout(&mut writer, "l", (width, pieces, 3 * width), of, |o, p| bias[o * pieces + p]);
        writer.f32s("l.gain", &gain);
        writer.f32s("l.shift", &shift);
        let flat = Flat::from_bytes(&writer.finish()).unwrap();
        let layer = Window::<3>::open(&flat, "l", width).unwrap();
        let input = noise(rows * width, 5);
        let pairs: Vec<u32> = (1..rows as u32 - 2).step_by(2).collect();
        let mut out = vec![0.0; rows * width];
        layer.run(&input, &pairs, &mut out, &mut WindowMemory::default());
        for r in 1..=2 * pairs.len() {
            let x = &input[(r - 1) * width..][..3 * width];
            let unit = |o: usize| {
                let sum = |p: usize| {
                    let dot: f64 = of(o, p).iter().zip(x).map(|(w, x)| f64::from(*w) * f64::from(*x)).sum();
                    dot + f64::from(bias[o * pieces + p])
                };
                (0..pieces).map(sum).fold(f64::MIN, f64::max)
            };
            let units: Vec<f64> = (0..width).map(unit).collect();
            let mean = units.iter().sum::<f64>() / width as f64;
            let variance = units.iter().map(|u| (u - mean) * (u - mean)).sum::<f64>() / width as f64;
            for (o, unit) in units.iter().enumerate() {
                let normalised = (unit - mean) / (variance + 1e-8).sqrt();
                let exact =
                    f64::from(input[r * width + o]) + normalised * f64::from(gain[o]) + f64::from(shift[o]);
                assert!((exact - f64::from(out[r * width + o])).abs() < 1e-5, "row {r}, unit {o}");
            }
        }
        for &pair in &pairs {
            let mut alone = vec![0.0; rows * width];
            layer.run(&input, &[pair], &mut alone, &mut WindowMemory::default());
            let at = pair as usize * width..(pair as usize + 2) * width;
            assert_eq!(alone[at.clone()], out[at], "pair {pair} alone");
        }
    }
}
