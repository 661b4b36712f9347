//! Which instructions the dense products use: found out once, the same for all threads.

use std::sync::atomic::{AtomicU8, Ordering};

/// Instructions of the dense products. Results of one kernel are the same on every machine; two kernels may differ in
/// the last bits of a score, never noticeably in a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// What every processor of the target has; on aarch64 that includes NEON with fused multiply-add.
    Portable,
    /// 256-bit vectors with fused multiply-add (x86-64 since about 2013).
    Avx2,
}

const UNKNOWN: u8 = 0;
const PORTABLE: u8 = 1;
const AVX2: u8 = 2;

static CHOSEN: AtomicU8 = AtomicU8::new(UNKNOWN);

/// The kernel of this process.
pub fn kernel() -> Kernel {
    match CHOSEN.load(Ordering::Relaxed) {
        AVX2 => Kernel::Avx2,
        PORTABLE => Kernel::Portable,
        _ => {
            let found = if has_avx2() { AVX2 } else { PORTABLE };
            CHOSEN.store(found, Ordering::Relaxed);
            kernel()
        }
    }
}

/// From now on this process uses the portable kernel, whatever the processor has. For tests and comparisons: it is
/// several times slower on x86-64.
pub fn use_portable_kernel() {
    CHOSEN.store(PORTABLE, Ordering::Relaxed);
}

fn has_avx2() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        false
    }
}
