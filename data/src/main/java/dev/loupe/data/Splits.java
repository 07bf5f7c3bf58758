package dev.loupe.data;

import org.jspecify.annotations.Nullable;

/// The data to learn from and the data to be judged by.
///
/// @param train never used to judge
/// @param test never used to learn, nor to choose
/// @param validation chooses the best epoch, where the data has a part for it
public record Splits(Dataset train, Dataset test, @Nullable Dataset validation) {
  /// Data without a part of its own to choose by.
  public Splits(Dataset train, Dataset test) {
    this(train, test, null);
  }
}
