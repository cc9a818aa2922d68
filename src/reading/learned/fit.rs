//! Finds weights from labelled examples: logistic regression over signs that are there or
//! not, by FTRL-Proximal (McMahan and others, "Ad click prediction", KDD 2013), which
//! sets most weights to nothing. Deterministic: no chance, one order.

/// The signs of one thing that can be one way or the other.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// The numbers of its signs.
    pub signs: Vec<usize>,
    /// Whether it is what is looked for.
    pub label: bool,
    /// How many examples it counts for.
    pub weight: f64,
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

/// One sign's state.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    gradients: f64,
    squares: f64,
}

/// Weights that are being found.
#[derive(Clone, Debug)]
pub struct Fit {
    options: Options,
    states: Vec<State>,
}

impl Fit {
    /// No weights yet for this many signs.
    pub fn new(signs: usize, options: Options) -> Fit {
        Fit { options, states: vec![State::default(); signs] }
    }

    /// The weight of one sign, in log odds.
    pub fn weight(&self, sign: usize) -> f64 {
        let State { gradients, squares } = self.states[sign];
        let beyond = gradients.abs() - self.options.lasso;
        if beyond <= 0.0 {
            return 0.0;
        }
        -gradients.signum() * beyond / ((1.0 + squares.sqrt()) / self.options.rate + self.options.ridge)
    }

    /// The log odds of an example.
    pub fn score(&self, signs: &[usize]) -> f64 {
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

    /// Learns which examples are what is looked for.
    pub fn tell_apart(&mut self, examples: &[Example]) {
        for _ in 0..self.options.rounds {
            for example in spread(examples) {
                let chance = 1.0 / (1.0 + (-self.score(&example.signs)).exp());
                let gradient = (chance - f64::from(u8::from(example.label))) * example.weight;
                self.step(&example.signs, gradient);
            }
        }
    }

    /// Learns which example of each group is the one; none where no label is set: then
    /// the chance of "none", whose score is nothing, should be the greatest.
    pub fn choose(&mut self, groups: &[Vec<Example>]) {
        for _ in 0..self.options.rounds {
            for group in spread(groups) {
                let scores: Vec<f64> = group.iter().map(|example| self.score(&example.signs)).collect();
                let most = scores.iter().fold(0.0_f64, |most, &score| most.max(score));
                let all: f64 = (-most).exp() + scores.iter().map(|score| (score - most).exp()).sum::<f64>();
                let labels = group.iter().filter(|example| example.label).count().max(1) as f64;
                for (example, score) in group.iter().zip(scores) {
                    let chance = (score - most).exp() / all;
                    let gradient = chance - f64::from(u8::from(example.label)) / labels;
                    self.step(&example.signs, gradient);
                }
            }
        }
    }
}

/// The items in an order that mixes what stands together, the same in every run.
fn spread<T>(items: &[T]) -> impl Iterator<Item = &T> {
    // A prime has a common divisor with no length but its own multiples.
    let stride = if items.len().is_multiple_of(7919) { 1 } else { 7919 };
    (0..items.len()).map(move |at| &items[at * stride % items.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: Options = Options { rate: 0.5, lasso: 0.1, ridge: 0.1, rounds: 30 };

    fn example(signs: &[usize], label: bool) -> Example {
        Example { signs: signs.to_vec(), label, weight: 1.0 }
    }

    #[test]
    fn what_tells_apart_gets_the_weight() {
        let examples = [example(&[0, 1], true), example(&[0, 2], false), example(&[1], true), example(&[2], false)];
        let mut fit = Fit::new(4, OPTIONS);
        fit.tell_apart(&examples);
        assert!(fit.weight(1) > 0.5 && fit.weight(2) < -0.5 && fit.weight(0).abs() < 0.5 && fit.weight(3) == 0.0);
    }

    #[test]
    fn the_one_of_a_group_is_chosen_or_none() {
        let groups = [
            vec![example(&[0], false), example(&[1], true)],
            vec![example(&[1], true), example(&[0], false)],
            vec![example(&[0], false), example(&[0], false)],
        ];
        let mut fit = Fit::new(2, OPTIONS);
        fit.choose(&groups);
        assert!(fit.weight(1) > 0.0 && fit.weight(0) < 0.0);
    }

    #[test]
    fn every_item_comes_once_a_round() {
        for len in [0, 1, 2, 9, 7919, 15838, 7920] {
            let items: Vec<usize> = (0..len).collect();
            let mut seen: Vec<usize> = spread(&items).copied().collect();
            seen.sort();
            assert_eq!(seen, items);
        }
    }
}
