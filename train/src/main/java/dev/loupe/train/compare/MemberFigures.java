package dev.loupe.train.compare;

import java.util.List;

/// What one training of a comparison came to.
///
/// @param name of its folder
/// @param model the entrant's name
/// @param share of the data that it learned from, above 0, up to 1
/// @param seed of the training
/// @param samples that it learned from
/// @param epochs passes over them
/// @param flops floating point operations of all steps
/// @param seconds the training took
/// @param accuracy on the test data
/// @param loss mean cross entropy on the test data
/// @param calibration the expected calibration error
/// @param disturbed the accuracy on disturbed test data
/// @param right for each test sample `1` where the answer was right, else `0`
public record MemberFigures(
    String name,
    String model,
    double share,
    long seed,
    int samples,
    int epochs,
    double flops,
    double seconds,
    double accuracy,
    double loss,
    double calibration,
    List<Disturbed> disturbed,
    String right) {
  /// Copies the list.
  public MemberFigures {
    disturbed = List.copyOf(disturbed);
  }

  /// The accuracy on test data that was disturbed.
  ///
  /// @param kind such as `noise`
  /// @param how as `--augment` has it
  /// @param accuracy then
  public record Disturbed(String kind, String how, double accuracy) {}

  boolean[] hits() {
    boolean[] hits = new boolean[right.length()];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = right.charAt(i) == '1';
    }
    return hits;
  }
}
