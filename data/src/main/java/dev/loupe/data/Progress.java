package dev.loupe.data;

/// Is told how far a long task has come; by several threads at once, and not always in order.
@FunctionalInterface
public interface Progress {
  /// A step is done.
  ///
  /// @param task what is going on, such as `mnist: train-images-idx3-ubyte.gz`
  /// @param done so far, in samples or bytes
  /// @param total in all; 0 if unknown
  void at(String task, long done, long total);

  /// Nobody is told.
  static Progress none() {
    return (task, done, total) -> {};
  }
}
