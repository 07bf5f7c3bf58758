package dev.loupe.kernel;

/// The rows of a softmax cross entropy.
///
/// @param rows how many rows
/// @param classes the length of a row
/// @param smoothing the share of each target that is spread over all classes
/// @param soft whether targets are distributions rather than class indices
/// @param weighted whether each class has a weight
public record CrossEntropyGeometry(
    int rows, int classes, float smoothing, boolean soft, boolean weighted) {
  /// Which class a target names; -1 where it names none.
  int label(float target) {
    int label = (int) target;
    return label == target && label >= 0 && label < classes ? label : -1;
  }

  /// Whether a row's loss depends on one logarithm only.
  boolean oneTerm() {
    return !soft && smoothing == 0;
  }

  float keep() {
    return 1 - smoothing;
  }

  float spread() {
    return smoothing / classes;
  }
}
