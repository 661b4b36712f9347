//! Dense products in 32-bit floats: weights packed in panels at conversion, three rows at a time.
//!
//! Every row of a product is summed in one fixed order, whatever rows stand beside it, so results do not depend
//! on how texts are batched.

use crate::error::ModelError;
use crate::flat::{Flat, View, Writer};
#[cfg(target_arch = "x86_64")]
use crate::kernel::{Kernel, kernel};

/// Floats in one vector of a panel.
pub(crate) const LANES: usize = 8;
/// Rows a block holds.
pub(crate) const ROWS: usize = 3;
/// Vectors in a panel of a plain product.
pub(crate) const PLAIN: usize = 3;

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

/// Up to three rows of a product: where their inputs start and where their outputs go, in floats. Rows of a block
/// follow each other at the strides of the product.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Offset of the first row's input.
    pub(crate) input: usize,
    /// Offset of the first row's output.
    pub(crate) output: usize,
    /// Rows, 1 to 3.
    pub(crate) rows: usize,
}

/// Blocks for `rows` rows that follow each other from the given offsets.
pub(crate) fn blocks(
    out: &mut Vec<Block>,
    rows: usize,
    (input, input_stride): (usize, usize),
    (output, output_stride): (usize, usize),
) {
    for first in (0..rows).step_by(ROWS) {
        out.push(Block {
            input: input + first * input_stride,
            output: output + first * output_stride,
            rows: ROWS.min(rows - first),
        });
    }
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

    /// Constants, in panel order.
    pub(crate) fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Computes all blocks. Input rows lie `input_stride` apart, output rows [`Product::stride`] apart.
    pub(crate) fn run(&self, input: &[f32], input_stride: usize, blocks: &[Block], output: &mut [f32]) {
        #[cfg(target_arch = "x86_64")]
        if kernel() == Kernel::Avx2 {
            #[allow(unsafe_code)]
            // SAFETY: the kernel is chosen only where the processor has the features the function is compiled for.
            unsafe {
                self.run_avx(input, input_stride, blocks, output);
            }
            return;
        }
        self.run_with(input, input_stride, blocks, output, portable::<V>);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn run_avx(&self, input: &[f32], input_stride: usize, blocks: &[Block], output: &mut [f32]) {
        self.run_with(
            input,
            input_stride,
            blocks,
            output,
            #[inline(always)]
            |rows, panel, sums| avx::<V>(rows, panel, sums),
        );
    }

    #[inline(always)]
    fn run_with(
        &self,
        input: &[f32],
        input_stride: usize,
        blocks: &[Block],
        output: &mut [f32],
        kernel: impl Fn([&[f32]; ROWS], &[f32], &mut Sums<V>),
    ) {
        let stride = self.stride();
        let size = self.inputs * V * LANES;
        let weights: &[f32] = &self.weights;
        let constants: &[f32] = &self.bias;
        for panel in 0..self.panels {
            let weights = &weights[panel * size..(panel + 1) * size];
            let bias = &constants[panel * V * LANES..(panel + 1) * V * LANES];
            for block in blocks {
                let rows = std::array::from_fn(|j| {
                    let at = block.input + j.min(block.rows - 1) * input_stride;
                    &input[at..at + self.inputs]
                });
                let mut sums = [[[0.0; LANES]; V]; ROWS];
                kernel(rows, weights, &mut sums);
                for (j, sums) in sums.iter().enumerate().take(block.rows) {
                    let at = block.output + j * stride;
                    if MAX {
                        let out = &mut output[at + panel * LANES..at + (panel + 1) * LANES];
                        for l in 0..LANES {
                            let mut best = sums[0][l] + bias[l];
                            for v in 1..V {
                                best = best.max(sums[v][l] + bias[v * LANES + l]);
                            }
                            out[l] = best;
                        }
                    } else {
                        let out = &mut output[at + panel * V * LANES..at + (panel + 1) * V * LANES];
                        for v in 0..V {
                            for l in 0..LANES {
                                out[v * LANES + l] = sums[v][l] + bias[v * LANES + l];
                            }
                        }
                    }
                }
            }
        }
    }
}

type Sums<const V: usize> = [[[f32; LANES]; V]; ROWS];

/// One panel times three rows, for any processor.
#[inline(always)]
fn portable<const V: usize>(rows: [&[f32]; ROWS], panel: &[f32], sums: &mut Sums<V>) {
    for (k, weights) in panel.chunks_exact(V * LANES).enumerate() {
        for (row, sums) in rows.iter().zip(sums.iter_mut()) {
            let x = row[k];
            for (v, sums) in sums.iter_mut().enumerate() {
                for (l, sum) in sums.iter_mut().enumerate() {
                    *sum = madd(x, weights[v * LANES + l], *sum);
                }
            }
        }
    }
}

/// Multiply and add: fused where the processor always can.
#[inline(always)]
fn madd(a: f32, b: f32, c: f32) -> f32 {
    if cfg!(target_arch = "aarch64") { a.mul_add(b, c) } else { a * b + c }
}

/// One panel times three rows with 256-bit fused multiply-adds.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
#[inline]
fn avx<const V: usize>(rows: [&[f32]; ROWS], panel: &[f32], sums: &mut Sums<V>) {
    use std::arch::x86_64::{
        _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };
    let mut acc = [[_mm256_setzero_ps(); V]; ROWS];
    let [r0, r1, r2] = rows;
    // Nine sums, three weights and three inputs fit the sixteen registers.
    for (((weights, x0), x1), x2) in panel.chunks_exact(V * LANES).zip(r0).zip(r1).zip(r2) {
        let mut w = [_mm256_setzero_ps(); V];
        for (w, eight) in w.iter_mut().zip(weights.as_chunks::<LANES>().0) {
            #[allow(unsafe_code)]
            // SAFETY: the source is an array of 8 floats.
            unsafe {
                *w = _mm256_loadu_ps(eight.as_ptr());
            }
        }
        for (acc, x) in acc.iter_mut().zip([x0, x1, x2]) {
            let x = _mm256_set1_ps(*x);
            for (acc, w) in acc.iter_mut().zip(w) {
                *acc = _mm256_fmadd_ps(x, w, *acc);
            }
        }
    }
    for (sum, value) in sums.iter_mut().flatten().zip(acc.iter().flatten()) {
        #[allow(unsafe_code)]
        // SAFETY: the target is an array of 8 floats.
        unsafe {
            _mm256_storeu_ps(sum.as_mut_ptr(), *value);
        }
    }
}

/// Layer normalisation of one row, added to another: population variance, epsilon 1e-8. All slices have one
/// length, which divides by 8.
pub(crate) fn add_normalised(row: &[f32], gain: &[f32], shift: &[f32], to: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if kernel() == Kernel::Avx2 {
        #[allow(unsafe_code)]
        // SAFETY: the kernel is chosen only where the processor has the features the function is compiled for.
        unsafe {
            add_normalised_avx(row, gain, shift, to);
        }
        return;
    }
    add_normalised_with(row, gain, shift, to);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn add_normalised_avx(row: &[f32], gain: &[f32], shift: &[f32], to: &mut [f32]) {
    add_normalised_with(row, gain, shift, to);
}

#[inline(always)]
fn add_normalised_with(row: &[f32], gain: &[f32], shift: &[f32], to: &mut [f32]) {
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
    for (((x, g), b), to) in row.iter().zip(gain).zip(shift).zip(to.as_chunks_mut::<LANES>().0) {
        *to = std::array::from_fn(|l| to[l] + ((x[l] - mean) * scale * g[l] + b[l]));
    }
}

/// The sum of eight lanes.
#[inline(always)]
fn across(lanes: [f32; LANES]) -> f32 {
    let four: [f32; 4] = std::array::from_fn(|i| lanes[i] + lanes[i + 4]);
    (four[0] + four[2]) + (four[1] + four[3])
}

/// The lane-wise greatest of the sums of four rows of panels, `pieces` vectors each: `out` receives one vector a
/// panel.
pub(crate) fn greatest_of_sums(rows: [&[f32]; 4], pieces: usize, out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if kernel() == Kernel::Avx2 {
        #[allow(unsafe_code)]
        // SAFETY: the kernel is chosen only where the processor has the features the function is compiled for.
        unsafe {
            greatest_of_sums_avx(rows, pieces, out);
        }
        return;
    }
    greatest_of_sums_with(rows, pieces, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn greatest_of_sums_avx(rows: [&[f32]; 4], pieces: usize, out: &mut [f32]) {
    greatest_of_sums_with(rows, pieces, out);
}

#[inline(always)]
fn greatest_of_sums_with(rows: [&[f32]; 4], pieces: usize, out: &mut [f32]) {
    let [a, b, c, d] = rows.map(|row| row.as_chunks::<LANES>().0);
    let sums = a.iter().zip(b).zip(c).zip(d);
    let mut sums =
        sums.map(|(((a, b), c), d)| -> [f32; LANES] { std::array::from_fn(|l| a[l] + b[l] + c[l] + d[l]) });
    for out in out.as_chunks_mut::<LANES>().0 {
        let Some(mut best) = sums.next() else { return };
        for other in sums.by_ref().take(pieces - 1) {
            best = std::array::from_fn(|l| best[l].max(other[l]));
        }
        *out = best;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(n: usize, seed: u32) -> Vec<f32> {
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
        let mut list = Vec::new();
        blocks(&mut list, rows, (0, inputs), (0, product.stride()));
        product.run(&input, inputs, &list, &mut out);
        let mut sums = vec![0.0; rows * plain.stride()];
        list.clear();
        blocks(&mut list, rows, (0, inputs), (0, plain.stride()));
        plain.run(&input, inputs, &list, &mut sums);
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
            let block = Block { input: r * inputs, output: 0, rows: 1 };
            product.run(&input, inputs, &[block], &mut alone);
            assert_eq!(alone, out[r * product.stride()..][..product.stride()], "row {r} alone");
        }
    }

    #[test]
    fn a_normalised_row_has_mean_and_spread_of_gain_and_shift() {
        let mut row = vec![0.0; 96];
        add_normalised(&noise(96, 4), &[2.0; 96], &[1.0; 96], &mut row);
        let mean = row.iter().sum::<f32>() / 96.0;
        let spread = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / 96.0;
        assert!((mean - 1.0).abs() < 1e-5 && (spread - 4.0).abs() < 1e-4);
    }
}
