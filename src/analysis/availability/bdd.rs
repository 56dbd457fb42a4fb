//! Reduced ordered binary decision diagrams: the exact form of a monotone structure function.
//!
//! A diagram is a number; 0 is false, 1 is true. Invariants: equal functions have equal numbers (Bryant 1986); a
//! node's branches have smaller numbers than the node, so one pass in the order of numbers visits branches first.
//! Nothing here recurses: a chain of ten thousand parts is as deep as it is long.
#![expect(clippy::indexing_slicing, reason = "every number was given out by this table")]

use rustc_hash::FxHashMap;
use thiserror::Error;

/// A function of the variables: the number of its node.
pub type Function = u32;

/// Never true.
pub const FALSE: Function = 0;
/// Always true.
pub const TRUE: Function = 1;

/// The variable of the two constants, below all others.
const NO_VARIABLE: u32 = u32::MAX;

/// The function needs more nodes than allowed.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the decision diagram is larger than {0} nodes")]
pub struct TooLarge(pub usize);

/// Decides on a variable: `low` where it is false, `high` where it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Branch {
    variable: u32,
    low: Function,
    high: Function,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operation {
    And,
    Or,
}

/// What is left to do of an operation.
enum Task {
    Combine(Function, Function),
    Join { variable: u32, operands: (Function, Function) },
}

/// A table of functions that share their parts.
#[derive(Debug)]
pub struct Bdd {
    nodes: Vec<Branch>,
    unique: FxHashMap<Branch, Function>,
    known: FxHashMap<(Operation, Function, Function), Function>,
    limit: usize,
}

impl Bdd {
    /// An empty table that holds at most `limit` nodes.
    pub fn new(limit: usize) -> Self {
        let constant = |value| Branch { variable: NO_VARIABLE, low: value, high: value };
        Self {
            nodes: vec![constant(FALSE), constant(TRUE)],
            unique: FxHashMap::default(),
            known: FxHashMap::default(),
            limit,
        }
    }

    /// The function that is the variable itself. Variables with smaller numbers are decided first.
    pub fn variable(&mut self, variable: u32) -> Result<Function, TooLarge> {
        self.branch(variable, FALSE, TRUE)
    }

    /// Both.
    pub fn and(&mut self, a: Function, b: Function) -> Result<Function, TooLarge> {
        self.combine(Operation::And, a, b)
    }

    /// Either.
    pub fn or(&mut self, a: Function, b: Function) -> Result<Function, TooLarge> {
        self.combine(Operation::Or, a, b)
    }

    /// At least `needed` of `functions`.
    pub fn at_least(&mut self, needed: usize, functions: &[Function]) -> Result<Function, TooLarge> {
        if needed > functions.len() {
            return Ok(FALSE);
        }
        // `enough[n]`: at least n of those seen so far.
        let mut enough = vec![FALSE; needed + 1];
        enough[0] = TRUE;
        for function in functions {
            for n in (1..=needed).rev() {
                let with = self.and(*function, enough[n - 1])?;
                enough[n] = self.or(enough[n], with)?;
            }
        }
        Ok(enough[needed])
    }

    /// The probability that `function` is true, its variables being true independently with `probability`.
    pub fn probability(&self, function: Function, probability: &[f64]) -> f64 {
        self.probabilities(function, probability)[function as usize]
    }

    /// For every variable, P(true | it is true) − P(true | it is false): Birnbaum's importance.
    pub fn importance(&self, function: Function, probability: &[f64]) -> Vec<f64> {
        let value = self.probabilities(function, probability);
        let mut reached = vec![0.0; value.len()];
        let mut importance = vec![0.0; probability.len()];
        reached[function as usize] = 1.0;
        for number in (2..value.len()).rev() {
            let Branch { variable, low, high } = self.nodes[number];
            let p = probability[variable as usize];
            importance[variable as usize] += reached[number] * (value[high as usize] - value[low as usize]);
            reached[high as usize] += reached[number] * p;
            reached[low as usize] += reached[number] * (1.0 - p);
        }
        importance
    }

    fn probabilities(&self, function: Function, probability: &[f64]) -> Vec<f64> {
        let mut value = vec![0.0, 1.0];
        for node in self.nodes.iter().take(function as usize + 1).skip(2) {
            let p = probability[node.variable as usize];
            value.push(p * value[node.high as usize] + (1.0 - p) * value[node.low as usize]);
        }
        value
    }

