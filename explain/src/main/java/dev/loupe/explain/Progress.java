package dev.loupe.explain;

/// Is told how far something long has come.
@FunctionalInterface
public interface Progress {
  /// Nobody wants to know.
  Progress NONE = (done, total) -> {};

  /// @param done how much of it
  /// @param total all of it
  void at(int done, int total);
}
