//! Which instructions the dense products use: found out once, the same for all threads.

use std::sync::atomic::{AtomicU8, Ordering};

/// Instructions of the dense products, each with those before it. Results of one kernel are the same on every machine;
/// the portable one may differ from the others in the last bits of a score, never noticeably in a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kernel {
    /// What every processor of the target has; on aarch64 that includes NEON with fused multiply-add.
    Portable,
    /// 256-bit vectors with fused multiply-add (x86-64 since about 2013).
    Avx2,
    /// 512-bit vectors and 32 registers.
    Avx512,
}

const UNKNOWN: u8 = 0;
const PORTABLE: u8 = 1;
const AVX2: u8 = 2;
const AVX512: u8 = 3;

static CHOSEN: AtomicU8 = AtomicU8::new(UNKNOWN);

/// The kernel of this process.
pub fn kernel() -> Kernel {
    match CHOSEN.load(Ordering::Relaxed) {
        AVX512 => Kernel::Avx512,
        AVX2 => Kernel::Avx2,
        PORTABLE => Kernel::Portable,
        _ => {
            let found = found();
            use_kernel(found);
            found
        }
    }
}

/// From now on this process uses the given kernel, or the best one the processor has where it has not the given one.
/// For tests and comparisons: on x86-64 the portable kernel is several times slower.
pub fn use_kernel(wanted: Kernel) {
    let number = match wanted.min(found()) {
        Kernel::Portable => PORTABLE,
        Kernel::Avx2 => AVX2,
        Kernel::Avx512 => AVX512,
    };
    CHOSEN.store(number, Ordering::Relaxed);
}

fn found() -> Kernel {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
        return match std::is_x86_feature_detected!("avx512f") && std::is_x86_feature_detected!("avx512dq") {
            true => Kernel::Avx512,
            false => Kernel::Avx2,
        };
    }
    Kernel::Portable
}
