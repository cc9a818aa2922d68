//! Finds weights from labelled examples: logistic regression over signs that are there or
//! not, by FTRL-Proximal (McMahan and others, "Ad click prediction", KDD 2013), which
//! sets most weights to nothing. Deterministic: no chance, one order.

/// The signs of one thing that can be one way or the other.
#[derive(Clone, Debug)]
pub struct Example {
    /// The numbers of its signs.
    pub signs: Vec<usize>,
    /// Whether it is what is looked for.
    pub label: bool,
    /// How many examples it counts for.
    pub weight: f64,
    /// How much each of its signs counts: less than 1 where there are many.
    pub scale: f64,
    /// The log odds that it has without its signs.
    pub start: f64,
}

impl Default for Example {
    fn default() -> Example {
        Example { signs: Vec::new(), label: false, weight: 1.0, scale: 1.0, start: 0.0 }
    }
}

/// How weights are found.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How far a step goes at first.
    pub rate: f64,
    /// How much a sign must bring to get a weight at all.
    pub lasso: f64,
    /// How strongly weights are held small.
    pub ridge: f64,
    /// How often all examples are gone through.
    pub rounds: usize,
}

/// The weight of each sign, in log odds.
#[derive(Clone, Debug)]
pub struct Found(Vec<f64>);

impl Found {
    /// The weight of one sign.
    pub fn weight(&self, sign: usize) -> f64 {
        self.0[sign]
    }

    /// The log odds of an example.
    pub fn score(&self, signs: &[usize]) -> f64 {
        signs.iter().map(|&sign| self.0[sign]).sum()
    }
}

/// Learns which examples are what is looked for, by `signs` signs.
pub fn tell_apart(examples: &[Example], signs: usize, options: Options) -> Found {
    averaged(signs, options, |fit, order| {
        for example in spread(examples, order) {
            let score = example.start + fit.score(&example.signs) * example.scale;
            let chance = 1.0 / (1.0 + (-score).exp());
            let gradient = (chance - f64::from(u8::from(example.label))) * example.weight * example.scale;
            fit.step(&example.signs, gradient);
        }
    })
}

/// Learns which example of each group is the one; where none has the label, the chance of
/// "none", whose score is nothing, should be the greatest.
pub fn choose(groups: &[Vec<Example>], signs: usize, options: Options) -> Found {
    averaged(signs, options, |fit, order| {
        for group in spread(groups, order) {
            let scores: Vec<f64> = group.iter().map(|example| fit.score(&example.signs)).collect();
            let most = scores.iter().fold(0.0_f64, |most, &score| most.max(score));
            let all: f64 = (-most).exp() + scores.iter().map(|score| (score - most).exp()).sum::<f64>();
            let labels = group.iter().filter(|example| example.label).count().max(1) as f64;
            for (example, score) in group.iter().zip(scores) {
                let chance = (score - most).exp() / all;
                let gradient = chance - f64::from(u8::from(example.label)) / labels;
                fit.step(&example.signs, gradient);
            }
        }
    })
}

/// The weights that several orders of the examples give, averaged, so that they hang on
/// none; `round` goes through all examples once.
fn averaged(signs: usize, options: Options, round: impl Fn(&mut Fit, usize)) -> Found {
    let mut sums = vec![0.0; signs];
    for order in 0..ORDERS.len() {
        let mut fit = Fit { options, states: vec![State::default(); signs] };
        for _ in 0..options.rounds {
            round(&mut fit, order);
        }
        for (sign, sum) in sums.iter_mut().enumerate() {
            *sum += fit.weight(sign);
        }
    }
    Found(sums.into_iter().map(|sum| sum / ORDERS.len() as f64).collect())
}

/// One sign's state.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    gradients: f64,
    squares: f64,
}

/// Weights that are being found.
struct Fit {
    options: Options,
    states: Vec<State>,
}

impl Fit {
    fn weight(&self, sign: usize) -> f64 {
        let State { gradients, squares } = self.states[sign];
        let beyond = gradients.abs() - self.options.lasso;
        if beyond <= 0.0 {
            return 0.0;
        }
        -gradients.signum() * beyond / ((1.0 + squares.sqrt()) / self.options.rate + self.options.ridge)
    }

    fn score(&self, signs: &[usize]) -> f64 {
        signs.iter().map(|&sign| self.weight(sign)).sum()
    }

    /// One step along a gradient that all these signs share.
    fn step(&mut self, signs: &[usize], gradient: f64) {
        for &sign in signs {
            let weight = self.weight(sign);
            let state = &mut self.states[sign];
            let sigma = ((state.squares + gradient * gradient).sqrt() - state.squares.sqrt()) / self.options.rate;
            state.gradients += gradient - sigma * weight;
            state.squares += gradient * gradient;
        }
    }
}

/// The strides of the orders: primes, which have a common divisor with no length but their
/// own multiples.
const ORDERS: [usize; 5] = [7919, 7907, 7901, 7883, 7879];

/// The items in an order that mixes what stands together, the same in every run; another
/// number gives another order.
fn spread<T>(items: &[T], order: usize) -> impl Iterator<Item = &T> {
    let prime = ORDERS[order % ORDERS.len()];
    let stride = if items.len().is_multiple_of(prime) { 1 } else { prime };
    (0..items.len()).map(move |at| &items[at * stride % items.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: Options = Options { rate: 0.5, lasso: 0.1, ridge: 0.1, rounds: 30 };

    fn example(signs: &[usize], label: bool) -> Example {
        Example { signs: signs.to_vec(), label, ..Example::default() }
    }

    #[test]
    fn what_tells_apart_gets_the_weight() {
        let examples = [example(&[0, 1], true), example(&[0, 2], false), example(&[1], true), example(&[2], false)];
        let fit = tell_apart(&examples, 4, OPTIONS);
        assert!(fit.weight(1) > 0.5 && fit.weight(2) < -0.5 && fit.weight(0).abs() < 0.5 && fit.weight(3) == 0.0);
    }

    #[test]
    fn the_one_of_a_group_is_chosen_or_none() {
        let groups = [
            vec![example(&[0], false), example(&[1], true)],
            vec![example(&[1], true), example(&[0], false)],
            vec![example(&[0], false), example(&[0], false)],
        ];
        let fit = choose(&groups, 2, OPTIONS);
        assert!(fit.weight(1) > 0.0 && fit.weight(0) < 0.0);
    }

    #[test]
    fn every_item_comes_once_a_round() {
        for len in [0, 1, 2, 9, 7919, 15838, 7920] {
            let items: Vec<usize> = (0..len).collect();
            let mut seen: Vec<usize> = spread(&items, len).copied().collect();
            seen.sort();
            assert_eq!(seen, items);
        }
    }
}
