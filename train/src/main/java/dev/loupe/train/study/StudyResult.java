package dev.loupe.train.study;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a study found.
///
/// @param kind what its trainings differ by: `folds`, `groups` or `seeds`
/// @param command that began it, or `API`
/// @param planned the names of all its trainings
/// @param results of those that have ended, in their order
public record StudyResult(
    String kind, String command, List<String> planned, List<MemberResult> results) {
  /// Copies the lists.
  public StudyResult {
    planned = List.copyOf(planned);
    results = List.copyOf(results);
  }

  /// Whether all trainings have ended.
  public boolean complete() {
    return results.size() == planned.size();
  }

  /// The accuracy over the trainings.
  public Summary accuracy() {
    return summary(MemberResult::accuracy);
  }

  /// The loss over the trainings.
  public Summary loss() {
    return summary(MemberResult::loss);
  }

  /// The macro F1 over the trainings.
  public Summary macroF1() {
    return summary(MemberResult::macroF1);
  }

  private Summary summary(ToDoubleFunction<MemberResult> figure) {
    return Summary.of(results.stream().mapToDouble(figure).toArray());
  }
}
