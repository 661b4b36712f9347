//! Dense products in 32-bit floats, whose weights were packed in panels at conversion, and what is done with their rows.

use crate::error::ModelError;
use crate::flat::{Flat, View, Writer};
#[cfg(target_arch = "x86_64")]
use crate::kernel::{Kernel, kernel};
use crate::tile::{self, LANES, Sums};

/// Vectors in a panel of a plain product.
pub(crate) const PLAIN: usize = 3;
/// Rows that go through all panels before the next ones do: their outputs stay in the processor's cache until the last
/// panel has written its part of them.
const NEAR_ROWS: usize = 48;

/// Writes a product whose outputs are the greatest of `pieces` sums: `weight(output, piece)` gives the input
/// weights (length `inputs`) of one sum, `bias(output, piece)` its constant. `outputs` must divide by 8.
pub(crate) fn write_maxout<'a>(
    writer: &mut Writer,
    name: &str,
    (outputs, pieces, inputs): (usize, usize, usize),
    weight: impl Fn(usize, usize) -> &'a [f32],
    bias: impl Fn(usize, usize) -> f32,
) {
    let lane = |panel: usize, vector: usize, l: usize| (panel * LANES + l, vector);
    let mut data = Vec::with_capacity(outputs * pieces * inputs);
    let mut constants = Vec::with_capacity(outputs * pieces);
    for panel in 0..outputs / LANES {
        for k in 0..inputs {
            for vector in 0..pieces {
                data.extend((0..LANES).map(|l| {
                    let (o, p) = lane(panel, vector, l);
                    weight(o, p)[k]
                }));
            }
        }
        for vector in 0..pieces {
            constants.extend((0..LANES).map(|l| {
                let (o, p) = lane(panel, vector, l);
                bias(o, p)
            }));
        }
    }
    writer.f32s(format!("{name}.w"), &data);
    writer.f32s(format!("{name}.b"), &constants);
}

/// Writes a plain product: `weight(output)` gives the input weights (length `inputs`) of one sum.
pub(crate) fn write_plain<'a>(
    writer: &mut Writer,
    name: &str,
    (outputs, inputs): (usize, usize),
    weight: impl Fn(usize) -> &'a [f32],
    bias: impl Fn(usize) -> f32,
) {
    let width = PLAIN * LANES;
    let mut data = Vec::new();
    let mut constants = Vec::new();
    for panel in 0..outputs.div_ceil(width) {
        let columns = panel * width..(panel + 1) * width;
        for k in 0..inputs {
            data.extend(columns.clone().map(|c| if c < outputs { weight(c)[k] } else { 0.0 }));
        }
        constants.extend(columns.map(|c| if c < outputs { bias(c) } else { 0.0 }));
    }
    writer.f32s(format!("{name}.w"), &data);
    writer.f32s(format!("{name}.b"), &constants);
}

/// A packed product. `V` vectors make a panel; with `MAX` the outputs are the lane-wise greatest of them (one
/// vector a panel), without, all sums (`V` vectors a panel).
pub(crate) struct Product<const V: usize, const MAX: bool> {
    weights: View<f32>,
    bias: View<f32>,
    inputs: usize,
    panels: usize,
}

impl<const V: usize, const MAX: bool> Product<V, MAX> {
    /// Opens the product written under a name.
    pub(crate) fn open(flat: &Flat, name: &str, outputs: usize, inputs: usize) -> Result<Self, ModelError> {
        let width = if MAX { LANES } else { V * LANES };
        let panels = outputs.div_ceil(width);
        Ok(Product {
            weights: flat.exactly(&format!("{name}.w"), panels * V * LANES * inputs)?,
            bias: flat.exactly(&format!("{name}.b"), panels * V * LANES)?,
            inputs,
            panels,
        })
    }

    /// Floats a row of outputs takes: the outputs, filled up to whole panels.
    pub(crate) fn stride(&self) -> usize {
        self.panels * if MAX { LANES } else { V * LANES }
    }

