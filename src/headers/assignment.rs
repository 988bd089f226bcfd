//! Which column holds which field, decided for the whole table at once: of all ways to give each field at most one
//! column and each column at most one field, the one whose weights come to most. Exact and deterministic.

/// What a column may hold, and how much speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub field: usize,
    pub column: usize,
    /// Above zero.
    pub weight: i64,
}

/// The best assignment: for each field its column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub column_of: Vec<Option<usize>>,
    pub total: i64,
}

/// Solves by shortest augmenting paths over potentials (the Hungarian method); each field has a column of its own
/// that stands for none.
pub(crate) fn solve(fields: usize, columns: usize, edges: &[Edge]) -> Assignment {
    let width = columns + fields;
    let mut cost = vec![vec![0i64; width]; fields];
    for edge in edges {
        let cell = &mut cost[edge.field][edge.column];
        *cell = (*cell).min(-edge.weight);
    }
    let owner = augment(&cost, width);
    let mut assignment = Assignment {
        column_of: vec![None; fields],
        total: 0,
    };
    for (column, field) in owner.into_iter().enumerate().take(columns) {
        if let Some(field) = field.filter(|field| cost[*field][column] < 0) {
            assignment.column_of[field] = Some(column);
            assignment.total -= cost[field][column];
        }
    }
    assignment
}

/// For each column the row it is given to, at least cost in all.
fn augment(cost: &[Vec<i64>], width: usize) -> Vec<Option<usize>> {
    // Row and column 0 of the potentials stand for the start of a path.
    let mut of_rows = vec![0i64; cost.len() + 1];
    let mut of_columns = vec![0i64; width + 1];
    let mut row_at = vec![0usize; width + 1];
    for row in 1..=cost.len() {
        let mut least = vec![i64::MAX; width + 1];
        let mut before = vec![0usize; width + 1];
        let mut done = vec![false; width + 1];
        row_at[0] = row;
        let mut at = 0;
        while row_at[at] != 0 {
            done[at] = true;
            let (mut step, mut next) = (i64::MAX, 0);
            for column in (1..=width).filter(|column| !done[*column]) {
                let here = row_at[at];
                let slack = cost[here - 1][column - 1] - of_rows[here] - of_columns[column];
                if slack < least[column] {
                    (least[column], before[column]) = (slack, at);
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            for column in 0..=width {
                if done[column] {
                    of_rows[row_at[column]] += step;
                    of_columns[column] -= step;
                } else if least[column] < i64::MAX {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            row_at[at] = row_at[before[at]];
            at = before[at];
        }
    }
    row_at[1..].iter().map(|row| row.checked_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(all: &[(usize, usize, i64)]) -> Vec<Edge> {
        let edge = |&(field, column, weight)| Edge {
            field,
            column,
            weight,
        };
        all.iter().map(edge).collect()
    }

    #[test]
    fn the_whole_counts_and_not_the_first() {
        let all = edges(&[(0, 0, 5), (0, 1, 4), (1, 0, 4)]);
        let best = solve(2, 2, &all);
        assert_eq!((best.column_of, best.total), (vec![Some(1), Some(0)], 8));
        let best = solve(2, 3, &edges(&[(1, 2, 7)]));
        assert_eq!((best.column_of, best.total), (vec![None, Some(2)], 7));
        assert_eq!(solve(0, 3, &[]).total, 0);
    }

    /// Every assignment tried, one by one.
    fn tried(fields: usize, all: &[Edge], taken: u32) -> i64 {
        let Some(field) = fields.checked_sub(1) else {
            return 0;
        };
        let own = all
            .iter()
            .filter(|e| e.field == field && taken & (1 << e.column) == 0);
        let given = own.map(|e| e.weight + tried(field, all, taken | (1 << e.column)));
        given.fold(tried(field, all, taken), i64::max)
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_better(all in proptest::collection::vec((0usize..4, 0usize..5, 1i64..9), 0..14)) {
            let mut all = edges(&all);
            all.sort_by_key(|e| (e.field, e.column, e.weight));
            all.dedup_by_key(|e| (e.field, e.column));
            proptest::prop_assert_eq!(solve(4, 5, &all).total, tried(4, &all, 0));
        }
    }
}
