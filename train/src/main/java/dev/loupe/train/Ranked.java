package dev.loupe.train;

/// A class with how probable a model finds it.
///
/// @param index of the class
/// @param name of the class
/// @param probability 0 to 1
public record Ranked(int index, String name, float probability) {}
