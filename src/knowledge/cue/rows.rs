//! Rows of numbers kept one behind the other: one piece of memory where a vector of vectors
//! would take thousands.

use serde::{Deserialize, Serialize};

use std::ops::Range;

/// Rows of numbers, each found by its place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Rows {
    /// Where each row ends.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Rows {
    /// No rows yet, with room for so many, and for so many numbers in them.
    pub(super) fn with_capacity(rows: usize, numbers: usize) -> Self {
        Rows { ends: Vec::with_capacity(rows), numbers: Vec::with_capacity(numbers) }
    }

    /// So many rows, in which each number of each pair stands in the row that leads it.
    pub(super) fn sorted(rows: usize, pairs: &[(u32, u32)]) -> Self {
        let mut ends = vec![0; rows];
        pairs.iter().for_each(|(row, _)| ends[*row as usize] += 1);
        let mut next: Vec<u32> = Vec::with_capacity(rows);
        let mut total = 0;
        for end in &mut ends {
            next.push(total);
            total += *end;
            *end = total;
        }
        let mut numbers = vec![0; pairs.len()];
        for (row, number) in pairs {
            let place = &mut next[*row as usize];
            numbers[*place as usize] = *number;
            *place += 1;
        }
        Rows { ends, numbers }
    }

    /// Adds a number to the row that [`Rows::end_row`] will end.
    pub(super) fn push(&mut self, number: u32) {
        self.numbers.push(number);
    }

    /// Ends a row behind the numbers that were added.
    pub(super) fn end_row(&mut self) {
        self.ends.push(self.numbers.len() as u32);
    }

    /// Adds a row.
    pub(super) fn push_row(&mut self, numbers: impl IntoIterator<Item = u32>) {
        self.numbers.extend(numbers);
        self.end_row();
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The numbers of all rows.
    pub(super) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The numbers of a row; none where there is no such row.
    pub(super) fn at(&self, row: usize) -> &[u32] {
        self.range(row).and_then(|range| self.numbers.get(range)).unwrap_or_default()
    }

    fn range(&self, row: usize) -> Option<Range<usize>> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(start as usize..end as usize)
    }
}