    fn combine(&mut self, operation: Operation, a: Function, b: Function) -> Result<Function, TooLarge> {
        let mut tasks = vec![Task::Combine(a, b)];
        let mut results = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Combine(a, b) => match self.settled(operation, a, b) {
                    Some(result) => results.push(result),
                    None => self.split(a, b, &mut tasks),
                },
                Task::Join { variable, operands } => {
                    let (high, low) = (results.pop().unwrap_or(FALSE), results.pop().unwrap_or(FALSE));
                    let result = self.branch(variable, low, high)?;
                    self.known.insert(key(operation, operands.0, operands.1), result);
                    results.push(result);
                }
            }
        }
        Ok(results.pop().unwrap_or(FALSE))
    }

    /// The result where it is known without splitting.
    fn settled(&self, operation: Operation, a: Function, b: Function) -> Option<Function> {
        let (neutral, absorbing) = match operation {
            Operation::And => (TRUE, FALSE),
            Operation::Or => (FALSE, TRUE),
        };
        match (a, b) {
            _ if a == absorbing || b == absorbing => Some(absorbing),
            _ if a == b || b == neutral => Some(a),
            _ if a == neutral => Some(b),
            _ => self.known.get(&key(operation, a, b)).copied(),
        }
    }

    /// Decides on the upper of the two variables: first the low side, then the high side, then the join.
    fn split(&self, a: Function, b: Function, tasks: &mut Vec<Task>) {
        let (left, right) = (self.nodes[a as usize], self.nodes[b as usize]);
        let variable = left.variable.min(right.variable);
        let side = |node: Branch, function| {
            if node.variable == variable { (node.low, node.high) } else { (function, function) }
        };
        let ((a_low, a_high), (b_low, b_high)) = (side(left, a), side(right, b));
        tasks.push(Task::Join { variable, operands: (a, b) });
        tasks.push(Task::Combine(a_high, b_high));
        tasks.push(Task::Combine(a_low, b_low));
    }

    fn branch(&mut self, variable: u32, low: Function, high: Function) -> Result<Function, TooLarge> {
        if low == high {
            return Ok(low);
        }
        let branch = Branch { variable, low, high };
        if let Some(known) = self.unique.get(&branch) {
            return Ok(*known);
        }
        if self.nodes.len() >= self.limit {
            return Err(TooLarge(self.limit));
        }
        let number = u32::try_from(self.nodes.len()).map_err(|_| TooLarge(self.limit))?;
        self.nodes.push(branch);
        self.unique.insert(branch, number);
        Ok(number)
    }
}

/// Both operations do not mind the order of their operands.
fn key(operation: Operation, a: Function, b: Function) -> (Operation, Function, Function) {
    (operation, a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(variables: u32) -> (Bdd, Vec<Function>) {
        let mut bdd = Bdd::new(10_000);
        let all = (0..variables).map(|variable| bdd.variable(variable).unwrap()).collect();
        (bdd, all)
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    #[test]
    fn equal_functions_are_one() {
        let (mut bdd, v) = table(3);
        let left = bdd.or(v[1], v[2]).unwrap();
        let factored = bdd.and(v[0], left).unwrap();
        let (a, b) = (bdd.and(v[0], v[1]).unwrap(), bdd.and(v[2], v[0]).unwrap());
        assert_eq!(bdd.or(a, b).unwrap(), factored);
    }

    #[test]
    fn closed_forms_of_the_design() {
        let (mut bdd, v) = table(3);
        let two_of_three = bdd.at_least(2, &v).unwrap();
        close(bdd.probability(two_of_three, &[0.99; 3]), 0.999_702);
        let series = bdd.at_least(3, &v).unwrap();
        close(bdd.probability(series, &[0.9999; 3]), 0.999_700_029_999);
        let either = bdd.or(v[0], v[1]).unwrap();
        close(bdd.probability(either, &[0.999, 0.999, 0.0]), 0.999_999);
        let two_and_database = bdd.and(either, v[2]).unwrap();
        close(bdd.probability(two_and_database, &[0.99; 3]), 0.989_901);
    }

    #[test]
    fn the_bridge_network() {
        let (mut bdd, v) = table(5);
        let mut path = |parts: &[usize]| {
            let parts: Vec<_> = parts.iter().map(|part| v[*part]).collect();
            bdd.at_least(parts.len(), &parts).unwrap()
        };
        let paths = [path(&[0, 3]), path(&[1, 4]), path(&[0, 2, 4]), path(&[1, 2, 3])];
        let bridge = bdd.at_least(1, &paths).unwrap();
        close(bdd.probability(bridge, &[0.9; 5]), 0.97848);
        close(bdd.probability(bridge, &[0.99; 5]), 0.999_798_049_8);
    }

    #[test]
    fn importance_is_the_difference_that_a_part_makes() {
        let (mut bdd, v) = table(3);
        let either = bdd.or(v[0], v[1]).unwrap();
        let function = bdd.and(either, v[2]).unwrap();
        let importance = bdd.importance(function, &[0.9, 0.8, 0.7]);
        close(importance[0], 0.2 * 0.7);
        close(importance[1], 0.1 * 0.7);
        close(importance[2], 1.0 - 0.1 * 0.2);
    }

    #[test]
    fn a_long_chain_needs_no_stack_and_a_limit_holds() {
        let mut bdd = Bdd::new(100_000);
        let all: Vec<_> = (0..20_000).map(|variable| bdd.variable(variable).unwrap()).collect();
        let mut chain = TRUE;
        for variable in all.iter().rev() {
            chain = bdd.and(*variable, chain).unwrap();
        }
        close(bdd.probability(chain, &vec![1.0; 20_000]), 1.0);
        let mut small = Bdd::new(4);
        assert!(small.variable(0).is_ok() && small.variable(1).is_ok());
        assert_eq!(small.variable(2), Err(TooLarge(4)));
    }
}
