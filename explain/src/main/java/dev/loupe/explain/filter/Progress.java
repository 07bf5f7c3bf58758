package dev.loupe.explain.filter;

/// Hears how far long work has come.
@FunctionalInterface
public interface Progress {
  /// So many of so many parts are done.
  void at(int done, int total);
}
