//! Work on many items at once that one bad item cannot break off.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does `work` on all items together; when it panics, on each of them alone, so that only those that make it panic have no
/// result but what it said. `work` must give a result for each item, in their order.
pub fn guarded<T, R>(items: &[T], work: impl Fn(&[T]) -> Vec<R>) -> Vec<Result<R, String>> {
    let attempt = |items: &[T]| catch_unwind(AssertUnwindSafe(|| work(items)));
    match attempt(items) {
        Ok(results) => results.into_iter().map(Ok).collect(),
        Err(why) if items.len() < 2 => items.iter().map(|_| Err(said(&*why))).collect(),
        Err(_) => items
            .chunks(1)
            .map(|one| match attempt(one) {
                Ok(mut results) => results.pop().ok_or_else(|| "it gave no result".to_owned()),
                Err(why) => Err(said(&*why)),
            })
            .collect(),
    }
}

/// The message of a panic.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&'static str>().copied());
    text.unwrap_or("it says nothing").to_owned()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    fn halves(numbers: &[u32]) -> Vec<u32> {
        numbers.iter().map(|n| if n % 2 == 0 { n / 2 } else { panic!("{n} is odd") }).collect()
    }

    #[test]
    fn one_bad_item_costs_itself_alone() {
        let odd = |n: u32| Err(format!("{n} is odd"));
        assert_eq!(guarded(&[2, 4], halves), [Ok(1), Ok(2)]);
        assert_eq!(guarded(&[2, 3, 4, 5], halves), [Ok(1), odd(3), Ok(2), odd(5)]);
        assert_eq!(guarded(&[7], halves), [odd(7)]);
        assert!(guarded(&[], halves).is_empty());
    }
}
