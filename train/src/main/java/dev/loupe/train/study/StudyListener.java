package dev.loupe.train.study;

/// Is told how a study goes, on the thread that trains.
public interface StudyListener {
  /// Hears nothing.
  StudyListener NONE = new StudyListener() {};

  /// A training comes next.
  ///
  /// @param number 1 for the first
  /// @param of how many
  default void begins(Member member, int number, int of) {}

  /// About how much time is left for all trainings together; told before each, where it is known.
  default void left(double seconds) {}

  /// A training has ended.
  ///
  /// @param before whether it had ended before the study went on
  default void ended(MemberResult result, boolean before) {}
}
