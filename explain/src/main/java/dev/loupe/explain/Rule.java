package dev.loupe.explain;

/// How gradients go back through a network.
public enum Rule {
  /// As calculus has it.
  PLAIN,

  /// Guided backpropagation: at each rectifier only what is above 0 goes back, so that nothing that
  /// speaks against the target reaches the input. It shows edges that a network could use rather
  /// than those that decide: see the sanity check in `dev.loupe.explain`.
  ///
  /// Source: Springenberg et al., Striving for Simplicity, ICLR 2015 workshop, section 3.4.
  GUIDED
}
