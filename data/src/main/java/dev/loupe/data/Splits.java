package dev.loupe.data;

/// The data to learn from and the data to be judged by.
///
/// @param train never used to judge
/// @param test never used to learn
public record Splits(Dataset train, Dataset test) {}
