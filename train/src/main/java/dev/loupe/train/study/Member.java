package dev.loupe.train.study;

import dev.loupe.data.Splits;

/// One training of a study.
///
/// @param name that of its folder, such as `fold-1`
/// @param seed what its random numbers come from
/// @param splits what it learns from and is judged by
public record Member(String name, long seed, Splits splits) {}
