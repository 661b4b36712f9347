//! Tiles: a few rows times one or two panels of weights, all sums in registers. What every dense product is made of.
//!
//! A sum adds its products in the order of the inputs, whatever rows stand beside it in the tile and whatever the width
//! of the vectors, so results do not depend on how texts are batched.

/// Floats in one vector of a panel.
pub(crate) const LANES: usize = 8;

/// Sums of `R` rows by `V` vectors of each of `P` panels.
pub(crate) type Sums<const R: usize, const V: usize, const P: usize> = [[[[f32; LANES]; P]; V]; R];

/// Shapes of tiles by kernel: rows and panels.
pub(crate) const PORTABLE: (usize, usize) = (3, 1);
#[cfg(target_arch = "x86_64")]
pub(crate) const AVX2: (usize, usize) = (4, 1);
#[cfg(target_arch = "x86_64")]
pub(crate) const AVX512: (usize, usize) = (8, 2);

/// Adds rows times panels to sums, for any processor. A panel holds `V` vectors for each input.
#[inline(always)]
pub(crate) fn portable<const R: usize, const V: usize>(
    rows: [&[f32]; R],
    [panel]: [&[f32]; 1],
    sums: &mut Sums<R, V, 1>,
) {
    for (k, weights) in panel.chunks_exact(V * LANES).enumerate() {
        for (row, sums) in rows.iter().zip(sums.iter_mut()) {
            let x = row[k];
            for (v, [sums]) in sums.iter_mut().enumerate() {
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

/// Adds rows times a panel to sums with 256-bit vectors.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
#[inline]
pub(crate) fn avx2<const R: usize, const V: usize>(
    rows: [&[f32]; R],
    [panel]: [&[f32]; 1],
    sums: &mut Sums<R, V, 1>,
) {
    use std::arch::x86_64::{
        _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };
    let inputs = panel.len() / (V * LANES);
    assert!(rows.iter().all(|row| row.len() >= inputs), "a row is shorter than its panel");
    let mut acc = [[_mm256_setzero_ps(); V]; R];
    for (acc, sums) in acc.iter_mut().zip(sums.iter()) {
        for (acc, [sum]) in acc.iter_mut().zip(sums) {
            #[allow(unsafe_code)]
            // SAFETY: the source is an array of 8 floats.
            unsafe {
                *acc = _mm256_loadu_ps(sum.as_ptr());
            }
        }
    }
    for k in 0..inputs {
        let mut weights = [_mm256_setzero_ps(); V];
        for (v, w) in weights.iter_mut().enumerate() {
            #[allow(unsafe_code)]
            // SAFETY: the panel has `inputs` times `V` vectors.
            unsafe {
                *w = _mm256_loadu_ps(panel.as_ptr().add((k * V + v) * LANES));
            }
        }
        for (acc, row) in acc.iter_mut().zip(rows) {
            #[allow(unsafe_code)]
            // SAFETY: every row has at least `inputs` floats.
            let x = _mm256_set1_ps(unsafe { *row.get_unchecked(k) });
            for (acc, w) in acc.iter_mut().zip(weights) {
                *acc = _mm256_fmadd_ps(x, w, *acc);
            }
        }
    }
    for (acc, sums) in acc.iter().zip(sums.iter_mut()) {
        for (acc, [sum]) in acc.iter().zip(sums) {
            #[allow(unsafe_code)]
            // SAFETY: the target is an array of 8 floats.
            unsafe {
                _mm256_storeu_ps(sum.as_mut_ptr(), *acc);
            }
        }
    }
}

/// Adds rows times two panels to sums with 512-bit vectors, of which each panel has one half.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq")]
#[inline]
pub(crate) fn avx512<const R: usize, const V: usize>(
    rows: [&[f32]; R],
    [low, high]: [&[f32]; 2],
    sums: &mut Sums<R, V, 2>,
) {
    use std::arch::x86_64::{
        _mm256_loadu_ps, _mm512_castps256_ps512, _mm512_fmadd_ps, _mm512_insertf32x8, _mm512_loadu_ps,
        _mm512_set1_ps, _mm512_setzero_ps, _mm512_storeu_ps,
    };
    let inputs = low.len() / (V * LANES);
    assert!(high.len() == low.len() && rows.iter().all(|row| row.len() >= inputs), "rows and panels differ");
    let mut acc = [[_mm512_setzero_ps(); V]; R];
    for (acc, sums) in acc.iter_mut().zip(sums.iter()) {
        for (acc, sum) in acc.iter_mut().zip(sums) {
            #[allow(unsafe_code)]
            // SAFETY: the source is two arrays of 8 floats, one behind the other.
            unsafe {
                *acc = _mm512_loadu_ps(sum.as_ptr().cast());
            }
        }
    }
    for k in 0..inputs {
        let mut weights = [_mm512_setzero_ps(); V];
        for (v, w) in weights.iter_mut().enumerate() {
            let at = (k * V + v) * LANES;
            #[allow(unsafe_code)]
            // SAFETY: both panels have `inputs` times `V` vectors.
            let (a, b) =
                unsafe { (_mm256_loadu_ps(low.as_ptr().add(at)), _mm256_loadu_ps(high.as_ptr().add(at))) };
            *w = _mm512_insertf32x8::<1>(_mm512_castps256_ps512(a), b);
        }
        for (acc, row) in acc.iter_mut().zip(rows) {
            #[allow(unsafe_code)]
            // SAFETY: every row has at least `inputs` floats.
            let x = _mm512_set1_ps(unsafe { *row.get_unchecked(k) });
            for (acc, w) in acc.iter_mut().zip(weights) {
                *acc = _mm512_fmadd_ps(x, w, *acc);
            }
        }
    }
    for (acc, sums) in acc.iter().zip(sums.iter_mut()) {
        for (acc, sum) in acc.iter().zip(sums) {
            #[allow(unsafe_code)]
            // SAFETY: the target is two arrays of 8 floats, one behind the other.
            unsafe {
                _mm512_storeu_ps(sum.as_mut_ptr().cast(), *acc);
            }
        }
    }
}