    /// The product of rows of inputs that lie `stride` floats apart; the rows of outputs lie [`Product::stride`] apart.
    pub(crate) fn run(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        #[cfg(target_arch = "x86_64")]
        #[allow(unsafe_code)]
        match kernel() {
            // SAFETY: a kernel is chosen only where the processor has the features its function is compiled for.
            Kernel::Avx512 => return unsafe { self.run_avx512(input, stride, rows, output) },
            // SAFETY: as above.
            Kernel::Avx2 => return unsafe { self.run_avx2(input, stride, rows, output) },
            Kernel::Portable => {}
        }
        let add = tile::portable::<{ tile::PORTABLE.0 }, V>;
        self.run_with::<{ tile::PORTABLE.0 }, { tile::PORTABLE.1 }>(input, stride, rows, output, add);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn run_avx2(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        self.run_with::<{ tile::AVX2.0 }, { tile::AVX2.1 }>(
            input,
            stride,
            rows,
            output,
            #[inline(always)]
            |rows, panels, sums| tile::avx2::<{ tile::AVX2.0 }, V>(rows, panels, sums),
        );
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
    fn run_avx512(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        self.run_with::<{ tile::AVX512.0 }, { tile::AVX512.1 }>(
            input,
            stride,
            rows,
            output,
            #[inline(always)]
            |rows, panels, sums| tile::avx512::<{ tile::AVX512.0 }, V>(rows, panels, sums),
        );
    }

    #[inline(always)]
    fn run_with<const R: usize, const P: usize>(
        &self,
        input: &[f32],
        stride: usize,
        rows: usize,
        output: &mut [f32],
        add: impl Fn([&[f32]; R], [&[f32]; P], &mut Sums<R, V, P>),
    ) {
        let out_stride = self.stride();
        let size = self.inputs * V * LANES;
        let (weights, bias): (&[f32], &[f32]) = (&self.weights, &self.bias);
        let bias = bias.as_chunks::<LANES>().0;
        for near in (0..rows).step_by(NEAR_ROWS) {
            let end = rows.min(near + NEAR_ROWS);
            for group in (0..self.panels).step_by(P) {
                // A tile that juts out computes its last row or panel more than once.
                let panel = |p: usize| (group + p).min(self.panels - 1);
                let panels: [&[f32]; P] = std::array::from_fn(|p| &weights[panel(p) * size..][..size]);
                let constants: [[[f32; LANES]; P]; V] =
                    std::array::from_fn(|v| std::array::from_fn(|p| bias[panel(p) * V + v]));
                for first in (near..end).step_by(R) {
                    let inputs: [&[f32]; R] =
                        std::array::from_fn(|r| &input[(first + r).min(end - 1) * stride..][..self.inputs]);
                    let mut sums = [constants; R];
                    add(inputs, panels, &mut sums);
                    for (sums, at) in sums.iter().zip(first..end) {
                        let row = output[at * out_stride..][..out_stride].as_chunks_mut::<LANES>().0;
                        for p in 0..P.min(self.panels - group) {
                            if MAX {
                                row[group + p] = greatest(sums, p);
                            } else {
                                for (v, sums) in sums.iter().enumerate() {
                                    row[(group + p) * V + v] = sums[p];
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The lane-wise greatest of the sums of one row and panel.
#[inline(always)]
pub(crate) fn greatest<const V: usize, const P: usize>(
    sums: &[[[f32; LANES]; P]; V],
    p: usize,
) -> [f32; LANES] {
    let mut best = sums[0][p];
    for other in &sums[1..] {
        best = std::array::from_fn(|l| best[l].max(other[p][l]));
    }
    best
}

/// Layer normalisation of one row (population variance, epsilon 1e-8), to which another row is added. All slices have
/// one length, which divides by 8.
#[inline(always)]
pub(crate) fn normalise(row: &[f32], gain: &[f32], shift: &[f32], other: &[f32], to: &mut [f32]) {
    let (row, gain, shift) =
        (row.as_chunks::<LANES>().0, gain.as_chunks::<LANES>().0, shift.as_chunks::<LANES>().0);
    let n = (row.len() * LANES) as f32;
    let mut sums = [0.0f32; LANES];
    for x in row {
        sums = std::array::from_fn(|l| sums[l] + x[l]);
    }
    let mean = across(sums) / n;
    let mut sums = [0.0f32; LANES];
    for x in row {
        sums = std::array::from_fn(|l| sums[l] + (x[l] - mean) * (x[l] - mean));
    }
    let scale = 1.0 / (across(sums) / n + 1e-8).sqrt();
    let rows = row.iter().zip(gain).zip(shift).zip(other.as_chunks::<LANES>().0);
    for ((((x, g), b), other), to) in rows.zip(to.as_chunks_mut::<LANES>().0) {
        *to = std::array::from_fn(|l| other[l] + ((x[l] - mean) * scale * g[l] + b[l]));
    }
}

/// The sum of eight lanes.
#[inline(always)]
fn across(lanes: [f32; LANES]) -> f32 {
    let four: [f32; 4] = std::array::from_fn(|i| lanes[i] + lanes[i + 4]);
    (four[0] + four[2]) + (four[1] + four[3])
}

/// The lane-wise greatest of the sums of some rows of panels, `pieces` vectors each, normalised by gain and shift and
/// added to another row; `units` has the length of a row of outputs. With one row of sums it is the mixer's last step.
pub(crate) fn finish<const N: usize>(
    rows: [&[f32]; N],
    pieces: usize,
    (gain, shift): (&[f32], &[f32]),
    other: &[f32],
    units: &mut [f32],
    to: &mut [f32],
) {
    #[cfg(target_arch = "x86_64")]
    if kernel() >= Kernel::Avx2 {
        #[allow(unsafe_code)]
        // SAFETY: the kernel is chosen only where the processor has the features the function is compiled for.
        unsafe {
            finish_avx2(rows, pieces, (gain, shift), other, units, to);
        }
        return;
    }
    finish_with(rows, pieces, (gain, shift), other, units, to);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn finish_avx2<const N: usize>(
    rows: [&[f32]; N],
    pieces: usize,
    scale: (&[f32], &[f32]),
    other: &[f32],
    units: &mut [f32],
    to: &mut [f32],
) {
    finish_with(rows, pieces, scale, other, units, to);
}

#[inline(always)]
fn finish_with<const N: usize>(
    rows: [&[f32]; N],
    pieces: usize,
    (gain, shift): (&[f32], &[f32]),
    other: &[f32],
    units: &mut [f32],
    to: &mut [f32],
) {
    let rows = rows.map(|row| row.as_chunks::<LANES>().0);
    for (panel, unit) in units.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let mut best = sum_of(rows, panel * pieces);
        for piece in 1..pieces {
            let other = sum_of(rows, panel * pieces + piece);
            best = std::array::from_fn(|l| best[l].max(other[l]));
        }
        *unit = best;
    }
    normalise(units, gain, shift, other, to);
}

/// Sum of the rows' vectors number `at`, in the order of the rows.
#[inline(always)]
fn sum_of<const N: usize>(rows: [&[[f32; LANES]]; N], at: usize) -> [f32; LANES] {
    let mut sum = rows[0][at];
    for row in &rows[1..] {
        for (sum, x) in sum.iter_mut().zip(&row[at]) {
            *sum += x;
        }
    }
    sum
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Numbers between -0.5 and 0.5.
    pub(crate) fn noise(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 24) as f32 - 0.5
            })
            .collect()
    }

    #[test]
    fn products_are_right_and_do_not_depend_on_the_batch() {
        let (outputs, pieces, inputs, rows) = (16, 3, 37, 11);
        let weights = noise(outputs * pieces * inputs, 1);
        let bias = noise(outputs * pieces, 2);
        let of = |o: usize, p: usize| &weights[(o * pieces + p) * inputs..][..inputs];
        let mut writer = Writer::default();
        write_maxout(&mut writer, "m", (outputs, pieces, inputs), of, |o, p| bias[o * pieces + p]);
        write_plain(
            &mut writer,
            "p",
            (outputs * pieces, inputs),
            |c| of(c / pieces, c % pieces),
            |c| bias[c],
        );
        let flat = Flat::from_bytes(&writer.finish()).unwrap();
        let product = Product::<3, true>::open(&flat, "m", outputs, inputs).unwrap();
        let plain = Product::<PLAIN, false>::open(&flat, "p", outputs * pieces, inputs).unwrap();
        let input = noise(rows * inputs, 3);
        let mut out = vec![0.0; rows * product.stride()];
        product.run(&input, inputs, rows, &mut out);
        let mut sums = vec![0.0; rows * plain.stride()];
        plain.run(&input, inputs, rows, &mut sums);
        for r in 0..rows {
            let x = &input[r * inputs..][..inputs];
            for o in 0..outputs {
                let exact = |p: usize| {
                    let dot: f64 = of(o, p).iter().zip(x).map(|(w, x)| f64::from(*w) * f64::from(*x)).sum();
                    dot + f64::from(bias[o * pieces + p])
                };
                let best = (0..pieces).map(exact).fold(f64::MIN, f64::max);
                assert!((best - f64::from(out[r * product.stride() + o])).abs() < 1e-5);
                for p in 0..pieces {
                    let found = sums[r * plain.stride() + o * pieces + p];
                    assert!((exact(p) - f64::from(found)).abs() < 1e-5);
                }
            }
            let mut alone = vec![0.0; product.stride()];
            product.run(&input[r * inputs..], inputs, 1, &mut alone);
            assert_eq!(alone, out[r * product.stride()..][..product.stride()], "row {r} alone");
        }
    }

    #[test]
    fn a_normalised_row_has_mean_and_spread_of_gain_and_shift() {
        let mut row = vec![0.0; 96];
        finish([&noise(96, 4)], 1, (&[2.0; 96], &[1.0; 96]), &[0.0; 96], &mut [0.0; 96], &mut row);
        let mean = row.iter().sum::<f32>() / 96.0;
        let spread = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / 96.0;
        assert!((mean - 1.0).abs() < 1e-5 && (spread - 4.0).abs() < 1e-4);
    }
}
